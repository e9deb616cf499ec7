"""Who can be served and who carries how much, before anyone asks who visits whom.

Both questions are about flows from inspectors to households, in which each ordered pair is
used once at most. What can be served from a given set of inspectors forms a matroid, and so do
the loads that suffice: going through a list of wishes in order of priority, and granting each
wish that can still be granted, gives the best answer (Edmonds 1971). A wish is granted by an
augmenting path.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class _Flow:
    """Visits as a bipartite flow, seen from either side."""

    arcs: set[Arc] = field(default_factory=set)

    def augment(
        self,
        start: int,
        *,
        partners: Sequence[frozenset[int]],
        has_room: Callable[[int], bool],
        turned: bool,
    ) -> set[int]:
        """Gives ``start`` one visit more, moving others' partners where that is needed.

        ``partners`` are those each seat on start's side may have; ``turned`` when start's side
        is the inspected one. Returns an empty set on success, else the seats on start's side
        that compete for the same partners.
        """
        asked_by: dict[int, int] = {}  # partner -> the seat that asks for it
        frees: dict[int, int] = {}  # seat -> the partner it would give up
        reached = [start]
        for seat in reached:
            for partner in sorted(partners[seat]):
                if partner in asked_by or _arc(seat, partner, turned) in self.arcs:
                    continue
                asked_by[partner] = seat
                if has_room(partner):
                    self._shift(start, partner, asked_by, frees, turned)
                    return set()
                for other in self._users(partner, turned):
                    if other != start and other not in frees:
                        frees[other] = partner
                        reached.append(other)
        return set(reached)

    def _shift(
        self,
        start: int,
        partner: int,
        asked_by: dict[int, int],
        frees: dict[int, int],
        turned: bool,
    ) -> None:
        """Turns the visits along the path found by ``augment``."""
        while True:
            seat = asked_by[partner]
            self.arcs.add(_arc(seat, partner, turned))
            if seat == start:
                return
            partner = frees[seat]
            self.arcs.remove(_arc(seat, partner, turned))

    def _users(self, partner: int, turned: bool) -> list[int]:
        side = 0 if turned else 1
        return sorted(arc[1 - side] for arc in self.arcs if arc[side] == partner)


def _arc(seat: int, partner: int, turned: bool) -> Arc:
    return (partner, seat) if turned else (seat, partner)


def choose_served(
    demand: Demand, order: Sequence[int]
) -> tuple[tuple[int, ...], dict[int, Competition]]:
    """How many visits each seat gets, and for each seat left short, who it competes with.

    As many visits as possible in all; everybody's first visit before anybody's second; and
    where not all can be served, seats earlier in ``order`` first.
    """
    flow = _Flow()
    visitors = demand.visitors()
    served = [0] * len(demand.needs)

    def has_room(inspector: int) -> bool:
        return sum(i == inspector for i, _ in flow.arcs) < demand.caps[inspector]

    short: dict[int, Competition] = {}
    for turn in range(max(demand.needs, default=0)):
        for seat in order:
            if served[seat] != turn or demand.needs[seat] <= turn:
                continue
            stuck = flow.augment(seat, partners=visitors, has_room=has_room, turned=True)
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
    flow = _Flow()
    loads = [0] * len(served)
    open_to = {seat for seat in demand.seats if demand.caps[seat] > 0}

    def has_room(household: int) -> bool:
        return sum(j == household for _, j in flow.arcs) < served[household]

    while sum(loads) < sum(served):
        seat = min(open_to, key=lambda i: (loads[i], rank(i, loads[i])))
        if flow.augment(seat, partners=demand.allowed, has_room=has_room, turned=False):
            open_to.discard(seat)  # once refused, always refused: loads only grow
            continue
        loads[seat] += 1
        if loads[seat] == demand.caps[seat]:
            open_to.discard(seat)
    return tuple(loads), frozenset(flow.arcs)
