"""Checks a plan against the rules, without using any part of the planner that made it."""

from collections import Counter
from collections.abc import Collection, Iterator

from inspections.planning.rotation.values import Meeting, Member, Mode, Plan, Visit


def faults(
    plan: Plan,
    members: Collection[Member],
    history: Collection[Meeting],
    period: int,
    *,
    mode: Mode = Mode.ROTATION,
    excluded: Collection[frozenset[int]] = frozenset(),
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


def _counts(visits: Collection[Visit]) -> tuple[Counter[int], Counter[int]]:
    return (
        Counter(visit.inspector for visit in visits),
        Counter(visit.inspected for visit in visits),
    )
