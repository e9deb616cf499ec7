"""What it would mean for both teams if one household moved. Reads, never writes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import hypot, inf
from statistics import fmean

from households.models import Membership, Team
from households.queries.drawing import seats
from households.queries.team import sister_teams

from .team_repair import mean_metres
from .team_spots import Spot, households_of, place


@dataclass(frozen=True, slots=True)
class MoveEffect:
    """A team the household could move to, and the metres between two households on average.

    Metres are None where somebody's place is not known. ``walk_m`` is the household's own mean
    distance to those who would be its team-mates.
    """

    team: Team
    households_before: int
    metres_before: float | None
    metres_after: float | None
    walk_m: float | None

    @property
    def households_after(self) -> int:
        return self.households_before + 1


@dataclass(frozen=True, slots=True)
class MovePreview:
    """The team that the household would leave, and what each other team would gain or lose."""

    households_before: int
    metres_before: float | None
    metres_after: float | None
    walk_m: float | None
    effects: tuple[MoveEffect, ...]

    @property
    def households_after(self) -> int:
        return self.households_before - 1


def preview_move(stay: Membership) -> MovePreview:
    """The effect of moving a household to each other team of its neighbourhood, nearest first."""
    area = stay.team.neighbourhood
    everyone = households_of({area.pk: area})
    held = seats([area])
    spots, _lost = place(everyone)
    members: dict[int, list[Spot]] = defaultdict(list)
    counts: dict[int, int] = defaultdict(int)
    for seat in held.values():
        counts[seat.team_id] += 1
    for spot in spots:
        if spot.household.pk in held:
            members[held[spot.household.pk].team_id].append(spot)
    own = next((s for s in spots if s.household.pk == stay.household_id), None)
    effects = []
    for team in sister_teams(stay.team):
        mates = members[team.pk]
        whole = len(mates) == counts[team.pk]
        effects.append(
            MoveEffect(
                team,
                counts[team.pk],
                mean_metres(mates) if whole else None,
                mean_metres([*mates, own]) if whole and own else None,
                _walk(own, mates),
            )
        )
    effects.sort(key=lambda one: (inf if one.walk_m is None else one.walk_m, one.team.number))
    mates = [s for s in members[stay.team_id] if s is not own]
    whole = own is not None and len(mates) + 1 == counts[stay.team_id]
    return MovePreview(
        counts[stay.team_id],
        mean_metres([*mates, own]) if whole and own else None,
        mean_metres(mates) if whole else None,
        _walk(own, mates),
        tuple(effects),
    )


def _walk(own: Spot | None, mates: list[Spot]) -> float | None:
    if own is None or not mates or not all(spot.has_place for spot in (own, *mates)):
        return None
    return fmean(hypot(mate.x - own.x, mate.y - own.y) for mate in mates)
