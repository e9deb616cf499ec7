"""Modes duty and crew: a few households carry the whole month, in turn.

Duty: one household inspects all others, and a deputy inspects it. Crew: two or three walk
round together; each inspection is written down by one of them, second inspections by another,
and they inspect each other. Where an exclusion keeps all of them from a door, others help.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations

from inspections.planning.rotation.capacity import choose_served
from inspections.planning.rotation.circuits import Arc
from inspections.planning.rotation.filling import fill
from inspections.planning.rotation.memory import leaders
from inspections.planning.rotation.mixing import fold
from inspections.planning.rotation.situation import Situation
from inspections.planning.rotation.values import Mode


def choose_carriers(situation: Situation, crew_size: int) -> tuple[int, ...]:
    """The seats that carry this month: duty and deputy, or the crew; none in other modes.

    Published visits stay. Then nobody carries again within the window as long as somebody else
    can; nobody should be left to others' help; and then it is the turn of those whose visits
    are due longest.
    """
    able = [s for s in situation.demand.seats if situation.present[s].can_inspect]
    if not able:
        return ()
    if situation.mode is Mode.DUTY:
        teams = permutations(able, min(2, len(able)))
        return min(teams, key=lambda pair: _duty_score(situation, pair))
    if situation.mode is Mode.CREW:
        crews = combinations(able, min(crew_size, len(able)))
        return min(crews, key=lambda crew: _crew_score(situation, crew))
    return ()


def duty_visits(
    situation: Situation, served: Sequence[int], carriers: Sequence[int]
) -> frozenset[Arc]:
    """The duty household goes wherever it may, the deputy wherever a visit is missing then."""
    arcs: set[Arc] = set()
    for carrier in carriers:
        for seat in sorted(situation.demand.allowed[carrier]):
            if sum(j == seat for _, j in arcs) < served[seat]:
                arcs.add((carrier, seat))
    return frozenset(arcs)


def crew_visits(
    situation: Situation, served: Sequence[int], carriers: Sequence[int]
) -> frozenset[Arc]:
    """The crew shares all households, as evenly and as long due as can be."""
    allowed = tuple(
        targets if seat in carriers else frozenset()
        for seat, targets in enumerate(situation.demand.allowed)
    )
    demand = replace(situation.demand, allowed=allowed, needs=tuple(served))
    within, _ = choose_served(demand, demand.seats)
    return frozenset().union(*fill(replace(situation, demand=demand), within))


def _duty_score(situation: Situation, pair: Sequence[int]) -> tuple[int, ...]:
    arcs = duty_visits(situation, situation.demand.needs, pair)
    unserved = sum(situation.demand.needs) - len(arcs)
    changes = len(situation.keep - arcs)
    again = sum(map(situation.leads_again, leaders(Counter(i for i, _ in arcs))))
    repeats = sum(situation.repeats(*arc) for arc in arcs)
    helped = sum(i != pair[0] for i, _ in arcs)
    turn = -_turn(situation, pair[0])
    lots = (situation.lot(seat) for seat in pair)
    return (changes, again, unserved, repeats, helped, turn, *_deputy(situation, pair), *lots)


def _turn(situation: Situation, seat: int) -> int:
    """How much it is a seat's turn to be on duty."""
    return sum(_due(situation, seat, j) for j in situation.demand.seats if j != seat)


def _deputy(situation: Situation, pair: Sequence[int]) -> tuple[int, ...]:
    """How ill the deputy is chosen: best is who was on duty not long ago, but not last month.

    Whoever comes on duty next month would make the deputy's visit then once more.
    """
    duty, deputy = pair[0], pair[-1]
    repeats = duty != deputy and situation.met_last(deputy, duty)
    return (int(repeats), _turn(situation, deputy))


def _crew_score(situation: Situation, crew: Sequence[int]) -> tuple[int, ...]:
    demand = situation.demand
    unserved = sum(
        max(0, need - sum(seat in demand.allowed[i] for i in crew))
        for seat, need in enumerate(demand.needs)
    )
    changes = sum(inspector not in crew for inspector, _ in situation.keep)
    again = sum(map(situation.walks_again, crew))
    rested = sum(situation.rested(seat) ** 2 for seat in crew)
    names = (situation.present[seat].id for seat in crew)
    return (changes, again, unserved, -rested, fold(situation.team, situation.period, *names))


def _due(situation: Situation, seat: int, target: int) -> int:
    """How long a visit is due; squared, so that one old debt outweighs several young ones."""
    return situation.age(seat, target) ** 2
