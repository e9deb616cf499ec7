"""The first grouping: cut the neighbourhood in two along its long side, again and again.

Each cut is perpendicular to the principal axis of the households at hand and shares the teams to
be made as evenly as possible, so all sizes are legal from the start and no two teams interleave.
"""

import numpy as np
from numpy.typing import NDArray

from .compiling import kernel


@kernel
def bisect(xy: NDArray[np.float64], teams: int, smallest: int, largest: int) -> NDArray[np.int32]:
    """Label n households 0..teams-1, each team of `smallest`..`largest`.

    Neighbouring labels are neighbouring places: a run of labels is a compact area.
    """
    n = len(xy)
    label = np.empty(n, np.int32)
    order = np.empty(n, np.int32)
    key = np.empty(n, np.float64)
    for i in range(n):
        order[i] = i
    # A stack of areas still to be cut: each is a run of `order` and a run of labels.
    begin = np.empty(teams + 1, np.int64)
    end = np.empty(teams + 1, np.int64)
    name = np.empty(teams + 1, np.int64)
    many = np.empty(teams + 1, np.int64)
    begin[0], end[0], name[0], many[0] = 0, n, 0, teams
    waiting = 1
    while waiting:
        waiting -= 1
        low, high, first, count = begin[waiting], end[waiting], name[waiting], many[waiting]
        if count == 1:
            for p in range(low, high):
                label[order[p]] = first
            continue
        left = count // 2
        right = count - left
        total = high - low
        cut = (total * left * 2 + count) // (2 * count)
        cut = max(cut, smallest * left, total - largest * right)
        cut = low + min(cut, largest * left, total - smallest * right)
        _project_to_axis(xy, order, key, low, high)
        _select(order, key, low, high, cut)
        end[waiting], many[waiting] = cut, left
        waiting += 1
        begin[waiting], end[waiting] = cut, high
        name[waiting], many[waiting] = first + left, right
        waiting += 1
    return label


@kernel
def _project_to_axis(
    xy: NDArray[np.float64],
    order: NDArray[np.int32],
    key: NDArray[np.float64],
    low: int,
    high: int,
) -> None:
    """Write each household's position along the principal axis of order[low:high] into `key`."""
    mx = my = xx = yy = cross = 0.0
    for p in range(low, high):
        mx += xy[order[p], 0]
        my += xy[order[p], 1]
    mx /= high - low
    my /= high - low
    for p in range(low, high):
        dx = xy[order[p], 0] - mx
        dy = xy[order[p], 1] - my
        xx += dx * dx
        yy += dy * dy
        cross += dx * dy
    angle = 0.5 * np.arctan2(2.0 * cross, xx - yy)
    cosine = np.cos(angle)
    sine = np.sin(angle)
    for p in range(low, high):
        i = order[p]
        key[i] = (xy[i, 0] - mx) * cosine + (xy[i, 1] - my) * sine


@kernel
def _select(
    order: NDArray[np.int32], key: NDArray[np.float64], low: int, high: int, cut: int
) -> None:
    """Reorder order[low:high] so that the smallest keys stand before `cut` (Hoare's quickselect).

    Equal keys are told apart by the household's number, so the outcome does not depend on the
    order they come in.
    """
    high -= 1
    while low < high:
        pivot = order[(low + high) // 2]
        value = key[pivot]
        p = low
        q = high
        while p <= q:
            while key[order[p]] < value or (key[order[p]] == value and order[p] < pivot):
                p += 1
            while key[order[q]] > value or (key[order[q]] == value and order[q] > pivot):
                q -= 1
            if p <= q:
                order[p], order[q] = order[q], order[p]
                p += 1
                q -= 1
        if cut <= q:
            high = q
        elif cut >= p:
            low = p
        else:
            return
