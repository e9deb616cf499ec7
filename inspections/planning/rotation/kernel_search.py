"""Compiled search: assignment and branch and bound on circuits, as in search and circuits.

Written in loops over integers for numba. Teams without constraints only: everybody inspects
one and is inspected by one, so a month is an array ``target`` of seats.
"""

from inspections.planning.rotation.compiling import Flags, Ints, compiled
from inspections.planning.rotation.search import SOLVE_LIMIT

FORBIDDEN = 1 << 60


# The parts of a node of the search, each an array over seats. Seats count from 0 in MASK and
# TARGET, from 1 in the others, where 0 stands for none.
MASK, TARGET, ROWS, COLUMNS, TAKEN = range(5)
PARTS = 5


@compiled
def augment(cost: Ints, node: Ints, row: int, count: int, scratch: Ints) -> bool:
    """Gives one more inspector its target, on a shortest path (Kuhn 1955); False if none is left.

    ROWS and COLUMNS hold dual prices under which no allowed visit is too cheap and every
    visit made is exact; they stay so.
    """
    mask, rows, columns, taken = node[MASK], node[ROWS], node[COLUMNS], node[TAKEN]
    shortest, way, used = scratch[0], scratch[1], scratch[2]
    for j in range(count + 1):
        shortest[j] = FORBIDDEN
        used[j] = 0
    taken[0] = row
    column = 0
    while True:
        used[column] = 1
        here = taken[column]
        delta = FORBIDDEN
        following = -1
        for j in range(1, count + 1):
            if used[j]:
                continue
            if (mask[here - 1] >> (j - 1)) & 1:
                reduced = cost[here - 1, j - 1] - rows[here] - columns[j]
                if reduced < shortest[j]:
                    shortest[j] = reduced
                    way[j] = column
            if shortest[j] < delta:
                delta = shortest[j]
                following = j
        if following < 0:
            return False
        for j in range(count + 1):
            if used[j]:
                rows[taken[j]] += delta
                columns[j] -= delta
            elif shortest[j] < FORBIDDEN:
                shortest[j] -= delta
        column = following
        if taken[column] == 0:
            break
    while column:
        taken[column] = taken[way[column]]
        column = way[column]
    return True


@compiled
def settle(cost: Ints, node: Ints, count: int) -> int:
    """Fills in TARGET from TAKEN and returns what the visits cost."""
    total = 0
    for j in range(1, count + 1):
        node[TARGET, node[TAKEN, j] - 1] = j - 1
        total += cost[node[TAKEN, j] - 1, j - 1]
    return total


@compiled
def assign(cost: Ints, open_to: Ints, node: Ints, count: int, scratch: Ints) -> int:
    """The cheapest assignment from scratch; its cost, or -1 if there is none.

    ``open_to`` holds, as bits, the seats that each seat may visit.
    """
    for seat in range(count + 1):
        node[ROWS, seat] = node[COLUMNS, seat] = node[TAKEN, seat] = 0
    for seat in range(count):
        node[MASK, seat] = open_to[seat]
    for row in range(1, count + 1):
        if not augment(cost, node, row, count, scratch):
            return -1
    return settle(cost, node, count)


@compiled
def shortest_circuit(target: Ints, count: int, mark: Flags) -> int:
    """Marks the seats of the shortest circuit, of the first one among equals; its length."""
    best, start = count + 1, 0
    seen = 0
    for seat in range(count):
        if (seen >> seat) & 1:
            continue
        length, here = 0, seat
        while not (seen >> here) & 1:
            seen |= 1 << here
            here = target[here]
            length += 1
        if length < best:
            best, start = length, seat
    for seat in range(count):
        mark[seat] = False
    here = start
    for _ in range(best):
        mark[here] = True
        here = target[here]
    return best


@compiled
def branch(cost: Ints, parent: Ints, child: Ints, seat: int, count: int, scratch: Ints) -> int:
    """The parent's cheapest assignment without its visit by ``seat``; its cost, -1 if none."""
    for part in range(PARTS):
        for place in range(count + 1):
            child[part, place] = parent[part, place]
    inspected = parent[TARGET, seat]
    child[MASK, seat] &= ~(1 << inspected)
    child[TAKEN, inspected + 1] = 0
    if not augment(cost, child, seat + 1, count, scratch):
        return -1
    return settle(cost, child, count)


@compiled
def find_ring(
    cost: Ints,
    open_to: Ints,
    count: int,
    target: Ints,
    nodes: Ints,
    bounds: Ints,
    mark: Flags,
    scratch: Ints,
) -> bool:
    """The cheapest single ring through all seats (branch and bound as in search).

    False when there is none, or none was found within ``SOLVE_LIMIT`` assignments.
    """
    bounds[0] = assign(cost, open_to, nodes[0], count, scratch)
    made = solved = 1
    while True:
        node = -1
        for other in range(made):
            if bounds[other] >= 0 and (node < 0 or bounds[other] < bounds[node]):
                node = other
        if node < 0:
            return False
        if shortest_circuit(nodes[node, TARGET], count, mark) == count:
            for seat in range(count):
                target[seat] = nodes[node, TARGET, seat]
            return True
        if solved >= SOLVE_LIMIT:
            return False
        bounds[node] = -1
        for seat in range(count):
            if not mark[seat]:
                continue
            bounds[made] = branch(cost, nodes[node], nodes[made], seat, count, scratch)
            solved += 1
            if bounds[made] >= 0:
                made += 1
            for other in range(count):
                if other != seat:
                    nodes[node, MASK, other] &= ~(1 << nodes[node, TARGET, seat])
