"""The small scenes that stories about rounds begin with."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from firesafety.months import Month
from inspections.models import Round
from inspections.queries.standing_check import standing_faults
from inspections.services.round import open_round
from inspections.services.telling import tell

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DECEMBER = Month(2026, 12)
DUE = date(2026, 12, 25)


def at(day: date, hour: int = 8) -> datetime:
    """A moment on a day, on the clock of the neighbourhood."""
    return datetime.combine(day, time(hour), VIETNAM)


def open_december(team) -> Round:
    """The team's round of 12/2026, opened on its first morning."""
    opened = open_round(team, DECEMBER, at=at(DECEMBER.first_day))
    assert opened is not None
    return opened


def day(after: int) -> date:
    """So many days after December's due day, or before it."""
    return DUE + timedelta(days=after)


def tell_ward(ward, after: int, *, hour: int = 8) -> int:
    """Write the digests of such a day; how many are new."""
    return tell(ward, on=day(after), at=at(day(after), hour))


def figures_agree() -> None:
    """The kept figures of every team and place are what the records say."""
    faults = standing_faults()
    assert faults == []
