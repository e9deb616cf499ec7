"""Neighbourhoods too large to solve in one piece: divided into blocks, then mended at the seams.

Looking at all pairs of households is cheap for some hundreds of them and hopeless for ten
thousand.  A large neighbourhood is cut into blocks of at most `BLOCK` teams that are solved apart.
The cuts leave seams, so the teams are then gathered into other blocks, cut at other places, and
every such block is improved from what it is.  A last search for rings through all teams leaves
no team on another's ground.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .sizes import SizePlan

LARGE = 600
"""Households above which a neighbourhood is divided."""
BLOCK = 36
"""Most teams in one block: about 430 households."""
WHOLE = 1000
"""Most teams that are looked at together, in the end, for rings across the whole neighbourhood."""
SHARES = (1 / 3, 1 / 4)
"""Where the first cut of each later pass lies; all other cuts follow it to other places."""


class Block(NamedTuple):
    """Some households of a neighbourhood and the numbers of the teams they form, ascending."""

    rows: NDArray[np.int64]
    teams: NDArray[np.int64]


def divide_households(own: NDArray[np.float64], plan: SizePlan) -> list[Block]:
    """Cut the households (n, 2) of a neighbourhood into blocks of at most BLOCK teams.

    Every block can be cut into its number of teams of `plan.smallest`..`plan.largest`.
    """
    blocks: list[Block] = []
    first = 0
    waiting = [(np.arange(len(own)), plan.teams)]
    while waiting:
        rows, teams = waiting.pop()
        if teams <= BLOCK:
            blocks.append(Block(np.sort(rows), np.arange(first, first + teams)))
            first += teams
            continue
        left, right, count = teams // 2, teams - teams // 2, len(rows)
        cut = max(count * left // teams, plan.smallest * left, count - plan.largest * right)
        cut = min(cut, plan.largest * left, count - plan.smallest * right)
        rows = _sort_along_axis(own, rows)
        waiting += [(rows[cut:], right), (rows[:cut], left)]
    return blocks


def gather_teams(
    own: NDArray[np.float64], label: NDArray[np.int32], teams: int, *, share: float
) -> list[Block]:
    """Gather the teams of a grouping into blocks of neighbouring teams, at most BLOCK in each.

    `share` of them go to the first side of the first cut.
    """
    sums = [np.bincount(label, own[:, axis], minlength=teams) for axis in (0, 1)]
    centres = np.column_stack(sums) / np.bincount(label, minlength=teams)[:, None]
    blocks = []
    along = _sort_along_axis(centres, np.arange(teams))
    cut = max(1, round(teams * share))
    waiting = [along[cut:], along[:cut]]
    while waiting:
        some = waiting.pop()
        if len(some) <= BLOCK:
            some = np.sort(some)
            blocks.append(Block(np.flatnonzero(np.isin(label, some)), some))
            continue
        some = _sort_along_axis(centres, some)
        waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
    return blocks


def _sort_along_axis(points: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort rows by their position along the principal axis, ties by row."""
    centred = points[rows] - points[rows].mean(axis=0)
    xx, yy = (centred**2).sum(axis=0)
    angle = 0.5 * np.arctan2(2 * (centred[:, 0] * centred[:, 1]).sum(), xx - yy)
    return rows[np.lexsort((rows, centred @ [np.cos(angle), np.sin(angle)]))]
