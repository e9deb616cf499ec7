"""Checks a plan against the rules, without using any part of the planner that made it."""

from collections import Counter
from collections.abc import Collection, Iterator

from inspections.planning.rotation.checking_repeats import repeat_faults
from inspections.planning.rotation.checking_shape import shape_faults
from inspections.planning.rotation.values import NO_REPEAT, Meeting, Member, Mode, Plan, Visit


def faults(
    plan: Plan,
    members: Collection[Member],
    history: Collection[Meeting],
    period: int,
    *,
    mode: Mode = Mode.ROTATION,
    excluded: Collection[frozenset[int]] = frozenset(),
    no_repeat: int = NO_REPEAT,
) -> list[str]:
    """Everything that is wrong with a plan, in sentences; empty when it is sound.

    Visits that were done before a repair are facts, so only new ones are judged.
    """
    present = {member.id: member for member in members if not member.away}
    pairs = {frozenset(pair) for pair in excluded}
    return [
        *_visit_faults(plan, present, pairs),
        *_count_faults(plan, present, mode),
        *_shortage_faults(plan, present),
        *_waste_faults(plan, present, pairs, mode),
        *shape_faults(plan, present, pairs, mode, size=len(members)),
        *repeat_faults(plan, present, pairs, mode, history, period, no_repeat),
    ]


def _visit_faults(
    plan: Plan, present: dict[int, Member], pairs: set[frozenset[int]]
) -> Iterator[str]:
    """Rule H1: distinct visits between different, present households that may meet."""
    if list(plan.visits) != sorted(set(plan.visits)):
        yield "The visits are not sorted, or one is there twice."
    if not set(plan.done) <= set(plan.visits):
        yield "A completed visit is missing."
    for visit in plan.visits:
        if visit in plan.done:
            continue
        if visit.inspector == visit.inspected:
            yield f"{visit.inspector} inspects itself."
        for household in (visit.inspector, visit.inspected):
            if household not in present:
                yield f"{household} takes part, but is no member or is away."
        if visit.inspector in present and not present[visit.inspector].can_inspect:
            yield f"{visit.inspector} inspects, but cannot."
        if frozenset((visit.inspector, visit.inspected)) in pairs:
            yield f"{visit.inspector} visits {visit.inspected}, but they are excluded."


def _count_faults(plan: Plan, present: dict[int, Member], mode: Mode) -> Iterator[str]:
    """Rules H2 and H3: needs are met or reported, no inspector is over its limit."""
    made, got = _counts(plan.visits)
    done, seen = _counts(plan.done)
    missing = {
        shortage.household: shortage.needed - shortage.assigned for shortage in plan.shortages
    }
    for member in present.values():
        wanted = max(member.visits_needed, seen[member.id])
        if got[member.id] + missing.get(member.id, 0) != wanted:
            yield (
                f"{member.id} needs {member.visits_needed} visits, gets {got[member.id]} and is "
                f"reported short of {missing.get(member.id, 0)}."
            )
        limit = max(member.visits_cap, done[member.id])
        if mode in (Mode.ROTATION, Mode.PAIRS) and made[member.id] > limit:
            yield f"{member.id} makes {made[member.id]} visits, but can make {limit}."


def _shortage_faults(plan: Plan, present: dict[int, Member]) -> Iterator[str]:
    """Every shortage names a household once and proves that nobody could have come."""
    named = Counter(shortage.household for shortage in plan.shortages)
    for household, count in named.items():
        if count > 1:
            yield f"{household} is reported short twice."
    for shortage in plan.shortages:
        if shortage.household not in present:
            yield f"{shortage.household} is reported short, but is no member or is away."
        if shortage.household not in shortage.group:
            yield f"{shortage.household} does not compete with its own group."
        if shortage.demand <= shortage.capacity:
            yield f"{shortage.household} is reported short, but there is room for its group."


def _waste_faults(
    plan: Plan, present: dict[int, Member], pairs: set[frozenset[int]], mode: Mode
) -> Iterator[str]:
    """Rules H2 and H3 again: nobody left short who could be served, no load uneven in vain.

    A repair may leave loads uneven, because it leaves published visits alone.
    """
    if mode in (Mode.DUTY, Mode.CREW):
        return
    made, got = _counts(plan.visits)
    free = [visit for visit in plan.visits if visit not in plan.done]
    visits = {(visit.inspector, visit.inspected) for visit in free}
    reach = reachable_pairs(plan, present, pairs)
    for start in present.values():
        if got[start.id] < start.visits_needed:
            for end in _handovers(start.id, visits, reach, from_inspected=True):
                if made[end] < present[end].visits_cap:
                    yield f"{start.id} is left short, but {end} could make one visit more."
        if mode is Mode.ROTATION and not plan.repaired and start.visits_cap > made[start.id]:
            for end in _handovers(start.id, visits, reach, from_inspected=False):
                if made[end] > made[start.id] + 1:
                    yield f"{end} makes {made[end]} visits, and could hand one to {start.id}."


def reachable_pairs(
    plan: Plan, present: dict[int, Member], pairs: set[frozenset[int]]
) -> set[tuple[int, int]]:
    """All visits that the rules allow this month, beside those that were done already."""
    done = {(visit.inspector, visit.inspected) for visit in plan.done}
    return {
        (one.id, other.id)
        for one in present.values()
        for other in present.values()
        if one.can_inspect
        and one.id != other.id
        and frozenset((one.id, other.id)) not in pairs
        and (one.id, other.id) not in done
    }


def _handovers(
    start: int, visits: set[tuple[int, int]], reach: set[tuple[int, int]], *, from_inspected: bool
) -> set[int]:
    """Inspectors at the far end of a chain in which one visit after the other changes hands.

    From a household left short: who could come to it, or hand a visit on so that somebody else
    can. From an idle inspector: who has a visit that reaches it through such a chain.
    """
    inspectors: set[int] = set()
    households = [start] if from_inspected else []
    fresh = [] if from_inspected else [start]
    seen = set(households)
    while households or fresh:
        if households:
            household = households.pop()
            found = {i for i, j in (reach - visits if from_inspected else visits) if j == household}
            fresh += sorted(found - inspectors)
            inspectors |= found
        else:
            inspector = fresh.pop()
            arcs = visits if from_inspected else reach - visits
            more = {j for i, j in arcs if i == inspector} - seen
            seen |= more
            households += sorted(more)
    return inspectors


def _counts(visits: Collection[Visit]) -> tuple[Counter[int], Counter[int]]:
    return (
        Counter(visit.inspector for visit in visits),
        Counter(visit.inspected for visit in visits),
    )
