"""The year that teams are rated for: by custom of a sibling scheme, 15 November to 14 November."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
# For so long after its end a year is still talked over.
SETTLING = timedelta(days=75)
STARTS = (11, 15)  # Hướng dẫn 01/HD-BCA-V05 for security teams; none was found for 12/1 itself


@dataclass(frozen=True, slots=True, order=True)
class RatingYear:
    """``number`` is the calendar year that it ends in; both days belong to it."""

    number: int
    starts: tuple[int, int] = STARTS

    def __post_init__(self) -> None:
        """Raises ValueError for a start that not every year has, or that has no half."""
        month, day = self.starts
        if not (1 <= month <= 12 and 1 <= day <= 28):
            raise ValueError(f"a rating year starts on day 1 to 28 of a month, not {self.starts}")

    @classmethod
    def of(cls, day: date, *, starts: tuple[int, int] = STARTS) -> RatingYear:
        """The rating year that ``day`` falls in."""
        begun = (day.month, day.day) >= starts and starts != (1, 1)
        return cls(day.year + begun, starts)

    @property
    def first_day(self) -> date:
        if self.starts == (1, 1):
            return date(self.number, 1, 1)
        return date(self.number - 1, *self.starts)

    @property
    def last_day(self) -> date:
        return RatingYear(self.number + 1, self.starts).first_day - DAY

    @property
    def settled_on(self) -> date:
        """The last day on which the way it is judged may still change."""
        return self.last_day + SETTLING

    @property
    def half_day(self) -> date:
        """The last day of its first half, six months after the start."""
        month = self.first_day.month + 6
        year = self.first_day.year + (month > 12)
        return date(year, (month - 1) % 12 + 1, self.first_day.day) - DAY

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return str(self.number)


def full_months(start: date, end: date) -> int:
    """Whole months lived from ``start`` up to and including ``end``; 0 when none."""
    after = end + DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    return max(0, months - (after.day < start.day))


def year_up_to(end: date) -> date:
    """The first day of the twelve months that end with ``end``."""
    after = end + DAY
    # 29 February has no like in the year before.
    return after.replace(year=after.year - 1, day=min(after.day, 28 if after.month == 2 else 31))


def months_at_work(founded_on: date, end: date, *, days_of_rest: int = 0) -> int:
    """Whole months of work among the twelve that end with ``end``; 0 when none.

    ``days_of_rest``: days in these months, after the founding, on which the team rested.
    """
    start = max(founded_on, year_up_to(end))
    return full_months(start + days_of_rest * DAY, end)
