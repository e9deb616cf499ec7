"""The small scenes that stories about rounds begin with."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from firesafety.months import Month
from inspections.models import Round
from inspections.queries.standing_check import standing_faults
from inspections.services.round import open_round

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DECEMBER = Month(2026, 12)


def at(day: date, hour: int = 8) -> datetime:
    """A moment on a day, on the clock of the neighbourhood."""
    return datetime.combine(day, time(hour), VIETNAM)


def open_december(team) -> Round:
    """The team's round of 12/2026, opened on its first morning."""
    opened = open_round(team, DECEMBER, at=at(DECEMBER.first_day))
    assert opened is not None
    return opened


def figures_agree() -> None:
    """The kept figures of every team and place are what the records say."""
    faults = standing_faults()
    assert faults == []
