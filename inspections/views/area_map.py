"""The map of an area: a drawing with a list beside it, and the same as GeoJSON."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firesafety.months import Month
from households.models import Area
from inspections.forms.team_list import TeamListForm
from inspections.queries.area_map import Mark
from inspections.queries.area_map import area_map as map_of
from inspections.queries.places import places_in
from inspections.views.door import area_for
from inspections.views.geojson import border_features, geojson_file, point_feature
from inspections.views.map_parts import hrefs, hulls, map_parts, state_names
from inspections.views.team_list import MONTHS_BACK

PER_PAGE = 50


@login_required
@require_safe
def area_map(request: HttpRequest, code: str) -> HttpResponse:
    """The wards of a city, or the teams of any other area that the filters leave."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    form = _form(request, area, on=on)
    found = map_of(area, on=on, wanted=form.filters())
    names = state_names()
    leads_to = "area" if area.level == Area.Level.CITY else "team"
    page = Paginator(found.marks, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    context = {
        "area": area,
        "form": form,
        "page": page,
        "lines": [
            (mark, href, names[mark.state])
            for mark, href in zip(shown, hrefs(shown, page=leads_to), strict=True)
        ],
        "query": form.query(),
        "chosen": None,
    }
    context |= map_parts(found.marks, found.outlines or hulls(found.marks), page=leads_to)
    return render(request, "inspections/area/map.html", context)


@login_required
@require_safe
def area_geojson(request: HttpRequest, code: str) -> HttpResponse:
    """The same marks and borders for a map program. No names of people, no addresses."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    found = map_of(area, on=on, wanted=_form(request, area, on=on).filters())
    names = state_names()
    features = [_feature(mark, names[mark.state]) for mark in found.marks]
    return geojson_file(features + border_features(found.outlines), name=area.code)


def _feature(mark: Mark, words: str) -> dict[str, object]:
    return point_feature(
        mark,
        {
            "name": mark.name,
            "place": mark.place,
            "state": mark.state,
            "words": words,
            "critical": mark.critical,
            "teams": mark.teams,
        },
    )


def _form(request: HttpRequest, area: Area, *, on: date) -> TeamListForm:
    """What the address asks of the teams; of the wards of a city nothing can be asked."""
    months = [Month.of(on).plus(-back) for back in range(MONTHS_BACK)]
    places = places_in(area) if area.level == Area.Level.WARD else []
    asked = {} if area.level == Area.Level.CITY else request.GET
    return TeamListForm(asked, area=area, places=places, months=months)
