"""What the sheets of a team have in common: its head, its people, its month, and taking turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from django.conf import settings
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Household, Team
from inspections.printing.values import Party, TeamHead
from inspections.queries.paper import TeamPaper, team_papers

CHUNK = 25  # teams: what is held in memory at a time
Progress = Callable[[int], object]


def no_progress(done: int) -> None:
    """For who does not wait."""


def chunks(
    teams: Iterable[Team], month: Month, *, on: date, progress: Progress, history: bool = False
) -> Iterator[list[TeamPaper]]:
    """The teams' papers, ``CHUNK`` teams at a time; ``progress`` hears how many teams are done."""
    waiting, done = iter(teams), 0
    while chunk := list(islice(waiting, CHUNK)):
        yield team_papers(chunk, month, on=on, history=history)
        done += len(chunk)
        progress(done)


def each_paper(
    teams: Iterable[Team], month: Month, *, on: date, progress: Progress
) -> Iterator[TeamPaper]:
    """The same papers, team by team."""
    for papers in chunks(teams, month, on=on, progress=progress):
        yield from papers


def team_head(paper: TeamPaper) -> TeamHead:
    """Which team a sheet belongs to, and whom to call about it."""
    return head_of(paper.team, paper.leader)


def head_of(team: Team, leader: Household | None) -> TeamHead:
    """The same of a team that is loaded with its areas, and its leader."""
    city = team.ward.parent
    return TeamHead(
        team=team_label(team),
        neighbourhood=team.neighbourhood.name,
        ward=team.ward.name,
        city=city.name if city else "",
        leader_name=leader.holder_name if leader else "",
        leader_phone=leader.phone if leader else "",
        emergency_number=settings.EMERGENCY_NUMBER,
    )


def team_label(team: Team) -> str:
    """The team as its members call it: "Tổ 7", or "Tổ 12/1 số 7" when it has labels."""
    if not team.labels:
        return str(team)
    words = {"labels": ", ".join(team.labels), "number": team.number}
    return _("Tổ %(labels)s số %(number)s") % words


def party(household: Household) -> Party:
    """A household as the sheets name it."""
    return Party(
        name=household.holder_name,
        house_number=household.house_number,
        street=household.street,
        phone=household.phone,
        kind=str(Household.Kind(household.kind).label),
    )


def period(paper: TeamPaper) -> str:
    """The month in words."""
    return _("Tháng %(month)s") % {"month": f"{paper.round.month:%m/%Y}"}
