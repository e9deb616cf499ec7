"""Days on which nobody is asked to visit a neighbour, and no clock runs.

Tết is a fact of the Vietnamese lunar calendar (UTC+7) and stands here as a table; which days
around it are days of rest, and which other holidays are, is the site's own decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)

# The first day of the first lunar month. The tests compute each one anew from the new moons.
TET = {
    2020: date(2020, 1, 25),
    2021: date(2021, 2, 12),
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),  # a day before the Chinese new year
    2031: date(2031, 1, 23),
    2032: date(2032, 2, 11),
    2033: date(2033, 1, 31),
    2034: date(2034, 2, 19),
    2035: date(2035, 2, 8),
    2036: date(2036, 1, 28),
    2037: date(2037, 2, 15),
    2038: date(2038, 2, 4),
    2039: date(2039, 1, 24),
    2040: date(2040, 2, 12),
    2041: date(2041, 2, 1),
    2042: date(2042, 1, 22),
    2043: date(2043, 2, 10),
    2044: date(2044, 1, 30),
    2045: date(2045, 2, 17),
    2046: date(2046, 2, 6),
    2047: date(2047, 1, 26),
    2048: date(2048, 2, 14),
    2049: date(2049, 2, 2),
    2050: date(2050, 1, 23),
}
MOST_DAYS = 15  # on each side of Tết; more than half a month is a skipped month


@dataclass(frozen=True, slots=True)
class Holidays:
    """Which days rest: ``tet_before`` and ``tet_after`` days around the first day of Tết, which
    rests with them; ``yearly`` as (month, day); and single ``days``.

    ``tet=False`` knows no Tết at all. Of years that the table does not hold none is known; a
    check of the site speaks up before it ends.
    """

    tet: bool = True
    tet_before: int = 2
    tet_after: int = 2
    yearly: frozenset[tuple[int, int]] = frozenset()
    days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Raises ValueError for more days around Tết than MOST_DAYS, or a day of no year."""
        if not (0 <= self.tet_before <= MOST_DAYS and 0 <= self.tet_after <= MOST_DAYS):
            raise ValueError(
                f"days of rest around Tết must be 0 to {MOST_DAYS} on each side: "
                f"{self.tet_before}, {self.tet_after}"
            )
        for month, day in self.yearly:
            date(2024, month, day)  # a leap year: 29/02 is a day of some years

    def rests(self, day: date) -> bool:
        if day in self.days or (day.month, day.day) in self.yearly:
            return True
        first = TET.get(day.year)
        if not self.tet or first is None:
            return False
        return first - self.tet_before * DAY <= day <= first + self.tet_after * DAY


NO_HOLIDAYS = Holidays(tet=False)


def read_holidays(
    texts: list[str], *, tet: bool = True, tet_before: int = 2, tet_after: int = 2
) -> Holidays:
    """Holidays from texts such as ``04-30`` (each year) and ``2027-04-16`` (once).

    Raises ValueError naming the text that is neither.
    """
    yearly, days = set(), set()
    for text in texts:
        try:
            if len(text) == 5:
                each = date.fromisoformat(f"2024-{text}")
                yearly.add((each.month, each.day))
            else:
                days.add(date.fromisoformat(text))
        except ValueError:
            raise ValueError(f"not a day like 04-30 or 2027-04-16: {text!r}") from None
    return Holidays(tet, tet_before, tet_after, frozenset(yearly), frozenset(days))
