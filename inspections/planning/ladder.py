"""Whom to tell of what is overdue, and when: leader, then ward officer, then city.

Each rung has its own dates. A person gets at most one digest a day; a thing is told to a rung when
its day comes, again every few days, and never after it is settled. Who cannot act is not told:
then the next rung hears of it on that day, with the reason. The days are this project's own
suggestion; no rule was found that gives a peer check such dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Rung(StrEnum):
    """Lowest first."""

    LEADER = "leader"
    WARD = "ward"
    CITY = "city"


RUNGS = tuple(Rung)


class Subject(StrEnum):
    ROUND = "round"
    HAZARD = "hazard"


class Skipped(StrEnum):
    """Why the rung below was not told."""

    NOBODY = "nobody"  # the team has no leader with an account, the ward no officer on duty
    UNREACHABLE = "unreachable"  # there is someone, and no way to reach them


@dataclass(frozen=True, slots=True)
class LadderParams:
    """``round_days`` and ``hazard_days``: days after the due day on which each rung is told, lowest
    rung first; negative reminds before. ``again_days``: between two tellings of one thing to one
    rung. ``quiet_from`` to ``quiet_until``: local hours in which nothing is sent, across midnight.
    ``snooze_days``: the longest that a thing may be put off at one time.
    """

    round_days: tuple[int, int, int] = (-3, 3, 14)
    hazard_days: tuple[int, int, int] = (0, 7, 21)
    again_days: int = 7
    quiet_from: time = time(20)
    quiet_until: time = time(7)
    snooze_days: int = 14

    def __post_init__(self) -> None:
        """Raises ValueError for rungs out of order or spans that cannot be."""
        for days in (self.round_days, self.hazard_days):
            if len(days) != len(RUNGS) or sorted(days) != list(days):
                raise ValueError("each rung needs its day, and a higher one no earlier day")
        if self.again_days < 1 or self.snooze_days < 1:
            raise ValueError("again_days and snooze_days must be 1 or more")

    def days_of(self, subject: Subject) -> tuple[int, int, int]:
        return self.round_days if subject is Subject.ROUND else self.hazard_days


DEFAULT_LADDER = LadderParams()


@dataclass(frozen=True, slots=True)
class Snooze:
    """A rung asked not to hear of a thing before ``until``; the rungs above are not silenced."""

    rung: Rung
    until: date


@dataclass(frozen=True, slots=True)
class Concern:
    """One round with homes missing, or one open hazard. ``key`` names it for ever.

    ``settled``: received, fixed, closed or withdrawn, by whatever way. ``resting``: the team is
    paused or disbanded. ``told``: the last day on which each rung was told of it. ``on_paper``: how
    many of a round's missing homes lie on paper, as the leader says; ``awaiting``: a hazard's
    household says that it is fixed. Neither silences anybody; the words say it.
    """

    key: str
    subject: Subject
    team: int
    due_on: date
    settled: bool = False
    resting: bool = False
    snoozes: tuple[Snooze, ...] = ()
    told: tuple[tuple[Rung, date], ...] = ()
    on_paper: int = 0
    awaiting: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who can act for ``teams`` at a rung; ``reachable`` by any channel."""

    person: int
    rung: Rung
    teams: frozenset[int]
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """``days``: after the due day, negative before it. ``again``: this rung heard of it before.
    ``skipped``: why the rung below was passed over, if it was."""

    concern: Concern
    days: int
    again: bool = False
    skipped: Skipped | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told on one day at one rung, most pressing first."""

    person: int
    rung: Rung
    on: date
    lines: tuple[Line, ...] = field(default=())

    @property
    def key(self) -> str:
        """The same for the same person, rung and day: a digest is stored once."""
        return f"digest:{self.rung}:{self.person}:{self.on:%Y-%m-%d}"


def plan_digests(
    concerns: Iterable[Concern],
    recipients: Iterable[Recipient],
    *,
    on: date,
    params: LadderParams = DEFAULT_LADDER,
) -> tuple[Digest, ...]:
    """The digests of a day, by rung and person. Any order in, the same out."""
    listeners = _listeners(recipients)
    lines: dict[tuple[Rung, int], list[Line]] = defaultdict(list)
    for concern in concerns:
        for rung, line in _due_lines(concern, listeners, on, params):
            for person in listeners[rung, concern.team].reachable:
                lines[rung, person].append(line)
    return tuple(
        Digest(person, rung, on, tuple(sorted(mine, key=_pressing)))
        for (rung, person), mine in sorted(
            lines.items(), key=lambda each: (RUNGS.index(each[0][0]), each[0][1])
        )
    )


def _pressing(line: Line) -> tuple[bool, int, str]:
    return (line.concern.subject is Subject.ROUND, -line.days, line.concern.key)


@dataclass(slots=True)
class _Listeners:
    reachable: list[int] = field(default_factory=list)
    unreachable: bool = False

    @property
    def missing(self) -> Skipped | None:
        if self.reachable:
            return None
        return Skipped.UNREACHABLE if self.unreachable else Skipped.NOBODY


def _listeners(recipients: Iterable[Recipient]) -> defaultdict[tuple[Rung, int], _Listeners]:
    found: defaultdict[tuple[Rung, int], _Listeners] = defaultdict(_Listeners)
    for recipient in recipients:
        for team in recipient.teams:
            mine = found[recipient.rung, team]
            if not recipient.reachable:
                mine.unreachable = True
            elif recipient.person not in mine.reachable:
                mine.reachable.append(recipient.person)
    return found


def _due_lines(
    concern: Concern,
    listeners: defaultdict[tuple[Rung, int], _Listeners],
    on: date,
    params: LadderParams,
) -> Iterator[tuple[Rung, Line]]:
    """The rungs that hear of a concern on a day; none once it is settled or its team rests.

    A rung with nobody to hear hands its day up to the next one.
    """
    if concern.settled or concern.resting:
        return
    days = (on - concern.due_on).days
    told = dict(concern.told)
    handed_up: Skipped | None = None
    first_day = None
    for rung, rung_days in zip(RUNGS, params.days_of(concern.subject), strict=True):
        starts = rung_days if first_day is None else min(first_day, rung_days)
        missing = listeners[rung, concern.team].missing
        if missing is not None:
            handed_up, first_day = missing, starts
            continue
        if days >= starts and _may_tell(concern, rung, told.get(rung), on, params):
            yield rung, Line(concern, days, again=rung in told, skipped=handed_up)
        handed_up = first_day = None


def _may_tell(
    concern: Concern, rung: Rung, last: date | None, on: date, params: LadderParams
) -> bool:
    if any(snooze.rung is rung and on < snooze.until for snooze in concern.snoozes):
        return False
    return last is None or (on - last).days >= params.again_days


def send_after(moment: datetime, params: LadderParams = DEFAULT_LADDER) -> datetime:
    """``moment``, or the end of the quiet hours that it falls in; local time in and out."""
    clock = moment.timetz().replace(tzinfo=None)
    start, end = params.quiet_from, params.quiet_until
    if start == end:
        return moment
    morning = moment.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    if start < end:
        return morning if start <= clock < end else moment
    if clock >= start:
        return morning + timedelta(days=1)
    return morning if clock < end else moment


def faults(
    digests: Sequence[Digest],
    concerns: Iterable[Concern],
    recipients: Iterable[Recipient],
    *,
    on: date,
    params: LadderParams = DEFAULT_LADDER,
) -> tuple[str, ...]:
    """What is wrong with a day's digests, in sentences; empty when right."""
    by_key = {concern.key: concern for concern in concerns}
    people = list(recipients)
    keys = [digest.key for digest in digests]
    found = [f"{key} stands twice" for key in sorted({key for key in keys if keys.count(key) > 1})]
    for digest in digests:
        if digest.on != on or not digest.lines:
            found.append(f"{digest.key} is empty or of another day")
        told = [line.concern.key for line in digest.lines]
        found += [f"{digest.key} says {key} twice" for key in set(told) if told.count(key) > 1]
        for line in digest.lines:
            what = _line_fault(line, digest, by_key, people, params)
            found += [f"{digest.key}, {line.concern.key}: {what}"] if what else []
    return tuple(found)


def _line_fault(
    line: Line,
    digest: Digest,
    by_key: dict[str, Concern],
    people: Sequence[Recipient],
    params: LadderParams,
) -> str:
    concern = line.concern
    if by_key.get(concern.key) != concern:
        return "is not a concern of today"
    if concern.settled or concern.resting:
        return "is settled or its team rests"
    mine = [each for each in people if each.person == digest.person and each.rung is digest.rung]
    if not any(concern.team in each.teams and each.reachable for each in mine):
        return "goes to someone who cannot act or be reached"
    if any(snooze.rung is digest.rung and digest.on < snooze.until for snooze in concern.snoozes):
        return "is put off"
    last = dict(concern.told).get(digest.rung)
    if last is not None and (digest.on - last).days < params.again_days:
        return "is told again too soon"
    earliest = params.days_of(concern.subject)[RUNGS.index(digest.rung)]
    if line.skipped is None and line.days < earliest:
        return "comes before its day"
    return ""
