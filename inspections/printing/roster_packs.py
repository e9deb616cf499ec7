"""From memberships to rosters: the values that they are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from firesafety.months import Month
from households.models import Appointment, Team
from inspections.printing.options import ORDINARY, Options
from inspections.printing.parts import (
    CHUNK,
    Progress,
    head_of,
    no_progress,
    party,
)
from inspections.printing.team_values import RosterLine, RosterSheet
from inspections.printing.twin_links import team_twin_link
from inspections.queries.roster import TeamRoster, team_rosters


def roster_sheets(
    teams: Iterable[Team],
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[RosterSheet]:
    """Each team's members on a day; ``month`` is only where its page is found."""
    waiting, done = iter(teams), 0
    while chunk := list(islice(waiting, CHUNK)):
        for roster in team_rosters([team.pk for team in chunk], on=on):
            yield _roster_sheet(roster, month, on=on)
        done += len(chunk)
        progress(done)


def _roster_sheet(roster: TeamRoster, month: Month, *, on: date) -> RosterSheet:
    team = roster.team
    leader = next(
        (
            office.household
            for office in roster.offices.values()
            if office.role == Appointment.Role.LEADER
        ),
        None,
    )
    return RosterSheet(
        head=head_of(team, leader),
        as_of=on,
        founded=team.founded_on,
        founding_document=team.founding_document,
        lines=tuple(
            RosterLine(
                number,
                party(stay.household),
                str(office.get_role_display()) if office else "",
                stay.joined_on,
            )
            for number, stay in enumerate(roster.stays, start=1)
            for office in [roster.offices.get(stay.household_id)]
        ),
        reference=f"DS-{on:%Y%m%d}-{team.pk:06}",
        link=team_twin_link(team.pk, month, "rosters"),
    )
