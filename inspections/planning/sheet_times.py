"""How long a sheet took and when it was finished, as a phone says, and how much of it to believe.

A phone's clock may never have been set, and a form may have been opened a week before: what cannot
be true of a visit is taken as unknown, never corrected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = 24 * 60 * 60  # seconds; a form left open overnight was not filled in all the while
CLOCK_AHEAD = timedelta(minutes=5)  # A clock that runs ahead by less is as good as right.
SENT_WITHIN = timedelta(days=62)  # No round takes results for longer.


@dataclass(frozen=True, slots=True)
class Timing:
    """``finished_at``: when the sender was done, with a time zone; ``seconds``: the time it took
    from first opening the form. None where unknown."""

    finished_at: datetime | None = None
    seconds: int | None = None


UNTIMED = Timing()


def believable_seconds(seconds: int | None) -> int | None:
    """From nothing to one day, else None."""
    return seconds if seconds is not None and 0 <= seconds <= LONGEST else None


def believable_end(finished_at: datetime | None, *, received_at: datetime) -> datetime | None:
    """Not after it arrived, but for a clock that runs a little ahead, nor months before."""
    if finished_at is None or not -CLOCK_AHEAD <= received_at - finished_at <= SENT_WITHIN:
        return None
    return min(finished_at, received_at)
