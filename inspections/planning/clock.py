"""The clock of one team: it stands still on days of rest and while the team pauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .deadlines import RoundDates, first_working_day
from .holidays import NO_HOLIDAYS, Holidays

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """A rest from ``starts_on`` up to the day before ``ends_on``; without one it goes on."""

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            raise ValueError(f"a pause must last a day or more: {self}")

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Clock:
    """Which days count for one team."""

    pauses: Sequence[Pause] = ()
    holidays: Holidays = NO_HOLIDAYS

    def paused(self, day: date) -> bool:
        return any(pause.covers(day) for pause in self.pauses)

    def runs(self, day: date) -> bool:
        return not self.paused(day) and not self.holidays.rests(day)

    def days_after(self, day: date, *, until: date) -> int:
        """How many days count after ``day``, ``until`` with them; 0 where that is not later."""
        return sum(self._days(day, until))

    def any_after(self, day: date, *, until: date) -> bool:
        """Whether any of them counts."""
        return any(self._days(day, until))

    def _days(self, day: date, until: date) -> Iterator[bool]:
        count = max(0, (until - day).days)
        return (self.runs(day + number * DAY) for number in range(1, count + 1))


def nth_working_day(first: date, count: int, holidays: Holidays) -> date:
    """The ``count``-th day from ``first`` on that is no holiday, counted from 1."""
    day = first_working_day(first, holidays)
    for _ in range(count - 1):
        day = first_working_day(day + DAY, holidays)
    return day


def shift_dates(dates: RoundDates, pause: Pause, holidays: Holidays = NO_HOLIDAYS) -> RoundDates:
    """A round's dates after a pause that has ended: as many days are left as when it began.

    A pause before the round or after its last day of grace changes nothing. Raises ValueError for
    a pause that goes on: nobody knows yet when its dates will be.
    """
    if pause.ends_on is None:
        raise ValueError("a pause that goes on moves no date yet")
    stopped = max(pause.starts_on, dates.starts_on)
    if stopped >= min(pause.ends_on, dates.missed_on):
        return dates
    due_on = dates.due_on
    if stopped <= due_on:
        left = _running(stopped, due_on, holidays)
        due_on = nth_working_day(pause.ends_on, max(1, left), holidays)
    grace = _running(max(stopped, dates.due_on + DAY), dates.missed_on - DAY, holidays)
    again = max(pause.ends_on, due_on + DAY)
    last = nth_working_day(again, grace, holidays) if grace else again - DAY
    return RoundDates(dates.starts_on, due_on, last + DAY)


def _running(first: date, last: date, holidays: Holidays) -> int:
    return Clock(holidays=holidays).days_after(first - DAY, until=last)
