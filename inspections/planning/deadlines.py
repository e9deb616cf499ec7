"""When a round starts, is due and counts as missed; until when a hazard should be fixed.

The days are this project's own defaults, not law: no text was found that gives a 12/1 round or a
household's hazard a date. Each place may set its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from firesafety.months import Month


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


def plan_dates(month: Month, params: DeadlineParams = DEFAULT_PARAMS) -> RoundDates:
    """The dates of ``month``'s round. The grace days may reach into the next month."""
    due_on = month.first_day.replace(day=min(params.due_day, month.last_day.day))
    return RoundDates(
        starts_on=month.first_day,
        due_on=due_on,
        missed_on=due_on + timedelta(days=params.grace_days + 1),
    )


def hazard_due_on(
    found_on: date, severity: Severity | str, params: DeadlineParams = DEFAULT_PARAMS
) -> date:
    """The last day to fix a hazard found on ``found_on``; it is overdue the day after.

    Raises ValueError for a severity that is not one of ``Severity``.
    """
    days = {
        Severity.CRITICAL: params.critical_days,
        Severity.MAJOR: params.major_days,
        Severity.MINOR: params.minor_days,
    }
    return found_on + timedelta(days=days[Severity(severity)])


def faults(
    dates: RoundDates, month: Month, params: DeadlineParams = DEFAULT_PARAMS
) -> tuple[str, ...]:
    """What is wrong with ``dates`` as the round of ``month``, in sentences; empty when right."""
    found = []
    if dates.starts_on != month.first_day:
        found.append(f"the round of {month} starts on {dates.starts_on}, not on its first day")
    if Month.of(dates.due_on) != month:
        found.append(f"the round of {month} is due on {dates.due_on}, outside the month")
    elif dates.due_on.day != params.due_day and not (
        dates.due_on == month.last_day and params.due_day > month.last_day.day
    ):
        found.append(f"due on day {dates.due_on.day}, not {params.due_day}")
    late_days = (dates.missed_on - dates.due_on).days - 1
    if late_days != params.grace_days:
        found.append(f"{late_days} days of grace, not {params.grace_days}")
    return tuple(found)
