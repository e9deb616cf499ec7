"""What officers follow in an area: what keeps coming back, and leaders with things to compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firesafety.downloads import table_file
from firesafety.pages import LongList
from firesafety.tables import Cell, Column, TableFormat
from inspections.queries.two_sides import repeated_hazards, teams_waiting
from inspections.views.door import area_for

HAZARDS_SHOWN = 25
TEAMS_SHOWN = 50


@login_required
@require_safe
def followed(request: HttpRequest, code: str) -> HttpResponse:
    """Hazards left for months, and which leaders have something to compare."""
    found = area_for(request, code, on=timezone.localdate())
    teams, number = teams_waiting(found, most=TEAMS_SHOWN)
    hazards = LongList.of(repeated_hazards(found))
    context = {
        "area": found,
        "page": hazards.page(request.GET.get("page"), size=HAZARDS_SHOWN),
        "teams": teams,
        "teams_left": number - len(teams),
    }
    return render(request, "inspections/area/followed.html", context)


@login_required
@require_safe
def followed_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The hazards left for months, all of them, as a table file."""
    found = area_for(request, code, on=timezone.localdate())
    columns = [
        Column(_("Hộ"), 28),
        Column(_("Địa chỉ"), 30),
        Column(_("Tổ"), 10),
        Column(_("Khu vực"), 24),
        Column(_("Phường, xã"), 24),
        Column(_("Mức"), 12),
        Column(_("Mục"), 12),
        Column(_("Nội dung"), 60),
        *(Column(name, 14) for name in (_("Thấy ngày"), _("Nên sửa trước"))),
        Column(_("Số tháng để lại"), 14),
        Column(_("Chủ hộ nói đã sửa"), 14),
    ]
    title = _("Nhiều tháng liền chưa sửa")
    name = f"{code}-nhieu-thang-chua-sua"
    rows = _hazard_rows(LongList.of(repeated_hazards(found)))
    return table_file(columns, rows, file_format=file_format, title=title, name=name)


@login_required
@require_safe
def waiting_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """Every team whose leader has something to compare or to talk over, as a table file."""
    found = area_for(request, code, on=timezone.localdate())
    teams, _number = teams_waiting(found, most=None)
    columns = [
        Column(_("Tổ"), 10),
        Column(_("Khu vực"), 24),
        Column(_("Phường, xã"), 24),
        Column(_("Phiếu có hai bản khác nhau"), 16),
        Column(_("Chủ nhà chưa đồng ý"), 16),
    ]
    rows: Iterable[list[Cell]] = (
        [
            str(each.team),
            each.team.neighbourhood.name,
            each.team.ward.name,
            each.conflicts,
            each.disputes,
        ]
        for each in teams
    )
    title, name = _("Đang chờ tổ trưởng"), f"{code}-cho-to-truong"
    return table_file(columns, rows, file_format=file_format, title=title, name=name)


def _hazard_rows(hazards: LongList[Any]) -> Iterator[list[Any]]:
    for each in hazards:
        yield [
            each.household.holder_name,
            each.household.address,
            str(each.team),
            each.neighbourhood.name,
            each.ward.name,
            each.get_severity_display(),
            each.code,
            each.hazard.item.text,
            each.found_on,
            each.due_on,
            each.repeats,
            each.claimed_on,
        ]
