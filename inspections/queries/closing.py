"""Until when a round takes results, by which way, and which of them came late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from inspections.models import NEVER, Round

DAY = timedelta(days=1)


def closing_day(round: Round) -> date:
    """The first day on which a result is a late entry: whether or not the job has run yet.

    NEVER while the team (loaded with the round) rests: its clock stands still.
    """
    rests_since = round.team.paused_on
    if round.closed_on is None and rests_since is not None and rests_since < round.missed_on:
        return NEVER
    return round.closed_on or round.missed_on


def is_open(round: Round, *, on: date) -> bool:
    """Whether the round takes results by every way."""
    return round.closed_on is None and on < closing_day(round)


def late_until(round: Round) -> date | None:
    """The last day on which paper of the round may be typed in; None where none may be late.

    LATE_ENTRY_DAYS days, the day of closing with them.
    """
    closing = closing_day(round)
    if not settings.LATE_ENTRY_DAYS or closing == NEVER:
        return None
    return closing + (settings.LATE_ENTRY_DAYS - 1) * DAY


def takes_late_paper(round: Round, *, on: date) -> bool:
    """Whether the round is closed, and paper of it may still be typed in."""
    until = late_until(round)
    return not is_open(round, on=on) and until is not None and on <= until


def came_late(round: Round, received_at: datetime) -> bool:
    """Whether what arrived then changes no figure of the round any more."""
    return localdate(received_at) >= closing_day(round)


def rests_since(round: Round, *, on: date) -> date | None:
    """The day from which the team of an open round rests; None while it works."""
    since = round.team.paused_on
    resting = since is not None and since <= on and is_open(round, on=on)
    return since if resting else None
