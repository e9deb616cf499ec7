"""The cheapest visits of a given shape: assignment, then branch and bound on circuits.

The assignment problem alone may answer with two households that visit each other, or with
several rings. As in the classic method for the asymmetric travelling salesman (Carpaneto and
Toth 1980), one circuit is then broken in every possible way, best plan first, until the
cheapest remaining plan has the wanted shape.
"""

from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from inspections.planning.rotation.circuits import (
    Arc,
    Shape,
    circuits_to_break,
    find_circuits,
)

SOLVE_LIMIT = 300  # reached by about one month in ten thousand

Choices = NDArray[np.float64]


def cheapest_visits(
    cost: NDArray[np.int64],
    allowed: NDArray[np.bool_],
    *,
    inspectors: Sequence[int],
    households: Sequence[int],
    shape: Shape,
) -> tuple[Arc, ...] | None:
    """The cheapest visits in which every household of the list is inspected once.

    ``inspectors`` names one inspector for each visit to be made (twice who makes two), so it is
    as long as ``households``. None when no plan has the shape, or none was found within
    ``SOLVE_LIMIT`` assignments.
    """
    choices = np.where(allowed, cost, np.inf)
    root = _assign(choices, inspectors, households)
    if root is None:
        return None
    heap = [(root[0], 0, root[1], choices)]
    solved = 1
    while heap:
        _, _, arcs, choices = heappop(heap)
        broken = circuits_to_break(arcs, shape)
        if not broken:
            return arcs
        if solved >= SOLVE_LIMIT:
            return stitch_rings(root[1], choices=np.where(allowed, cost, np.inf), shape=shape)
        for child in _branches(choices, broken):
            solved += 1
            answer = _assign(child, inspectors, households)
            if answer is not None:
                heappush(heap, (answer[0], solved, answer[1], child))
    return None


def _assign(
    choices: Choices, inspectors: Sequence[int], households: Sequence[int]
) -> tuple[int, tuple[Arc, ...]] | None:
    """The cheapest assignment whatever its shape, with its exact cost."""
    matrix = choices[np.ix_(inspectors, households)]
    try:
        rows, columns = linear_sum_assignment(matrix)
    except ValueError:  # SciPy's word for: every assignment uses a forbidden visit
        return None
    arcs = tuple(
        sorted(
            (inspectors[row], households[column]) for row, column in zip(rows, columns, strict=True)
        )
    )
    return int(matrix[rows, columns].sum()), arcs


def _branches(choices: Choices, broken: list[tuple[Arc, ...]]) -> list[Choices]:
    """Splits the plans into those that lack one arc of the circuits and keep those before it."""
    branches = []
    kept = choices
    for inspector, inspected in (arc for circuit in broken for arc in circuit):
        without = kept.copy()
        without[inspector, inspected] = np.inf
        branches.append(without)
        only = kept.copy()
        only[:, inspected] = np.inf
        only[inspector, inspected] = kept[inspector, inspected]
        kept = only
    return branches


def stitch_rings(
    arcs: tuple[Arc, ...], *, choices: Choices, shape: Shape
) -> tuple[Arc, ...] | None:
    """Joins the circuits of an assignment, two by two, where that costs least.

    Two visits of different circuits swap their targets; that makes one circuit of two. None
    when no allowed swap helps.
    """
    while circuits_to_break(arcs, shape):
        circuits = find_circuits(arcs)
        ring_of = {arc: number for number, circuit in enumerate(circuits) for arc in circuit}
        swaps = [
            (choices[a, d] + choices[c, b] - choices[a, b] - choices[c, d], (a, b), (c, d))
            for (a, b), one in ring_of.items()
            for (c, d), other in ring_of.items()
            if one < other
        ]
        gain, first, second = min(swaps, default=(np.inf, (0, 0), (0, 0)))
        if gain == np.inf:
            return None
        swapped = {(first[0], second[1]), (second[0], first[1])}
        arcs = tuple(sorted((set(arcs) - {first, second}) | swapped))
    return arcs
