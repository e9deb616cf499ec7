"""Checks that nobody comes, or carries the month, again too soon where that can be avoided."""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations, permutations

from inspections.planning.rotation.checking_shape import needed_by_all
from inspections.planning.rotation.circuits import Arc
from inspections.planning.rotation.proofs import PROVABLE, matching_exists, ring_exists
from inspections.planning.rotation.values import Meeting, Member, Mode, Note, Plan


def repeat_faults(
    plan: Plan,
    present: dict[int, Member],
    pairs: Collection[frozenset[int]],
    mode: Mode,
    history: Collection[Meeting],
    period: int,
    no_repeat: int,
) -> Iterator[str]:
    """Rule H8: the window is kept as far as the shape of the month allows, and the note is true.

    A repair touches the fewest published visits, whatever the window.
    """
    window = max(0, min(no_repeat, len(present) - 2))
    past = [meeting for meeting in history if meeting.period < period]
    ages: dict[Arc, int] = {}
    for meeting in past:
        arc, age = (meeting.inspector, meeting.inspected), period - meeting.period
        ages[arc] = min(age, ages.get(arc, age))
    free = {(visit.inspector, visit.inspected) for visit in set(plan.visits) - set(plan.done)}
    repeated = {arc for arc in free if ages.get(arc, window + 1) <= window}
    if bool(repeated) != (Note.REPEATED in plan.notes):
        yield "The note about repeated visits is wrong."
    if plan.repaired:
        return
    if repeated and _could_do_without(plan, present, pairs, mode, ages, repeated, window):
        yield f"{sorted(repeated)} come again too soon, and need not."
    apart = any(set(pair) <= present.keys() for pair in pairs)
    if mode in (Mode.DUTY, Mode.CREW) and not apart and len(present) > 3:
        yield from _carrier_faults(plan, present, mode, past, period, window)


def _could_do_without(
    plan: Plan,
    present: dict[int, Member],
    pairs: Collection[frozenset[int]],
    mode: Mode,
    ages: dict[Arc, int],
    repeated: Collection[Arc],
    window: int,
) -> bool:
    """Whether a month of the same shape goes without visits as young as the youngest of these.

    False where this is not proved: in teams with constraints or very many households.
    """
    if needed_by_all(plan, present, pairs) != 1 or not 2 < len(present) <= PROVABLE:
        return False
    households = sorted(present)
    if mode is Mode.ROTATION:
        youngest = min(ages[arc] for arc in repeated)
        return ring_exists(
            households,
            {arc for arc in permutations(households, 2) if ages.get(arc, youngest + 1) > youngest},
        )
    if mode is Mode.PAIRS and len(households) % 2 == 0:
        fresh = {
            (one, other)
            for one, other in combinations(households, 2)
            if min(ages.get(arc, window + 1) for arc in ((one, other), (other, one))) > window
        }
        return matching_exists(households, fresh)
    return False


def _carrier_faults(
    plan: Plan,
    present: dict[int, Member],
    mode: Mode,
    past: Collection[Meeting],
    period: int,
    window: int,
) -> Iterator[str]:
    """Nobody is on duty or walks with the crew again while somebody else has rested longer."""
    if any(member.visits_needed != 1 for member in present.values()):
        return
    made = Counter(visit.inspector for visit in plan.visits)
    carriers = _leaders(made) if mode is Mode.DUTY else set(made)
    last: dict[int, int] = {}
    for month in sorted({meeting.period for meeting in past}):
        visits = Counter(meeting.inspector for meeting in past if meeting.period == month)
        last |= dict.fromkeys(_leaders(visits) if mode is Mode.DUTY else visits, month)
    rests = {
        household: min(period - last.get(household, period - window - 1), window + 1)
        for household, member in present.items()
        if member.can_inspect
    }
    others = [rest for household, rest in rests.items() if household not in carriers]
    for carrier in sorted(carriers):
        if rests[carrier] < max(others, default=0):
            yield f"{carrier} carries the month again, though somebody else has rested longer."


def _leaders(made: Counter[int]) -> set[int]:
    """Who made the most visits of a month, two at least."""
    most = max(made.values(), default=0)
    return {household for household, count in made.items() if count == most > 1}
