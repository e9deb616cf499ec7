"""Circuits in a month's visits: two households visiting each other, or several rings."""

from collections.abc import Collection, Iterable
from enum import IntEnum

Arc = tuple[int, int]


class Shape(IntEnum):
    """What a month's visits must look like, from free to strict."""

    FREE = 0
    NO_MUTUAL = 1  # nobody is visited by the household it visits
    RING = 2  # and all visits hang on one single ring


def find_circuits(arcs: Iterable[Arc]) -> list[tuple[Arc, ...]]:
    """The circuits of visits, shortest first; each household is inspected at most once.

    A circuit is given by its arcs, starting at its smallest household.
    """
    inspector_of = {inspected: inspector for inspector, inspected in arcs}
    circuits = []
    settled: set[int] = set()
    for start in sorted(inspector_of):
        walk: list[int] = []
        here: int | None = start
        while here is not None and here not in settled:
            settled.add(here)
            walk.append(here)
            here = inspector_of.get(here)
        if here is not None and here in walk:
            loop = walk[walk.index(here) :]
            circuits.append(tuple(sorted((inspector_of[house], house) for house in loop)))
    return sorted(circuits, key=lambda circuit: (len(circuit), circuit))


def circuits_to_break(arcs: Collection[Arc], shape: Shape) -> list[tuple[Arc, ...]]:
    """Circuits of which one must go: any plan of this shape lacks an arc of one of them.

    Empty when the visits have the shape already. Where each household inspects just once, no
    ring through all of them keeps a shorter one whole, so the shortest must go. Elsewhere a
    plan may keep one of two circuits, but not both.
    """
    if shape is Shape.FREE:
        return []
    circuits = find_circuits(arcs)
    if circuits and len(circuits[0]) == 2:
        return circuits[:1]
    if shape is Shape.NO_MUTUAL or len(circuits) < 2:
        return []
    each_once = {inspector for inspector, _ in arcs} == {inspected for _, inspected in arcs}
    return circuits[:1] if each_once else circuits[:2]
