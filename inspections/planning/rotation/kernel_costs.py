"""Compiled costs: what memory and wishes say, written in loops over integers for numba."""

import numpy as np

from inspections.planning.rotation.compiling import Flags, Ints, compiled
from inspections.planning.rotation.memory import AGE_LIMIT, NEVER, RECENT
from inspections.planning.rotation.wishes import (
    EXACT_BITS,
    LAPSE_LIMIT,
    LEFT_ALONE,
    OFF_TABLE_PART,
    REPEAT,
    REVERSAL,
)

REVERSAL_QUARTERS = int(4 * REVERSAL)


@compiled
def mix(value: np.uint64) -> np.uint64:
    """As in mixing."""
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@compiled
def find(ids: Ints, name: int) -> int:
    """The place of an id, or -1 for a household that has left."""
    for place in range(len(ids)):
        if ids[place] == name:
            return place
    return -1


@compiled
def recall(
    ids: Ints,
    joined: Ints,
    meetings: Ints,
    period: int,
    age: Ints,
    last_visit: Ints,
    seen: Ints,
    there: Flags,
) -> None:
    """Fills age (members x members), last_visit, seen and there (recent month x member).

    The last column of ``there`` tells whether anybody was there in the month.
    """
    size = len(ids)
    anybody = there.shape[1] - 1
    for back in range(RECENT):
        there[back, anybody] = False
    for seat in range(size):
        last_visit[seat] = seen[seat] = joined[seat] - 1
        for other in range(size):
            age[seat, other] = NEVER
        for back in range(RECENT):
            there[back, seat] = False
    for row in range(len(meetings)):
        when = meetings[row, 0]
        if when >= period:
            continue
        inspector = find(ids, meetings[row, 1])
        inspected = find(ids, meetings[row, 2])
        recent = period - when <= RECENT
        if recent:
            there[period - when - 1, anybody] = True
        if inspector >= 0:
            last_visit[inspector] = max(last_visit[inspector], when)
            if recent:
                there[period - when - 1, inspector] = True
        if inspected >= 0:
            seen[inspected] = max(seen[inspected], when)
            if recent:
                there[period - when - 1, inspected] = True
        if inspector >= 0 and inspected >= 0:
            age[inspector, inspected] = max(age[inspector, inspected], when)
    for i in range(size):
        for j in range(size):
            if age[i, j] == NEVER:
                together = period - max(joined[i], joined[j])
                age[i, j] = -(max(together, 0) + max(1, size - 1))
            else:
                age[i, j] = period - age[i, j]


@compiled
def price(
    age: Ints,
    last_visit: Ints,
    seen: Ints,
    there: Flags,
    period: int,
    size: int,
    seats: Ints,
    count: int,
    ideal: Ints,
    reversals_free: bool,
    cost: Ints,
) -> None:
    """Fills the cost of every visit between present seats, without ties.

    ``age`` is negative for pairs that never met, so that these are not taken for last month's.
    """
    year = max(1, size - 1)
    unit = year * year
    off_table = max(1, unit // OFF_TABLE_PART)
    for a in range(count):
        i = seats[a]
        missed = 0
        was_met = False
        for back in range(RECENT):
            if there[back, there.shape[1] - 1] and period - back - 1 > last_visit[i]:
                missed += 1
                was_met = was_met or there[back, i]
        if not was_met:
            missed = 0
        for b in range(count):
            j = seats[b]
            due = min(abs(age[i, j]), AGE_LIMIT * year)
            total = (AGE_LIMIT * year) ** 2 - due * due + off_table
            waiting = min(max(1, period - seen[j]) - 1, LAPSE_LIMIT)
            total += LEFT_ALONE * unit * missed * (missed + 2) * waiting
            if age[i, j] == 1:
                total += REPEAT * unit
            if age[j, i] == 1 and not reversals_free:
                total += REVERSAL_QUARTERS * unit // 4
            if ideal[a] == b:
                total -= off_table
            cost[a, b] = total


@compiled
def add_ties(cost: Ints, count: int, team: int, period: int, ids: Ints, seats: Ints) -> None:
    """Shifts the costs and adds the hash of every arc below them."""
    highest = 0
    for a in range(count):
        for b in range(count):
            highest = max(highest, cost[a, b])
    room = _bit_length(max(2, count))
    shift = EXACT_BITS - 1 - _bit_length(highest + 1) - room
    start = mix(mix(np.uint64(team)) ^ np.uint64(period))
    drop = np.uint64(64 - shift + room)
    for a in range(count):
        inspector = mix(start ^ np.uint64(ids[seats[a]]))
        for b in range(count):
            tie = mix(inspector ^ np.uint64(ids[seats[b]])) >> drop
            cost[a, b] = (cost[a, b] << shift) + np.int64(tie)


@compiled
def _bit_length(value: int) -> int:
    bits = 0
    while value > 0:
        value >>= 1
        bits += 1
    return bits
