"""Find out where the households of some neighbourhoods stand. Reads, never writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

import numpy as np
from django.db.models import Exists, OuterRef
from numpy.typing import NDArray

from firesafety.vietnamese import fold
from households import grouping
from households.grouping import Address, Source, read_flat
from households.models import Area, Household, Membership
from households.queries.barrier import Line


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a household stands: metres to the east and north of the middle of all spots.

    ``source`` says how we know. Spots in the order of addresses stand on a made-up line: next to
    the right neighbours, but with no distance that may be shown.
    """

    household: Household
    x: float
    y: float
    source: Source
    walk: tuple[object, ...]  # sort key of a walk along the addresses

    @property
    def is_guessed(self) -> bool:
        return self.source is not Source.GIVEN

    @property
    def has_place(self) -> bool:
        return self.source not in (Source.ADDRESS_ORDER, Source.MIDDLE)


def households_of(areas: Mapping[int, Area]) -> list[Household]:
    """Everyone who lives there, neighbourhood by neighbourhood, with ``has_team`` beside."""
    stays = Membership.objects.filter(left_on=None, household=OuterRef("pk"))
    households = Household.objects.filter(neighbourhood__in=areas, left_on=None)
    rank = {pk: position for position, pk in enumerate(areas)}
    return sorted(
        households.annotate(has_team=Exists(stays)),
        key=lambda household: (rank[household.neighbourhood_id], household.pk),
    )


def has_team(household: Household) -> bool:
    return bool(vars(household)["has_team"])


def place(households: Sequence[Household]) -> tuple[list[Spot], list[Household]]:
    """Spots for all that can be placed, and the households that cannot."""
    points = grouping.project(*_degrees(households))
    spots, lost = [], []
    # Each neighbourhood by itself: a house number is looked up beside the same street's houses
    # that stand inside the border. Across the ward the wrong end of a long street is found more
    # often (measured on Hoàn Kiếm: 46 m off on average instead of 27 m), and the plan for one
    # neighbourhood would depend on whether the others are planned with it.
    rows = range(len(households))
    for _home, group in groupby(rows, key=lambda row: households[row].neighbourhood_id):
        own = list(group)
        placed, nowhere = _place_neighbours([households[row] for row in own], points[own])
        spots += placed
        lost += nowhere
    return spots, lost


def stand_with(
    spots: Sequence[Spot], lost: Sequence[Household], teams: Mapping[int, int]
) -> tuple[list[Spot], list[Household]]:
    """Put households that nobody can place, but that have a team, in the middle of their mates.

    ``teams`` maps household ids to teams. They count as members and hardly ever move. Returns all
    spots, and the households that still cannot be placed.
    """
    mates: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        if spot.household.pk in teams:
            mates[teams[spot.household.pk]].append(spot)
    found, nowhere = list(spots), []
    for household in lost:
        group = [
            spot
            for spot in mates.get(teams.get(household.pk, -1), ())
            if spot.household.neighbourhood_id == household.neighbourhood_id
        ]
        if not group:
            nowhere.append(household)
            continue
        x, y = (fmean(axis) for axis in zip(*((s.x, s.y) for s in group), strict=True))
        walk = (*Address(fold(household.street), household.house_number).walk, household.pk)
        found.append(Spot(household, x, y, Source.MIDDLE, walk))
    return found, nowhere


def place_lines(
    lines: Sequence[Line], households: Sequence[Household]
) -> list[NDArray[np.float64]]:
    """Lines in metres on the sheet on which ``place`` puts the same households."""
    around = _degrees(households)
    tracks = [
        grouping.project(
            [north for _east, north in line], [east for east, _n in line], around=around
        )
        for line in lines
    ]
    return [track for track in tracks if np.isfinite(track).all()]


def _degrees(households: Sequence[Household]) -> tuple[list[float], list[float]]:
    """Latitudes and longitudes; NaN where nobody knows."""
    return (
        [np.nan if h.latitude is None else h.latitude for h in households],
        [np.nan if h.longitude is None else h.longitude for h in households],
    )


def _place_neighbours(
    households: Sequence[Household], points: NDArray[np.float64]
) -> tuple[list[Spot], list[Household]]:
    addresses = [
        Address(fold(h.street), h.house_number, *read_flat(fold(h.address))) for h in households
    ]
    home = np.zeros(len(households), dtype=np.int64)
    placement = grouping.place_households(points, home, addresses)
    spots, lost = [], []
    for household, address, (x, y), source in zip(
        households, addresses, placement.points.tolist(), placement.sources, strict=True
    ):
        # In the middle of its neighbourhood means anywhere: no team could be called adjacent.
        nowhere = source is Source.MIDDLE or (
            source is Source.ADDRESS_ORDER and not household.address
        )
        if nowhere:
            lost.append(household)
        else:
            spots.append(Spot(household, x, y, source, (*address.walk, household.pk)))
    return spots, lost
