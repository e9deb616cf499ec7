"""The homes of a team for its officers: a map, the same as a list, and both as files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firesafety.downloads import table_file
from firesafety.tables import Column, TableFormat
from households.models import Team
from inspections.queries.team_homes import Home
from inspections.queries.team_homes import team_homes as homes_of
from inspections.views.door import is_supervised, team_for
from inspections.views.geojson import geojson_file, point_feature
from inspections.views.map_drawing import HOMES
from inspections.views.map_parts import map_parts, state_names


@login_required
@require_safe
def team_homes(request: HttpRequest, team_id: int) -> HttpResponse:
    """A team's homes as marks and as lines; ``?home=`` puts a ring around one of them."""
    team, homes = _asked(request, team_id)
    names = state_names()
    marks = [home.mark for home in homes]
    context: dict[str, Any] = {
        "team": team,
        "lines": [(home, names[home.state]) for home in homes],
        "chosen": request.GET.get("home", ""),
    }
    context |= map_parts(marks, (), page="household_record", smallest=HOMES)
    return render(request, "inspections/team/homes.html", context)


@login_required
@require_safe
def team_homes_file(request: HttpRequest, team_id: int, file_format: TableFormat) -> FileResponse:
    """The same list as a table file."""
    team, homes = _asked(request, team_id)
    names = state_names()
    columns = [
        Column(_("Hộ"), 28),
        Column(_("Địa chỉ"), 30),
        Column(_("Loại hình"), 20),
        Column(_("Tình trạng"), 30),
        *(Column(name, 14) for name in (_("Nguy hiểm"), _("Chỗ chưa sửa"))),
        Column(_("Kiểm tra gần nhất"), 14),
    ]
    rows = ([*_who(home), names[home.state], *_how(home)] for home in homes)
    title = _("Các hộ %(area)s") % {"area": team}
    name = f"to-{team.number}-cac-ho"
    return table_file(columns, rows, file_format=file_format, title=title, name=name)


@login_required
@require_safe
def team_geojson(request: HttpRequest, team_id: int) -> HttpResponse:
    """The same marks for a map program. No names of people, no addresses."""
    team, homes = _asked(request, team_id)
    names = state_names()
    features = [
        point_feature(
            home.mark,
            {"state": home.state, "words": names[home.state], "critical": home.critical},
        )
        for home in homes
    ]
    return geojson_file(features, name=f"to-{team.number}")


def _asked(request: HttpRequest, team_id: int) -> tuple[Team, tuple[Home, ...]]:
    """A team that this user supervises and its homes; raises Http404 for leaders and others."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    if not is_supervised(team):
        raise Http404
    return team, homes_of(team, on=on)


def _who(home: Home) -> list[str]:
    household = home.household
    return [household.holder_name, household.address, household.get_kind_display()]


def _how(home: Home) -> list[Any]:
    return [home.critical, home.open, home.last_done_on]
