"""Compiled search: assignment and branch and bound on circuits, as in search and circuits.

Written in loops over integers for numba. Teams without constraints only: everybody inspects
one and is inspected by one, so a month is an array ``target`` of seats.
"""

import numpy as np

from inspections.planning.rotation.compiling import Flags, Ints, compiled
from inspections.planning.rotation.search import SOLVE_LIMIT

FORBIDDEN = 1 << 60


@compiled
def assign(cost: Ints, allowed: Ints, count: int, target: Ints) -> int:
    """The cheapest assignment (Kuhn 1955, by shortest paths); its cost, or -1 if there is none.

    ``allowed`` holds a bit mask of targets for each inspector.
    """
    rows = np.zeros(count + 1, dtype=np.int64)  # dual prices
    columns = np.zeros(count + 1, dtype=np.int64)
    taken = np.zeros(count + 1, dtype=np.int64)  # column -> row, both from 1
    way = np.zeros(count + 1, dtype=np.int64)
    for row in range(1, count + 1):
        taken[0] = row
        column = 0
        shortest = np.full(count + 1, FORBIDDEN)
        used = np.zeros(count + 1, dtype=np.bool_)
        while True:
            used[column] = True
            here = taken[column]
            delta = FORBIDDEN
            following = -1
            for j in range(1, count + 1):
                if used[j]:
                    continue
                if (allowed[here - 1] >> (j - 1)) & 1:
                    reduced = cost[here - 1, j - 1] - rows[here] - columns[j]
                    if reduced < shortest[j]:
                        shortest[j] = reduced
                        way[j] = column
                if shortest[j] < delta:
                    delta = shortest[j]
                    following = j
            if following < 0:
                return -1
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
    total = 0
    for j in range(1, count + 1):
        target[taken[j] - 1] = j - 1
        total += cost[taken[j] - 1, j - 1]
    return total


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
def stitch(cost: Ints, target: Ints, count: int, mark: Flags) -> None:
    """Joins circuits by the cheapest swap of two targets until one is left."""
    number = np.zeros(count, dtype=np.int64)
    while shortest_circuit(target, count, mark) < count:
        _number_circuits(target, count, number)
        best, first, second = FORBIDDEN, -1, -1
        for a in range(count):
            for c in range(count):
                if number[a] >= number[c]:
                    continue
                b, d = target[a], target[c]
                gain = cost[a, d] + cost[c, b] - cost[a, b] - cost[c, d]
                if gain < best:
                    best, first, second = gain, a, c
        target[first], target[second] = target[second], target[first]


@compiled
def _number_circuits(target: Ints, count: int, number: Ints) -> None:
    """Numbers the circuits by length, then by first seat."""
    length = np.zeros(count, dtype=np.int64)
    head = np.full(count, -1)
    for seat in range(count):
        if head[seat] >= 0:
            continue
        here = seat
        while head[here] < 0:
            head[here] = seat
            length[seat] += 1
            here = target[here]
    for seat in range(count):
        mine = head[seat]
        rank = 0
        for other in range(count):
            if head[other] == other and (
                length[other] < length[mine] or (length[other] == length[mine] and other < mine)
            ):
                rank += 1
        number[seat] = rank


@compiled
def allow_all(masks: Ints, count: int) -> None:
    """Everybody may visit everybody else."""
    for seat in range(count):
        masks[seat] = ((1 << count) - 1) & ~(1 << seat)


@compiled
def copy(source: Ints, goal: Ints, count: int) -> None:
    for seat in range(count):
        goal[seat] = source[seat]


@compiled
def find_ring(
    cost: Ints, count: int, target: Ints, masks: Ints, targets: Ints, bounds: Ints, mark: Flags
) -> None:
    """The cheapest single ring through all seats (branch and bound as in search)."""
    allow_all(masks[0], count)
    bounds[0] = assign(cost, masks[0], count, targets[0])
    nodes = solved = 1
    while True:
        node = -1
        for other in range(nodes):
            if bounds[other] >= 0 and (node < 0 or bounds[other] < bounds[node]):
                node = other
        if shortest_circuit(targets[node], count, mark) == count:
            copy(targets[node], target, count)
            return
        if solved >= SOLVE_LIMIT:
            copy(targets[0], target, count)
            stitch(cost, target, count, mark)
            return
        bounds[node] = -1
        for seat in range(count):
            if not mark[seat]:
                continue
            inspected = targets[node, seat]
            copy(masks[node], masks[nodes], count)
            masks[nodes, seat] &= ~(1 << inspected)
            bounds[nodes] = assign(cost, masks[nodes], count, targets[nodes])
            solved += 1
            if bounds[nodes] >= 0:
                nodes += 1
            for other in range(count):
                if other != seat:
                    masks[node, other] &= ~(1 << inspected)
