"""The list of an area's teams: filtered, put in order, paged, kept as a view, taken as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firesafety.downloads import table_file
from firesafety.months import Month
from firesafety.pages import LongList
from firesafety.tables import Column, TableFormat
from households.models import Area, Team
from inspections.forms.team_list import STATE_NAMES, TeamListForm
from inspections.models import SavedView
from inspections.queries.places import places_in
from inspections.queries.team_list import team_rows
from inspections.rules import saved_views_of
from inspections.views.door import area_for
from inspections.views.sorting import Heading, headings

PER_PAGE = 25
MONTHS_BACK = 12


@login_required
@require_safe
def team_list(request: HttpRequest, code: str) -> HttpResponse:
    """The standing teams of a city, a ward or a neighbourhood."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    form = _form(request, area, on=on)
    rows = _rows(area, form, on=on)
    shown = SavedView.Shown.TEAMS
    context = {
        "area": area,
        "form": form,
        "page": rows.page(request.GET.get("page"), size=PER_PAGE),
        "month": form.month_asked,
        "headings": _headings(request, form.month_asked),
        "views": saved_views_of(request.user).filter(area=area, shown=shown),
        "shown": shown,
        "query": form.query(),
    }
    return render(request, "inspections/area/team_list.html", context)


@login_required
@require_safe
def team_list_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The same teams, all of them, as a table file."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    form = _form(request, area, on=on)
    month = f"{form.month_asked.first_day:%m/%Y}"
    columns = [
        Column(_("Tổ"), 10),
        Column(_("Khu vực"), 24),
        Column(_("Phường, xã"), 24),
        Column(_("Tổ trưởng"), 24),
        Column(_("Tình trạng"), 36),
        *(Column(f"{name} {month}", 14) for name in (_("Lượt"), _("Đã kiểm tra"))),
        Column(_("Hộ chưa kiểm tra"), 14),
        Column(_("Tháng liền không có kết quả"), 14),
        *(Column(name, 12) for name in (_("Nguy hiểm"), _("Quan trọng"), _("Nhắc nhở"))),
        Column(_("Hộ trong tổ"), 12),
        Column(_("Kiểm tra gần nhất"), 14),
    ]
    rows = (_cells(team) for team in _rows(area, form, on=on))
    title = _("Các tổ %(area)s") % {"area": area.name}
    return table_file(columns, rows, file_format=file_format, title=title, name=f"{code}-cac-to")


def state_words(team: Any) -> list[str]:
    """How a team of the list is, in words; more than one where more is so."""
    return [str(name) for state, name in STATE_NAMES.items() if getattr(team, f"is_{state}")]


def _cells(team: Any) -> list[Any]:
    standing = team.standing
    return [
        str(team),
        team.neighbourhood.name,
        team.ward.name,
        team.leader,
        ", ".join(state_words(team)),
        team.planned,
        team.done,
        team.missing,
        team.silent_months,
        standing.critical,
        standing.major,
        standing.minor,
        standing.households,
        standing.last_done_on,
    ]


def _form(request: HttpRequest, area: Area, *, on: date) -> TeamListForm:
    months = [Month.of(on).plus(-back) for back in range(MONTHS_BACK)]
    return TeamListForm(request.GET, area=area, places=places_in(area), months=months)


def _rows(area: Area, form: TeamListForm, *, on: date) -> LongList[Team]:
    return team_rows(area, on=on, month=form.month_asked, wanted=form.filters())


def _headings(request: HttpRequest, month: Month) -> list[Heading]:
    done = _("Đã kiểm tra %(month)s") % {"month": f"{month.first_day:%m/%Y}"}
    labels = {
        "team": _("Tổ"),
        "critical": _("Nguy hiểm"),
        "open": _("Chỗ chưa sửa"),
        "silent": _("Tháng không có kết quả"),
        "missing": _("Hộ chưa kiểm tra"),
        "done": done,
        "last": _("Gần nhất"),
    }
    return headings(request, labels, texts=("team",))
