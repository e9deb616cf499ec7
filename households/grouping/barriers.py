"""Rivers, canals, railways, wide roads: lines that a walker cannot cross.

Two households belong together when one sees the other without a barrier between, or through others
that do.  What a barrier cuts off is solved as a neighbourhood of its own, unless it is too small
for a team: then it joins the nearest part, and is reported, because somebody will have to find the
bridge.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from .checking import read_integers, read_points

SEEN = 40
"""Households, nearest first, that each household is tried to be seen from at first."""


@dataclass(frozen=True, eq=False)
class Parts:
    """part: int64 (N,), to be given to `form_teams` as the neighbourhood; cut_off: the rows of
    households that joined a part across a barrier, ascending."""

    part: NDArray[np.int64]
    cut_off: tuple[int, ...]


def split_at_barriers(
    points: ArrayLike,
    neighbourhood: ArrayLike,
    lines: Sequence[ArrayLike],
    *,
    minimum: int,
) -> Parts:
    """Split neighbourhoods where `lines` (each (M, 2) metres, M >= 2) cut them in two.

    Points and lines must come from one call of `project`.  Parts of fewer than `minimum`
    households join the nearest other part of their neighbourhood.  Raises `ValueError` as
    `form_teams` does.
    """
    coordinates = read_points(points)
    home = read_integers(neighbourhood, name="neighbourhood", count=len(coordinates))
    tracks = [read_points(line) for line in lines]
    starts = np.concatenate([track[:-1] for track in tracks] or [np.zeros((0, 2))])
    ends = np.concatenate([track[1:] for track in tracks] or [np.zeros((0, 2))])
    part = np.empty(len(home), np.int64)
    cut_off: list[int] = []
    before = 0
    for identity in np.unique(home):
        rows = np.flatnonzero(home == identity)
        own = coordinates[rows]
        label = _see_each_other(own, *_near(own, starts, ends))
        joined = _join_small(own, label, minimum)
        cut_off += rows[joined].tolist()
        names, label = np.unique(label, return_inverse=True)
        part[rows] = before + label
        before += len(names)
    return Parts(part, tuple(sorted(cut_off)))


def _near(
    own: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Keep the barrier segments whose bounding box meets that of the households."""
    low, high = own.min(axis=0), own.max(axis=0)
    meets = (np.minimum(starts, ends) <= high) & (np.maximum(starts, ends) >= low)
    keep = meets.all(axis=1)
    return starts[keep], ends[keep]


def _see_each_other(
    own: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Label households by the part they can be seen in, directly or through others."""
    if len(starts) == 0:
        return np.zeros(len(own), np.int64)
    near = min(SEEN, len(own))
    _, mates = cKDTree(own).query(own, k=[*range(1, near + 1)])
    one, two = np.repeat(np.arange(len(own)), near), mates.ravel()
    label = _connect(own, one, two, starts, ends)
    # Hamlets apart are nobody's nearest: what is still separate is looked at pair by pair.
    far_one, far_two = np.nonzero(label[:, None] < label[None, :])
    if len(far_one) == 0:
        return label
    one, two = np.concatenate((one, far_one)), np.concatenate((two, far_two))
    return _connect(own, one, two, starts, ends)


def _connect(
    own: NDArray[np.float64],
    one: NDArray[np.int64],
    two: NDArray[np.int64],
    starts: NDArray[np.float64],
    ends: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Label the components of the links one-two (L,) that cross no barrier."""
    free = np.ones(len(one), np.bool_)
    for start, end in zip(starts, ends, strict=True):
        free &= ~_cross(own[one], own[two], start, end)
    links = coo_array((free[free], (one[free], two[free])), shape=(len(own), len(own)))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _cross(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Tell which of the segments a-b (L, 2) cross the segment start-end."""

    def side(
        origin: NDArray[np.float64], tip: NDArray[np.float64], point: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        along, across = tip - origin, point - origin
        turn = along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0]
        return np.asarray(np.sign(turn))

    apart = side(start, end, a) * side(start, end, b) < 0
    return np.asarray(apart & (side(a, b, start) * side(a, b, end) <= 0))


def _join_small(
    own: NDArray[np.float64], label: NDArray[np.int64], minimum: int
) -> NDArray[np.bool_]:
    """Relabel, in place, parts below `minimum`, smallest first; return who was relabelled."""
    joined = np.zeros(len(own), np.bool_)
    while True:
        names, sizes = np.unique(label, return_counts=True)
        if len(names) == 1 or sizes.min() >= minimum:
            return joined
        small = label == names[np.argmin(sizes)]
        distance, nearest = cKDTree(own[~small]).query(own[small])
        joined |= small
        label[small] = label[~small][nearest[np.argmin(distance)]]
