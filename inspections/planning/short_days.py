"""Days as they are typed from a sheet in the hand: "6", "6/12" or the whole date."""

from __future__ import annotations

import re
from datetime import date

from firesafety.months import Month

_SHORT = re.compile(r"\s*(\d{1,2})(?:\s*[/.-]\s*(\d{1,2}))?\s*")


def read_short_day(text: str, *, on: date, ahead: bool = False) -> date | None:
    """The day nearest to ``on`` that a day, or a day and month, can mean; None where it is neither.

    Without ``ahead`` the last such day up to ``on``, with it the first from ``on``, each within a
    year: a visit lies behind whoever writes it down, an agreed day before.
    """
    match = _SHORT.fullmatch(text)
    if match is None:
        return None
    day, wanted = int(match[1]), match[2] and int(match[2])
    month, step = Month.of(on), 1 if ahead else -1
    for _month in range(13):
        if wanted in (None, "", month.month) and 1 <= day <= month.last_day.day:
            found = month.first_day.replace(day=day)
            if (found >= on) if ahead else (found <= on):
                return found
        month = month.plus(step)
    return None
