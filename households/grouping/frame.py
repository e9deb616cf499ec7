"""One way to look at a neighbourhood, however its rows, its origin or its north were given.

The same houses must give the same teams whatever order their rows came in and wherever the
map's origin lies.  So every neighbourhood is seen from its own centre, turned so that its longest
axis lies along u, and measured in whole tenths of a millimetre; its households are sorted by
(u, v).  Everything that follows, the random seed included, depends on nothing else.

Sums of whole numbers are exact in floating point (below 2^53), so a million moves leave no
rounding error behind.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GRID = 1e4
"""Steps per metre: coarse enough to swallow rounding errors of a moved origin (1e-9 m), fine
enough to keep flats apart that were set 5 mm from each other."""
ROUND = 1e-6
"""Below this relative anisotropy or skewness a neighbourhood has no clear axis or direction, and
it is left as it is instead of being turned by rounding errors."""


class Frame(NamedTuple):
    """Households sorted by neighbourhood and place.

    rows: (N,) row numbers in the caller's order.
    points: (N, 2) whole tenths of millimetres in each neighbourhood's own frame, in the order of
    `rows`; starts: (M + 1,) where each neighbourhood begins and ends in them.
    ids: (M,) the caller's neighbourhood numbers.
    """

    rows: NDArray[np.int64]
    points: NDArray[np.float64]
    starts: NDArray[np.int64]
    ids: NDArray[np.int64]


def frame_neighbourhoods(points: NDArray[np.float64], neighbourhood: NDArray[np.int64]) -> Frame:
    """Sort and turn all neighbourhoods; see the module's docstring."""
    # Sums of floats depend on their order, hence a first sort by the raw coordinates.
    rows = np.lexsort((points[:, 1], points[:, 0], neighbourhood))
    home = neighbourhood[rows]
    first = np.flatnonzero(np.diff(home, prepend=home[0] - 1)) if len(home) else home
    starts = np.append(first, len(home))
    counts = np.diff(starts)
    own = points[rows]
    own -= np.repeat(_sums(own, first) / counts[:, None], counts, axis=0)
    turned = _turn(own, first, counts)
    order = np.lexsort((turned[:, 1], turned[:, 0], home))
    return Frame(rows[order], np.ascontiguousarray(turned[order]), starts, home[first])


def _turn(
    own: NDArray[np.float64], first: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Turn each neighbourhood to its principal axes, pointing to its longer tails."""
    x, y = own[:, 0], own[:, 1]
    moments = _sums(np.column_stack((x * x, y * y, x * y)), first)
    spread = moments[:, 0] + moments[:, 1]
    tilt = moments[:, 0] - moments[:, 1]
    angle = 0.5 * np.arctan2(2 * moments[:, 2], tilt)
    angle[np.hypot(2 * moments[:, 2], tilt) <= ROUND * spread] = 0.0
    cosine, sine = np.repeat(np.cos(angle), counts), np.repeat(np.sin(angle), counts)
    turned = np.column_stack((x * cosine + y * sine, y * cosine - x * sine))
    skewness = _sums(turned**3, first)
    unclear = np.abs(skewness) <= ROUND * (spread**1.5)[:, None]
    direction = np.where((skewness < 0) & ~unclear, -1.0, 1.0)
    turned *= np.repeat(direction, counts, axis=0)
    return np.round(turned * GRID) + 0.0  # + 0.0 turns -0.0 into 0.0


def _sums(values: NDArray[np.float64], first: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(np.add.reduceat(values, first, axis=0)) if len(first) else values
