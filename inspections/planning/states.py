"""What a round and a hazard are on a day: facts in, one state out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from firesafety.months import Month

from .clock import Clock
from .deadlines import Severity

DUE_SOON_DAYS = 3


class RoundState(StrEnum):
    NOT_OPEN = "not_open"
    OPEN = "open"
    DUE_SOON = "due_soon"
    LATE = "late"  # past the due day, a result still counts
    MISSED = "missed"  # past the grace days too
    CLOSED = "closed"
    PAUSED = "paused"


class HazardState(StrEnum):
    NOT_FOUND = "not_found"  # on that day nobody knew of it
    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    AWAITING = "awaiting"  # said to be fixed, and no other household has seen it
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # noted by mistake


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


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """One planned visit. ``cause`` counts only while the visit is not done.

    ``received_on``: the day on which word of it arrived; None where that does not matter.
    """

    inspector: int
    inspected: int
    done: bool = False
    cause: Cause = Cause.NOT_DONE
    received_on: date | None = None

    def as_of(self, on: date) -> AssignmentFacts:
        """The visit as it was known at the end of a day."""
        if self.received_on is None or self.received_on <= on:
            return self
        return AssignmentFacts(self.inspector, self.inspected)


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """One hazard; ``kind`` is the kind of the household's premises.

    ``claimed_on``: when its owner said that it is fixed; ``closed_on``: when another household saw
    that it is, or, with ``withdrawn``, when it turned out to have been noted by mistake.
    """

    household: int
    severity: Severity
    found_on: date
    due_on: date
    kind: str = "house"
    claimed_on: date | None = None
    closed_on: date | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What is known of a team and one of its rounds.

    ``months_silent``: whole months in a row before this round in which nothing was received.
    ``people_at_risk``: people in the team's premises who are many under one roof or need help to
    get out (``weights.people_at_risk``). ``clock`` knows the team's pauses and the holidays.
    """

    team: int
    month: Month
    starts_on: date
    due_on: date
    missed_on: date
    closed_on: date | None = None
    clock: Clock = field(default_factory=Clock)
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


def find_missing(assignments: Iterable[AssignmentFacts]) -> tuple[Missing, ...]:
    """Households that none of their inspectors has inspected, in the order of the assignments.

    Where several were to go, the most telling cause given by any of them stands.
    """
    visits = tuple(assignments)
    seen = {visit.inspected for visit in visits if visit.done}
    waiting: dict[int, list[AssignmentFacts]] = {}
    for visit in visits:
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


def _all_seen(assignments: Iterable[AssignmentFacts]) -> bool:
    visits = tuple(assignments)
    seen = {visit.inspected for visit in visits if visit.done}
    return all(visit.inspected in seen for visit in visits)


def days_late(facts: RoundFacts, *, on: date) -> int:
    """How many days ran after the due day: none while the team rested, none on holidays."""
    return facts.clock.days_after(facts.due_on, until=on)


def round_state(facts: RoundFacts, *, on: date, due_soon_days: int = DUE_SOON_DAYS) -> RoundState:
    """The state of a round on a day, by what was known at the end of that day.

    A round with nothing missing stays open, never late, until it is closed: its results may
    still be corrected. A closed round stays closed, whatever comes in later.
    """
    if facts.closed_on is not None and facts.closed_on <= on:
        return RoundState.CLOSED
    if facts.clock.paused(on):
        return RoundState.PAUSED
    if on < facts.starts_on:
        return RoundState.NOT_OPEN
    if _all_seen(visit.as_of(on) for visit in facts.assignments):
        return RoundState.OPEN
    if on >= facts.missed_on:
        return RoundState.MISSED
    if facts.clock.any_after(facts.due_on, until=on):
        return RoundState.LATE
    return RoundState.DUE_SOON if (facts.due_on - on).days <= due_soon_days else RoundState.OPEN


def hazard_state(
    facts: HazardFacts, *, on: date, due_soon_days: int = DUE_SOON_DAYS
) -> HazardState:
    """The state of a hazard on a day, by what was known then.

    Its owner's word stops the clock until somebody else has looked, and closes nothing.
    """
    if on < facts.found_on:
        return HazardState.NOT_FOUND
    if facts.closed_on is not None and facts.closed_on <= on:
        return HazardState.WITHDRAWN if facts.withdrawn else HazardState.CLOSED
    if facts.claimed_on is not None and facts.claimed_on <= on:
        return HazardState.AWAITING
    if on > facts.due_on:
        return HazardState.OVERDUE
    return HazardState.DUE_SOON if (facts.due_on - on).days <= due_soon_days else HazardState.OPEN
