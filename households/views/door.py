"""What every page of the registry asks at its door: which ward, team or household, and whose."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from firesafety.access import fetch
from households.models import Area, Household, Membership, RosterImport, Team
from households.rules import (
    areas_visible_to,
    households_visible_to,
    supervised_teams,
    teams_visible_to,
)


def ward_for(request: HttpRequest, code: str, *, on: date) -> Area:
    """A current ward of this officer's duties; raises Http404."""
    wards = areas_visible_to(request.user, on=on).filter(level=Area.Level.WARD, valid_to=None)
    return fetch(wards.select_related("parent"), code=code)


def team_for(request: HttpRequest, team_id: int, *, on: date) -> Team:
    """A team that this user leads or supervises; raises Http404."""
    visible = teams_visible_to(request.user, on=on)
    return fetch(visible.select_related("ward", "neighbourhood"), pk=team_id)


def supervised_team_for(request: HttpRequest, team_id: int, *, on: date) -> Team:
    """A team that this officer supervises; a leader may not change who belongs to it."""
    visible = supervised_teams(request.user, on=on)
    return fetch(visible.select_related("ward", "neighbourhood"), pk=team_id)


def is_supervisor(request: HttpRequest, team: Team, *, on: date) -> bool:
    """Whether the user is here as an officer, not as the team's leader."""
    return supervised_teams(request.user, on=on).filter(pk=team.pk).exists()


def stay_in(team: Team, membership_id: int) -> Membership:
    """A current stay in ``team``; raises Http404."""
    stays = team.memberships.filter(left_on=None)
    return fetch(stays.select_related("household__neighbourhood"), pk=membership_id)


def household_for(request: HttpRequest, household_id: int, *, on: date) -> Household:
    """A household of this officer's area; raises Http404."""
    visible = households_visible_to(request.user, on=on)
    return fetch(visible.select_related("neighbourhood__parent"), pk=household_id)


def roster_for(request: HttpRequest, roster_id: int, *, on: date) -> RosterImport:
    """A file handed in for a ward of this officer's duties; raises Http404."""
    wards = areas_visible_to(request.user, on=on)
    received = RosterImport.objects.filter(ward__in=wards)
    return fetch(received.select_related("ward", "uploaded_by"), pk=roster_id)
