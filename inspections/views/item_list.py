"""What is open in an area, counted by item of the checklist and by age."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firesafety.downloads import table_file
from firesafety.tables import Cell, Column, TableFormat
from inspections.forms.hazard_list import AGE_NAMES
from inspections.queries.open_items import item_lines
from inspections.views.door import area_for
from inspections.views.items import item_rows

FIRST = 8  # what the page of an area shows of them


@login_required
@require_safe
def item_list(request: HttpRequest, code: str) -> HttpResponse:
    """Every item that fails somewhere in a city, a ward or a neighbourhood, the gravest first.

    ``?part=1``: as many as the page of an area shows, for a city's to fetch.
    """
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    items = item_lines(area, on=on)
    shown = items[:FIRST] if "part" in request.GET else items
    context = {"area": area, "items": item_rows(shown), "all": len(items), "ages": AGE_NAMES}
    return render(request, "inspections/area/item_list.html", context)


@login_required
@require_safe
def item_list_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The same counts as a table file."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    columns = [
        Column(_("Mục"), 12),
        Column(_("Nội dung"), 60),
        Column(_("Mức"), 14),
        *(Column(str(name), 16) for name in AGE_NAMES),
        *(Column(name, 14) for name in (_("Tất cả"), _("Quá hạn sửa"))),
    ]
    rows: Iterable[list[Cell]] = (
        [each.code, each.text, each.severity_name, *each.ages, each.total, each.overdue]
        for each in item_lines(area, on=on)
    )
    title = _("Chỗ chưa sửa theo mục %(area)s") % {"area": area.name}
    return table_file(columns, rows, file_format=file_format, title=title, name=f"{code}-theo-muc")
