"""The officer's pages: whom to call today, and how the area stands."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firesafety.months import Month
from households.models import Area
from inspections.queries.city import ward_lines
from inspections.queries.figures import WardFigures, ward_figures
from inspections.queries.overdue import OverdueLine, overdue_list
from inspections.views.calls import Call, calls
from inspections.views.chart import Line, draw_line
from inspections.views.door import area_for, way_up

CALLED_A_DAY = 10
PER_PAGE = 25


@login_required
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """A ward with its calls and figures, or a city with its wards."""
    on = timezone.localdate()
    found = area_for(request, code, on=on)
    figures = ward_figures(found, on=on)
    context: dict[str, Any] = {
        "area": found,
        "up": way_up(found),
        "figures": figures,
        "line": rate_line(figures),
        "month": Month.of(on),
    }
    if found.level == Area.Level.CITY:
        wards = Paginator(ward_lines(found, on=on), PER_PAGE)
        context["wards"] = wards.get_page(request.GET.get("page"))
        return render(request, "inspections/area/city.html", context)
    listed = overdue_list(found, on=on)
    context |= {"calls": calls(listed[:CALLED_A_DAY]), "listed": len(listed)}
    return render(request, "inspections/area/ward.html", context)


@login_required
@require_safe
def overdue(request: HttpRequest, code: str) -> HttpResponse:
    """Every overdue team of an area, worst first."""
    on = timezone.localdate()
    found = area_for(request, code, on=on)
    lines: Paginator[OverdueLine] = Paginator(overdue_list(found, on=on), PER_PAGE)
    page = lines.get_page(request.GET.get("page"))
    shown: list[Call] = calls(page.object_list)
    context = {"area": found, "page": page, "calls": shown, "this_month": Month.of(on)}
    return render(request, "inspections/area/overdue.html", context)


def rate_line(figures: WardFigures) -> Line:
    """The share of planned visits that took place, by month."""
    return draw_line(
        [
            (f"{each.month.first_day:%m/%y}", each.rate if each.planned else None)
            for each in figures.months
        ]
    )
