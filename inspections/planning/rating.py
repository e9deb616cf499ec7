"""A suggested yearly score of a team, with its parts: a proposal for talk, never an official grade.

No criteria table for models of this kind was found in any rule, so every weight and cut-off is a
setting of the place. What is not known is not counted, instead of counted as failed: the score is
the share reached of what is known, in points of 100.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from .rating_year import months_at_work


class RatingPart(StrEnum):
    """What a part of the score stands for; all are shares from 0 to 1."""

    PAPERS = "papers"  # founding paper there, roster confirmed this year: half each
    ROUNDS_ON_TIME = "rounds_on_time"  # months with every home seen by the due day
    COVERAGE = "coverage"  # homes seen of homes due; "could not check" is not seen
    CRITICAL_FIXED = "critical_fixed"  # critical hazards fixed by their day
    EQUIPMENT = "equipment"  # answers on equipment that were met
    MEETINGS = "meetings"  # meetings held of those expected
    DRILL = "drill"
    REPORTS = "reports"  # reports handed in on time
    NO_FIRE = "no_fire"  # no fire with consequences from a fault that was known and not fixed


class Level(StrEnum):
    """Best first, as models are spoken of: tốt, khá, trung bình, yếu."""

    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    WEAK = "weak"


class Standing(StrEnum):
    RATED = "rated"
    TOO_SHORT = "too_short"  # not long enough at work, for being young or for resting
    DISBANDED = "disbanded"
    NO_COMPLETE_ROUND = "no_complete_round"
    TOO_LITTLE_KNOWN = "too_little_known"


DEFAULT_POINTS: Mapping[RatingPart, float] = MappingProxyType(
    {
        RatingPart.PAPERS: 10,
        RatingPart.ROUNDS_ON_TIME: 25,
        RatingPart.COVERAGE: 15,
        RatingPart.CRITICAL_FIXED: 20,
        RatingPart.EQUIPMENT: 10,
        RatingPart.MEETINGS: 5,
        RatingPart.DRILL: 5,
        RatingPart.REPORTS: 5,
        RatingPart.NO_FIRE: 5,
    }
)


@dataclass(frozen=True, slots=True)
class Criteria:
    """``points`` add up to 100. ``cut_offs``: the least score that is good, fair, average.

    ``months``: how many of the last twelve a team must have been at work to be rated.
    ``known_points``: below this many points of known parts no score is suggested. ``meetings``:
    how many a year are expected.
    """

    points: Mapping[RatingPart, float] = field(default_factory=lambda: DEFAULT_POINTS, hash=False)
    cut_offs: tuple[float, float, float] = (85, 70, 50)
    months: int = 9
    known_points: float = 60
    meetings: int = 2

    def __post_init__(self) -> None:
        """Raises ValueError for criteria that cannot be applied."""
        if set(self.points) != set(RatingPart):
            raise ValueError("every part needs its points")
        if any(not math.isfinite(each) or each < 0 for each in self.points.values()):
            raise ValueError("points must be numbers from 0")
        if not math.isclose(math.fsum(self.points.values()), 100):
            raise ValueError(f"points add up to {math.fsum(self.points.values()):g}, not 100")
        good, fair, average = self.cut_offs
        if not 100 >= good > fair > average > 0:
            raise ValueError("cut-offs must fall from 100 to 0")
        if not (0 <= self.months <= 12 and 0 < self.known_points <= 100 and self.meetings >= 1):
            raise ValueError("months must be 0 to 12, known points 1 to 100, meetings 1 or more")


DEFAULT_CRITERIA = Criteria()


@dataclass(frozen=True, slots=True)
class TeamYear:
    """What is known of one team in one rating year; None stands for "nobody said".

    ``days_of_rest``: days on which it rested, among the twelve months up to the day it is rated.
    ``rounds``: rounds whose due day fell into the year, months of rest and pauses left out;
    ``rounds_on_time``: those with every home seen by that day; ``rounds_complete``: by their
    closing. ``homes_due`` and ``homes_seen``: homes of these rounds. ``critical_due``: critical
    hazards whose day to be fixed fell into the year; ``critical_fixed``: those fixed by then.
    ``equipment_asked`` and ``equipment_met``: answers on extinguishers and their like.
    """

    team: int
    founded_on: date
    disbanded_on: date | None = None
    days_of_rest: int = 0
    founding_paper: bool = False
    roster_confirmed: bool | None = None
    rounds: int = 0
    rounds_on_time: int = 0
    rounds_complete: int = 0
    homes_due: int = 0
    homes_seen: int = 0
    critical_due: int = 0
    critical_fixed: int = 0
    equipment_asked: int = 0
    equipment_met: int = 0
    meetings: int | None = None
    drill: bool | None = None
    reports_due: int | None = None
    reports_on_time: int | None = None
    fire_from_known_fault: bool | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for counts that cannot be."""
        pairs = (
            (self.rounds_on_time, self.rounds_complete),
            (self.rounds_complete, self.rounds),
            (self.homes_seen, self.homes_due),
            (self.critical_fixed, self.critical_due),
            (self.equipment_met, self.equipment_asked),
            (self.reports_on_time or 0, self.reports_due or 0),
        )
        counts = (self.days_of_rest, self.meetings or 0)
        if any(not 0 <= part <= whole for part, whole in pairs) or min(counts) < 0:
            raise ValueError("a part may not be below 0 or larger than its whole")


@dataclass(frozen=True, slots=True)
class PartScore:
    """``share`` is None where nothing is known; ``points`` are then 0 of 0."""

    part: RatingPart
    share: float | None
    points: float
    of: float


@dataclass(frozen=True, slots=True)
class Rating:
    """``score``: 0 to 100 with one decimal, and ``level``, None unless RATED."""

    team: int
    standing: Standing
    parts: tuple[PartScore, ...]
    score: float | None = None
    level: Level | None = None

    @property
    def reached(self) -> float:
        """Points of all parts together."""
        return math.fsum(part.points for part in self.parts)

    @property
    def known(self) -> float:
        """Points that could have been reached with what is known."""
        return math.fsum(part.of for part in self.parts)


def rate_team(facts: TeamYear, *, on: date, criteria: Criteria = DEFAULT_CRITERIA) -> Rating:
    """The suggestion for one team, or why there is none; the parts are always shown.

    ``on``: the day up to which ``facts`` tell: the last of a year or half-year, or today.
    """
    parts = tuple(_score_part(part, facts, criteria) for part in RatingPart)
    rating = Rating(facts.team, Standing.RATED, parts)
    standing = _standing(facts, rating, criteria, on=on)
    if standing is not Standing.RATED:
        return replace(rating, standing=standing)
    score = round(100 * rating.reached / rating.known, 1)
    return replace(rating, score=score, level=level_of(score, criteria))


def level_of(score: float, criteria: Criteria = DEFAULT_CRITERIA) -> Level:
    """The level of a score from 0 to 100."""
    for level, least in zip(Level, criteria.cut_offs, strict=False):
        if score >= least:
            return level
    return Level.WEAK


def _standing(facts: TeamYear, rating: Rating, criteria: Criteria, *, on: date) -> Standing:
    if facts.disbanded_on is not None and facts.disbanded_on <= on:
        return Standing.DISBANDED
    months = months_at_work(facts.founded_on, on, days_of_rest=facts.days_of_rest)
    if months < criteria.months:
        return Standing.TOO_SHORT
    if not facts.rounds_complete:
        return Standing.NO_COMPLETE_ROUND
    if rating.known < criteria.known_points:
        return Standing.TOO_LITTLE_KNOWN
    return Standing.RATED


def _score_part(part: RatingPart, facts: TeamYear, criteria: Criteria) -> PartScore:
    share = share_of(part, facts, criteria)
    of = criteria.points[part]
    if share is None:
        return PartScore(part, None, 0.0, 0.0)
    return PartScore(part, share, share * of, of)


def share_of(
    part: RatingPart, facts: TeamYear, criteria: Criteria = DEFAULT_CRITERIA
) -> float | None:
    """How much of a part a team reached, 0 to 1; None where nothing is known of it."""
    match part:
        case RatingPart.PAPERS:
            if facts.roster_confirmed is None:
                return 1.0 if facts.founding_paper else 0.0
            return (facts.founding_paper + facts.roster_confirmed) / 2
        case RatingPart.ROUNDS_ON_TIME:
            return _share(facts.rounds_on_time, facts.rounds)
        case RatingPart.COVERAGE:
            return _share(facts.homes_seen, facts.homes_due)
        case RatingPart.CRITICAL_FIXED:
            return _share(facts.critical_fixed, facts.critical_due)
        case RatingPart.EQUIPMENT:
            return _share(facts.equipment_met, facts.equipment_asked)
        case RatingPart.MEETINGS:
            held = facts.meetings
            return None if held is None else min(1.0, held / criteria.meetings)
        case RatingPart.DRILL:
            return None if facts.drill is None else float(facts.drill)
        case RatingPart.REPORTS:
            return _share(facts.reports_on_time, facts.reports_due)
        case RatingPart.NO_FIRE:
            fire = facts.fire_from_known_fault
            return None if fire is None else float(not fire)


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None


def faults(
    rating: Rating,
    facts: TeamYear,
    *,
    on: date,
    criteria: Criteria = DEFAULT_CRITERIA,
) -> tuple[str, ...]:
    """What is wrong with a rating of ``facts`` up to ``on``, in sentences; empty when right."""
    found = []
    if [each.part for each in rating.parts] != list(RatingPart):
        found.append("a part is missing, doubled or out of order")
    for each in rating.parts:
        if not 0 <= each.points <= each.of <= criteria.points[each.part]:
            found.append(f"{each.part} has {each.points:g} points of {each.of:g}")
        if (each.share is None) != (each.of == 0) and criteria.points[each.part]:
            found.append(f"{each.part} is counted though unknown, or left out though known")
    rated = rating.standing is Standing.RATED
    if rated != (rating.score is not None) or rated != (rating.level is not None):
        found.append("a team has a score without being rated, or is rated without one")
    if rating.score is not None and not 0 <= rating.score <= 100:
        found.append(f"a score of {rating.score:g}")
    if rated and rating.score is not None:
        reached, known = (
            sum(each.points for each in rating.parts),
            sum(each.of for each in rating.parts),
        )
        if abs(rating.score * known - 100 * reached) > 0.051 * known:
            found.append(f"{rating.score:g} is not what the parts add up to")
    if rated and facts.founded_on > on:
        found.append("a team is rated for a year before it was founded")
    if rated and facts.disbanded_on is not None and facts.disbanded_on <= on:
        found.append("a team is rated that was no more")
    return tuple(found)
