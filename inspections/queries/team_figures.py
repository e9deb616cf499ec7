"""One team in figures of the same shape as an area's: its months and how it is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from firesafety.months import Month
from inspections.models import RoundStanding
from inspections.queries.figures import last_months
from inspections.queries.standing import MONTH_SUMS, MonthFigures
from inspections.queries.team_month import TeamMonth, is_paused
from inspections.queries.team_states import SILENT_MONTHS, TeamState


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """``months``: twelve, oldest first, ending with that of the day asked for. ``states``: those
    under which lists and maps count the team on that day.
    """

    months: tuple[MonthFigures, ...]
    states: tuple[TeamState, ...]


def team_figures(seen: TeamMonth, *, on: date) -> TeamFigures:
    """A team's last year and its state; ``seen`` lends the team and what is open. One query."""
    asked = last_months(on)
    judging = Q(late_from__lte=on, judged_until__gt=on)
    rows = RoundStanding.objects.filter(
        Q(month__gte=asked[0].first_day) | judging, team=seen.team
    ).order_by("month")
    by_month: dict[Month, RoundStanding] = {}
    judged_by = None
    for row in rows:
        by_month[Month.of(row.month)] = row
        if row.late_from <= on < row.judged_until:
            judged_by = row
    return TeamFigures(
        months=tuple(_figures(month, by_month.get(month)) for month in asked),
        states=_states(seen, judged_by, on=on),
    )


def _figures(month: Month, row: RoundStanding | None) -> MonthFigures:
    if row is None:
        return MonthFigures(month)
    counts = {name: getattr(row, name) for name in MONTH_SUMS if name != "rounds"}
    return MonthFigures(month, rounds=1, **counts)


def _states(seen: TeamMonth, judged_by: RoundStanding | None, *, on: date) -> tuple[TeamState, ...]:
    """``team_states.in_state`` for one team that is at hand."""
    if is_paused(seen.team, on=on):
        return (TeamState.PAUSED,)
    late = judged_by is not None and judged_by.missing > 0
    silent = judged_by is not None and judged_by.silent_before >= SILENT_MONTHS
    overdue = any(
        each.due_on < on and each.owner_reported_on is None  # type: ignore[attr-defined] # with_story.
        for each in seen.hazards
    )
    truths = {
        TeamState.LATE: late,
        TeamState.HAZARD_OVERDUE: overdue,
        TeamState.SILENT: silent,
        TeamState.IN_TIME: not (late or silent or overdue),
    }
    return tuple(state for state, is_so in truths.items() if is_so)
