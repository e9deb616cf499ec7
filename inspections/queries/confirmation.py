"""What inspected households said of their results, and what is still unanswered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.timezone import localdate

from inspections.models import Confirmation, Inspection, Submission


class ReplyState(StrEnum):
    """Where a household stands towards a result. Silence stays UNANSWERED for ever."""

    UNANSWERED = "unanswered"
    AGREED = "agreed"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Reply:
    """A household's last word on the version of a result that is held true.

    ``until`` is the last day on which it may answer by its link.
    """

    state: ReplyState
    confirmation: Confirmation | None
    until: date

    def may_answer(self, on: date) -> bool:
        return on <= self.until

    @property
    def is_open_dispute(self) -> bool:
        return (
            self.state is ReplyState.DISPUTED
            and self.confirmation is not None
            and self.confirmation.settled_at is None
        )


def replies_to(inspections: Collection[Inspection]) -> dict[int, Reply]:
    """Per inspection that took place, what its household said of it. Two queries."""
    completed = [inspection for inspection in inspections if inspection.completed]
    keys = [inspection.pk for inspection in completed]
    held = Submission.objects.filter(inspection__in=keys, revision=F("inspection__revision"))
    # What waited to be compared was told to nobody; its days run from when it was chosen.
    since = {
        key: localdate(compared_at or received_at)
        for key, compared_at, received_at in held.values_list(
            "inspection", "compared_at", "received_at"
        )
    }
    answers = Confirmation.objects.filter(inspection__in=keys, revision=F("inspection__revision"))
    last = {answer.inspection_id: answer for answer in answers.order_by("number")}
    return {key: _reply(last.get(key), since[key]) for key in keys}


def reply_to(inspection: Inspection) -> Reply:
    """The same for one inspection that took place."""
    return replies_to([inspection])[inspection.pk]


def _reply(last: Confirmation | None, since: date) -> Reply:
    until = since + timedelta(days=settings.CONFIRMATION_DAYS)
    if last is None or last.verdict == Confirmation.Verdict.UNSIGNED:
        return Reply(ReplyState.UNANSWERED, None, until)
    return Reply(ReplyState(last.verdict), last, until)


def open_disputes() -> QuerySet[Confirmation]:
    """Disputes of results as they are held now that the two sides have not talked over."""
    later = Confirmation.objects.filter(
        inspection=OuterRef("inspection"),
        revision=OuterRef("revision"),
        number__gt=OuterRef("number"),
    )
    return Confirmation.objects.filter(
        ~Exists(later),
        verdict=Confirmation.Verdict.DISPUTED,
        settled_at=None,
        revision=F("inspection__revision"),
    )
