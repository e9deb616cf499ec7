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
from inspections.planning.overdue import OverdueTeam
from inspections.queries.city import ward_lines
from inspections.queries.figures import WardFigures, ward_figures
from inspections.queries.overdue import describe, worst_teams
from inspections.views.calls import calls
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
    worst = worst_teams(found, on=on)
    lines = describe(worst.ranked[:CALLED_A_DAY], worst.facts, worst.teams, on=on)
    context |= {"calls": calls(lines), "listed": worst.total}
    return render(request, "inspections/area/ward.html", context)


@login_required
@require_safe
def overdue(request: HttpRequest, code: str) -> HttpResponse:
    """The overdue teams of an area, worst first, as many as anybody can call."""
    on = timezone.localdate()
    found = area_for(request, code, on=on)
    worst = worst_teams(found, on=on)
    pages: Paginator[OverdueTeam] = Paginator(worst.ranked, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    lines = describe(list(page.object_list), worst.facts, worst.teams, on=on)
    context = {"area": found, "page": page, "calls": calls(lines), "total": worst.total}
    return render(request, "inspections/area/overdue.html", context)


def rate_line(figures: WardFigures) -> Line:
    """The share of planned visits that took place, by month."""
    return draw_line(
        [
            (f"{each.month.first_day:%m/%y}", each.rate if each.planned else None)
            for each in figures.months
        ]
    )
