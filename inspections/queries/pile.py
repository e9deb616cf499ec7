"""A returned pile: every visit of a month with what its sheet asks, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q

from inspections.models import (
    Assignment,
    ChecklistItem,
    Hazard,
    Inspection,
    Round,
    Sighting,
)
from inspections.queries.checklist import asked_items
from inspections.queries.closing import came_late
from inspections.queries.conflict import waiting_conflicts
from inspections.queries.hazard import with_story
from inspections.queries.team_month import find_inspection


@dataclass(frozen=True, slots=True)
class PileSheet:
    """One sheet of the pile. ``hazards``: what other visits found and nobody has seen fixed.

    ``waits``: a version of it came another way and is not compared yet. ``came_late``: typed in
    after the month had closed.
    """

    assignment: Assignment
    inspection: Inspection | None
    items: tuple[ChecklistItem, ...]
    hazards: tuple[Hazard, ...]
    waits: bool
    came_late: bool = False


def pile_sheets(round: Round) -> list[PileSheet]:
    """The sheets of a round (loaded with its team): ``items_for`` and ``known_hazards`` of each.

    Four queries, whatever their number.
    """
    items = list(ChecklistItem.objects.filter(checklist=round.checklist_id).order_by("position"))
    waiting = waiting_conflicts().filter(inspection=OuterRef("inspection"))
    assignments = list(
        Assignment.objects.filter(round=round)
        .annotate(waits=Exists(waiting))
        .select_related("inspector", "inspected", "inspection")
        .order_by("position")
    )
    for assignment in assignments:
        assignment.round = round
    hazards = _hazards(round, assignments)
    return [
        _sheet(assignment, items, hazards[assignment.inspected_id]) for assignment in assignments
    ]


def _hazards(round: Round, assignments: Iterable[Assignment]) -> dict[int, list[Hazard]]:
    households = {assignment.inspected_id for assignment in assignments}
    spoken_of = Sighting.objects.filter(hazard=OuterRef("pk"), inspection__assignment__round=round)
    rows = (
        with_story(Hazard.objects.filter(household__in=households))
        .filter(Q(state=Hazard.State.OPEN) | Exists(spoken_of))
        .select_related("item")
        .prefetch_related(
            Prefetch("sightings", Sighting.objects.select_related("inspection").order_by("pk"))
        )
        .order_by("due_on", "pk")
    )
    found: dict[int, list[Hazard]] = defaultdict(list)
    for hazard in rows:
        found[hazard.household_id].append(hazard)
    return found


def _sheet(
    assignment: Assignment, items: list[ChecklistItem], hazards: Iterable[Hazard]
) -> PileSheet:
    round, kind = assignment.round, assignment.inspected.kind
    asked = {item.code for item in asked_items(items, scope=round.scope, kind=kind)}
    asked |= {hazard.code for hazard in hazards}
    inspection = find_inspection(assignment)
    return PileSheet(
        assignment,
        inspection,
        tuple(item for item in items if item.code in asked),
        tuple(
            hazard
            for hazard in hazards
            if hazard.state == Hazard.State.OPEN
            and {each.inspection.assignment_id for each in hazard.sightings.all()} - {assignment.pk}
        ),
        waits=bool(getattr(assignment, "waits", False)),
        came_late=inspection is not None and came_late(round, inspection.received_at),
    )
