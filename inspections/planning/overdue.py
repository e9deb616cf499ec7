"""Which teams are overdue, by how much, for what cause, and which of them first.

The weights order a list of telephone calls; they are this project's own suggestion and no grade.
Every point is explained by a part: a code and the number behind it, which the pages put in words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from firesafety.months import Month

from .deadlines import Severity
from .weights import DEFAULT_WEIGHTS, Weights, hazard_weight

DUE_SOON_DAYS = 3


class RoundState(StrEnum):
    NOT_OPEN = "not_open"
    OPEN = "open"
    DUE_SOON = "due_soon"
    LATE = "late"  # past the due day, a result still counts
    MISSED = "missed"  # past the grace days too
    CLOSED = "closed"
    PAUSED = "paused"


class Cause(StrEnum):
    """Why a household has no inspection yet, the most telling last."""

    NOT_DONE = "not_done"
    OTHER = "other"
    NOBODY_HOME = "nobody_home"
    AWAY = "away"
    REFUSED = "refused"
    ON_PAPER = "on_paper"  # declared done on paper, not entered yet
    PAUSED = "paused"


_TELLING = {cause: rank for rank, cause in enumerate(Cause)}


class PartCode(StrEnum):
    """What a part of the score stands for, with the meaning of its value."""

    CRITICAL_HAZARDS = "critical_hazards"  # open hazards
    MAJOR_HAZARDS = "major_hazards"
    MINOR_HAZARDS = "minor_hazards"
    MONTHS_SILENT = "months_silent"  # months in a row without any result
    MISSING = "missing"  # households not inspected
    DAYS_LATE = "days_late"  # days after the due day
    PEOPLE_AT_RISK = "people_at_risk"  # persons


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """One planned visit. ``cause`` counts only while the visit is not done."""

    inspector: int
    inspected: int
    done: bool = False
    cause: Cause = Cause.NOT_DONE


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """One open hazard; ``kind`` is the kind of the household's premises."""

    household: int
    severity: Severity
    found_on: date
    due_on: date
    kind: str = "house"


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What is known of a team and one of its rounds.

    ``months_silent``: whole months in a row before this round in which nothing was received.
    ``people_at_risk``: people living or lying in the team's premises who need help or are many
    under one roof, as the caller counts them.
    """

    team: int
    month: Month
    starts_on: date
    due_on: date
    missed_on: date
    closed_on: date | None = None
    paused: bool = False
    assignments: tuple[AssignmentFacts, ...] = ()
    hazards: tuple[HazardFacts, ...] = ()
    months_silent: int = 0
    people_at_risk: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A household that nobody has inspected, who was to do it, and why it is not done."""

    household: int
    inspectors: tuple[int, ...]
    cause: Cause


@dataclass(frozen=True, slots=True)
class Part:
    code: PartCode
    value: int
    points: float


@dataclass(frozen=True, slots=True)
class OverdueTeam:
    """One line of the officer's list. ``score`` is the sum of the points of ``parts``."""

    team: int
    month: Month
    state: RoundState
    days_late: int
    missing: tuple[Missing, ...]
    hazards_overdue: int
    score: float
    parts: tuple[Part, ...]


def find_missing(assignments: Sequence[AssignmentFacts]) -> tuple[Missing, ...]:
    """Households that none of their inspectors has inspected, in the order of the assignments.

    Where several were to go, the most telling cause given by any of them stands.
    """
    seen = {visit.inspected for visit in assignments if visit.done}
    waiting: dict[int, list[AssignmentFacts]] = {}
    for visit in assignments:
        if visit.inspected not in seen:
            waiting.setdefault(visit.inspected, []).append(visit)
    return tuple(
        Missing(
            household,
            tuple(visit.inspector for visit in visits),
            max((visit.cause for visit in visits), key=_TELLING.__getitem__),
        )
        for household, visits in waiting.items()
    )


def round_state(facts: RoundFacts, *, on: date, due_soon_days: int = DUE_SOON_DAYS) -> RoundState:
    """The state of a round on a day.

    A round with nothing missing stays open, never late, until it is closed: its results may
    still be corrected.
    """
    if facts.closed_on is not None and facts.closed_on <= on:
        return RoundState.CLOSED
    if facts.paused:
        return RoundState.PAUSED
    if on < facts.starts_on:
        return RoundState.NOT_OPEN
    if not find_missing(facts.assignments):
        return RoundState.OPEN
    if on >= facts.missed_on:
        return RoundState.MISSED
    if on > facts.due_on:
        return RoundState.LATE
    return RoundState.DUE_SOON if (facts.due_on - on).days <= due_soon_days else RoundState.OPEN


def rank_overdue(
    teams: Iterable[RoundFacts], *, on: date, weights: Weights = DEFAULT_WEIGHTS
) -> tuple[OverdueTeam, ...]:
    """The overdue teams, worst first; equal scores by team.

    Listed are teams whose round is late or missed, teams with a hazard past its day, and teams
    silent for ``weights.listed_after_silent`` months unless they are paused. A team handed in with
    several rounds has one line: the round of the highest score, the older one of equals.
    Raises ValueError for a kind of premises that has no factor.
    """
    lines = [line for facts in teams if (line := _judge(facts, on, weights)) is not None]
    lines.sort(key=_order)
    # First come, first kept: the sort has put each team's worst round before its others.
    worst: dict[int, OverdueTeam] = {}
    for line in lines:
        worst.setdefault(line.team, line)
    return tuple(worst.values())


def _order(line: OverdueTeam) -> tuple[float, int, Month]:
    return (-line.score, line.team, line.month)


def _judge(facts: RoundFacts, on: date, weights: Weights) -> OverdueTeam | None:
    state = round_state(facts, on=on)
    is_late = state in (RoundState.LATE, RoundState.MISSED)
    missing = _listed_missing(facts, state)
    days_late = (on - facts.due_on).days if is_late else 0
    # A hazard noted after the day asked for was not known on it.
    hazards = tuple(hazard for hazard in facts.hazards if hazard.found_on <= on)
    overdue = sum(hazard.due_on < on for hazard in hazards)
    silent = 0 if state is RoundState.PAUSED else facts.months_silent
    if not (is_late or overdue or silent >= weights.listed_after_silent):
        return None
    absent = len(missing) if is_late else 0
    households = len({assignment.inspected for assignment in facts.assignments})
    parts = (
        *_hazard_parts(hazards, on, weights),
        Part(
            PartCode.MONTHS_SILENT, silent, weights.month_silent * min(silent, weights.silent_cap)
        ),
        Part(PartCode.MISSING, absent, weights.all_missing * absent / max(1, households)),
        Part(
            PartCode.DAYS_LATE, days_late, weights.day_late * min(days_late, weights.late_cap_days)
        ),
        Part(
            PartCode.PEOPLE_AT_RISK,
            facts.people_at_risk,
            weights.person_at_risk * min(facts.people_at_risk, weights.people_cap),
        ),
    )
    # Rounded before they are added, so that the parts shown make the score shown.
    shown = tuple(Part(p.code, p.value, round(p.points, 1)) for p in parts if p.value)
    score = round(math.fsum(part.points for part in shown), 1)
    return OverdueTeam(facts.team, facts.month, state, days_late, missing, overdue, score, shown)


def _listed_missing(facts: RoundFacts, state: RoundState) -> tuple[Missing, ...]:
    missing = find_missing(facts.assignments)
    if state in (RoundState.LATE, RoundState.MISSED):
        return missing
    if state is RoundState.PAUSED:
        return tuple(replace(one, cause=Cause.PAUSED) for one in missing)
    return ()


def _hazard_parts(
    hazards: Sequence[HazardFacts], on: date, weights: Weights
) -> tuple[Part, Part, Part]:
    def part(code: PartCode, severity: Severity) -> Part:
        chosen = [hazard for hazard in hazards if hazard.severity == severity]
        points = math.fsum(hazard_points(hazard, on=on, weights=weights) for hazard in chosen)
        return Part(code, len(chosen), points)

    return (
        part(PartCode.CRITICAL_HAZARDS, Severity.CRITICAL),
        part(PartCode.MAJOR_HAZARDS, Severity.MAJOR),
        part(PartCode.MINOR_HAZARDS, Severity.MINOR),
    )


def hazard_points(hazard: HazardFacts, *, on: date, weights: Weights = DEFAULT_WEIGHTS) -> float:
    """What one open hazard adds to its team's score. Raises ValueError for an unknown kind."""
    age = 1 + min((on - hazard.found_on).days, weights.age_cap_days) / weights.age_cap_days
    return hazard_weight(hazard.severity, hazard.kind, weights) * age


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
    if [(-line.score, line.team) for line in ranking] != sorted(
        (-line.score, line.team) for line in ranking
    ):
        found.append("the lines are not in order of score, then team")
    for line in ranking:
        facts = rounds.get((line.team, line.month))
        found += [f"team {line.team}: no round of {line.month}"] if facts is None else []
        found += [] if facts is None else _line_faults(line, facts, on)
    return tuple(found)


def _is_overdue(facts: RoundFacts, on: date, weights: Weights) -> bool:
    state = round_state(facts, on=on)
    return (
        state in (RoundState.LATE, RoundState.MISSED)
        or any(hazard.found_on <= on > hazard.due_on for hazard in facts.hazards)
        or (state is not RoundState.PAUSED and facts.months_silent >= weights.listed_after_silent)
    )


def _line_faults(line: OverdueTeam, facts: RoundFacts, on: date) -> list[str]:
    found = []
    if line.state is not round_state(facts, on=on):
        found.append(f"team {line.team} is said to be {line.state}")
    if abs(math.fsum(part.points for part in line.parts) - line.score) > 0.05:
        found.append(f"the parts of team {line.team} do not add up to {line.score}")
    counts = {part.code: part.value for part in line.parts}
    if counts.get(PartCode.DAYS_LATE, 0) != line.days_late:
        found.append(f"the days late of team {line.team} differ from its part")
    inspected = {visit.inspected for visit in facts.assignments if visit.done}
    if inspected & {one.household for one in line.missing}:
        found.append(f"team {line.team} misses a household that was inspected")
    return found
