"""Mode rotation: each household inspects one neighbour and is inspected by one other.

Three questions in turn: who can be served (capacity), who carries how much (capacity), who
visits whom (search). Households that must see two inspectors get their second visit in a
second pass, which keeps the first as it is: solving both at once was measured to be a hundred
times slower and left mutual visits.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inspections.planning.rotation.capacity import Demand, choose_loads, choose_served
from inspections.planning.rotation.circuits import Arc, Shape, find_circuits
from inspections.planning.rotation.search import cheapest_visits
from inspections.planning.rotation.shortages import explain_shortage
from inspections.planning.rotation.situation import Situation
from inspections.planning.rotation.values import Shortage
from inspections.planning.rotation.wishes import base_costs, with_ties


def rotate(situation: Situation) -> tuple[list[Arc], list[Shortage]]:
    """The month's new visits between seats, and who is left short."""
    demand = situation.demand
    waiting_longest = sorted(
        demand.seats, key=lambda seat: (-situation.lapse(seat), situation.lot(seat))
    )
    served, short = choose_served(demand, waiting_longest)
    shortages = [
        explain_shortage(situation, seat, demand.needs[seat] - served[seat], short[seat])
        for seat in sorted(short)
    ]
    return list(_visits(situation, served)), shortages


def strictest_shape(situation: Situation) -> Shape:
    """The shape to try first.

    One ring, but two cases. The ideal tables of 4 and 6 members cannot be all rings and still
    let everybody meet in n-1 months: a full team follows its table. And a repair touches the
    fewest published visits, which matters more than the ring.
    """
    if situation.keep or situation.done:
        return Shape.NO_MUTUAL
    ideal = situation.ideal.items()
    if len(ideal) == situation.size and all(j in situation.demand.allowed[i] for i, j in ideal):
        shortest = len(find_circuits(ideal)[0])
        return (
            Shape.FREE
            if shortest == 2
            else Shape.NO_MUTUAL
            if shortest == 3 < len(ideal)
            else Shape.RING
        )
    return Shape.RING


def _visits(situation: Situation, served: Sequence[int]) -> frozenset[Arc]:
    """Visits that serve exactly ``served``, with loads as even and fair as possible."""
    demand = situation.demand
    loads, proof = choose_loads(demand, served, lambda seat, load: _rank(situation, seat, load))
    if max(served, default=0) <= 1:
        return _pass(situation, demand, loads, served, strictest_shape(situation))
    for spare_reverses in (True, False):
        arcs = _two_passes(situation, served, spare_reverses)
        if arcs is not None and _squares(arcs) == sum(load * load for load in loads):
            return arcs
    return proof


def _rank(situation: Situation, seat: int, load: int) -> tuple[int, ...]:
    """Who makes one visit more: as published, else who has done least of the fair share."""
    published = sum(i == seat for i, _ in situation.keep)
    return (load >= published, situation.debt(seat), situation.lot(seat))


def _two_passes(
    situation: Situation, served: Sequence[int], spare_reverses: bool
) -> frozenset[Arc] | None:
    """Everybody's first visit, then the second ones beside it; None if that serves fewer."""
    demand = situation.demand
    first = [min(count, 1) for count in served]
    loads, _ = choose_loads(demand, first, lambda seat, load: _rank(situation, seat, load))
    arcs = _pass(situation, demand, loads, first, strictest_shape(situation))
    taken = arcs | ({(j, i) for i, j in arcs} if spare_reverses else frozenset())
    second = tuple(count - once for count, once in zip(served, first, strict=True))
    rest = Demand(
        allowed=tuple(
            frozenset(j for j in demand.allowed[i] if (i, j) not in taken) for i in demand.seats
        ),
        caps=tuple(cap - load for cap, load in zip(demand.caps, loads, strict=True)),
        needs=second,
    )
    if choose_served(rest, demand.seats)[0] != second:
        return None

    def rank(seat: int, load: int) -> tuple[int, ...]:
        load += loads[seat]
        return (load, *_rank(situation, seat, load))

    more, proof = choose_loads(rest, second, rank)
    if max(second) > 1:
        return arcs | proof
    return arcs | _pass(situation, rest, more, second, Shape.NO_MUTUAL)


def _pass(
    situation: Situation,
    demand: Demand,
    loads: Sequence[int],
    served: Sequence[int],
    strictest: Shape,
) -> frozenset[Arc]:
    """The cheapest visits with these loads, in the strictest shape that can be had."""
    inspectors = [seat for seat in demand.seats for _ in range(loads[seat])]
    households = [seat for seat in demand.seats if served[seat]]
    if not households:
        return frozenset()
    allowed = _matrix(demand)
    cost = _costs(situation, len(households))
    for shape in reversed(Shape):
        if shape > strictest:
            continue
        arcs = cheapest_visits(
            cost, allowed, inspectors=inspectors, households=households, shape=shape
        )
        if arcs is not None:
            return frozenset(arcs)
    raise AssertionError("The loads were chosen so that visits exist.")


def _costs(situation: Situation, visits: int) -> NDArray[np.int64]:
    """What each visit costs; a published visit is worth more than anything else."""
    cost = base_costs(situation.memory, situation.seats, situation.ideal, situation.size)
    if situation.keep:
        change = (int(cost.max()) + 1) * visits
        cost += change
        for arc in situation.keep:
            cost[arc] -= change
    ids = [member.id for member in situation.present]
    return with_ties(cost, team=situation.team, period=situation.period, ids=ids, visits=visits)


def _matrix(demand: Demand) -> NDArray[np.bool_]:
    matrix = np.zeros((len(demand.needs), len(demand.needs)), dtype=np.bool_)
    for seat, targets in enumerate(demand.allowed):
        matrix[seat, list(targets)] = True
    return matrix


def _squares(arcs: frozenset[Arc]) -> int:
    loads: dict[int, int] = {}
    for inspector, _ in arcs:
        loads[inspector] = loads.get(inspector, 0) + 1
    return sum(load * load for load in loads.values())
