"""The teams and the households of a ward: lists to look something up in, and to take as files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firesafety.downloads import table_file
from firesafety.pages import LongList
from firesafety.tables import Column, TableFormat
from firesafety.vietnamese import clean_text
from households.models import Area, Household, Team
from households.queries.household import neighbourhoods, teamless_by_area, ward_households
from households.queries.team import ward_teams
from households.views.door import ward_for

ROWS_PER_PAGE = 50
ROWS_AT_ONCE = 2000


@login_required
@require_safe
def teams(request: HttpRequest, code: str) -> HttpResponse:
    """Every team in force; ``?neighbourhood=`` and ``?q=`` narrow the list."""
    ward = ward_for(request, code, on=timezone.localdate())
    context = _filters(request, ward)
    context |= {
        "page": _page(request, _teams(ward, context)),
        "teamless": sum(teamless_by_area(ward).values()),
        "ward": ward,
    }
    return render(request, "households/teams.html", context)


@login_required
@require_safe
def teams_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The same teams, all of them, as a table file."""
    ward = ward_for(request, code, on=timezone.localdate())
    columns = [
        Column(_("Tổ"), 10),
        Column(_("Khu vực"), 24),
        Column(_("Tổ trưởng"), 24),
        Column(_("Hộ trong tổ"), 12),
        Column(_("Tạm nghỉ từ"), 14),
    ]
    found = _teams(ward, _filters(request, ward))
    rows = (_team_cells(each) for each in found.iterator(chunk_size=ROWS_AT_ONCE))
    title = _("Các tổ %(area)s") % {"area": ward.name}
    return table_file(columns, rows, file_format=file_format, title=title, name=f"{code}-to")


@login_required
@require_safe
def households(request: HttpRequest, code: str) -> HttpResponse:
    """Everyone who lives there; ``?team=none`` keeps those without a team."""
    ward = ward_for(request, code, on=timezone.localdate())
    context = _filters(request, ward)
    context |= {
        "page": _page(request, _households(request, ward, context)),
        "ward": ward,
        "only_teamless": _only_teamless(request),
    }
    return render(request, "households/households.html", context)


@login_required
@require_safe
def households_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The same households, all of them, with what the list shows of each and no more."""
    ward = ward_for(request, code, on=timezone.localdate())
    columns = [
        Column(_("Chủ hộ"), 28),
        Column(_("Địa chỉ"), 36),
        Column(_("Khu vực"), 24),
        Column(_("Loại hình"), 24),
        Column(_("Tổ"), 10),
    ]
    found = _households(request, ward, _filters(request, ward))
    rows = (_household_cells(each) for each in found.iterator(chunk_size=ROWS_AT_ONCE))
    title = _("Các hộ %(area)s") % {"area": ward.name}
    return table_file(columns, rows, file_format=file_format, title=title, name=f"{code}-ho")


def _team_cells(team: Any) -> list[Any]:
    return [str(team), team.neighbourhood.name, team.leader, team.members, team.paused_on]


def _household_cells(household: Any) -> list[Any]:
    number = household.team_number
    return [
        household.holder_name,
        household.address,
        household.neighbourhood.name,
        household.get_kind_display(),
        _("Tổ %(number)s") % {"number": number} if number else None,
    ]


def _teams(ward: Area, filters: dict[str, Any]) -> QuerySet[Team]:
    return ward_teams(ward, neighbourhood=filters["neighbourhood"], search=filters["q"])


def _households(request: HttpRequest, ward: Area, filters: dict[str, Any]) -> QuerySet[Household]:
    return ward_households(
        ward,
        neighbourhood=filters["neighbourhood"],
        search=filters["q"],
        teamless=_only_teamless(request),
    )


def _only_teamless(request: HttpRequest) -> bool:
    return request.GET.get("team") == "none"


def _filters(request: HttpRequest, ward: Area) -> dict[str, Any]:
    """The neighbourhood and the words asked for; raises Http404 for a neighbourhood not here."""
    areas = neighbourhoods(ward)
    asked = request.GET.get("neighbourhood", "")
    chosen = next((area for area in areas if str(area.pk) == asked), None)
    if asked and chosen is None:
        raise Http404
    words = clean_text(request.GET.get("q", ""))[:100]
    return {"areas": areas, "neighbourhood": chosen, "q": words}


def _page(request: HttpRequest, rows: QuerySet[Any, Model]) -> Any:
    return LongList.of(rows).page(request.GET.get("page"), size=ROWS_PER_PAGE)
