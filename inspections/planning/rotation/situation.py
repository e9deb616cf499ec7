"""One team's month as the planner sees it: seats, who may visit whom, what is already done."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from inspections.planning.rotation.capacity import Demand
from inspections.planning.rotation.circuits import Arc
from inspections.planning.rotation.memory import AGE_LIMIT, Memory, remember
from inspections.planning.rotation.mixing import fold
from inspections.planning.rotation.tables import bypass_absent, ideal_month
from inspections.planning.rotation.values import NO_REPEAT, Meeting, Member, Mode, Visit


@dataclass(frozen=True, slots=True)
class Situation:
    """Seats number the members who are present, in order of their ids.

    ``seats`` maps them to their places among all members, in which ``memory`` and the ideal
    tables count. ``ideal`` holds this month's visits of the ideal table among those present;
    ``done`` and ``keep`` are completed and published visits of this month between seats. A visit
    should not come again within ``window`` operating months.
    """

    team: int
    period: int
    mode: Mode
    window: int
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

    def age(self, seat: int, target: int) -> int:
        """Months since this visit, limited as in its cost."""
        age = int(self.memory.age[self.seats[seat], self.seats[target]])
        return min(age, AGE_LIMIT * max(1, self.size - 1))

    def rested(self, seat: int) -> int:
        """Months since the household inspected anyone, limited like ages."""
        months = self.period - self.memory.last_visit[self.seats[seat]]
        return min(months, AGE_LIMIT * max(1, self.size - 1))

    def met_last(self, seat: int, target: int) -> bool:
        """Whether this very visit took place in the month before."""
        return bool(self.memory.met_last[self.seats[seat], self.seats[target]])

    def overlap(self, months: int) -> int:
        """How far something that was so many months ago reaches into the window; 0 for not."""
        return max(0, self.window + 1 - months)

    def repeats(self, seat: int, target: int) -> int:
        """The overlap of a visit with its last time."""
        place = self.seats[seat], self.seats[target]
        return self.overlap(int(self.memory.age[place])) if self.memory.met[place] else 0

    def leads_again(self, seat: int) -> int:
        """The overlap of a month that the household carries with the last one that it did."""
        return self.overlap(self.period - self.memory.last_lead[self.seats[seat]])

    def walks_again(self, seat: int) -> int:
        """The overlap of any visit by the household with its last one."""
        return self.overlap(self.period - self.memory.last_walk[self.seats[seat]])

    def after(self, arcs: Collection[Arc], served: Sequence[int]) -> "Situation":
        """What is left to plan of ``served`` once these visits are settled."""
        demand = self.demand
        made = [sum(i == seat for i, _ in arcs) for seat in demand.seats]
        got = [sum(j == seat for _, j in arcs) for seat in demand.seats]
        return replace(
            self,
            demand=Demand(
                allowed=tuple(
                    frozenset(j for j in targets if (i, j) not in arcs)
                    for i, targets in enumerate(demand.allowed)
                ),
                caps=tuple(cap - count for cap, count in zip(demand.caps, made, strict=True)),
                needs=tuple(n - count for n, count in zip(served, got, strict=True)),
            ),
            done=self.done | frozenset(arcs),
            keep=self.keep - frozenset(arcs),
        )

    def relying_on(self, carriers: Collection[int]) -> "Situation":
        """The same month, in which the carriers can make as many visits as it takes."""
        everybody = len(self.present)
        caps = tuple(
            everybody if seat in carriers else cap for seat, cap in enumerate(self.demand.caps)
        )
        return replace(self, demand=replace(self.demand, caps=caps))

    def visits(self, arcs: Iterable[Arc]) -> tuple[Visit, ...]:
        """The same visits by household id."""
        return tuple(Visit(self.present[i].id, self.present[j].id) for i, j in arcs)


def see_situation(
    team: int,
    members: Iterable[Member],
    history: Iterable[Meeting],
    period: int,
    *,
    mode: Mode = Mode.ROTATION,
    excluded: Collection[frozenset[int]] = frozenset(),
    keep: Iterable[Visit] = (),
    done: Iterable[Visit] = (),
    no_repeat: int = NO_REPEAT,
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
        mode=mode,
        window=window_of(no_repeat, len(present)),
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


def window_of(no_repeat: int, present: int) -> int:
    """Months in which no visit comes again: as wished, as long as there are others to visit.

    Whoever has visited everybody else begins anew after ``present - 1`` months.
    """
    return max(0, min(no_repeat, present - 2))


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
