"""What the inspected household sees of its own month: who came, what was found, what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from firesafety.months import Month
from households.models import Household
from inspections.models import Assignment, Hazard, Inspection
from inspections.queries.confirmation import Reply, replies_to
from inspections.queries.hazard import with_story
from inspections.queries.team_month import find_inspection
from inspections.queries.visit import Told, told


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit to the household; ``told`` and ``reply`` only where it took place."""

    assignment: Assignment
    inspection: Inspection | None
    told: Told | None
    reply: Reply | None
    may_reply: bool
    may_move: bool


def visits_to(household: Household, month: Month) -> QuerySet[Assignment]:
    """The visits to a household in a month, whichever team it was in."""
    return Assignment.objects.filter(
        inspected=household, round__month=month.first_day
    ).select_related("round", "inspector", "inspected", "inspection")


def visit_lines(household: Household, month: Month, *, on: date) -> list[VisitLine]:
    """Those visits in their order, with what the household said of each.

    Three queries, and one for each visit that took place.
    """
    assignments = list(visits_to(household, month).order_by("round", "position"))
    found = [find_inspection(assignment) for assignment in assignments]
    replies = replies_to([inspection for inspection in found if inspection is not None])
    return [
        _line(assignment, replies.get(inspection.pk) if inspection else None, on=on)
        for assignment, inspection in zip(assignments, found, strict=True)
    ]


def _line(assignment: Assignment, reply: Reply | None, *, on: date) -> VisitLine:
    inspection = find_inspection(assignment)
    round = assignment.round
    done = inspection is not None and inspection.completed
    return VisitLine(
        assignment,
        inspection,
        told(inspection) if inspection is not None and done else None,
        reply,
        may_reply=reply is not None and reply.may_answer(on),
        may_move=not done and round.closed_on is None and on < round.missed_on,
    )


def open_hazards_of(household: Household) -> QuerySet[Hazard]:
    """What was found at the household and no neighbour has seen fixed, the soonest due first."""
    return (
        with_story(Hazard.objects.filter(household=household))
        .filter(state=Hazard.State.OPEN)
        .select_related("item")
        .order_by("due_on", "pk")
    )
