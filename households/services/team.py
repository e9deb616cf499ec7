"""Found teams for the households of a ward that have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from households.models import Area, Grouping, Membership, Team, User
from households.queries.team import last_number

from .changes import tell_teams
from .team_life import TeamError, appoint, disband, dismiss, move_household, set_availability
from .team_plan import Leftover, TeamPlan, preview_teams

__all__ = [
    "FormedTeams",
    "Leftover",
    "TeamError",
    "TeamPlan",
    "appoint",
    "disband",
    "dismiss",
    "form_teams_in_ward",
    "move_household",
    "preview_teams",
    "set_availability",
]

BATCH = 500


@dataclass(frozen=True, slots=True)
class FormedTeams:
    """What ``form_teams_in_ward`` did; ``numbers`` are those of the teams it founded."""

    plan: TeamPlan
    numbers: tuple[int, ...]

    def figures(self) -> dict[str, object]:
        """The summary that the command prints; distances in metres."""
        return summarize(self.plan)


def summarize(plan: TeamPlan) -> dict[str, object]:
    """A plan in figures: households without a team, teams, distances (m), sizes, left over."""
    return {
        "households": plan.households,
        "teams": len(plan.teams),
        "mean_pairwise_m": round(plan.mean_pairwise_m, 1),
        "p95_diameter_m": round(plan.p95_diameter_m, 1),
        "sizes": {str(size): count for size, count in plan.sizes.items()},
        "unplaced": len(plan.leftovers),
    }


@transaction.atomic
def form_teams_in_ward(
    ward: Area,
    *,
    on: date,
    size: int,
    minimum: int,
    maximum: int,
    seed: int = 0,
    neighbourhood: Area | None = None,
    by: User | None = None,
) -> FormedTeams:
    """Found the teams that ``preview_teams`` plans, numbered on from the ward's last team.

    A second call finds nothing left to do but the same households left over. Raises ValueError
    when the sizes are not in order.
    """
    # Whoever comes second waits here and then sees the first one's teams.
    Area.objects.select_for_update().get(pk=ward.pk)
    plan = preview_teams(
        ward,
        size=size,
        minimum=minimum,
        maximum=maximum,
        seed=seed,
        neighbourhood=neighbourhood,
    )
    teams = _found(ward, plan, on=on)
    if teams:
        _record(ward, plan, teams, on=on, by=by)
    return FormedTeams(plan, tuple(team.number for team in teams))


def _record(
    ward: Area, plan: TeamPlan, teams: Sequence[Team], *, on: date, by: User | None
) -> None:
    moved = [
        [spot.household.pk, None, team.pk]
        for team, planned in zip(teams, plan.teams, strict=True)
        for spot in planned.members
    ]
    Grouping.objects.create(
        ward=ward,
        kind=Grouping.Kind.FORMED,
        applied_on=on,
        by=by,
        moved=moved,
        teams={"founded": [team.pk for team in teams], "closed": [], "offices": []},
    )


def _found(ward: Area, plan: TeamPlan, *, on: date) -> Sequence[Team]:
    teams = Team.objects.bulk_create(
        [
            Team(ward=ward, neighbourhood=planned.neighbourhood, number=number, founded_on=on)
            for number, planned in enumerate(plan.teams, start=last_number(ward) + 1)
        ],
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(
        [
            Membership(team=team, household=spot.household, joined_on=on)
            for team, planned in zip(teams, plan.teams, strict=True)
            for spot in planned.members
        ],
        batch_size=BATCH,
    )
    tell_teams({team.pk for team in teams})
    return teams
