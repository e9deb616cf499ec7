"""What is wrong with a ranking of overdue teams: the checker beside the maker."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from .overdue import OverdueTeam, PartCode
from .states import HazardState, RoundFacts, RoundState, hazard_state, round_state
from .weights import DEFAULT_WEIGHTS, Weights


def faults(
    ranking: Sequence[OverdueTeam],
    teams: Iterable[RoundFacts],
    *,
    on: date,
    weights: Weights = DEFAULT_WEIGHTS,
) -> tuple[str, ...]:
    """What is wrong with a ranking of ``teams``, in sentences; empty when right."""
    rounds = {(facts.team, facts.month): facts for facts in teams}
    listed = Counter(line.team for line in ranking)
    due = {facts.team for facts in rounds.values() if _is_overdue(facts, on, weights)}
    found = [f"team {team} stands twice" for team, times in listed.items() if times > 1]
    found += [f"team {team} is overdue and not listed" for team in sorted(due - set(listed))]
    found += [f"team {team} is listed and not overdue" for team in sorted(set(listed) - due)]
    if [(-line.weight, line.team) for line in ranking] != sorted(
        (-line.weight, line.team) for line in ranking
    ):
        found.append("the lines are not in order of weight, then team")
    for line in ranking:
        facts = rounds.get((line.team, line.month))
        found += [f"team {line.team}: no round of {line.month}"] if facts is None else []
        found += [] if facts is None else _line_faults(line, facts, on)
    return tuple(found)


def _is_overdue(facts: RoundFacts, on: date, weights: Weights) -> bool:
    state = round_state(facts, on=on)
    return (
        state in (RoundState.LATE, RoundState.MISSED)
        or any(hazard_state(each, on=on) is HazardState.OVERDUE for each in facts.hazards)
        or (state is not RoundState.PAUSED and facts.months_silent >= weights.listed_after_silent)
    )


def _line_faults(line: OverdueTeam, facts: RoundFacts, on: date) -> list[str]:
    found = []
    if line.state is not round_state(facts, on=on):
        found.append(f"team {line.team} is said to be {line.state}")
    if abs(math.fsum(part.points for part in line.parts) - line.score) > 0.05:
        found.append(f"the parts of team {line.team} do not add up to {line.score}")
    if abs(line.weight - line.score) > 0.05 * len(line.parts) + 0.05:
        found.append(f"team {line.team} weighs {line.weight} and shows {line.score}")
    counts = {part.code: part.value for part in line.parts}
    if counts.get(PartCode.DAYS_LATE, 0) != line.days_late:
        found.append(f"the days late of team {line.team} differ from its part")
    known = [visit.as_of(on) for visit in facts.assignments]
    inspected = {visit.inspected for visit in known if visit.done}
    if inspected & {one.household for one in line.missing}:
        found.append(f"team {line.team} misses a household that was inspected")
    return found
