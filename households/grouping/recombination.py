"""Take the better half of each of two groupings.

Lay one grouping over another.  Teams that share households, directly or through others, form a
block; both groupings cut the very same households of a block, so each block can be judged alone
and the cheaper cut of it kept.  A restart that improves one corner and spoils another is
therefore never wasted (the idea of partition crossover: Whitley, Hains and Howe 2009, there for
tours).
"""

import numpy as np
from numpy.typing import NDArray

from .compiling import kernel
from .state import State, move, weight


@kernel
def recombine(best: State, other: State, xy: NDArray[np.float64], tolerance: float) -> bool:
    """Replace every block of `best` that `other` cuts better; tell whether any was replaced.

    A block where the two count different numbers of teams is left alone, so K stays what it was.
    """
    teams = len(best.size)
    block = np.empty(2 * teams, np.int64)
    gain = np.empty(2 * teams, np.float64)
    surplus = np.empty(2 * teams, np.int64)
    name = np.empty(teams, np.int32)
    taken = np.empty(teams, np.bool_)
    for node in range(2 * teams):
        block[node] = node
        gain[node] = 0.0
        surplus[node] = 0
    for i in range(len(xy)):
        one, two = _root(block, best.label[i]), _root(block, teams + other.label[i])
        block[max(one, two)] = min(one, two)
    for team in range(teams):
        mine, theirs = _root(block, team), _root(block, teams + team)
        gain[mine] -= weight(best.sums[team, 0], best.sums[team, 1], best.size[team])
        gain[theirs] += weight(other.sums[team, 0], other.sums[team, 1], other.size[team])
        surplus[mine] -= 1
        surplus[theirs] += 1
    # Every block holds as many of our numbers as of theirs: hand out ours one by one.
    for team in range(teams):
        name[team] = -1
        taken[team] = False
    better = False
    for team in range(teams):
        root = _root(block, teams + team)
        if gain[root] > tolerance and surplus[root] == 0:
            free = 0
            while taken[free] or _root(block, free) != root:
                free += 1
            taken[free] = True
            name[team] = free
            better = True
    if better:
        for i in range(len(xy)):
            new = name[other.label[i]]
            if new >= 0 and new != best.label[i]:
                move(best, xy, i, new)
    return better


@kernel
def _root(block: NDArray[np.int64], node: int) -> int:
    while block[node] != node:
        node = block[node]
    return node
