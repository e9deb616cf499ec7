"""When a round starts, is due and counts as missed; until when a hazard should be fixed.

The days are this project's own defaults, not law: no text was found that gives a 12/1 round or a
household's hazard a date. Each place may set its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from firesafety.months import Month

from .holidays import NO_HOLIDAYS, Holidays

DAY = timedelta(days=1)


class Severity(StrEnum):
    """How much a failed item can hurt, worst first. Our own proposal, not an official scale."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class DeadlineParams:
    """The knobs, in days. ``due_day`` past a month's end means its last day."""

    due_day: int = 25
    grace_days: int = 10  # days after the due day on which a late result still counts
    critical_days: int = 7
    major_days: int = 30
    minor_days: int = 60

    def __post_init__(self) -> None:
        if not 1 <= self.due_day <= 31:
            raise ValueError(f"due_day must be 1 to 31, not {self.due_day}")
        if not 0 <= self.grace_days <= 366:
            raise ValueError(f"grace_days must be 0 to 366, not {self.grace_days}")
        if not 0 <= self.critical_days <= self.major_days <= self.minor_days <= 366:
            raise ValueError(
                "days to fix a hazard must be 0 to 366 and not fewer for a lesser one: "
                f"{self.critical_days}, {self.major_days}, {self.minor_days}"
            )


DEFAULT_PARAMS = DeadlineParams()


@dataclass(frozen=True, slots=True)
class RoundDates:
    """A round runs from ``starts_on`` to the end of ``due_on`` and is missed from ``missed_on``."""

    starts_on: date
    due_on: date
    missed_on: date

    def __post_init__(self) -> None:
        if not self.starts_on <= self.due_on < self.missed_on:
            raise ValueError(f"dates out of order: {self}")


def plan_dates(
    month: Month, params: DeadlineParams = DEFAULT_PARAMS, holidays: Holidays = NO_HOLIDAYS
) -> RoundDates:
    """The dates of ``month``'s round. The grace days may reach into the next month.

    A due day that is a holiday moves to the first day after the holidays, and a holiday is no day
    of grace.
    """
    due_on = month.first_day.replace(day=min(params.due_day, month.last_day.day))
    due_on = first_working_day(due_on, holidays)
    last = due_on
    for _ in range(params.grace_days):
        last = first_working_day(last + DAY, holidays)
    return RoundDates(starts_on=month.first_day, due_on=due_on, missed_on=last + DAY)


def first_working_day(day: date, holidays: Holidays) -> date:
    """``day``, or the first one after it that is no holiday.

    Raises ValueError when more than a year rests on end.
    """
    for number in range(400):
        if not holidays.rests(day + number * DAY):
            return day + number * DAY
    raise ValueError(f"no day from {day} on that is no holiday")


def hazard_due_on(
    found_on: date,
    severity: Severity | str,
    params: DeadlineParams = DEFAULT_PARAMS,
    holidays: Holidays = NO_HOLIDAYS,
) -> date:
    """The last day to fix a hazard found on ``found_on``; it is overdue the day after.

    The days run through holidays, for the danger does too; only a last day that is a holiday, when
    no shop sells a switch, moves to the first day after. Raises ValueError for a severity that is
    not one of ``Severity``.
    """
    days = {
        Severity.CRITICAL: params.critical_days,
        Severity.MAJOR: params.major_days,
        Severity.MINOR: params.minor_days,
    }
    return first_working_day(found_on + timedelta(days=days[Severity(severity)]), holidays)


def faults(
    dates: RoundDates,
    month: Month,
    params: DeadlineParams = DEFAULT_PARAMS,
    holidays: Holidays = NO_HOLIDAYS,
) -> tuple[str, ...]:
    """What is wrong with ``dates`` as the round of ``month``, in sentences; empty when right."""
    found = []
    if dates.starts_on != month.first_day:
        found.append(f"the round of {month} starts on {dates.starts_on}, not on its first day")
    if holidays.rests(dates.due_on):
        found.append(f"the round of {month} is due on {dates.due_on}, a holiday")
    planned = min(params.due_day, month.last_day.day)
    moved = (dates.due_on - month.first_day).days + 1 - planned
    if moved < 0 or not all(
        holidays.rests(dates.due_on - number * DAY) for number in range(1, moved + 1)
    ):
        found.append(f"the round of {month} is due on {dates.due_on}, not on day {planned}")
    span = range(1, (dates.missed_on - dates.due_on).days)
    late_days = sum(not holidays.rests(dates.due_on + number * DAY) for number in span)
    if late_days != params.grace_days:
        found.append(f"{late_days} days of grace, not {params.grace_days}")
    return tuple(found)
