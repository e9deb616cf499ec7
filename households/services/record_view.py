"""Noting who looked at a household's record."""

from __future__ import annotations

from datetime import date, datetime

from households.models import Household, RecordView, User


def note_record_view(
    user: User, household: Household, *, page: str, at: datetime, on: date
) -> None:
    """Remember that an officer saw this record on a day; the first page of the day stays.

    A second look, or two at once, add nothing.
    """
    RecordView.objects.bulk_create(
        [RecordView(user=user, household=household, on=on, at=at, page=page)],
        ignore_conflicts=True,
    )
