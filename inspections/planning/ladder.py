"""Whom to tell of what is overdue, and when: leader, then ward officer, then city.

Each rung has its own dates. A person gets at most one digest a day, in whatever charges they stand,
only of two cities one of each; a thing is told to a rung when its day comes, again every few days,
and never after it is settled. Who cannot act is not told: then the next rung hears of it on that
day, with the reason. The days are this project's own suggestion; no rule was found that gives a
peer check such dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Rung(StrEnum):
    """Lowest first."""

    LEADER = "leader"
    WARD = "ward"
    CITY = "city"


RUNGS = tuple(Rung)
SHORTEST_MONTH = 28
TOLD_AT_HOUR = 7  # when the digests of a day are written; the earliest that anybody hears of it


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
    ``snooze_days``: the longest that a thing may be put off at one time, and that paper may lie
    before those above hear of it.
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
        if self.round_days[-1] - self.round_days[0] >= SHORTEST_MONTH:
            raise ValueError(
                "the next month's round would take a round's place before its last day"
            )
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
    many of a round's missing homes lie on paper, as the leader says; ``paper_since``: the day from
    which all of them did, None while one does not. Such a round was received and has only to be
    typed in: whoever is nearest goes on hearing of it, and those above only once it has lain for
    long. ``awaiting``: a hazard's household says that it is fixed; only the words say so.
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
    paper_since: date | None = None
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
    """``days``: after the due day, negative before it. ``rungs``: the charges in which its reader
    hears of it, lowest first; mostly one. ``again``: one of them heard of it before. ``skipped``:
    why the rung below was passed over, if it was."""

    concern: Concern
    days: int
    rungs: tuple[Rung, ...]
    again: bool = False
    skipped: Skipped | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told on one day, in all their charges together, most pressing first.

    ``part``: the city, for somebody who answers for more than one and hears of each by itself.
    """

    person: int
    on: date
    lines: tuple[Line, ...] = field(default=())
    part: str = ""

    @property
    def key(self) -> str:
        """The same for the same person, day and part: a digest is stored once."""
        part = f":{self.part}" if self.part else ""
        return f"digest:{self.person}:{self.on:%Y-%m-%d}{part}"

    @property
    def rung(self) -> Rung:
        """The highest charge in which its reader is spoken to."""
        return max((rung for line in self.lines for rung in line.rungs), key=RUNGS.index)


def plan_digests(
    concerns: Iterable[Concern],
    recipients: Iterable[Recipient],
    *,
    on: date,
    params: LadderParams = DEFAULT_LADDER,
) -> tuple[Digest, ...]:
    """The digests of a day, by person. Any order in, the same out."""
    listeners = _listeners(recipients)
    lines: dict[int, dict[str, Line]] = defaultdict(dict)
    for concern in concerns:
        for line in _due_lines(concern, listeners, on, params):
            for person in listeners[line.rungs[0], concern.team].reachable:
                mine = lines[person]
                mine[concern.key] = (
                    _joined(mine[concern.key], line) if concern.key in mine else line
                )
    return tuple(
        Digest(person, on, tuple(sorted(mine.values(), key=_pressing)))
        for person, mine in sorted(lines.items())
    )


def _joined(lower: Line, higher: Line) -> Line:
    """One line for someone who hears of the same thing in two charges on one day."""
    return replace(
        higher,
        rungs=(*lower.rungs, *higher.rungs),
        again=lower.again or higher.again,
        skipped=lower.skipped or higher.skipped,
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
) -> Iterator[Line]:
    """What the rungs hear of a concern on a day; nothing once it is settled or its team rests.

    A rung with nobody to hear hands its day up to the next one.
    """
    days = (on - concern.due_on).days
    told = dict(concern.told)
    handed_up: Skipped | None = None
    first_day = None
    nearest = True
    for rung, rung_days in zip(RUNGS, params.days_of(concern.subject), strict=True):
        starts = rung_days if first_day is None else min(first_day, rung_days)
        missing = listeners[rung, concern.team].missing
        if missing is not None:
            handed_up, first_day = missing, starts
            continue
        last = told.get(rung)
        rested = last is None or (on - last).days >= params.again_days
        if (
            days >= starts
            and rested
            and may_hear(concern, rung, nearest=nearest, on=on, params=params)
        ):
            yield Line(concern, days, (rung,), again=rung in told, skipped=handed_up)
        handed_up, first_day, nearest = None, None, False


def may_hear(
    concern: Concern, rung: Rung, *, nearest: bool, on: date, params: LadderParams = DEFAULT_LADDER
) -> bool:
    """Whether a concern, as it stands now, is still worth a word to a rung.

    Not once it is settled, while its team rests or the rung asked for peace. ``nearest``: nobody
    below hears of it. The others are left in peace while all that is missing lies on paper, for as
    long as anything may be put off.
    """
    if concern.settled or concern.resting:
        return False
    if any(snooze.rung is rung and on < snooze.until for snooze in concern.snoozes):
        return False
    since = concern.paper_since
    return nearest or since is None or (on - since).days >= params.snooze_days


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
            whats = [_line_fault(line, rung, digest, by_key, people, params) for rung in line.rungs]
            found += [f"{digest.key}, {line.concern.key}: {what}" for what in whats if what]
    return tuple(found)


def _line_fault(
    line: Line,
    rung: Rung,
    digest: Digest,
    by_key: dict[str, Concern],
    people: Sequence[Recipient],
    params: LadderParams,
) -> str:
    concern = line.concern
    if by_key.get(concern.key) != concern:
        return "is not a concern of today"
    heard = {
        each.rung: each.person == digest.person
        for each in sorted(people, key=lambda each: each.person == digest.person)
        if concern.team in each.teams and each.reachable
    }
    if not heard.get(rung):
        return "goes to someone who cannot act or be reached"
    nearest = min(heard, key=RUNGS.index) is rung
    if not may_hear(concern, rung, nearest=nearest, on=digest.on, params=params):
        return "is settled, put off, on paper, or its team rests"
    last = dict(concern.told).get(rung)
    if last is not None and (digest.on - last).days < params.again_days:
        return "is told again too soon"
    earliest = params.days_of(concern.subject)[RUNGS.index(rung)]
    if line.skipped is None and line.days < earliest:
        return "comes before its day"
    return ""
