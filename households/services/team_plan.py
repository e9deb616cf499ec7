"""Plan teams for the households of a ward that have none. Reads, never writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from firesafety.vietnamese import sort_key
from households import grouping
from households.models import Area, Household
from households.queries.barrier import barrier_lines

from .team_ground import barrier_remarks, cut, lay_out, remote_remarks, size_remarks
from .team_spots import Spot, has_team, households_of, place, place_lines

# Farther than this from the nearest team-mate is told, not hidden in an average.
REMOTE_METRES = 300.0
# The fire police's own definition of the sibling model counts five to fifteen households.
SMALLEST_TEAM = 5


@dataclass(frozen=True, slots=True)
class PlannedTeam:
    """A team to be; its households stand in the order of a walk along their addresses."""

    neighbourhood: Area
    members: tuple[Spot, ...]
    diameter_m: float | None  # straight line between the two farthest members; None: not known


@dataclass(frozen=True, slots=True)
class Leftover:
    """A household that gets no team, and why, in words for the officer."""

    household: Household
    neighbourhood: Area
    reason: str
    spot: Spot | None = None  # None: nobody knows where it stands


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """Teams for the households without one; ``settled`` are the others, who have a team already.

    ``households`` counts everyone without a team, those left over too; ``sizes`` maps a team's
    size to the number of teams; ``remarks`` tell of neighbourhoods whose number of households
    allows no lawful sizes, and of households far from everybody in their team. The two distances
    are in metres, over teams with known places.
    """

    households: int
    teams: tuple[PlannedTeam, ...]
    leftovers: tuple[Leftover, ...]
    settled: tuple[Spot, ...]
    remarks: tuple[str, ...]
    mean_pairwise_m: float
    p95_diameter_m: float
    sizes: Mapping[int, int]


def preview_teams(
    ward: Area,
    *,
    size: int,
    minimum: int,
    maximum: int,
    seed: int = 0,
    neighbourhood: Area | None = None,
) -> TeamPlan:
    """Plan teams of adjacent households inside each neighbourhood of ``ward``, or inside one.

    Only households that have no team and have not left get one. Teams come in walking
    order: from the lowest address of a neighbourhood always on to the nearest next team. The same
    register and seed give the same plan. Raises ValueError when the sizes are not in order.
    """
    areas = planned_areas(ward, neighbourhood)
    everyone = households_of(areas)
    # All are placed, not only those without a team: a house without coordinates is found between
    # the neighbours that are known.
    placed, nowhere = place(everyone)
    spots = [spot for spot in placed if not has_team(spot.household)]
    lost = [household for household in nowhere if not has_team(household)]
    settled = tuple(spot for spot in placed if has_team(spot.household))
    kept, few = _set_few_apart(spots, settled, minimum=minimum)
    ground = lay_out(kept, place_lines(barrier_lines(ward), everyone), minimum=minimum)
    labels = cut(ground, size=size, minimum=minimum, maximum=maximum, seed=seed)
    known = np.array([spot.has_place for spot in kept], dtype=bool)
    quality = grouping.measure(ground.points[known], ground.part[known], labels[known])
    return TeamPlan(
        households=len(spots) + len(lost),
        teams=tuple(_teams(kept, ground.points, labels, areas)),
        leftovers=tuple(_leftovers(few, lost, areas, minimum=minimum)),
        settled=settled,
        remarks=(
            *size_remarks(ground, areas, minimum=minimum, maximum=maximum),
            *barrier_remarks(ground, areas),
            *remote_remarks(ground, labels, beyond=REMOTE_METRES),
        ),
        mean_pairwise_m=quality.mean_pairwise,
        p95_diameter_m=quality.p95_diameter,
        sizes=dict(sorted(Counter(np.unique(labels, return_counts=True)[1].tolist()).items())),
    )


def planned_areas(ward: Area, neighbourhood: Area | None) -> dict[int, Area]:
    """The ward's current neighbourhoods by id, in the order in which people count them."""
    areas = Area.objects.filter(parent=ward, level=Area.Level.NEIGHBOURHOOD, valid_to=None)
    if neighbourhood is not None:
        areas = areas.filter(pk=neighbourhood.pk)
    return {area.pk: area for area in sorted(areas, key=lambda area: sort_key(area.name))}


def _set_few_apart(
    spots: Sequence[Spot], settled: Sequence[Spot], *, minimum: int
) -> tuple[list[Spot], list[Spot]]:
    """Spots of neighbourhoods with enough households for a team, and those of the others.

    A small hamlet that has no team yet gets one small team rather than none. Where teams stand
    already, a few newcomers join them instead.
    """
    have_teams = {spot.household.neighbourhood_id for spot in settled}
    counts = Counter(spot.household.neighbourhood_id for spot in spots)
    enough: list[Spot] = []
    few: list[Spot] = []
    for spot in spots:
        home = spot.household.neighbourhood_id
        least = minimum if home in have_teams else min(minimum, SMALLEST_TEAM)
        (enough if counts[home] >= least else few).append(spot)
    return enough, few


def _leftovers(
    few: Iterable[Spot], lost: Iterable[Household], areas: Mapping[int, Area], *, minimum: int
) -> Iterator[Leftover]:
    for home, spots in groupby(few, key=lambda spot: spot.household.neighbourhood_id):
        group = list(spots)
        reason = _(
            "Khu vực chỉ còn %(count)d hộ chưa có tổ, chưa đủ %(minimum)d hộ để lập tổ mới. "
            "Hãy đưa vào một tổ gần đó hoặc hạ số hộ ít nhất."
        ) % {"count": len(group), "minimum": minimum}
        yield from (Leftover(spot.household, areas[home], reason, spot) for spot in group)
    reason = _(
        "Chưa biết hộ ở đâu: thiếu tọa độ và địa chỉ không nằm trên đường nào đã biết. "
        "Hãy bổ sung số nhà, đường hoặc tọa độ."
    )
    for household in lost:
        yield Leftover(household, areas[household.neighbourhood_id], reason)


def _teams(
    spots: Sequence[Spot],
    points: NDArray[np.float64],
    labels: NDArray[np.int32],
    areas: Mapping[int, Area],
) -> Iterator[PlannedTeam]:
    rows = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[rows])) + 1
    groups = [group for group in np.split(rows, starts) if len(group)]
    homes = [spots[group[0]].household.neighbourhood_id for group in groups]
    for area in areas.values():
        own = [group for group, home in zip(groups, homes, strict=True) if home == area.pk]
        walks = [min(spots[row].walk for row in group) for group in own]
        centres = np.array([points[group].mean(axis=0) for group in own]).reshape(-1, 2)
        for index in _walking_order(centres, start=_lowest(walks)):
            members = tuple(sorted((spots[row] for row in own[index]), key=attrgetter("walk")))
            yield PlannedTeam(area, members, _diameter(members))


def _lowest(walks: Sequence[tuple[object, ...]]) -> int:
    return min(range(len(walks)), key=walks.__getitem__, default=0)


def _walking_order(centres: NDArray[np.float64], *, start: int) -> list[int]:
    """From ``start`` always on to the nearest centre not yet visited."""
    left = set(range(len(centres)))
    order: list[int] = []
    here = start
    while left:
        left.remove(here)
        order.append(here)
        others = np.array(sorted(left), dtype=np.int64)
        if len(others):
            apart = centres[others] - centres[here]
            here = int(others[np.argmin((apart**2).sum(axis=1))])
    return order


def _diameter(members: Sequence[Spot]) -> float | None:
    if not all(spot.has_place for spot in members):
        return None
    points = np.array([(spot.x, spot.y) for spot in members])
    apart = points[:, None] - points[None]
    return float(np.hypot(apart[..., 0], apart[..., 1]).max())
