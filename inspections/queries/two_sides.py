"""Where the two sides of a team's visits stand: answers, disputes, and versions to compare."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value

from households.models import Area, Team
from inspections.models import Assignment, Confirmation, Inspection, OpenHazard, Round, Submission
from inspections.queries.confirmation import Reply, open_disputes, replies_to
from inspections.queries.conflict import waiting_conflicts
from inspections.queries.standing import within
from inspections.queries.team_month import find_inspection


@dataclass(frozen=True, slots=True)
class SidesRow:
    """One visit that took place, and what its household said of it."""

    assignment: Assignment
    inspection: Inspection
    reply: Reply
    waits: bool


def sides_rows(round: Round) -> list[SidesRow]:
    """A round's visits that took place, disputes first. Three queries."""
    waiting = waiting_conflicts().filter(inspection=OuterRef("inspection"))
    rows = list(
        Assignment.objects.filter(round=round, inspection__obstacle="")
        .annotate(waits=Exists(waiting))
        .select_related("inspector", "inspected", "inspection")
        .order_by("position")
    )
    replies = replies_to([found for row in rows if (found := find_inspection(row)) is not None])
    made = [
        SidesRow(row, row.inspection, replies[row.inspection.pk], waits=row.waits) for row in rows
    ]
    return sorted(made, key=lambda row: not row.reply.is_open_dispute)


@dataclass(frozen=True, slots=True)
class TeamWaiting:
    """A team with something that waits for its leader, for the officer to see."""

    team: Team
    conflicts: int
    disputes: int


def repeated_hazards(area: Area) -> QuerySet[OpenHazard]:
    """Hazards of an area that so many months left not fixed that they are the officer's.

    Each has what ``with_story`` tells.
    """
    return (
        OpenHazard.objects.filter(within(area), repeats__gte=settings.HAZARD_REPEATS)
        .annotate(needs_officer=Value(value=True), owner_reported_on=F("claimed_on"))
        .select_related("household", "hazard__item", "team", "neighbourhood", "ward")
        .defer("neighbourhood__boundary", "ward__boundary")
        .order_by("-repeats", "due_on", "pk")
    )


def teams_waiting(area: Area, *, most: int | None) -> tuple[list[TeamWaiting], int]:
    """The area's teams whose leaders have versions to compare or disputes, and how many there are.

    Those with the most first, ``most`` of them or all. Three queries.
    """
    conflicts = _by_team(waiting_conflicts(), area)
    disputes = _by_team(open_disputes(), area)
    waiting = sorted((conflicts + disputes).items(), key=lambda each: (-each[1], each[0]))
    standing = Team.objects.select_related("neighbourhood", "ward")
    standing = standing.defer("neighbourhood__boundary", "ward__boundary")
    teams = standing.in_bulk([key for key, _ in waiting[:most]])
    found = [TeamWaiting(team, conflicts[key], disputes[key]) for key, team in teams.items()]
    found.sort(key=lambda each: (-each.conflicts - each.disputes, each.team.number))
    return found, len(waiting)


def _by_team(rows: QuerySet[Submission] | QuerySet[Confirmation], area: Area) -> Counter[int]:
    team = "inspection__assignment__round__team"
    inside = rows.filter(within(area, f"{team}__standing__")).order_by()
    return Counter(dict(inside.values(team).annotate(n=Count("pk")).values_list(team, "n")))
