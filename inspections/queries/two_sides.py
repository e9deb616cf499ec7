"""Where the two sides of a team's visits stand: answers, disputes, and versions to compare."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from households.models import Area, Membership, Team
from inspections.models import Assignment, Confirmation, Hazard, Inspection, Round, Submission
from inspections.queries.confirmation import Reply, open_disputes, replies_to
from inspections.queries.conflict import waiting_conflicts
from inspections.queries.hazard import with_story
from inspections.queries.overdue import teams_in
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


def repeated_hazards(area: Area) -> QuerySet[Hazard]:
    """Hazards of an area that so many months left not fixed that they are the officer's."""
    members = Membership.objects.filter(team__in=teams_in(area), left_on=None)
    rows = with_story(Hazard.objects.filter(household__in=members.values("household")))
    return (
        rows.filter(Q(needs_officer=True), state=Hazard.State.OPEN)
        .select_related("household", "item")
        .order_by("-repeats", "due_on", "pk")
    )


def teams_waiting(area: Area) -> list[TeamWaiting]:
    """The area's teams whose leaders have versions to compare or disputes, most first."""
    conflicts = _by_team(waiting_conflicts(), area)
    disputes = _by_team(open_disputes(), area)
    teams = Team.objects.in_bulk({*conflicts, *disputes})
    found = [
        TeamWaiting(team, conflicts.get(key, 0), disputes.get(key, 0))
        for key, team in teams.items()
    ]
    return sorted(found, key=lambda each: (-each.conflicts - each.disputes, each.team.number))


def _by_team(rows: QuerySet[Submission] | QuerySet[Confirmation], area: Area) -> dict[int, int]:
    team = "inspection__assignment__round__team"
    inside = rows.filter(**{f"{team}__in": teams_in(area)})
    return dict(inside.order_by().values(team).annotate(n=Count("pk")).values_list(team, "n"))
