"""Solve one neighbourhood: the compiled entry that puts the ideas of this package together."""

import numpy as np
from numpy.typing import NDArray

from .annealing import anneal, descend
from .bisection import bisect
from .compiling import entry, source_stamp
from .links import find_links
from .state import make_state

STAMP = source_stamp()
HOTTEST = 4.0


@entry("int32[::1](float64[:,::1], int64, int64, int64, uint64, int64)")
def solve(
    xy: NDArray[np.float64], teams: int, smallest: int, largest: int, seed: int, sweeps: int
) -> NDArray[np.int32]:
    """Label the n households of one neighbourhood 0..teams-1."""
    links = find_links(xy)
    state = make_state(xy, bisect(xy, teams, smallest, largest), teams, largest + 1)
    random = np.array([seed], np.uint64)
    anneal(state, xy, links, smallest, largest, HOTTEST, sweeps, random)
    descend(state, xy, links, smallest, largest, 1e-9)
    return state.label
