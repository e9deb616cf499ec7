"""Give every household a point, also those that came without coordinates.

A missing point is read off the house number: between the known houses to either side of it on the
same street and the same side; failing that, on the other side; an alley without any known house
stands at its mouth.  When most of a neighbourhood is missing, the few known points mislead more
than they help (measured: from about 60 % missing on) and the whole neighbourhood is laid out on a
line in the order of its addresses instead.  Flats at one point are pulled apart by centimetres so
that teams follow floors.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .addresses import Address, is_even

MOSTLY_MISSING = 0.6
BEYOND = 20.0
"""Metres a house may be placed past the last known house of its side."""
HOUSE, STREET = 8.0, 40.0
"""Metres between houses, and between streets, on the line of a neighbourhood without points."""
FLOOR, ROOM = 0.10, 0.005
"""Metres by which flats at one point are pulled apart per floor and per room."""


class Source(StrEnum):
    """Where a household's point comes from."""

    GIVEN = "given"
    SAME_SIDE = "same_side"
    SAME_STREET = "same_street"
    ALLEY_MOUTH = "alley_mouth"
    MIDDLE = "middle"
    ADDRESS_ORDER = "address_order"


@dataclass(frozen=True, eq=False)
class Placement:
    """points: float64 (N, 2), all finite; sources: where each comes from.

    Distances among `ADDRESS_ORDER` households are those of the made-up line: they say who is next
    to whom and must not be shown as metres.
    """

    points: NDArray[np.float64]
    sources: tuple[Source, ...]


def place_households(
    points: ArrayLike, neighbourhood: ArrayLike, addresses: Sequence[Address]
) -> Placement:
    """Fill the gaps in `points` (N, 2), where NaN means unknown, from the addresses of one ward.

    Call it for one ward at a time: equal street names are taken for the same street.
    Raises `ValueError` when the three do not have the same length.
    """
    placed = np.array(points, dtype=np.float64).reshape(-1, 2)
    home = np.asarray(neighbourhood)
    if not len(placed) == len(home) == len(addresses):
        raise ValueError("points, neighbourhood and addresses must have the same length")
    known: NDArray[np.bool_] = np.asarray(np.isfinite(placed).all(axis=1))
    sources = [Source.GIVEN if known[row] else Source.MIDDLE for row in range(len(placed))]
    streets = _known_houses(placed, known, addresses)
    for identity in np.unique(home):
        rows = np.flatnonzero(home == identity)
        missing = rows[~known[rows]]
        if len(missing) > MOSTLY_MISSING * len(rows):
            placed[rows] = _line([addresses[row] for row in rows.tolist()])
            for row in rows.tolist():
                sources[row] = Source.ADDRESS_ORDER
            continue
        middle = np.median(placed[rows[known[rows]]], axis=0) if len(missing) else np.zeros(2)
        for row in missing.tolist():
            found = _on_street(streets, addresses[row].street, addresses[row].steps)
            placed[row], sources[row] = found or (middle, Source.MIDDLE)
    _pull_flats_apart(placed, home, addresses)
    return Placement(placed, tuple(sources))


class _Lane:
    """The known houses of one lane, by side; None is both sides together."""

    def __init__(self) -> None:
        self.houses: dict[bool | None, dict[float, list[NDArray[np.float64]]]] = {
            True: defaultdict(list),
            False: defaultdict(list),
            None: defaultdict(list),
        }

    def add(self, step: float, point: NDArray[np.float64]) -> None:
        self.houses[is_even(step)][step].append(point)
        self.houses[None][step].append(point)

    def find(self, step: float, side: bool | None) -> NDArray[np.float64] | None:
        """Interpolate the point of house `step`; go on a little beyond the last known house."""
        houses = self.houses[side]
        if not houses:
            return None
        steps = sorted(houses)
        track = np.array([np.mean(houses[each], axis=0) for each in steps])
        point = np.array([np.interp(step, steps, track[:, axis]) for axis in (0, 1)])
        end = min(max(step, steps[0]), steps[-1])
        if end != step and len(steps) > 1:
            per_number = (track[-1] - track[0]) / (steps[-1] - steps[0])
            onward = per_number * (step - end)
            point += onward * min(1.0, BEYOND / max(float(np.hypot(*onward)), BEYOND))
        return point


_Streets = dict[Hashable, _Lane]


def _known_houses(
    points: NDArray[np.float64], known: NDArray[np.bool_], addresses: Sequence[Address]
) -> _Streets:
    lanes: _Streets = defaultdict(_Lane)
    for row in np.flatnonzero(known).tolist():
        steps = addresses[row].steps
        if addresses[row].street and steps:
            lanes[addresses[row].street, steps[:-1]].add(steps[-1], points[row])
    return lanes


def _on_street(
    streets: _Streets, street: str, steps: tuple[float, ...]
) -> tuple[NDArray[np.float64], Source] | None:
    if not street or not steps:
        return None
    lane = streets.get((street, steps[:-1]))
    if lane is not None:
        point = lane.find(steps[-1], is_even(steps[-1]))
        if point is not None:
            return point, Source.SAME_SIDE
        point = lane.find(steps[-1], None)
        if point is not None:
            return point, Source.SAME_STREET
    mouth = _on_street(streets, street, steps[:-1])
    # Millimetres keep the houses of an unknown alley in their order.
    return (mouth[0] + steps[-1] * ROOM, Source.ALLEY_MOUTH) if mouth else None


def _line(addresses: Sequence[Address]) -> NDArray[np.float64]:
    """Lay households out on a line in the order of a walk, streets further apart than houses."""
    walks = [address.walk for address in addresses]
    order = sorted(range(len(walks)), key=walks.__getitem__)
    points = np.zeros((len(walks), 2))
    for before, row in pairwise(order):
        gap = HOUSE if walks[before][0] == walks[row][0] else STREET
        points[row, 0] = points[before, 0] + gap
    return points


def _pull_flats_apart(
    points: NDArray[np.float64], home: NDArray[np.generic], addresses: Sequence[Address]
) -> None:
    _, building, shared = np.unique(
        np.column_stack((points, home)), axis=0, return_inverse=True, return_counts=True
    )
    flats: dict[tuple[int, int], list[int]] = defaultdict(list)
    building = building.ravel()
    for row in np.flatnonzero(shared[building] > 1).tolist():
        storey = addresses[row].storey
        if storey is not None:
            flats[int(building[row]), storey].append(row)
    for (_, storey), rows in flats.items():
        rows.sort(key=lambda row: (addresses[row].room, row))
        points[rows, 0] += FLOOR * storey
        points[rows, 1] += ROOM * np.arange(len(rows))
