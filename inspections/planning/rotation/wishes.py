"""What each possible visit costs: the oldest and least repeated visits are the cheapest.

The sum over a month's visits is what the search makes smallest. All costs are whole numbers,
small enough that their sums stay exact in double precision, because solvers use doubles.
The weights are those of the project's measurements on 100 teams over ten years: a visit due
longest comes first, then no repeat of last month, no reversal, the ideal table, and a hash
that makes the best plan unique.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inspections.planning.rotation.memory import AGE_LIMIT, Memory
from inspections.planning.rotation.mixing import arc_ties

REPEAT = 8  # in units of (n-1)^2, like the weights below
REVERSAL = 9 / 4
LEFT_ALONE = 1
LAPSE_LIMIT = 6
OFF_TABLE_PART = 50  # a visit outside the ideal month costs (n-1)^2 / 50
SELF_SUFFICIENT = 7  # from this size on, ideal years need no reversal and no second ring
EXACT_BITS = 53  # integers up to 2^53 are exact in double precision


def base_costs(
    memory: Memory,
    seats: Sequence[int],
    ideal: dict[int, int],
    size: int,
    *,
    reversals_free: bool = False,
) -> NDArray[np.int64]:
    """Cost of every visit among the ``seats`` that are present, without ties.

    ``size`` is the number of members; ``seats`` are the places of those present among them;
    ``ideal`` holds the ideal month's target for each of those present, by seat.
    """
    pick = np.ix_(seats, seats)
    year = max(1, size - 1)
    unit = year * year
    age = np.minimum(memory.age[pick], AGE_LIMIT * year)
    met_last = memory.met_last[pick]
    cost = (AGE_LIMIT * year) ** 2 - age * age
    cost += LEFT_ALONE * unit * _doubt(memory, seats)
    cost += REPEAT * unit * met_last
    if not reversals_free:
        cost += int(REVERSAL * unit) * met_last.T
    cost += max(1, unit // OFF_TABLE_PART)
    for arc in ideal.items():
        cost[arc] -= max(1, unit // OFF_TABLE_PART)
    return cost


def _doubt(memory: Memory, seats: Sequence[int]) -> NDArray[np.int64]:
    """How bad it would be to send a forgetful inspector to a household left out before.

    One visit forgotten can happen to anyone and weighs little; several in a row weigh more than
    all other wishes together.
    """
    missed = np.array([memory.missed[seat] for seat in seats], dtype=np.int64)
    waiting = np.array([memory.lapse[seat] - 1 for seat in seats], dtype=np.int64)
    return (missed * (missed + 2))[:, None] * np.minimum(waiting, LAPSE_LIMIT)[None, :]


def with_ties(
    cost: NDArray[np.int64], *, team: int, period: int, ids: Sequence[int], visits: int
) -> NDArray[np.int64]:
    """Costs with a hash below them, so that in practice one plan is the cheapest.

    The hash takes the bits that ``cost`` leaves free; its sum over ``visits`` visits stays
    below one unit of ``cost``.
    """
    count = max(2, visits)
    room = count.bit_length()
    shift = EXACT_BITS - 1 - (int(cost.max()) + 1).bit_length() - room
    ties = arc_ties(team, period, np.array(ids, dtype=np.int64))
    return (cost << shift) + (ties >> np.uint64(64 - shift + room)).astype(np.int64)
