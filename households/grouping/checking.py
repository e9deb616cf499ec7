"""The checkers of grouping: are the inputs usable, and is a grouping lawful?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .sizes import plan_sizes

FARTHEST = 1e9
"""Metres beyond which a coordinate is no place on Earth (and sums would no longer be exact)."""


def read_points(points: ArrayLike) -> NDArray[np.float64]:
    """Return `points` as float64 (N, 2); raise `ValueError` naming the first unusable row."""
    array = np.asarray(points, dtype=np.float64)
    if array.size == 0:
        return np.zeros((0, 2))
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"points must have shape (N, 2), not {array.shape}")
    if np.nanmax(np.abs(array)) > FARTHEST:
        raise ValueError(f"a coordinate is beyond {FARTHEST:.0e}: points must be in metres")
    unusable = np.flatnonzero(~np.isfinite(array).all(axis=1))
    if len(unusable):
        raise ValueError(
            f"{len(unusable)} points have no finite coordinates (the first is row {unusable[0]}): "
            "place households without coordinates before grouping"
        )
    return array


def read_integers(values: ArrayLike, *, name: str, count: int) -> NDArray[np.int64]:
    """Return `values` as int64 (count,); raise `ValueError` for other lengths or fractions."""
    array = np.asarray(values)
    if array.shape != (count,) and not (array.size == 0 and count == 0):
        raise ValueError(f"{name} must hold one value per point: {count}, not {array.shape}")
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{name} must hold whole numbers, not {array.dtype}")
    return array.astype(np.int64).reshape(count)


def faults(
    points: ArrayLike,
    neighbourhood: ArrayLike,
    teams: ArrayLike,
    *,
    minimum: int,
    maximum: int,
) -> list[str]:
    """Say in sentences what is unlawful about a grouping; an empty list means nothing is.

    Lawful means: every household has a team, no team crosses a neighbourhood's border, and every
    team has `minimum`..`maximum` households, or the nearest possible sizes where a neighbourhood's
    count allows no such cut (see `plan_sizes`).  Team numbers need not be without gaps.
    """
    count = len(read_points(points))
    home = read_integers(neighbourhood, name="neighbourhood", count=count)
    team = read_integers(teams, name="teams", count=count)
    found = []
    placed = team >= 0
    for identity in np.unique(home[~placed]):
        missing = np.count_nonzero(~placed & (home == identity))
        found.append(f"neighbourhood {identity}: {missing} households have no team")
    pairs = np.unique(np.column_stack((team[placed], home[placed])), axis=0)
    labels, borders = np.unique(pairs[:, 0], return_counts=True)
    for label in labels[borders > 1]:
        crossed = ", ".join(str(nb) for nb in pairs[pairs[:, 0] == label, 1])
        found.append(f"team {label} crosses a border: it has households of {crossed}")
    return found + _size_faults(home, team, minimum=minimum, maximum=maximum)


def _size_faults(
    home: NDArray[np.int64], team: NDArray[np.int64], *, minimum: int, maximum: int
) -> list[str]:
    found = []
    ids, counts = np.unique(home, return_counts=True)
    plans = {
        identity: plan_sizes(count, size=minimum, minimum=minimum, maximum=maximum)
        for identity, count in zip(ids.tolist(), counts.tolist(), strict=True)
    }
    labels, first, sizes = np.unique(team, return_index=True, return_counts=True)
    for label, row, size in zip(labels.tolist(), first.tolist(), sizes.tolist(), strict=True):
        plan = plans[int(home[row])]
        if label >= 0 and not plan.smallest <= size <= plan.largest:
            found.append(
                f"team {label} has {size} households, not {plan.smallest} to {plan.largest}"
            )
    return found
