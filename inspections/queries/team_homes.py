"""The homes of a team and how they are on a day: what its map and its list of homes show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery

from households.models import Household, Membership, Team
from inspections.models import Assignment, Inspection, OpenHazard, Severity
from inspections.planning.overdue import find_missing
from inspections.queries.area_map import CRITICAL, Mark
from inspections.queries.team_month import assignment_facts, is_paused
from inspections.queries.team_states import TeamState


@dataclass(frozen=True, slots=True)
class Home:
    """A member's home. ``state``: CRITICAL or a ``TeamState``, by the rule for the marks of teams;
    ``critical`` and ``open`` count what nobody has seen fixed; ``last_done_on``: when anybody last
    looked in."""

    household: Household
    state: str
    critical: int
    open: int
    last_done_on: date | None

    @property
    def mark(self) -> Mark:
        """By its number, which has room on a drawing; the name is told by its title."""
        return Mark(
            key=str(self.household.pk),
            name=self.household.house_number or self.household.holder_name,
            place=self.household.holder_name,
            longitude=self.household.longitude,
            latitude=self.household.latitude,
            state=self.state,
            critical=self.critical,
            teams=1,
        )


def team_homes(team: Team, *, on: date) -> tuple[Home, ...]:
    """The homes of a team's present members, in the order in which they joined. Three queries."""
    seen = Inspection.objects.filter(assignment__inspected=OuterRef("household"), obstacle="")
    latest = seen.order_by().values("assignment__inspected").annotate(last=Max("done_on"))
    members = (
        Membership.objects.filter(team=team, left_on=None)
        .select_related("household")
        .annotate(last_done_on=Subquery(latest.values("last")))
        .order_by("pk")
    )
    hazards = _hazards(team)
    missing = set() if is_paused(team, on=on) else _missing(team, on=on)
    homes = []
    for member in members:
        open_here = hazards.get(member.household_id, {"critical": 0, "open": 0, "due": None})
        late = member.household_id in missing
        homes.append(
            Home(
                household=member.household,
                state=_state(team, open_here, late=late, on=on),
                critical=open_here["critical"],
                open=open_here["open"],
                last_done_on=member.last_done_on,
            )
        )
    return tuple(homes)


def _state(team: Team, hazards: dict[str, Any], *, late: bool, on: date) -> str:
    if hazards["critical"]:
        return CRITICAL
    if is_paused(team, on=on):
        return TeamState.PAUSED
    if late:
        return TeamState.LATE
    overdue = hazards["due"] is not None and hazards["due"] < on
    return TeamState.HAZARD_OVERDUE if overdue else TeamState.IN_TIME


def _hazards(team: Team) -> dict[int, dict[str, Any]]:
    """Per household id: how much is open, and the first day by which it should be put right."""
    rows = OpenHazard.objects.filter(team=team).order_by().values("household")
    counted = rows.annotate(
        open=Count("pk"),
        critical=Count("pk", filter=Q(severity=Severity.CRITICAL)),
        due=Min("due_on", filter=Q(claimed_on=None)),
    )
    return {row.pop("household"): row for row in counted}


def _missing(team: Team, *, on: date) -> set[int]:
    """The households that nobody has seen of the round that the team is judged by."""
    visits = Assignment.objects.filter(
        round__team=team, round__standing__late_from__lte=on, round__standing__judged_until__gt=on
    ).select_related("inspection")
    return {each.household for each in find_missing([assignment_facts(each) for each in visits])}
