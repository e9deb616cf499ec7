"""The list of what is open in an area: filtered, put in order, paged, taken as a file."""

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
from firesafety.tables import Column, TableFormat
from households.models import Area
from inspections.forms.hazard_list import HazardListForm
from inspections.models import SavedView
from inspections.queries.hazard_list import hazard_rows
from inspections.queries.open_items import open_wordings
from inspections.queries.places import places_in
from inspections.rules import saved_views_of
from inspections.views.door import area_for
from inspections.views.sorting import headings

PER_PAGE = 25
MONTHS_BACK = 12


@login_required
@require_safe
def hazard_list(request: HttpRequest, code: str) -> HttpResponse:
    """What nobody has seen fixed yet at the homes of a city, a ward or a neighbourhood."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    form = _form(request, area, on=on)
    rows = hazard_rows(area, on=on, wanted=form.filters())
    shown = SavedView.Shown.HAZARDS
    labels = {
        "household": _("Hộ"),
        "severity": _("Mức"),
        "item": _("Mục"),
        "found": _("Thấy ngày"),
        "due": _("Nên sửa trước"),
        "team": _("Tổ"),
    }
    context = {
        "area": area,
        "form": form,
        "page": rows.page(request.GET.get("page"), size=PER_PAGE),
        "headings": headings(request, labels, texts=labels),
        "views": saved_views_of(request.user).filter(area=area, shown=shown),
        "shown": shown,
        "query": form.query(),
        "on": on,
    }
    return render(request, "inspections/area/hazard_list.html", context)


@login_required
@require_safe
def hazard_list_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The same hazards, all of them, as a table file."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    form = _form(request, area, on=on)
    columns = [
        Column(_("Hộ"), 28),
        Column(_("Địa chỉ"), 30),
        Column(_("Loại hình"), 20),
        Column(_("Tổ"), 10),
        Column(_("Khu vực"), 24),
        Column(_("Phường, xã"), 24),
        Column(_("Mức"), 12),
        Column(_("Mục"), 12),
        Column(_("Nội dung"), 60),
        *(Column(name, 14) for name in (_("Thấy ngày"), _("Nên sửa trước"))),
        Column(_("Số ngày quá hạn"), 12),
        Column(_("Chủ hộ nói đã sửa"), 14),
    ]
    found = hazard_rows(area, on=on, wanted=form.filters())
    rows = (_cells(each, on=on) for each in found)
    title = _("Chỗ chưa sửa %(area)s") % {"area": area.name}
    return table_file(
        columns, rows, file_format=file_format, title=title, name=f"{code}-cho-chua-sua"
    )


def _cells(each: Any, *, on: date) -> list[Any]:
    return [
        each.household.holder_name,
        each.household.address,
        each.get_kind_display(),
        str(each.team),
        each.neighbourhood.name,
        each.ward.name,
        each.get_severity_display(),
        each.code,
        each.hazard.item.text,
        each.found_on,
        each.due_on,
        # Its clock stands still while what the household says waits for somebody to look.
        0 if each.claimed_on else max(0, (on - each.due_on).days),
        each.claimed_on,
    ]


def _form(request: HttpRequest, area: Area, *, on: date) -> HazardListForm:
    return HazardListForm(
        request.GET,
        area=area,
        places=places_in(area),
        items=open_wordings(area).items(),
        months=[Month.of(on).plus(-back) for back in range(MONTHS_BACK)],
    )
