"""A team's year: who has been at whose home, who goes next, and why this month's pairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from firesafety.months import Month
from households.models import Team
from inspections.planning.calendar import OperatingCalendar
from inspections.planning.rotation import (
    Explanation,
    Meeting,
    Mode,
    TeamInput,
    Visit,
    explain,
    last_meetings,
    plan_team,
)
from inspections.queries.opening import team_inputs
from inspections.queries.rotation import household_names
from inspections.queries.team_month import RowState, TeamMonth

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class YearCircle:
    """``met`` has the operating months since each visit of the last twelve, 0 for this month's.

    ``upcoming`` are the visits of ``next_month``, the next one in which the area works: its open
    round's, or else what would be planned if all of this month's visits took place
    (``is_planned`` is False then). ``fits`` is False when a
    visit still to be made cannot be, or a present household is in nobody's care.
    """

    names: dict[int, str]
    members: tuple[int, ...]
    met: dict[Visit, int]
    current: tuple[Visit, ...]
    next_month: Month
    upcoming: tuple[Visit, ...]
    is_planned: bool
    fits: bool
    explanations: tuple[Explanation, ...]


def year_circle(
    team: Team, seen: TeamMonth, calendar: OperatingCalendar, *, on: date
) -> YearCircle | None:
    """The circle of a month with a round, or None. Four queries at most, for any size.

    ``seen`` was read with the next month in which the area works as the one ahead, by
    ``calendar``, which is that of the team's ward.
    """
    if seen.round is None:
        return None
    (inputs,) = team_inputs([team], seen.month, on=on, calendars={team.ward_id: calendar})
    current = tuple(Visit(row.inspector.pk, row.inspected.pk) for row in seen.rows)
    met = {visit: ago for visit, ago in last_meetings(inputs).items() if ago < MONTHS_SHOWN}
    for row in seen.rows:
        if row.state is RowState.DONE:
            met[Visit(row.inspector.pk, row.inspected.pk)] = 0
    stored = tuple(Visit(row.inspector_id, row.inspected_id) for row in seen.ahead)
    members = tuple(member.id for member in inputs.members)
    upcoming = stored or _planned(inputs, current)
    people = {*members, *(key for visit in upcoming for key in (visit.inspector, visit.inspected))}
    return YearCircle(
        names=_names(people, seen),
        members=members,
        met={visit: ago for visit, ago in met.items() if {*_ends(visit)} <= {*members}},
        current=current,
        next_month=calendar.next_working(seen.month),
        upcoming=upcoming,
        is_planned=bool(stored),
        fits=_fits(inputs, seen),
        explanations=tuple(explain(replace(inputs, mode=Mode(seen.round.mode)), current)),
    )


def _fits(inputs: TeamInput, seen: TeamMonth) -> bool:
    """Whether the open month still suits the team; a cheap look, the repair knows for sure."""
    present = {member.id for member in inputs.members if not member.away}
    able = {member.id for member in inputs.members if member.can_inspect} & present
    for row in seen.rows:
        pair = row.inspector.pk, row.inspected.pk
        is_possible = pair[0] in able and pair[1] in present
        if row.state in (RowState.WAITING, RowState.LATE) and (
            not is_possible or frozenset(pair) in inputs.excluded
        ):
            return False
    visited = {row.inspected.pk for row in seen.rows}
    return present <= visited | {line.household.pk for line in seen.shortages}


def _ends(visit: Visit) -> tuple[int, int]:
    return visit.inspector, visit.inspected


def _names(people: set[int], seen: TeamMonth) -> dict[int, str]:
    """Their holders' names. One query, none as long as all have a part in the months seen."""
    read = [*(row.assignment for row in seen.rows), *seen.ahead]
    known = {each.pk: each.holder_name for row in read for each in (row.inspector, row.inspected)}
    unknown = people - known.keys()
    return known | household_names(unknown) if unknown else known


def _planned(inputs: TeamInput, current: Iterable[Visit]) -> tuple[Visit, ...]:
    expected = (Meeting(inputs.period, *_ends(visit)) for visit in current)
    history = (*inputs.history, *expected)
    return plan_team(replace(inputs, history=history, period=inputs.period + 1)).visits
