"""Keep existing teams when households come and go: plan the fewest moves, look, then apply."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from households import grouping
from households.models import Area, Grouping, Household, Team, User
from households.queries.barrier import barrier_lines
from households.queries.drawing import Seat, seats
from households.queries.team import last_number, teams_in_force

from .team_changes import change_teams
from .team_ground import Ground, barrier_remarks, lay_out, remote_remarks, size_remarks
from .team_life import disband
from .team_plan import REMOTE_METRES, planned_areas
from .team_repair_reasons import explain_moves
from .team_spots import Spot, households_of, place, place_lines, stand_with

# How much a move must be worth, see ``repair_teams``: only what the limits force; a clear gain;
# any shorter walk at all.
PATIENCE: Mapping[str, float] = {"keep": math.inf, "balanced": 1.0, "tight": 0.0}


@dataclass(frozen=True, slots=True)
class Move:
    """A household that gets another team; ``before`` is None for a newcomer. Team numbers."""

    household: Household
    before: int | None
    after: int
    leads: bool
    reason: str


@dataclass(frozen=True, slots=True)
class TeamEffect:
    """A team before and after: households, and metres between two of them on average.

    Metres are None where somebody's place is not known, or nobody is there to walk to.
    """

    number: int
    neighbourhood: Area
    households_before: int
    households_after: int
    metres_before: float | None
    metres_after: float | None


@dataclass(frozen=True, eq=False)
class RepairPlan:
    """What repairing would do. Labels −1: no team; below ``len(teams)``: old; above: founded."""

    ground: Ground
    teams: tuple[Team, ...]
    seats: Mapping[int, Seat]
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    first_number: int
    moves: tuple[Move, ...]
    effects: tuple[TeamEffect, ...]
    remarks: tuple[str, ...]
    unplaced: tuple[Household, ...]
    mean_before_m: float
    mean_after_m: float

    def number(self, label: int) -> int:
        """The number of the team with a label."""
        old = len(self.teams)
        return self.teams[label].number if label < old else self.first_number + label - old

    @property
    def stayers_moved(self) -> int:
        """How many households leave the team that they have."""
        return sum(move.before is not None for move in self.moves)

    def digest(self) -> str:
        """Equal for plans that do the same to the same teams."""
        rows = sorted(
            (spot.household.pk, before, after)
            for spot, before, after in zip(
                self.ground.spots, self.before.tolist(), self.after.tolist(), strict=True
            )
        )
        text = repr((rows, [team.pk for team in self.teams], self.first_number))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Repaired:
    """``grouping`` is None when nothing was applied: nothing to do, or another plan was seen."""

    plan: RepairPlan
    grouping: Grouping | None


def preview_repair(
    ward: Area,
    *,
    size: int,
    minimum: int,
    maximum: int,
    patience: str,
    neighbourhood: Area | None = None,
) -> RepairPlan:
    """Plan which households change team so that newcomers have one and sizes are lawful.

    Only neighbourhoods with teams are looked at: the others need founding. ``patience`` is a key
    of ``PATIENCE``. Reads, never writes.
    """
    teams = teams_in_force(ward)
    lived_in = {team.neighbourhood_id for team in teams}
    areas = {pk: a for pk, a in planned_areas(ward, neighbourhood).items() if pk in lived_in}
    teams = [team for team in teams if team.neighbourhood_id in areas]
    everyone = households_of(areas)
    held = seats(areas.values())
    rank = {team.number: index for index, team in enumerate(teams)}
    spots, unplaced = stand_with(*place(everyone), {pk: seat.team for pk, seat in held.items()})
    ground = lay_out(spots, place_lines(barrier_lines(ward), everyone), minimum=minimum)
    before = np.array([_label(spot, held, rank, teams) for spot in spots], dtype=np.int64)
    # Teams without members here are left alone: their labels must not go to founded teams.
    used = np.unique(before[before >= 0])
    teams = [teams[label] for label in used.tolist()]
    before = np.where(before < 0, -1, np.searchsorted(used, before))
    after = grouping.repair_teams(
        ground.points,
        ground.part,
        before,
        size=size,
        minimum=minimum,
        maximum=maximum,
        patience=PATIENCE[patience],
    ).astype(np.int64)
    plan = RepairPlan(
        ground=ground,
        teams=tuple(teams),
        seats=held,
        before=before,
        after=_closed_up(after, len(teams)),
        first_number=last_number(ward) + 1,
        moves=(),
        effects=(),
        remarks=(
            *size_remarks(ground, areas, minimum=minimum, maximum=maximum),
            *barrier_remarks(ground, areas),
            *remote_remarks(ground, after.astype(np.int32), beyond=REMOTE_METRES),
        ),
        unplaced=tuple(unplaced),
        mean_before_m=_mean_apart(ground, before),
        mean_after_m=_mean_apart(ground, after),
    )
    return _explained(plan, areas, minimum=minimum, maximum=maximum)


def _label(
    spot: Spot, held: Mapping[int, Seat], rank: Mapping[int, int], teams: Sequence[Team]
) -> int:
    """The old team of a household; one in a team of another neighbourhood is a newcomer here."""
    seat = held.get(spot.household.pk)
    label = -1 if seat is None else rank.get(seat.team, -1)
    at_home = label >= 0 and teams[label].neighbourhood_id == spot.household.neighbourhood_id
    return label if at_home else -1


def _closed_up(after: NDArray[np.int64], old: int) -> NDArray[np.int64]:
    """The labels of founded teams without gaps, so that their numbers follow each other."""
    founded = np.unique(after[after >= old])
    closed = after.copy()
    closed[after >= old] = old + np.searchsorted(founded, after[after >= old])
    return closed


def _mean_apart(ground: Ground, labels: NDArray[np.int64]) -> float:
    known = np.array([spot.has_place for spot in ground.spots], dtype=bool) & (labels >= 0)
    if not known.any():
        return 0.0
    return grouping.measure(ground.points[known], ground.home[known], labels[known]).mean_pairwise


def _explained(
    plan: RepairPlan, areas: Mapping[int, Area], *, minimum: int, maximum: int
) -> RepairPlan:
    reasons = explain_moves(
        plan.ground, plan.before, plan.after, minimum=minimum, maximum=maximum, number=plan.number
    )
    moves = []
    for row, reason in reasons:
        household = plan.ground.spots[row].household
        seat = plan.seats.get(household.pk)
        moves.append(
            Move(
                household=household,
                before=None if seat is None else seat.team,
                after=plan.number(int(plan.after[row])),
                leads=seat is not None and seat.leads,
                reason=reason,
            )
        )
    effects = tuple(_effects(plan, areas))
    fields = {name: getattr(plan, name) for name in RepairPlan.__dataclass_fields__}
    return RepairPlan(**fields | {"moves": tuple(moves), "effects": effects})


def _effects(plan: RepairPlan, areas: Mapping[int, Area]) -> Iterator[TeamEffect]:
    changed = plan.before != plan.after
    touched = np.union1d(plan.before[changed], plan.after[changed])
    for label in touched[touched >= 0].tolist():
        old, new = np.flatnonzero(plan.before == label), np.flatnonzero(plan.after == label)
        home = plan.ground.spots[(new if len(new) else old)[0]].household.neighbourhood_id
        yield TeamEffect(
            plan.number(label),
            areas[home],
            len(old),
            len(new),
            mean_metres([plan.ground.spots[row] for row in old]),
            mean_metres([plan.ground.spots[row] for row in new]),
        )


def mean_metres(spots: Sequence[Spot]) -> float | None:
    """Metres between two of these households on average; None where that cannot be said."""
    if len(spots) < 2 or not all(spot.has_place for spot in spots):
        return None
    points = np.array([(spot.x, spot.y) for spot in spots])
    one = np.zeros(len(points), dtype=np.int64)
    return grouping.measure(points, one, one).mean_pairwise


@transaction.atomic
def repair_teams_in_ward(
    ward: Area,
    *,
    on: date,
    seen: str,
    by: User | None,
    size: int,
    minimum: int,
    maximum: int,
    patience: str,
    neighbourhood: Area | None = None,
) -> Repaired:
    """Apply the plan that was ``seen`` (its digest), as dated memberships from a day on.

    Applies nothing when the register has changed since: the plan returned is then another one.
    Raises TeamError for a day before what is written already.
    """
    # Whoever comes second waits here and then sees what the first one did.
    Area.objects.select_for_update().get(pk=ward.pk)
    plan = preview_repair(
        ward,
        size=size,
        minimum=minimum,
        maximum=maximum,
        patience=patience,
        neighbourhood=neighbourhood,
    )
    if plan.digest() != seen or not plan.moves:
        return Repaired(plan, None)
    return Repaired(plan, _apply(ward, plan, on=on, by=by))


def _apply(ward: Area, plan: RepairPlan, *, on: date, by: User | None) -> Grouping:
    founded = _found(ward, plan, on=on)
    by_number = {team.number: team for team in (*plan.teams, *founded)}
    offices = change_teams(
        ward, {move.household.pk: by_number[move.after] for move in plan.moves}, on=on
    )
    left = set(np.unique(plan.before[plan.before >= 0]).tolist()) - set(plan.after.tolist())
    closed = [plan.teams[label] for label in sorted(left)]
    for team in closed:
        disband(team, on=on)
    return Grouping.objects.create(
        ward=ward,
        kind=Grouping.Kind.REPAIRED,
        applied_on=on,
        by=by,
        moved=[
            [
                move.household.pk,
                None if move.before is None else plan.seats[move.household.pk].team_id,
                by_number[move.after].pk,
            ]
            for move in plan.moves
        ],
        teams={
            "founded": [team.pk for team in founded],
            "closed": [team.pk for team in closed],
            "offices": offices,
        },
    )


def _found(ward: Area, plan: RepairPlan, *, on: date) -> list[Team]:
    founded = []
    for label in sorted(set(plan.after.tolist())):
        if label >= len(plan.teams):
            row = int(np.flatnonzero(plan.after == label)[0])
            founded.append(
                Team(
                    ward=ward,
                    neighbourhood_id=plan.ground.spots[row].household.neighbourhood_id,
                    number=plan.number(label),
                    founded_on=on,
                )
            )
    return Team.objects.bulk_create(founded)
