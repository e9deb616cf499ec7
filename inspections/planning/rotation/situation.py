"""One team's month as the planner sees it: seats, who may visit whom, what is already done."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from inspections.planning.rotation.capacity import Demand
from inspections.planning.rotation.circuits import Arc
from inspections.planning.rotation.memory import Memory, remember
from inspections.planning.rotation.mixing import fold
from inspections.planning.rotation.tables import bypass_absent, ideal_month
from inspections.planning.rotation.values import Meeting, Member, Visit


@dataclass(frozen=True, slots=True)
class Situation:
    """Seats number the members who are present, in order of their ids.

    ``seats`` maps them to their places among all members, in which ``memory`` and the ideal
    tables count. ``ideal`` holds this month's visits of the ideal table among those present;
    ``done`` and ``keep`` are completed and published visits of this month between seats.
    """

    team: int
    period: int
    size: int
    present: tuple[Member, ...]
    seats: tuple[int, ...]
    memory: Memory
    ideal: dict[int, int]
    excluded: frozenset[frozenset[int]]
    demand: Demand
    done: frozenset[Arc]
    keep: frozenset[Arc]

    def lot(self, seat: int) -> int:
        """A number drawn for the seat, to decide what nothing else decides."""
        return fold(self.team, self.period, self.present[seat].id)

    def lapse(self, seat: int) -> int:
        return self.memory.lapse[self.seats[seat]]

    def debt(self, seat: int) -> int:
        return self.memory.debt[self.seats[seat]]

    def met_last(self, seat: int, target: int) -> bool:
        """Whether this very visit took place in the month before."""
        return bool(self.memory.met_last[self.seats[seat], self.seats[target]])

    def visits(self, arcs: Iterable[Arc]) -> tuple[Visit, ...]:
        """The same visits by household id."""
        return tuple(Visit(self.present[i].id, self.present[j].id) for i, j in arcs)


def see_situation(
    team: int,
    members: Iterable[Member],
    history: Iterable[Meeting],
    period: int,
    *,
    excluded: Collection[frozenset[int]] = frozenset(),
    keep: Iterable[Visit] = (),
    done: Iterable[Visit] = (),
) -> Situation:
    """Puts the rows of a team in order; nothing after this depends on the order they came in.

    Raises ValueError when two members share an id.
    """
    ordered = sorted(members, key=lambda member: member.id)
    if len({member.id for member in ordered}) != len(ordered):
        raise ValueError("Two members of a team share an id.")
    done = tuple(done)
    seats = tuple(place for place, member in enumerate(ordered) if not member.away)
    present = tuple(ordered[place] for place in seats)
    seat_of = {member.id: seat for seat, member in enumerate(present)}
    here = tuple(not member.away for member in ordered)
    back = {place: seat for seat, place in enumerate(seats)}
    targets = bypass_absent(ideal_month(len(ordered), period), here)
    pairs = frozenset(frozenset(pair) for pair in excluded)
    demand = _demand(present, pairs, done)
    kept = _between(seat_of, keep)
    return Situation(
        team=team,
        period=period,
        size=len(ordered),
        present=present,
        seats=seats,
        memory=remember(ordered, history, period),
        ideal={back[place]: back[target] for place, target in targets.items()},
        excluded=pairs,
        demand=demand,
        done=_between(seat_of, done),
        keep=frozenset((i, j) for i, j in kept if j in demand.allowed[i]),
    )


def _between(seat_of: dict[int, int], visits: Iterable[Visit]) -> frozenset[Arc]:
    return frozenset(
        (seat_of[visit.inspector], seat_of[visit.inspected])
        for visit in visits
        if visit.inspector in seat_of and visit.inspected in seat_of
    )


def _demand(
    present: Sequence[Member], excluded: frozenset[frozenset[int]], done: Sequence[Visit]
) -> Demand:
    """What is left to serve once the completed visits are counted."""
    gone = {(visit.inspector, visit.inspected) for visit in done}
    made = [sum(inspector == member.id for inspector, _ in gone) for member in present]
    got = [sum(inspected == member.id for _, inspected in gone) for member in present]
    return Demand(
        allowed=tuple(
            frozenset(
                seat
                for seat, other in enumerate(present)
                if member.can_inspect
                and other.id != member.id
                and frozenset((member.id, other.id)) not in excluded
                and (member.id, other.id) not in gone
            )
            for member in present
        ),
        caps=tuple(
            max(0, member.visits_cap - count) for member, count in zip(present, made, strict=True)
        ),
        needs=tuple(
            max(0, member.visits_needed - count) for member, count in zip(present, got, strict=True)
        ),
    )
