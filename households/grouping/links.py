"""Which households may trade places: a short list of near ones for each.

The six nearest neighbours alone trap the search between two hamlets, where every near neighbour
belongs to the same hamlet.  The nearest household in each of eight sectors is added (the Yao
graph, which is connected; Yao 1982), so that every gap is bridged in every direction.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiling import kernel

NEAREST = 6
SECTORS = 8
LOCAL = 10
"""Neighbours that define a household's own scale of distance."""


class Links(NamedTuple):
    """near: (n, 14) the linked households; degree: (n,) how many of them; scale: (n,) the mean
    squared distance to the ten nearest, the household's own measure of "far"."""

    near: NDArray[np.int32]
    degree: NDArray[np.int32]
    scale: NDArray[np.float64]


@kernel
def find_links(xy: NDArray[np.float64]) -> Links:
    """Find every household's links by looking at all pairs (n is a neighbourhood, a few hundred).

    Kept in one piece: the pass over the other households is the whole cost, and both lists are
    gathered in it.
    """
    n = len(xy)
    found = Links(
        np.empty((n, NEAREST + SECTORS), np.int32), np.empty(n, np.int32), np.empty(n, np.float64)
    )
    depth = min(LOCAL, n - 1)
    best = np.empty(depth, np.float64)
    who = np.empty(depth, np.int32)
    sector_best = np.empty(SECTORS, np.float64)
    sector_who = np.empty(SECTORS, np.int32)
    for i in range(n):
        found.degree[i] = 0
        for p in range(depth):
            best[p] = np.inf
        for sector in range(SECTORS):
            sector_best[sector] = np.inf
        for j in range(n):
            dx = xy[j, 0] - xy[i, 0]
            dy = xy[j, 1] - xy[i, 1]
            squared = dx * dx + dy * dy
            if j != i and squared < best[depth - 1]:
                p = depth - 1
                while p > 0 and best[p - 1] > squared:
                    best[p] = best[p - 1]
                    who[p] = who[p - 1]
                    p -= 1
                best[p] = squared
                who[p] = j
            sector = 4 * (dx >= 0) + 2 * (dy >= 0) + (dx * dx >= dy * dy)
            if squared < sector_best[sector] and squared > 0:
                sector_best[sector] = squared
                sector_who[sector] = j
        total = 0.0
        for p in range(depth):
            total += best[p]
            if p < NEAREST:
                _link(found, i, who[p])
        found.scale[i] = total / depth
        for sector in range(SECTORS):
            if sector_best[sector] < np.inf:
                _link(found, i, sector_who[sector])
    return found


@kernel
def _link(found: Links, i: int, j: int) -> None:
    for p in range(found.degree[i]):
        if found.near[i, p] == j:
            return
    found.near[i, found.degree[i]] = j
    found.degree[i] += 1
