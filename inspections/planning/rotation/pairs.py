"""Mode pairs: two neighbours inspect each other; in an odd number, three do so in a circle."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations

from inspections.planning.rotation.capacity import choose_served
from inspections.planning.rotation.circuits import Arc
from inspections.planning.rotation.memory import AGE_LIMIT
from inspections.planning.rotation.mixing import fold
from inspections.planning.rotation.situation import Situation
from inspections.planning.rotation.values import Note
from inspections.planning.rotation.wishes import OFF_TABLE_PART, REPEAT

EXACT_SIZE = 16  # up to here the best pairing is found by going through all of them
AGAIN = 20  # in units of (n-1)^2 for each household: more than all other prices of a month
LOT_BITS = 40  # room for the lots drawn below the cost

Cost = Callable[[int, int], int]
Groups = tuple[tuple[int, ...], ...]


def pair_visits(situation: Situation, served: Sequence[int]) -> tuple[frozenset[Arc], list[Note]]:
    """The visits within this month's pairs, when everybody else can be served beside them.

    Households that cannot inspect, or that go without an inspection this month, are in no pair.
    A month that is repaired keeps its published visits instead of pairing anew. When pairs
    would leave anyone out whom single visits could serve, the month is planned like a rotation.
    """
    if situation.keep or situation.done:
        return frozenset(), []
    demand = situation.demand
    seats = [s for s in demand.seats if demand.caps[s] and demand.allowed[s] and served[s]]
    groups = _best_groups(situation, seats)
    arcs = frozenset(arc for group in groups for arc in _round_trip(group))
    rest = situation.after(arcs, served).demand
    if choose_served(rest, rest.seats)[0] != rest.needs:
        return frozenset(), [Note.PAIRS_AS_ROTATION]
    return arcs, []


def partner_in_ideal_month(size: int, period: int) -> dict[int, int]:
    """The circle method: n seats pair off so that all pairs meet in n-1 months (n even).

    One seat stays, the others turn around it. With n odd an empty chair is added, and whoever
    would sit with it has no partner.
    """
    chairs = size + size % 2
    turning = chairs - 1
    month = period % turning if turning > 0 else 0
    partner = {}
    for step in range(1, chairs // 2):
        one, other = (month + step) % turning, (month - step) % turning
        partner[one], partner[other] = other, one
    if size % 2 == 0 and size:
        partner[month], partner[turning] = turning, month
    return partner


def _round_trip(group: Sequence[int]) -> list[Arc]:
    if len(group) == 1:
        return []
    return [(seat, group[(place + 1) % len(group)]) for place, seat in enumerate(group)]


def _pair_cost(situation: Situation) -> Cost:
    """What it costs that two seats meet: little when they last met long ago."""
    year = max(1, situation.size - 1)
    ideal = partner_in_ideal_month(situation.size, situation.period)

    def cost(one: int, other: int) -> int:
        age = min(situation.age(one, other), situation.age(other, one))
        price = (AGE_LIMIT * year) ** 2 - age * age
        if situation.met_last(one, other) or situation.met_last(other, one):
            price += REPEAT * year * year
        again = max(situation.repeats(one, other), situation.repeats(other, one))
        price += again * AGAIN * situation.size * year * year
        if ideal.get(situation.seats[one]) != situation.seats[other]:
            price += max(1, year * year // OFF_TABLE_PART)
        names = sorted((situation.present[one].id, situation.present[other].id))
        lot = fold(situation.team, situation.period, *names) >> (64 - LOT_BITS)
        return (price << (LOT_BITS + 8)) + lot

    return cost


def _best_groups(situation: Situation, seats: Sequence[int]) -> Groups:
    """Pairs, and one triangle where one is left over, that leave the fewest alone."""
    price = _pair_cost(situation)
    allowed = situation.demand.allowed
    cost = {
        (one, other): price(one, other)
        for one in seats
        for other in seats
        if one < other and other in allowed[one] and one in allowed[other]
    }
    if len(seats) > EXACT_SIZE:
        groups = _good_groups(seats, cost)
    else:
        groups = _cheapest_groups(seats, cost, alone=1 + 2 * sum(cost.values()))
    return tuple(_turn(situation, group) for group in groups)


def _cheapest_groups(
    seats: Sequence[int], cost: dict[tuple[int, int], int], *, alone: int
) -> list[tuple[int, ...]]:
    """The cheapest pairs, by dynamic programming over the sets of seats still to be paired.

    The first seat of a set meets one other, or two where the set is odd, or stays alone. Sets
    are bit masks; the price of a group that may not meet is left out.
    """
    bits = {1 << place: seat for place, seat in enumerate(seats)}
    price = {
        (one, other): cost[bits[one], bits[other]]
        for one in bits
        for other in bits
        if (bits[one], bits[other]) in cost
    }

    @cache
    def best(left: int) -> tuple[int, tuple[int, ...]]:
        """The price of the set and the group of its first seat."""
        if not left:
            return 0, ()
        first = left & -left
        left -= first
        answer: tuple[int, tuple[int, ...]] = (best(left)[0] + alone, (first,))
        others = [bit for bit in bits if bit & left and (first, bit) in price]
        for other in others:
            total = best(left - other)[0] + price[first, other]
            answer = min(answer, (total, (first, other)))
        if left.bit_count() % 2 == 0:
            for other, third in combinations(others, 2):
                if (other, third) in price:
                    total = price[first, other] + price[first, third] + price[other, third]
                    total += best(left - other - third)[0]
                    answer = min(answer, (total, (first, other, third)))
        return answer

    groups = []
    left = sum(bits)
    while left:
        group = best(left)[1]
        groups.append(tuple(bits[bit] for bit in group))
        left -= sum(group)
    return groups


def _turn(situation: Situation, group: tuple[int, ...]) -> tuple[int, ...]:
    """Which way round a triangle goes: the way whose visits are due longest."""
    ways = group, group[::-1]
    return max(ways, key=lambda way: (sum(situation.age(i, j) for i, j in _round_trip(way)), way))


def _good_groups(seats: Sequence[int], cost: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Pairs for a team too large to try them all: the cheapest pair first, and so on.

    Whoever is left over joins the pair that it may meet most cheaply.
    """
    free = set(seats)
    groups: list[tuple[int, ...]] = []
    for pair in sorted(cost, key=lambda pair: (cost[pair], pair)):
        if free.issuperset(pair):
            free -= set(pair)
            groups.append(pair)
    for seat in sorted(free):
        joins = {
            pair: [cost.get((min(seat, other), max(seat, other)), -1) for other in pair]
            for pair in groups
            if len(pair) == 2
        }
        open_to_it = [pair for pair, costs in joins.items() if min(costs) >= 0]
        if open_to_it:
            pair = min(open_to_it, key=lambda pair: (sum(joins[pair]), pair))
            groups[groups.index(pair)] = (*pair, seat)
    return groups
