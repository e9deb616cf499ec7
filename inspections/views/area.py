"""The officer's pages: whom to call today, and how the area stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firesafety.downloads import table_file
from firesafety.months import Month
from firesafety.tables import Column, TableFormat
from firesafety.vietnamese import sort_key
from households.models import Area
from households.views.area_ending import ending_of
from inspections.forms.hazard_list import AGE_NAMES
from inspections.forms.team_list import STATE_NAMES
from inspections.printing.reasons import reason_sentence
from inspections.queries.figures import PlaceLine, ward_figures
from inspections.queries.open_items import item_lines
from inspections.queries.overdue import describe, worst_teams
from inspections.queries.overdue_ranking import LISTED, count_overdue, rank_area
from inspections.queries.standing import MonthFigures
from inspections.views.calls import calls
from inspections.views.door import area_for, way_up, weights_here
from inspections.views.items import item_rows
from inspections.views.rates import rate_lines
from inspections.views.sorting import headings, in_order

CALLED_A_DAY = 10
PER_PAGE = 25
PLACE_ORDERS = {
    "name": lambda line: sort_key(line.name),
    "teams": lambda line: line.teams,
    "month": lambda line: line.this_month.rate,
    "before": lambda line: line.last_month.rate,
    "critical": lambda line: line.critical,
    "major": lambda line: line.major,
    "late": lambda line: line.late,
    "silent": lambda line: line.silent,
}


@login_required
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """A city, a ward or a neighbourhood: calls, figures, and what lies one step below."""
    on = timezone.localdate()
    found = area_for(request, code, on=on)
    worst = rank_area(found, on=on, weights=weights_here(found), limit=CALLED_A_DAY)
    figures = ward_figures(found, on=on)
    below: list[Any] = list(figures.team_rows)
    if found.level != Area.Level.NEIGHBOURHOOD:
        below = in_order(request, figures.places, PLACE_ORDERS)
    context: dict[str, Any] = {
        "area": found,
        "up": way_up(found),
        "ending": ending_of(request, found, on=on),
        "figures": figures,
        "states": [(state, name, figures.states[state]) for state, name in STATE_NAMES.items()],
        # A city's are so many that they come by themselves, when somebody has scrolled to them.
        "items": None if found.level == Area.Level.CITY else item_rows(item_lines(found, on=on)),
        "ages": AGE_NAMES,
        "rates": rate_lines(figures.months),
        "month": Month.of(on),
        "calls": calls(describe(worst.ranked, worst.facts, worst.teams)),
        "more": len(worst.ranked) == CALLED_A_DAY,
        "below": Paginator(below, PER_PAGE).get_page(request.GET.get("page")),
        "headings": place_headings(request, found, on=on),
    }
    return render(request, "inspections/area/area.html", context)


def place_headings(request: HttpRequest, area: Area, *, on: date) -> list[Any]:
    """The columns of the table of wards or neighbourhoods, each a way to put it in order."""
    place = _("Phường, xã") if area.level == Area.Level.CITY else _("Khu vực")
    this, before = Month.of(on).first_day, Month.of(on).previous().first_day
    words = _("Đã kiểm tra %(month)s")
    labels = {
        "name": place,
        "critical": _("Nguy hiểm"),
        "silent": _("Tổ lâu không có kết quả"),
        "late": _("Tổ trễ hạn"),
        "month": words % {"month": f"{this:%m/%Y}"},
        "before": words % {"month": f"{before:%m/%Y}"},
        "major": _("Quan trọng"),
        "teams": _("Tổ"),
    }
    return headings(request, labels)


@login_required
@require_safe
def places_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The wards of a city or the neighbourhoods of a ward as a table file."""
    on = timezone.localdate()
    found = area_for(request, code, on=on)
    figures = ward_figures(found, on=on)
    columns = [
        Column(_("Mã"), 14),
        Column(_("Địa bàn"), 30),
        *(Column(str(name), 14) for name in (_("Tổ"), _("Hộ"), *STATE_NAMES.values())),
        *(Column(name, 14) for name in (_("Nguy hiểm"), _("Quan trọng"), _("Nhắc nhở"))),
        *(Column(name, 14) for name in (_("Lượt tháng này"), _("Đã kiểm tra tháng này"))),
        *(Column(name, 14) for name in (_("Lượt tháng trước"), _("Đã kiểm tra tháng trước"))),
    ]
    rows = (_place_cells(line) for line in in_order(request, figures.places, PLACE_ORDERS))
    title = _("Địa bàn %(area)s") % {"area": found.name}
    return table_file(columns, rows, file_format=file_format, title=title, name=f"{code}-dia-ban")


def _place_cells(line: PlaceLine) -> list[Any]:
    months: list[MonthFigures] = [line.this_month, line.last_month]
    return [
        line.code,
        line.name,
        line.teams,
        line.households,
        *(getattr(line, state) for state in STATE_NAMES),
        line.critical,
        line.major,
        line.minor,
        *(number for month in months for number in (month.planned, month.done)),
    ]


@login_required
@require_safe
def overdue(request: HttpRequest, code: str) -> HttpResponse:
    """The overdue teams of an area, worst first, as many as anybody can call."""
    on = timezone.localdate()
    found = area_for(request, code, on=on)
    weights = weights_here(found)
    total = count_overdue(found, on=on, weights=weights)
    page = Paginator(range(min(total, LISTED)), PER_PAGE).get_page(request.GET.get("page"))
    # Only as far as this page goes: the further down, the more teams have to be judged.
    start, end = max(page.start_index() - 1, 0), max(page.end_index(), 1)
    worst = rank_area(found, on=on, weights=weights, limit=end, first=start)
    context = {
        "area": found,
        "page": page,
        "calls": calls(describe(worst.ranked, worst.facts, worst.teams)),
        "total": total,
        "this_month": Month.of(on),
    }
    return render(request, "inspections/area/overdue.html", context)


@login_required
@require_safe
def overdue_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The same list, with its reasons, as a table file."""
    on = timezone.localdate()
    found = area_for(request, code, on=on)
    worst = worst_teams(found, on=on)
    lines = describe(worst.ranked, worst.facts, worst.teams)
    columns = [
        Column(_("Thứ tự"), 8),
        Column(_("Tổ"), 10),
        Column(_("Khu vực"), 24),
        Column(_("Phường, xã"), 24),
        Column(_("Vì sao"), 60),
        Column(_("Số ngày trễ"), 12),
        Column(_("Hộ chưa kiểm tra"), 12),
        Column(_("Nguy hiểm"), 12),
        Column(_("Tổ trưởng"), 24),
        Column(_("Điện thoại"), 16),
    ]
    rows = (
        [
            rank,
            str(line.team),
            line.team.neighbourhood.name,
            line.team.ward.name,
            reason_sentence(line.parts),
            line.days_late,
            len(line.missing),
            line.critical,
            line.leader.holder_name if line.leader else None,
            line.leader.phone if line.leader else None,
        ]
        for rank, line in enumerate(lines, start=1)
    )
    title = _("Các tổ quá hạn %(area)s") % {"area": found.name}
    return table_file(columns, rows, file_format=file_format, title=title, name=f"{code}-qua-han")
