"""Fills a month with visits: who carries how much, then who visits whom.

Who is served is settled before (capacity). Households that must see two inspectors get their
second visit in a pass of its own: solving both at once was measured to be a hundred times
slower and left mutual visits.

What the visits should be like, in this order: nobody visits whom it is visited by; each pass
that serves everybody makes one ring; no visit comes again within the window; least cost.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from inspections.planning.rotation.capacity import Demand, choose_loads, choose_served
from inspections.planning.rotation.circuits import Arc, Shape
from inspections.planning.rotation.memory import DEBT_UNIT
from inspections.planning.rotation.search import cheapest_visits
from inspections.planning.rotation.situation import Situation
from inspections.planning.rotation.values import Mode
from inspections.planning.rotation.wishes import SELF_SUFFICIENT, base_costs, with_ties

Passes = tuple[frozenset[Arc], ...]

UNFAIR = DEBT_UNIT * 5 // 4
LOADS_TRIED = 60  # to avoid mutual visits; more was never seen to help


def fill(situation: Situation, served: Sequence[int]) -> Passes:
    """Visits that serve exactly ``served``, with loads as even and fair as possible, by pass.

    The last pass holds everybody's first visit. Published visits that still serve stay as they
    are. Where the fairest choice of who makes one visit more forces two households to visit
    each other, or a visit to come again too soon, somebody else makes it: fairness can be made
    up for next month.
    """
    if situation.keep and _still_serves(situation, served):
        return (situation.keep,)
    loads, proof = choose_loads(
        situation.demand, served, lambda seat, load: _rank(situation, seat, load)
    )
    best = _in_passes(situation, served, loads) or (proof,)
    least = _flaws(situation, best)
    if _strictest_shape(situation) is Shape.FREE or not any(least):
        return best
    for others in _other_loads(situation, served, loads):
        passes = _in_passes(situation, served, others)
        if passes is not None and _flaws(situation, passes) < least:
            best, least = passes, _flaws(situation, passes)
            if not any(least):
                break
    return best


def _flaws(situation: Situation, passes: Passes) -> tuple[int, int]:
    """How many households visit each other, and how many new visits come again too soon."""
    arcs = frozenset().union(*passes)
    return len(_mutual(arcs)), sum(situation.repeats(*arc) > 0 for arc in arcs - situation.keep)


def _strictest_shape(situation: Situation) -> Shape:
    """One ring; but a repair touches the fewest published visits, which matters more.

    In the other modes than rotation, visits may well be mutual.
    """
    if situation.mode is not Mode.ROTATION:
        return Shape.FREE
    return Shape.NO_MUTUAL if situation.keep or situation.done else Shape.RING


def _follows_table(situation: Situation) -> bool:
    """Whether a small full team is right on its ideal year, so that this month is the table's.

    Teams of 3, 4 and 6 meet in n-1 months only if a visit may follow its own reverse, and those
    of 4 and 6 only if some months are no single ring. As long as nothing disturbs them, their
    ideal month is the cheapest when reversals cost nothing; then it is taken as it stands.
    """
    ideal = situation.ideal
    full = len(ideal) == situation.size < SELF_SUFFICIENT
    if not full or _strictest_shape(situation) is not Shape.RING:
        return False
    seats = list(situation.demand.seats)
    cost = _costs(situation, len(seats), reversals_free=True)
    allowed = _matrix(situation.demand)
    best = cheapest_visits(cost, allowed, inspectors=seats, households=seats, shape=Shape.FREE)
    repeated = any(situation.repeats(*arc) for arc in ideal.items())
    return best is not None and dict(best) == ideal and not repeated


def _still_serves(situation: Situation, served: Sequence[int]) -> bool:
    """Whether the published visits are all that is needed."""
    demand = situation.demand
    made = Counter(i for i, _ in situation.keep)
    got = Counter(j for _, j in situation.keep)
    return all(
        made[seat] <= demand.caps[seat] and got[seat] == served[seat] for seat in demand.seats
    )


def _mutual(arcs: Collection[Arc]) -> set[int]:
    """The seats that visit somebody who visits them."""
    return {i for i, j in arcs if (j, i) in arcs}


def _other_loads(
    situation: Situation, served: Sequence[int], loads: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    """Other loads that serve the same and are as even, the fairest first; not all of them.

    None that drive the members' debts further apart than ``UNFAIR``: in a small team the same
    household would be spared, or asked, month after month.
    """
    demand = situation.demand
    fairness = sorted(demand.seats, key=lambda seat: _rank(situation, seat, 1))
    bearable = max(UNFAIR, _spread(situation, loads))
    tried = [loads]
    for current in tried:
        for giver, taker in product(reversed(fairness), fairness):
            if current[giver] != current[taker] + 1 or current[taker] == demand.caps[taker]:
                continue
            other = list(current)
            other[giver] -= 1
            other[taker] += 1
            swapped = tuple(other)
            if swapped in tried or _spread(situation, swapped) > bearable:
                continue
            possible = Demand(demand.allowed, swapped, tuple(served))
            if choose_served(possible, demand.seats)[0] == possible.needs:
                tried.append(swapped)
                yield swapped
            if len(tried) > LOADS_TRIED:
                return


def _spread(situation: Situation, loads: Sequence[int]) -> int:
    """How far the debts of all members, absent ones too, lie apart after such a month."""
    able = [seat for seat, member in enumerate(situation.present) if member.can_inspect]
    share = DEBT_UNIT * sum(loads) // max(1, len(able))
    debts = list(situation.memory.debt)
    for seat in able:
        debts[situation.seats[seat]] += DEBT_UNIT * loads[seat] - share
    return max(debts, default=0) - min(debts, default=0)


def _rank(situation: Situation, seat: int, load: int) -> tuple[int, ...]:
    """Who makes one visit more: as published, else who has done least of the fair share."""
    published = sum(i == seat for i, _ in situation.keep)
    return (load >= published, situation.debt(seat), situation.lot(seat))


def _in_passes(situation: Situation, served: Sequence[int], loads: Sequence[int]) -> Passes | None:
    """Second visits first, for they have the least choice; then everybody's first visit.

    Each pass avoids the visits of the passes before it and, if it can, their reverses. None
    when one pass leaves no way to complete the next.
    """
    for spare_reverses in (True, False):
        passes: list[frozenset[Arc]] = []
        left = tuple(loads)
        for turn in reversed(range(max(served, default=0))):
            needs = [max(0, min(turn + 1, count)) for count in served]
            taken = frozenset().union(*passes)
            step = _one_pass(situation, taken, needs, left, spare_reverses)
            if step is None:
                break
            passes.append(step)
            left = tuple(count - sum(i == seat for i, _ in step) for seat, count in enumerate(left))
        if sum(map(len, passes)) == sum(served):
            return tuple(passes)
    return None


def _one_pass(
    situation: Situation,
    taken: Collection[Arc],
    needs: Sequence[int],
    left: Sequence[int],
    spare_reverses: bool,
) -> frozenset[Arc] | None:
    """One visit for each household that needs the most; ``left`` are the loads still to fill."""
    most = max(needs)
    now = tuple(int(count == most) for count in needs)
    barred = set(taken) | ({(j, i) for i, j in taken} if spare_reverses else set())
    allowed = tuple(
        frozenset(j for j in targets if (i, j) not in barred)
        for i, targets in enumerate(situation.demand.allowed)
    )
    cost = _costs(situation, sum(now))

    def rank(seat: int, _load: int) -> tuple[int, ...]:
        """An early pass goes to those who make several visits, and to those due there."""
        targets = [j for j in allowed[seat] if now[j]]
        repeats = all(situation.met_last(seat, j) for j in targets)
        due = min((int(cost[seat, j]) for j in targets), default=0)
        return (repeats, -left[seat], due)

    demand = Demand(allowed, tuple(left), now)
    if choose_served(demand, demand.seats)[0] != now:
        return None
    loads, _ = choose_loads(demand, now, rank)
    if most == 1 and not taken and set(loads) == set(now) == {1} and _follows_table(situation):
        return frozenset(situation.ideal.items())
    strictest = _strictest_shape(situation)
    if most > 1 and not all(now):
        strictest = min(strictest, Shape.NO_MUTUAL)
    return _cheapest(situation, Demand(allowed, loads, now), cost, strictest)


def _cheapest(
    situation: Situation, demand: Demand, cost: NDArray[np.int64], strictest: Shape
) -> frozenset[Arc]:
    """The cheapest visits with these loads, in the strictest shape that can be had.

    And of that shape with the widest window.
    """
    inspectors = [seat for seat in demand.seats for _ in range(demand.caps[seat])]
    households = [seat for seat in demand.seats if demand.needs[seat]]
    allowed = _matrix(demand)
    overlap = _overlaps(situation)
    for shape in reversed(Shape):
        if shape > strictest:
            continue
        for tolerated in sorted({0, *overlap[allowed].tolist()}):
            arcs = cheapest_visits(
                cost,
                allowed & (overlap <= tolerated),
                inspectors=inspectors,
                households=households,
                shape=shape,
            )
            if arcs is not None:
                return frozenset(arcs)
    raise AssertionError("These loads were found to suffice.")


def _overlaps(situation: Situation) -> NDArray[np.int64]:
    """How far each visit would reach into the window.

    A repair looks at costs alone, for it touches the fewest published visits above all.
    """
    seats = situation.demand.seats
    overlap = np.zeros((len(seats), len(seats)), dtype=np.int64)
    if situation.window and not situation.keep:
        for arc in product(seats, seats):
            overlap[arc] = situation.repeats(*arc)
    return overlap


def _costs(situation: Situation, visits: int, *, reversals_free: bool = False) -> NDArray[np.int64]:
    """What each visit costs; a published visit is worth more than anything else."""
    cost = base_costs(
        situation.memory,
        situation.seats,
        situation.ideal,
        situation.size,
        reversals_free=reversals_free,
    )
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
