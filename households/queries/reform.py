"""Where teams stood before a reform of the wards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from households.models import Area, Team, TeamMove


def moves_after(teams: Collection[int], *, day: date) -> dict[int, TeamMove]:
    """By team id, where it stood on a day, for those that moved since. One query."""
    moves: dict[int, TeamMove] = {}
    rows = TeamMove.objects.filter(team__in=teams, on__gt=day)
    for move in rows.select_related("ward__parent", "neighbourhood").order_by("-on"):
        moves[move.team_id] = move
    return moves


def show_as_of(teams: Collection[Team], *, day: date) -> None:
    """Let teams, with their neighbourhoods, bear the place and number that they had on a day.

    No query where nothing moved: a team that moved since lies in a neighbourhood that is younger
    than the day. For reading and printing only: such a row must not be saved.
    """
    younger = [team for team in teams if team.neighbourhood.valid_from > day]
    moves = moves_after([team.pk for team in younger], day=day) if younger else {}
    for team in younger:
        move = moves.get(team.pk)
        if move is not None:
            team.ward, team.neighbourhood, team.number = move.ward, move.neighbourhood, move.number


def teams_of_ward_on(ward: Area, *, day: date) -> QuerySet[Team]:
    """The ward's teams, and those that were its own on a day and have moved since."""
    moved = TeamMove.objects.filter(ward=ward, on__gt=day)
    return Team.objects.filter(Q(ward=ward) | Q(pk__in=moved.values("team")))


def ward_on(code: str, *, day: date) -> Area | None:
    """The ward that bore an official code on a day, or bears it now."""
    wards = Area.objects.filter(level=Area.Level.WARD, code=code.strip())
    standing = [
        ward
        for ward in wards.order_by("valid_from")
        if ward.valid_from <= day and (ward.valid_to is None or ward.valid_to > day)
    ]
    return standing[-1] if standing else wards.filter(valid_to=None).first()
