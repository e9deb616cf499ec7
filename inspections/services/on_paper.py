"""The leader says that visits were made on paper: they stay missing, with a better reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from households.models import User
from inspections.models import Assignment, OnPaper, Round
from inspections.services.refusals import refuse_arrival


@transaction.atomic
def mark_on_paper(round: Round, visits: Collection[int], *, by: User, on: date) -> int:
    """Note that these visits (assignment ids) of a round lie on paper; how many were new.

    What has a result of a visit, or is noted already, stays as it is. Raises RoundClosed where the
    paper could not be typed in any more.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).filter(round=round, pk__in=visits)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    locked = Round.objects.select_related("team").get(pk=round.pk)
    refuse_arrival(locked, source="paper", entered_by=by, on=on)
    waiting = Assignment.objects.filter(pk__in=keys).exclude(
        inspection__isnull=False, inspection__obstacle=""
    )
    fresh = waiting.exclude(on_paper__in=OnPaper.objects.filter(ended_on=None)).order_by("pk")
    made = [OnPaper(assignment=each, told_on=on, told_by=by) for each in fresh]
    OnPaper.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def unmark_on_paper(round: Round, visits: Collection[int], *, by: User, on: date) -> int:
    """Take the word back; how many were taken back. Twice is once."""
    open_words = OnPaper.objects.filter(
        assignment__round=round, assignment__in=visits, ended_on=None
    )
    return open_words.update(ended_on=on, ended_by=by)


def end_on_paper(assignment: Assignment, *, on: date) -> None:
    """A result has come: nothing lies on paper any more. The caller has locked the assignment."""
    OnPaper.objects.filter(assignment=assignment, ended_on=None).update(ended_on=on)
