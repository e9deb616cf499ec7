"""Solve one neighbourhood: the compiled entry that puts the ideas of this package together.

1. Start from a bisection (`bisection`), or from the grouping given.
2. Cancel rings (`transfers`), anneal (`annealing`), and polish: descend and cancel in turn.
3. Many times: move one team elsewhere (`resettling`), reheat shortly, polish, and keep whatever
   block came out better (`recombination`).

Step 3 is where the quality comes from; the number of repeats is what `quality` buys.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .annealing import anneal, descend
from .bisection import bisect
from .compiling import entry, kernel, source_stamp
from .links import Links, find_links
from .recombination import recombine
from .resettling import resettle
from .state import State, copy_state, make_state
from .transfers import Arcs, cancel_rings, make_arcs

HOTTEST = 4.0
"""First temperature: a loss of four times a household's squared neighbour distance is likely."""

UNEVEN = 0.5
"""Where less than this part of the teams carries the objective in effect, more is tried."""

Solve = Callable[..., NDArray[np.int32]]


@kernel
def _polish(
    state: State,
    xy: NDArray[np.float64],
    links: Links,
    arcs: Arcs,
    nowhere: NDArray[np.int32],
    smallest: int,
    largest: int,
    tolerance: float,
    looked: NDArray[np.int64],
) -> None:
    """Alternate local descent and transfers until neither finds an improvement."""
    descend(state, xy, links, smallest, largest, tolerance, looked)
    while cancel_rings(state, xy, arcs, nowhere, 0.0, smallest, largest, tolerance):
        descend(state, xy, links, smallest, largest, tolerance, looked)


@kernel
def _is_uneven(state: State, arcs: Arcs) -> bool:
    """Tell whether few teams decide the whole objective, as where some houses are remote.

    With shares s of the objective, 1 / sum s² is the number of teams that share it in effect.
    """
    total = 0.0
    squares = 0.0
    for team in range(len(state.size)):
        own = 0.0
        for p in range(state.size[team]):
            own += arcs.own[state.members[team, p]]
        total += own
        squares += own * own
    return total * total < UNEVEN * len(state.size) * squares


def _compile(stamp: int) -> Solve:
    @entry(
        "int32[::1](float64[:,::1], int32[::1], int32[::1], int64, int64, int64, uint64[::1],"
        " float64, int64, int64, int64, float64)"
    )
    def solve(
        xy: NDArray[np.float64],
        start: NDArray[np.int32],
        nowhere: NDArray[np.int32],
        teams: int,
        smallest: int,
        largest: int,
        random: NDArray[np.uint64],
        tolerance: float,
        sweeps: int,
        restarts: int,
        reheats: int,
        warm: float,
    ) -> NDArray[np.int32]:
        """Label the n households of one neighbourhood 0..teams-1, in sizes smallest..largest.

        xy: (n, 2) whole numbers around the origin (see `frame`), for at least two teams.
        start: a lawful grouping to improve, or empty; nowhere: n times −1.
        random: (1,) the seed, not 0; tolerance: gains that may be rounding errors.
        The first annealing makes `sweeps` sweeps from HOTTEST; each of `restarts` then reheats for
        `reheats` sweeps from `warm`.
        """
        _ = stamp  # a part of the key of numba's cache, see source_stamp
        links = find_links(xy)
        arcs = make_arcs(len(xy), teams)
        looked = np.empty(len(xy), np.int64)
        for i in range(len(xy)):
            looked[i] = -1
        clock = np.empty(1, np.int64)
        clock[0] = 0
        label = start if len(start) else bisect(xy, teams, smallest, largest)
        best = make_state(xy, label, teams, clock)
        cancel_rings(best, xy, arcs, nowhere, 0.0, smallest, largest, tolerance)
        anneal(best, xy, links, smallest, largest, HOTTEST, sweeps, random)
        _polish(best, xy, links, arcs, nowhere, smallest, largest, tolerance, looked)
        other = make_state(xy, best.label, teams, clock)
        if _is_uneven(best, arcs):
            restarts += (
                restarts // 2
            )  # one remote house in the wrong team outweighs everything else
        for _ in range(restarts):
            copy_state(other, best)
            resettle(other, xy, arcs, nowhere, smallest, largest, tolerance, random)
            anneal(other, xy, links, smallest, largest, warm, reheats, random)
            _polish(other, xy, links, arcs, nowhere, smallest, largest, tolerance, looked)
            recombine(best, other, xy, tolerance)
        return best.label

    return solve


solve = _compile(source_stamp())
