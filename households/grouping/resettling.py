"""Close a team here and open it there: the one change that small moves never find.

Two hamlets with one team too many in the first and one too few in the second are a deep local
optimum: every household would have to move through a worse grouping.  As in random swap clustering
(Fränti 2018), a random team is dissolved and its number given to the surroundings of a household
that lies far from its own centre; chains then even out the sizes, at the least cost.
"""

import numpy as np
from numpy.typing import NDArray

from .annealing import draw
from .compiling import kernel
from .state import State, move
from .transfers import Arcs, even_out


@kernel
def resettle(
    state: State,
    xy: NDArray[np.float64],
    arcs: Arcs,
    nowhere: NDArray[np.int32],
    smallest: int,
    largest: int,
    tolerance: float,
    random: NDArray[np.uint64],
) -> None:
    """Dissolve one random team and found it anew around a household far from its centre."""
    teams = len(state.size)
    closed = int(draw(random) % teams)
    centre = _far_household(state, xy, closed, random)
    x, y = xy[centre, 0], xy[centre, 1]
    while state.size[closed] > 0:
        i = int(state.members[closed, state.size[closed] - 1])
        nearest = -1
        least = np.inf
        for team in range(teams):
            n = state.size[team]
            if team != closed:
                dx = state.sums[team, 0] / n - xy[i, 0]
                dy = state.sums[team, 1] / n - xy[i, 1]
                if dx * dx + dy * dy < least:
                    least = dx * dx + dy * dy
                    nearest = team
        move(state, xy, i, nearest)
    for _ in range(smallest):
        nearest = -1
        least = np.inf
        for i in range(len(xy)):
            squared = (xy[i, 0] - x) ** 2 + (xy[i, 1] - y) ** 2
            if squared < least and state.label[i] != closed and state.size[state.label[i]] > 1:
                least = squared
                nearest = i
        move(state, xy, nearest, closed)
    even_out(state, xy, arcs, nowhere, 0.0, smallest, largest, tolerance)


@kernel
def _far_household(
    state: State, xy: NDArray[np.float64], closed: int, random: NDArray[np.uint64]
) -> int:
    """Draw a few households of other teams and return the one farthest from its centre."""
    found = -1
    farthest = -1.0
    while found < 0:
        for _ in range(4):
            i = int(draw(random) % len(xy))
            team = state.label[i]
            dx = xy[i, 0] - state.sums[team, 0] / state.size[team]
            dy = xy[i, 1] - state.sums[team, 1] / state.size[team]
            if team != closed and dx * dx + dy * dy > farthest:
                farthest = dx * dx + dy * dy
                found = i
    return found
