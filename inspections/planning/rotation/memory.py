"""What the completed inspections of earlier months say about the households of a team."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspections.planning.rotation.values import Meeting, Member

AGE_LIMIT = 3  # in years of the team (n-1 months): what is older counts the same
RECENT = 6  # operating months in which a missed visit still counts against an inspector
NEVER = -(1 << 40)  # a period before all others
DEBT_UNIT = 1024  # one visit, in the unit of ``debt``


@dataclass(frozen=True, slots=True)
class Memory:
    """Per seat, and per ordered pair of seats (inspector, inspected), in operating months.

    ``age``: since their last visit; a pair that never met counts the months both are members,
    plus one full year of the team, so that newcomers' pairs are due at once.
    ``lapse``: since anyone completed an inspection of the household, at least 1.
    ``missed``: recent months, in a row, in which the household made no visit though the team was
    at work; none as long as nobody met it at home in any of them.
    ``debt``: visits made beyond the fair share, in ``DEBT_UNIT``.
    ``met``: whether the visit ever took place; ``met_last``: whether in the month before.
    ``last_visit``: the last period in which the household inspected anyone, at least the one
    before it joined; ``last_walk``: the same, but ``NEVER`` if it never did; ``last_lead``: the
    last period that it led, or ``NEVER``.
    """

    age: NDArray[np.int64]
    met: NDArray[np.bool_]
    met_last: NDArray[np.bool_]
    lapse: tuple[int, ...]
    missed: tuple[int, ...]
    debt: tuple[int, ...]
    last_visit: tuple[int, ...]
    last_walk: tuple[int, ...]
    last_lead: tuple[int, ...]


def remember(members: Sequence[Member], history: Iterable[Meeting], period: int) -> Memory:
    """Reads the history of a team whose ``members`` are in seat order.

    Meetings of this period or later, and of households no longer in the team, are passed over;
    nothing depends on the order of ``history``.
    """
    seat = {member.id: index for index, member in enumerate(members)}
    joined = np.array([member.joined for member in members], dtype=np.int64)
    together = period - np.maximum(joined[:, None], joined[None, :])
    age = np.maximum(together, 0) + max(1, len(members) - 1)
    met = np.zeros(age.shape, dtype=np.bool_)
    seen = [member.joined - 1 for member in members]
    last_visit = [member.joined - 1 for member in members]
    made: dict[int, Counter[int]] = defaultdict(Counter)  # by period, then by household
    there: dict[int, set[int]] = defaultdict(set)
    latest: dict[tuple[int, int], int] = {}
    for meeting in history:
        when = meeting.period
        if when >= period:
            continue
        made[when][meeting.inspector] += 1
        there[when] |= {meeting.inspector, meeting.inspected}
        inspector, inspected = seat.get(meeting.inspector), seat.get(meeting.inspected)
        if inspector is not None:
            last_visit[inspector] = max(last_visit[inspector], when)
        if inspected is not None:
            seen[inspected] = max(seen[inspected], when)
        if inspector is not None and inspected is not None:
            pair = (inspector, inspected)
            latest[pair] = max(latest.get(pair, when), when)
    for (inspector, inspected), when in latest.items():
        age[inspector, inspected] = period - when
        met[inspector, inspected] = True
    return Memory(
        age=age,
        met=met,
        met_last=met & (age == 1),
        lapse=tuple(max(1, period - when) for when in seen),
        missed=_missed(members, last_visit, there, period),
        debt=_debts(members, made, there),
        last_visit=tuple(last_visit),
        last_walk=_lasts(members, {month: set(visits) for month, visits in made.items()}),
        last_lead=_lasts(members, {month: leaders(visits) for month, visits in made.items()}),
    )


def leaders(made: Counter[int]) -> set[int]:
    """Who makes the most visits of a month, and two at least: these households carry it."""
    most = max(made.values(), default=0)
    return {household for household, count in made.items() if count == most > 1}


def _lasts(members: Sequence[Member], months: dict[int, set[int]]) -> tuple[int, ...]:
    """The last month of each member's among those months, or ``NEVER``."""
    last: dict[int, int] = {}
    for month in sorted(months):
        last |= dict.fromkeys(months[month], month)
    return tuple(last.get(member.id, NEVER) for member in members)


def _missed(
    members: Sequence[Member], last_visit: Sequence[int], there: dict[int, set[int]], period: int
) -> tuple[int, ...]:
    """Recent months of the team in which a member went nowhere, since its last visit.

    They count once the member has been met at home in one of them: until then it may just be
    away. Where many forget, a household is met too seldom for those months alone to tell.
    """
    recent = range(period - RECENT, period)
    missed = []
    for member, last in zip(members, last_visit, strict=True):
        idle = [there[month] for month in recent if month > last and month in there]
        was_met = any(member.id in met for met in idle)
        missed.append(len(idle) if was_met and member.can_inspect else 0)
    return tuple(missed)


def _debts(
    members: Sequence[Member], made: dict[int, Counter[int]], there: dict[int, set[int]]
) -> tuple[int, ...]:
    """Visits made minus the fair share of each month the member took part in.

    A month's fair share is its visits divided by those who could make them: the able members
    who took part, and whoever made one. Absent months count nothing, so nobody pays for an
    absence with double duty afterwards.
    """
    able = {member.id for member in members if member.can_inspect}
    debts: Counter[int] = Counter()
    for month, present in there.items():
        carriers = (present & able) | set(made[month])
        share = DEBT_UNIT * made[month].total() // len(carriers)
        for household in carriers & able:
            debts[household] += DEBT_UNIT * made[month][household] - share
    return tuple(debts[member.id] for member in members)
