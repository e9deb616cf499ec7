"""Which teams are overdue, by how much, for what cause, and which of them first.

The weights order a list of telephone calls; they are this project's own suggestion and no grade.
Every point is explained by a part: a code and the number behind it, which the pages put in words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from firesafety.months import Month

from .deadlines import Severity
from .states import (
    DUE_SOON_DAYS,
    AssignmentFacts,
    Cause,
    HazardFacts,
    HazardState,
    Missing,
    RoundFacts,
    RoundState,
    days_late,
    find_missing,
    hazard_state,
    round_state,
)
from .weights import DEFAULT_WEIGHTS, ON_PAPER_SHARE, Weights, hazard_weight

__all__ = [
    "DUE_SOON_DAYS",
    "AssignmentFacts",
    "Cause",
    "HazardFacts",
    "HazardState",
    "Missing",
    "OverdueTeam",
    "Part",
    "PartCode",
    "RoundFacts",
    "RoundState",
    "find_missing",
    "hazard_points",
    "hazard_state",
    "rank_overdue",
    "round_state",
]

# A hazard in one of these still endangers somebody, for all that anyone else has seen.
STANDING = (HazardState.OPEN, HazardState.DUE_SOON, HazardState.OVERDUE, HazardState.AWAITING)


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
class Part:
    """Why a team stands higher: ``points`` of the score, and the numbers that they come from.

    Of hazards, ``oldest_days`` since the oldest was found, and the ``kinds`` of their premises that
    weigh more than a house, heaviest first. Of missing households, how many lie ``on_paper``.
    """

    code: PartCode
    value: int
    points: float
    oldest_days: int = 0
    kinds: tuple[str, ...] = ()
    on_paper: int = 0


@dataclass(frozen=True, slots=True)
class OverdueTeam:
    """One line of the officer's list. ``score`` is the sum of the points of ``parts``, which are
    rounded to be shown; ``weight`` is the same without rounding, which puts the list in order."""

    team: int
    month: Month
    state: RoundState
    days_late: int
    missing: tuple[Missing, ...]
    hazards_overdue: int
    score: float
    weight: float
    parts: tuple[Part, ...]


def rank_overdue(
    teams: Iterable[RoundFacts], *, on: date, weights: Weights = DEFAULT_WEIGHTS
) -> tuple[OverdueTeam, ...]:
    """The overdue teams, worst first; of equal weight by team.

    Listed are teams whose round is late or missed, teams with a hazard past its day, and teams
    silent for ``weights.listed_after_silent`` months unless they are paused. A team handed in with
    several rounds has one line: the heaviest round, the older one of equals.
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
    return (-line.weight, line.team, line.month)


def _judge(facts: RoundFacts, on: date, weights: Weights) -> OverdueTeam | None:
    state = round_state(facts, on=on)
    is_late = state in (RoundState.LATE, RoundState.MISSED)
    missing = _listed_missing(facts, state, on)
    late = days_late(facts, on=on) if is_late else 0
    states = [hazard_state(each, on=on) for each in facts.hazards]
    hazards = tuple(
        each for each, now in zip(facts.hazards, states, strict=True) if now in STANDING
    )
    overdue = states.count(HazardState.OVERDUE)
    silent = 0 if state is RoundState.PAUSED else facts.months_silent
    if not (is_late or overdue or silent >= weights.listed_after_silent):
        return None
    absent = len(missing) if is_late else 0
    unseen = math.fsum(_missing_weight(one) for one in missing) if is_late else 0
    households = len({assignment.inspected for assignment in facts.assignments})
    parts = (
        *_hazard_parts(hazards, on, weights),
        Part(
            PartCode.MONTHS_SILENT, silent, weights.month_silent * min(silent, weights.silent_cap)
        ),
        Part(
            PartCode.MISSING,
            absent,
            weights.all_missing * unseen / max(1, households),
            on_paper=sum(one.cause is Cause.ON_PAPER for one in missing) if is_late else 0,
        ),
        Part(PartCode.DAYS_LATE, late, weights.day_late * min(late, weights.late_cap_days)),
        Part(
            PartCode.PEOPLE_AT_RISK,
            facts.people_at_risk,
            weights.person_at_risk * min(facts.people_at_risk, weights.people_cap),
        ),
    )
    # Rounded before they are added, so that the parts shown make the score shown.
    shown = tuple(_rounded(part) for part in parts if part.value)
    score = round(math.fsum(part.points for part in shown), 1)
    # So near that what weighs the same is not told apart by how a machine adds.
    weight = round(math.fsum(part.points for part in parts if part.value), 6)
    return OverdueTeam(facts.team, facts.month, state, late, missing, overdue, score, weight, shown)


def _rounded(part: Part) -> Part:
    points = round(part.points, 1)
    return part if points == part.points else replace(part, points=points)


def _missing_weight(missing: Missing) -> float:
    return ON_PAPER_SHARE if missing.cause is Cause.ON_PAPER else 1


def _listed_missing(facts: RoundFacts, state: RoundState, on: date) -> tuple[Missing, ...]:
    missing = find_missing(visit.as_of(on) for visit in facts.assignments)
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
        oldest = max(((on - hazard.found_on).days for hazard in chosen), default=0)
        return Part(code, len(chosen), points, oldest, _heavy_kinds(chosen, weights))

    return (
        part(PartCode.CRITICAL_HAZARDS, Severity.CRITICAL),
        part(PartCode.MAJOR_HAZARDS, Severity.MAJOR),
        part(PartCode.MINOR_HAZARDS, Severity.MINOR),
    )


def _heavy_kinds(hazards: Iterable[HazardFacts], weights: Weights) -> tuple[str, ...]:
    factors = {hazard.kind: weights.kind_factors[hazard.kind] for hazard in hazards}
    heavy = [kind for kind, factor in factors.items() if factor > weights.kind_factors["house"]]
    return tuple(sorted(heavy, key=lambda kind: (-factors[kind], kind)))


def hazard_points(hazard: HazardFacts, *, on: date, weights: Weights = DEFAULT_WEIGHTS) -> float:
    """What one open hazard adds to its team's score. Raises ValueError for an unknown kind."""
    age = 1 + min((on - hazard.found_on).days, weights.age_cap_days) / weights.age_cap_days
    return hazard_weight(hazard.severity, hazard.kind, weights) * age
