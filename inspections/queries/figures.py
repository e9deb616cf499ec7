"""An area in figures: what is dangerous, who is silent, whom nobody saw, and the last months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from firesafety.months import Month
from households.models import Area, Team
from inspections.models import Severity
from inspections.queries.place_states import states_by_place
from inspections.queries.standing import (
    MonthFigures,
    month_figures,
    month_figures_of_parts,
)
from inspections.queries.team_list import TeamFilters, team_rows
from inspections.queries.team_states import TeamState

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MonthShare:
    """How many of a month's visits took place."""

    planned: int
    done: int

    @property
    def percent(self) -> int | None:
        """In whole percent, rounded down so that 100 means all; None when none was planned."""
        return 100 * self.done // self.planned if self.planned else None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A ward or a neighbourhood in a row of its own: its teams, what is open, two months.

    ``this_month`` is that of the day asked for. Late, hazard_overdue and the like count teams.
    """

    code: str
    name: str
    teams: int
    households: int
    critical: int
    major: int
    minor: int
    late: int
    hazard_overdue: int
    silent: int
    paused: int
    in_time: int
    this_month: MonthFigures
    last_month: MonthFigures

    @property
    def shares(self) -> tuple[MonthShare, MonthShare]:
        months = (self.this_month, self.last_month)
        this, last = (MonthShare(each.planned, each.done) for each in months)
        return (this, last)


@dataclass(frozen=True, slots=True)
class WardFigures:
    """``months``: twelve, oldest first, ending with the month of the day asked for.

    ``hazards``: open now, per severity. ``states``:
    teams per ``TeamState``; ``silent`` is one of them: nothing came for SILENT_MONTHS months or
    more. ``covered``: this month, or the last
    one until more households were inspected in this; they make the coverage. ``places``: the wards
    of a city or the neighbourhoods of a ward, the worst first; ``team_rows``: the same for the
    teams of a neighbourhood (``team_list.team_rows``).
    """

    teams: int
    households: int
    states: dict[str, int]
    months: tuple[MonthFigures, ...]
    hazards: dict[str, int]
    covered: MonthFigures
    places: tuple[PlaceLine, ...]
    team_rows: tuple[Team, ...] = ()

    @property
    def this_month(self) -> MonthFigures:
        return self.months[-1]

    @property
    def rounds(self) -> int:
        return self.this_month.rounds

    @property
    def paused(self) -> int:
        return self.states[TeamState.PAUSED]

    @property
    def silent(self) -> int:
        return self.states[TeamState.SILENT]

    @property
    def coverage(self) -> int | None:
        """Percent of the households in teams that were seen, rounded down so that 100 means all;
        None where neither month has rounds or nobody is in a team."""
        if not self.households or not self.covered.rounds:
            return None
        return min(100, 100 * self.covered.inspected // self.households)


def ward_figures(area: Area, *, on: date) -> WardFigures:
    """What an area looks like on a day, by the figures kept now. Three queries where they hold."""
    months, by_place = _months(area, on=on)
    teams: tuple[Team, ...] = ()
    if area.level == Area.Level.NEIGHBOURHOOD:
        wanted = TeamFilters(order="-critical")
        teams = tuple(team_rows(area, on=on, month=Month.of(on), wanted=wanted))
        rows = [_sum_of_teams(teams)]
    else:
        rows = states_by_place(area, on=on)
    figures = {name: sum(row[name] for row in rows) for name in ("teams", "households")}
    return WardFigures(
        **figures,
        states={state: sum(row[state] for row in rows) for state in TeamState},
        months=months,
        hazards={level: sum(row[level] for row in rows) for level in Severity.values},
        covered=max(reversed(months[-2:]), key=lambda month: month.inspected),
        places=() if area.level == Area.Level.NEIGHBOURHOOD else _places(rows, by_place, on=on),
        team_rows=teams,
    )


def _sum_of_teams(teams: Sequence[Team]) -> dict[str, Any]:
    """A neighbourhood's teams in numbers, as ``states_by_place`` has them."""
    standings = [team.standing for team in teams]
    sums = ("households", "critical", "major", "minor")
    return {
        "teams": len(teams),
        **{name: sum(getattr(each, name) for each in standings) for name in sums},
        **{state: sum(getattr(team, f"is_{state}") for team in teams) for state in TeamState},
    }


def last_months(on: date, months: int = MONTHS_SHOWN) -> list[Month]:
    """So many months, oldest first, ending with that of a day."""
    last = Month.of(on)
    return [last.plus(-back) for back in reversed(range(months))]


def _months(
    area: Area, *, on: date
) -> tuple[tuple[MonthFigures, ...], dict[int, dict[Month, MonthFigures]]]:
    """The months of the whole, and the last two of each place in it by id. One query."""
    asked = last_months(on)
    if area.level == Area.Level.NEIGHBOURHOOD:
        return month_figures(area, asked), {}
    return month_figures_of_parts(area, asked, parts=asked[-2:])


def _places(
    rows: Sequence[dict[str, Any]], months: dict[int, dict[Month, MonthFigures]], *, on: date
) -> tuple[PlaceLine, ...]:
    this = Month.of(on)
    lines = []
    own = {each.name for each in fields(PlaceLine)}
    for row in rows:
        mine = months.get(row["place_id"], {})
        shares = [mine.get(month, MonthFigures(month)) for month in (this, this.previous())]
        figures = {name: value for name, value in row.items() if name in own}
        lines.append(PlaceLine(**figures, this_month=shares[0], last_month=shares[1]))
    return tuple(sorted(lines, key=_order))


def _order(line: PlaceLine) -> tuple[float, float, str]:
    """Most open critical hazards per team, then who did least last month: a big ward is not worse
    for being big."""
    share = line.last_month.rate if line.last_month.planned else 2.0
    return (-line.critical / line.teams, share, line.code)
