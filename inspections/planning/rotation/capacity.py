"""Who can be served and who carries how much, before anyone asks who visits whom.

Both questions are about flows from inspectors to households, in which each ordered pair is
used once at most. What can be served from a given set of inspectors forms a matroid, and so do
the loads that suffice: going through a list of wishes in order of priority, and granting each
wish that can still be granted, gives the best answer (Edmonds 1971). A wish is granted by an
augmenting path.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspections.planning.rotation.circuits import Arc

Rank = Callable[[int, int], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Demand:
    """What has to be served: seats count from 0.

    ``allowed[i]`` holds the seats that seat i may visit; ``caps[i]`` is the most visits it can
    make, ``needs[j]`` how many different inspectors seat j must see.
    """

    allowed: tuple[frozenset[int], ...]
    caps: tuple[int, ...]
    needs: tuple[int, ...]

    @property
    def seats(self) -> range:
        return range(len(self.needs))

    def visitors(self) -> tuple[frozenset[int], ...]:
        """Per seat, those who may visit it."""
        return tuple(frozenset(i for i in self.seats if j in self.allowed[i]) for j in self.seats)


@dataclass(frozen=True, slots=True)
class Competition:
    """Households that need more visits together than their possible inspectors can make."""

    households: frozenset[int]
    inspectors: frozenset[int]
    demand: int
    capacity: int


class _Flow:
    """Visits as a flow from one side to the other, seen from the side that asks for more."""

    def __init__(self, partners: Sequence[frozenset[int]]) -> None:
        """``partners`` are those on the other side that each seat on this side may have."""
        self.partners = [sorted(some) for some in partners]
        self.has: list[set[int]] = [set() for _ in partners]
        self.had_by: list[set[int]] = [set() for _ in partners]

    def augment(self, start: int, room: Sequence[int]) -> set[int]:
        """Gives ``start`` one partner more, moving others' partners where that is needed.

        ``room`` is how often each partner can be had. Returns an empty set on success, else the
        seats on start's side that compete for the same partners.
        """
        asked_by: dict[int, int] = {}  # partner -> the seat that asks for it
        frees: dict[int, int] = {}  # seat -> the partner it would give up
        reached = [start]
        for seat in reached:
            for partner in self.partners[seat]:
                if partner in asked_by or partner in self.has[seat]:
                    continue
                asked_by[partner] = seat
                if len(self.had_by[partner]) < room[partner]:
                    self._shift(start, partner, asked_by, frees)
                    return set()
                for other in sorted(self.had_by[partner]):
                    if other != start and other not in frees:
                        frees[other] = partner
                        reached.append(other)
        return set(reached)

    def _shift(
        self, start: int, partner: int, asked_by: dict[int, int], frees: dict[int, int]
    ) -> None:
        """Turns the visits along the path found by ``augment``."""
        while True:
            seat = asked_by[partner]
            self.has[seat].add(partner)
            self.had_by[partner].add(seat)
            if seat == start:
                return
            partner = frees[seat]
            self.has[seat].remove(partner)
            self.had_by[partner].remove(seat)


def choose_served(
    demand: Demand, order: Sequence[int]
) -> tuple[tuple[int, ...], dict[int, Competition]]:
    """How many visits each seat gets, and for each seat left short, who it competes with.

    As many visits as possible in all; everybody's first visit before anybody's second; and
    where not all can be served, seats earlier in ``order`` first.
    """
    visitors = demand.visitors()
    flow = _Flow(visitors)
    served = [0] * len(demand.needs)
    short: dict[int, Competition] = {}
    for turn in range(max(demand.needs, default=0)):
        for seat in order:
            if served[seat] != turn or demand.needs[seat] <= turn:
                continue
            stuck = flow.augment(seat, demand.caps)
            if stuck:
                short[seat] = _competition(demand, visitors, stuck)
            else:
                served[seat] += 1
    return tuple(served), short


def _competition(
    demand: Demand, visitors: Sequence[frozenset[int]], households: set[int]
) -> Competition:
    """The proof that these households cannot all be served (Hall 1935)."""
    inspectors = frozenset().union(*(visitors[j] for j in households))
    return Competition(
        households=frozenset(households),
        inspectors=inspectors,
        demand=sum(demand.needs[j] for j in households),
        capacity=sum(min(demand.caps[i], len(demand.allowed[i] & households)) for i in inspectors),
    )


def choose_loads(
    demand: Demand, served: Sequence[int], rank: Rank
) -> tuple[tuple[int, ...], frozenset[Arc]]:
    """How many visits each seat makes so that everybody gets ``served``, and a proof of it.

    As even as possible (the least sum of squares); where somebody must make one visit more, the
    seats with the smallest ``rank(seat, load so far)`` do. The proof is one set of visits with
    these loads.
    """
    flow = _Flow(demand.allowed)
    loads = [0] * len(served)
    open_to = {seat for seat in demand.seats if demand.caps[seat] > 0}
    while sum(loads) < sum(served):
        seat = min(open_to, key=lambda i: (loads[i], rank(i, loads[i])))
        if flow.augment(seat, served):
            open_to.discard(seat)  # once refused, always refused: loads only grow
            continue
        loads[seat] += 1
        if loads[seat] == demand.caps[seat]:
            open_to.discard(seat)
    return tuple(loads), frozenset((i, j) for i in demand.seats for j in flow.has[i])
