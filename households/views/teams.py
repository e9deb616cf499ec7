"""The teams and the households of a ward, as lists to look something up in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firesafety.vietnamese import clean_text
from households.models import Area
from households.queries.household import neighbourhoods, teamless_by_area, ward_households
from households.queries.team import ward_teams
from households.views.door import ward_for

ROWS_PER_PAGE = 50


@login_required
@require_safe
def teams(request: HttpRequest, code: str) -> HttpResponse:
    """Every team in force; ``?neighbourhood=`` and ``?q=`` narrow the list."""
    ward = ward_for(request, code, on=timezone.localdate())
    context = _filters(request, ward)
    found = ward_teams(ward, neighbourhood=context["neighbourhood"], search=context["q"])
    context |= {
        "page": _page(request, found),
        "teamless": sum(teamless_by_area(ward).values()),
        "ward": ward,
    }
    return render(request, "households/teams.html", context)


@login_required
@require_safe
def households(request: HttpRequest, code: str) -> HttpResponse:
    """Everyone who lives there; ``?team=none`` keeps those without a team."""
    ward = ward_for(request, code, on=timezone.localdate())
    context = _filters(request, ward)
    teamless = request.GET.get("team") == "none"
    found = ward_households(
        ward, neighbourhood=context["neighbourhood"], search=context["q"], teamless=teamless
    )
    context |= {"page": _page(request, found), "ward": ward, "only_teamless": teamless}
    return render(request, "households/households.html", context)


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
    return Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
