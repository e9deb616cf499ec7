"""Plain rotation months for very many teams at once, compiled.

The kernel (this file, kernel_costs and kernel_search) says a second time, in loops, what
memory, wishes and search say about a team without constraints: the tests hold the two against
each other, plan by plan. All numbers are integers, so both find the same unique optimum. Where
it finds no single ring in which no visit comes again too soon, it leaves the team to them.
"""

import numpy as np

from inspections.planning.rotation.compiling import Flags, Hashes, Ints, compiled
from inspections.planning.rotation.digest import STARTS
from inspections.planning.rotation.kernel_costs import add_ties, mix, price, recall
from inspections.planning.rotation.kernel_search import (
    PARTS,
    TARGET,
    assign,
    find_ring,
    shortest_circuit,
)
from inspections.planning.rotation.memory import RECENT
from inspections.planning.rotation.search import SOLVE_LIMIT
from inspections.planning.rotation.tables import SIZES, ideal_table
from inspections.planning.rotation.wishes import SELF_SUFFICIENT

LARGEST = 24  # members; larger teams are planned one by one


def _packed_tables() -> Ints:
    """The ideal tables as one array: size, month, seat -> target; -1 where there is none."""
    tables = np.full((LARGEST + 1, max(SIZES), max(SIZES)), -1, dtype=np.int64)
    for size in SIZES:
        tables[size, : size - 1, :size] = ideal_table(size)
    return tables


_TABLES = _packed_tables()


@compiled
def ideal_targets(
    row: Ints, away: Flags, seats: Ints, count: int, place: Ints, ideal: Ints
) -> None:
    """This month's ideal target of each present seat, absent ones bypassed; -1 for none."""
    for a in range(count):
        ideal[a] = -1
        if row[0] < 0:
            continue
        here = row[seats[a]]
        while away[here]:
            here = row[here]
        if here != seats[a]:
            ideal[a] = place[here]


@compiled
def open_seats(age: Ints, seats: Ints, count: int, window: int, open_to: Ints) -> None:
    """As bits, the seats that each seat may visit: not itself, nor whom it met in the window."""
    for a in range(count):
        open_to[a] = 0
        for b in range(count):
            last = age[seats[a], seats[b]]
            if a != b and not 0 < last <= window:
                open_to[a] |= 1 << b


@compiled
def _plan(
    numbers: Ints,
    starts: Ints,
    ids: Ints,
    joined: Ints,
    away: Flags,
    heads: Ints,
    meetings: Ints,
    tables: Ints,
    targets: Ints,
    shortest: Ints,
) -> None:
    """Plans every team; see ``plan_teams``."""
    age = np.empty((LARGEST, LARGEST), dtype=np.int64)
    cost = np.empty((LARGEST, LARGEST), dtype=np.int64)
    there = np.empty((RECENT, LARGEST + 1), dtype=np.bool_)
    last_visit = np.empty(LARGEST, dtype=np.int64)
    seen = np.empty(LARGEST, dtype=np.int64)
    ideal = np.empty(LARGEST, dtype=np.int64)
    place = np.empty(LARGEST, dtype=np.int64)
    seats = np.empty(LARGEST, dtype=np.int64)
    open_to = np.empty(LARGEST, dtype=np.int64)
    answer = np.empty(LARGEST, dtype=np.int64)
    mark = np.empty(LARGEST, dtype=np.bool_)
    room = SOLVE_LIMIT + LARGEST + 1
    nodes = np.empty((room, PARTS, LARGEST + 1), dtype=np.int64)
    bounds = np.empty(room, dtype=np.int64)
    scratch = np.empty((3, LARGEST + 1), dtype=np.int64)
    no_row = np.full(1, -1)
    for t in range(len(numbers)):
        team, period = numbers[t, 0], numbers[t, 1]
        first, last = starts[t], starts[t + 1]
        size = last - first
        names, absent = ids[first:last], away[first:last]
        count = 0
        for seat in range(size):
            if not absent[seat]:
                seats[count] = seat
                place[seat] = count
                count += 1
        window = max(0, min(numbers[t, 2], count - 2))
        past = meetings[heads[t] : heads[t + 1]]
        recall(names, joined[first:last], past, period, age, last_visit, seen, there)
        row = tables[size, period % (size - 1)] if tables[size, 0, 0] >= 0 else no_row
        ideal_targets(row, absent, seats, count, place, ideal)
        on_table = False
        if count == size < SELF_SUFFICIENT and row[0] >= 0:
            price(age, last_visit, seen, there, period, size, seats, count, ideal, True, cost)
            add_ties(cost, count, team, period, names, seats)
            open_seats(age, seats, count, 0, open_to)
            assign(cost, open_to, nodes[0], count, scratch)
            open_seats(age, seats, count, window, open_to)
            on_table = True
            for a in range(count):
                answer[a] = nodes[0, TARGET, a]
                on_table = on_table and answer[a] == ideal[a] and (open_to[a] >> answer[a]) & 1 > 0
        if count == 2:
            answer[0], answer[1] = 1, 0
        elif not on_table:
            price(age, last_visit, seen, there, period, size, seats, count, ideal, False, cost)
            add_ties(cost, count, team, period, names, seats)
            open_seats(age, seats, count, window, open_to)
            if not find_ring(cost, open_to, count, answer, nodes, bounds, mark, scratch):
                continue
        shortest[t] = shortest_circuit(answer, count, mark)
        for a in range(count):
            targets[first + seats[a]] = seats[answer[a]]


def plan_teams(
    numbers: Ints, starts: Ints, members: Ints, heads: Ints, meetings: Ints
) -> tuple[Ints, Ints]:
    """For each member the place in its team of the member it inspects, or -1 if it is away.

    ``numbers`` holds team, period and the months in which no visit comes again; team t has the
    members ``starts[t]:starts[t+1]`` (id, joined, away, ...), in order of id, and the meetings
    ``heads[t]:heads[t+1]`` (period, inspector, inspected). Returns also the length of the
    shortest circuit in each team, 0 for a team that has to be planned by itself.
    """
    targets = np.full(len(members), -1, dtype=np.int64)
    shortest = np.zeros(len(numbers), dtype=np.int64)
    ids, joined, away = (np.ascontiguousarray(members[:, column]) for column in range(3))
    _plan(numbers, starts, ids, joined, away != 0, heads, meetings, _TABLES, targets, shortest)
    return targets, shortest


@compiled
def _hash(rows: Ints, heads: Ints, limits: Ints, start: np.uint64, sums: Hashes) -> None:
    """Adds the hashes of each block's rows whose first column is below the block's limit."""
    for block in range(len(heads) - 1):
        for row in range(heads[block], heads[block + 1]):
            if rows[row, 0] >= limits[block]:
                continue
            state = start
            for column in range(rows.shape[1]):
                state = mix(state ^ np.uint64(rows[row, column]))
            sums[block] += state


def digest_teams(
    periods: Ints, frames: Ints, starts: Ints, members: Ints, heads: Ints, meetings: Ints
) -> Hashes:
    """The two halves of each team's input digest."""
    sums = np.zeros((2, len(periods)), dtype=np.uint64)
    anything = np.full(len(periods), np.iinfo(np.int64).max)
    single = np.arange(len(periods) + 1)
    blocks = ((frames, single, anything), (members, starts, anything), (meetings, heads, periods))
    for (rows, bounds, limits), lanes in zip(blocks, STARTS, strict=False):
        for lane, start in enumerate(lanes):
            _hash(rows, bounds, limits, np.uint64(start), sums[lane])
    return sums.T


def compile_all() -> None:
    """Compiles every function of the kernel, or loads it from numba's cache."""
    numbers = np.array([[1, 24_000, 1]])
    members = np.array([[seat, 24_000, 0, 1, 1, 1] for seat in range(3)])
    bounds = np.array([0, 3])
    none, empty = np.zeros((0, 3), dtype=np.int64), np.zeros(2, dtype=np.int64)
    plan_teams(numbers, bounds, members, empty, none)
    digest_teams(numbers[:, 1], np.zeros((1, 6), dtype=np.int64), bounds, members, empty, none)
