"""What every page asks at its door: which month, which team, which area, and whose."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest

from firesafety.access import fetch
from firesafety.months import Month
from households.models import Area, Team, User
from households.rules import areas_visible_to, in_charge_of, teams_visible_to
from inspections.models import Assignment
from inspections.planning.weights import DEFAULT_WEIGHTS, Weights, read_weights
from inspections.queries.judged import another_day
from inspections.queries.place_states import note_kept, other_states
from inspections.queries.weights import newest_weights
from inspections.rules import wards_supervised_by


def read_month(text: str) -> Month:
    """The month of an address such as ``2026-12``; raises Http404 for anything else."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise Http404 from error


def asked_month(request: HttpRequest, *, on: date) -> Month:
    """The month of ``?month=``, or the one that ``on`` falls in; raises Http404 for nonsense."""
    text = request.GET.get("month", "")
    return read_month(text) if text else Month.of(on)


def team_for(request: HttpRequest, team_id: int, *, on: date) -> Team:
    """A team that this user leads or supervises; raises Http404."""
    return fetch(_teams_asked(request.user.pk, on), pk=team_id)


# What one account may see is put together once a day: that takes longer than the database takes to
# answer, which looks at the duties and appointments themselves each time.


@lru_cache(maxsize=256)
def _teams_asked(account: int | None, on: date) -> QuerySet[Team]:
    """The teams of an account, by its id, and whether it supervises them."""
    user = _user(account)
    mine = areas_visible_to(user, on=on).filter(pk=OuterRef("neighbourhood"))
    rows = teams_visible_to(user, on=on).select_related("ward__parent", "neighbourhood")
    return rows.annotate(supervised=Exists(mine))


def _user(account: int | None) -> User | AnonymousUser:
    return User(pk=account) if account else AnonymousUser()


def is_supervised(team: Team) -> bool:
    """Whether who asked for a team from ``team_for`` supervises it, and does not only lead it."""
    return bool(getattr(team, "supervised", False))


def assignment_of(team: Team, month: Month, assignment_id: int) -> Assignment:
    """A visit of a team's month with its households and its result; raises Http404."""
    rows = Assignment.objects.filter(round__team=team, round__month=month.first_day)
    related = ("round__team__ward__parent", "inspector", "inspected", "inspection")
    return fetch(rows.select_related(*related), pk=assignment_id)


def area_for(request: HttpRequest, code: str, *, on: date) -> Area:
    """An area of this officer's duties, the newest that bore the code; raises Http404."""
    area = fetch(_areas_asked(request.user.pk, on), code=code)
    note_kept(area, on=on)
    return area


@lru_cache(maxsize=256)
def _areas_asked(account: int | None, on: date) -> QuerySet[Area]:
    """The areas of an account, by its id, and what their pages ask of them first, newest first."""
    user = _user(account)
    above = areas_visible_to(user, on=on).filter(pk=OuterRef("parent"))
    rows = Area.objects.select_related("parent").defer("boundary", "parent__boundary")
    return (
        rows.filter(in_charge_of(user, on=on))
        .order_by("-valid_from")
        .annotate(
            decided_weights=newest_weights(),
            another_day=another_day(on=on),
            other_states=other_states(on=on),
            parent_visible=Exists(above),
        )
    )


def weights_here(area: Area) -> Weights:
    """What counts in the order of calls of an area from ``area_for``, which read it already."""
    decided = getattr(area, "decided_weights", None)
    return DEFAULT_WEIGHTS if decided is None else read_weights(decided)


def way_up(area: Area) -> Area | None:
    """The area above one from ``area_for``, where the officer may see that too."""
    return area.parent if getattr(area, "parent_visible", False) else None


def supervised_ward(request: HttpRequest, code: str, *, on: date) -> Area:
    """A ward that lies whole within this officer's duties; raises Http404."""
    wards = wards_supervised_by(request.user, on=on).select_related("parent")
    return fetch(wards.order_by("-valid_from"), code=code)


def supervised_ward_or_city(request: HttpRequest, code: str, *, on: date) -> Area:
    """As ``supervised_ward``, or a city of this officer's duties."""
    levels = (Area.Level.CITY, Area.Level.WARD)
    visible = areas_visible_to(request.user, on=on).filter(level__in=levels)
    return fetch(visible.select_related("parent").order_by("-valid_from"), code=code)
