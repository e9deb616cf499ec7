"""Checks the shape of a month: mutual visits, rings, and what the notes say of them."""

from collections.abc import Collection, Iterator

from inspections.planning.rotation.circuits import Arc, find_circuits
from inspections.planning.rotation.values import Member, Mode, Note, Plan

TABLED = (4, 6)  # full teams whose ideal year has a month without one single ring


def shape_faults(
    plan: Plan,
    present: dict[int, Member],
    pairs: Collection[frozenset[int]],
    mode: Mode,
    *,
    size: int,
) -> Iterator[str]:
    """Rule H6: no mutual visits and one ring a pass where that can be, and notes that say so.

    ``size`` counts the members, absent ones too.
    """
    visits = {(visit.inspector, visit.inspected) for visit in plan.visits}
    inspectors = {inspector for inspector, _ in visits}
    alone_in_duty = Note.MODE_WIDENED not in plan.notes and not plan.repaired
    if mode is Mode.DUTY and alone_in_duty and len(inspectors) > 2:
        yield f"{len(inspectors)} households carry a month of duty."
    if mode is Mode.PAIRS and not {Note.TRIANGLE, Note.PAIRS_AS_ROTATION} & set(plan.notes):
        alone = {i for i, j in visits if (j, i) not in visits}
        if alone and needed_by_all(plan, present, pairs) == 1:
            yield f"{sorted(alone)} visit somebody who does not visit them."
    if mode is Mode.ROTATION:
        yield from _ring_faults(plan, present, pairs, visits, size)


def _ring_faults(
    plan: Plan,
    present: dict[int, Member],
    pairs: Collection[frozenset[int]],
    visits: Collection[Arc],
    size: int,
) -> Iterator[str]:
    mutual = sorted(i for i, j in visits if (j, i) in visits)
    if bool(mutual) != (Note.MUTUAL_PAIR in plan.notes):
        yield "The note about mutual visits is wrong."
    if plan.repaired:
        return
    second = {(visit.inspector, visit.inspected) for visit in plan.second}
    if not second <= set(visits):
        yield "A second visit is not among the visits."
    first = set(visits) - second
    passes = [first, second] if len(second) == len(first) else [first]
    several = any(_is_broken(arcs) for arcs in passes) and not mutual
    if several != (Note.SEVERAL_RINGS in plan.notes):
        yield "The note about rings is wrong."
    needed, everybody = needed_by_all(plan, present, pairs), len(present)
    can_ring = (needed == 1 and everybody > 2) or (needed == 2 and everybody > 4)
    if can_ring and not (needed == 1 and everybody == size in TABLED):
        if mutual:
            yield f"{mutual} visit each other in a team of {everybody} that could do without."
        if several:
            yield f"A team of {everybody} that could make one ring makes several."


def _is_broken(arcs: Collection[Arc]) -> bool:
    """Whether visits that go to each household once make more than one circuit."""
    once = len({inspected for _, inspected in arcs}) == len(arcs)
    return once and len(find_circuits(arcs)) > 1


def needed_by_all(
    plan: Plan, present: dict[int, Member], pairs: Collection[frozenset[int]]
) -> int | None:
    """How many visits each household needs, if nothing but the visits is in the planner's way.

    None where needs differ, somebody cannot go as often, two may not meet, or a month is
    repaired.
    """
    needs = {member.visits_needed for member in present.values()}
    if plan.repaired or len(needs) != 1 or any(set(pair) <= present.keys() for pair in pairs):
        return None
    (needed,) = needs
    free = all(member.can_inspect and member.visits_cap >= needed for member in present.values())
    return needed if free else None
