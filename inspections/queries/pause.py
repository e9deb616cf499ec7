"""A team's rests, and what one would do to the dates of what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from households.models import Team
from inspections.models import Round, TeamPause
from inspections.planning.clock import Clock, Pause, shift_dates
from inspections.planning.deadlines import RoundDates
from inspections.queries.holidays import holidays

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PauseEffect:
    """What a rest does to one open round.

    ``days_left``: days that count from the first day of rest to the due day, both with them;
    ``dates``: what the round's dates will be, None while nobody knows when the rest ends.
    """

    round: Round
    days_left: int
    dates: RoundDates | None


def dates_of(round: Round) -> RoundDates:
    return RoundDates(round.starts_on, round.due_on, round.missed_on)


def stopped_rounds(team: Team, pause: Pause) -> QuerySet[Round]:
    """The team's open rounds that a rest touches, the oldest first."""
    rounds = Round.objects.filter(team=team, closed_on=None, missed_on__gt=pause.starts_on)
    if pause.ends_on is not None:
        rounds = rounds.filter(starts_on__lt=pause.ends_on)
    return rounds.order_by("month")


def pause_effects(team: Team, pause: Pause) -> list[PauseEffect]:
    """What a rest would do to each open round. One query, and the holidays."""
    rest = holidays()
    return [
        PauseEffect(
            round,
            Clock(holidays=rest).days_after(
                max(pause.starts_on, round.starts_on) - DAY, until=round.due_on
            ),
            None if pause.ends_on is None else shift_dates(dates_of(round), pause, rest),
        )
        for round in stopped_rounds(team, pause)
    ]


def team_pauses(team: Team) -> list[TeamPause]:
    """All rests of a team, the newest first. One query."""
    rows = TeamPause.objects.filter(team=team).select_related("set_by", "ended_by")
    return list(rows.order_by("-starts_on"))
