"""What the pages of one assignment read of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from inspections.models import (
    Assignment,
    ChecklistItem,
    Hazard,
    Inspection,
    Round,
    Sighting,
    Submission,
)
from inspections.planning.answers import Answer, unpack_answers
from inspections.queries.hazard import with_story

DAYS_TO_COME_AGAIN = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A recorded result in figures, and what was found wrong, with notes.

    ``corrected`` was found wrong and put right before the inspector left.
    """

    passed: int
    failed: tuple[tuple[ChecklistItem, str], ...]
    corrected: tuple[tuple[ChecklistItem, str], ...]
    not_applicable: int
    unseen: int

    @property
    def found(self) -> tuple[tuple[ChecklistItem, str], ...]:
        """What was wrong when the inspector came."""
        return self.failed + self.corrected


def known_hazards(assignment: Assignment) -> QuerySet[Hazard]:
    """What other visits found at the home and nobody has seen fixed, the soonest due first.

    Other visits, not earlier days: last month's visit may have come in the days of grace.
    """
    others = Sighting.objects.filter(hazard=OuterRef("pk")).exclude(
        inspection__assignment=assignment
    )
    return (
        with_story(Hazard.objects.filter(household=assignment.inspected_id))
        .filter(Exists(others), state=Hazard.State.OPEN)
        .select_related("item")
        .order_by("due_on", "id")
    )


def next_visit_day(round: Round, *, on: date) -> date:
    """A day to propose for coming again: soon, and while the round still takes results."""
    return min(on + timedelta(days=DAYS_TO_COME_AGAIN), round.missed_on - timedelta(days=1))


def whole_checklist(assignment: Assignment) -> list[ChecklistItem]:
    """Every item of the version that the round is answered on, in its order."""
    checklist = assignment.round.checklist_id
    return list(ChecklistItem.objects.filter(checklist=checklist).order_by("position"))


def latest_receipt(inspection: Inspection) -> Submission:
    return inspection.submissions.latest("revision")


def told(inspection: Inspection) -> Told:
    """Count the answers of a visit that took place."""
    if inspection.obstacle:
        return Told(0, (), (), 0, 0)
    items = whole_checklist(inspection.assignment)
    answers = unpack_answers([item.code for item in items], inspection.answers)
    counts = list(answers.values())
    failed, corrected = (
        tuple(
            (item, inspection.notes.get(item.code, ""))
            for item in items
            if answers.get(item.code) is answer
        )
        for answer in (Answer.FAIL, Answer.CORRECTED)
    )
    return Told(
        passed=counts.count(Answer.PASS),
        failed=failed,
        corrected=corrected,
        not_applicable=counts.count(Answer.NOT_APPLICABLE),
        unseen=counts.count(Answer.UNSEEN),
    )
