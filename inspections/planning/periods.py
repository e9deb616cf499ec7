"""Reporting periods: a month, a quarter, a half-year or a year, and the same one a year before.

A reporting year begins on any day of the year: 1 January, or 15 November where the local movement's
year runs from 15/11 to 14/11. A round belongs to the period in which it falls due.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from firesafety.months import Month


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


MONTHS = {PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """From ``starts`` to ``ends``, both included. ``part`` counts it within its ``year``, from 1.

    ``year`` is the one in which the reporting year ends.
    """

    kind: PeriodKind
    starts: date
    ends: date
    part: int
    year: int


def read_year_start(text: str) -> tuple[int, int]:
    """Month and day of "11-15"; raises ValueError for what is no day of every year."""
    month, day = (int(part) for part in text.split("-"))
    date(2025, month, day)
    return month, day


def period_of(kind: PeriodKind, month: Month, *, year_start: tuple[int, int] = (1, 1)) -> Period:
    """The period of this kind in which a month begins; a month is always the calendar's."""
    if kind is PeriodKind.MONTH:
        return Period(kind, month.first_day, month.last_day, month.month, month.year)
    day = month.first_day
    start = _start(day.year, year_start)
    if start > day:
        start = _start(day.year - 1, year_start)
    last_day = _later(start, 12) - timedelta(days=1)
    length = MONTHS[kind]
    part = 0
    while _later(start, (part + 1) * length) <= day:
        part += 1
    return Period(
        kind,
        _later(start, part * length),
        _later(start, (part + 1) * length) - timedelta(days=1),
        part + 1,
        last_day.year,
    )


def year_before(period: Period, *, year_start: tuple[int, int] = (1, 1)) -> Period:
    """The same period of the year before."""
    first = Month.of(period.starts)
    # A month later where a period begins within one: it is the first to begin in the period.
    inside = first if period.starts.day == 1 else first.next()
    return period_of(period.kind, inside.plus(-12), year_start=year_start)


def _start(year: int, year_start: tuple[int, int]) -> date:
    return date(year, *year_start)


def _later(day: date, months: int) -> date:
    """The same day some months later, or the last of a shorter month."""
    month = Month.of(day).plus(months)
    return date(month.year, month.month, min(day.day, monthrange(month.year, month.month)[1]))
