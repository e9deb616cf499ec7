"""The map of an area: a drawing with a list beside it, and the same as GeoJSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firesafety.months import Month
from households.models import Area
from households.views.drawing import convex_hull
from inspections.forms.team_list import STATE_NAMES, TeamListForm
from inspections.queries.area_map import CRITICAL, GRAVEST_FIRST, AreaMap, Mark, Outline
from inspections.queries.area_map import area_map as map_of
from inspections.queries.places import places_in
from inspections.views.door import area_for
from inspections.views.map_drawing import Spot, draw_map
from inspections.views.team_list import MONTHS_BACK

PER_PAGE = 50
NUMBERED = 60  # more names than that only darken the drawing


def state_names() -> dict[str, str]:
    """What a mark says: a danger first of all."""
    names = {CRITICAL: _("Có chỗ nguy hiểm chưa sửa")}
    return names | {str(state): str(STATE_NAMES[state]) for state in GRAVEST_FIRST}


@login_required
@require_safe
def area_map(request: HttpRequest, code: str) -> HttpResponse:
    """The wards of a city, or the teams of any other area that the filters leave."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    form = _form(request, area, on=on)
    found = map_of(area, on=on, wanted=form.filters())
    names = state_names()
    placed = [mark for mark in found.marks if mark.longitude is not None]
    outlines = found.outlines or hulls(placed)
    drawing = draw_map(
        [(mark.longitude or 0.0, mark.latitude or 0.0) for mark in placed],
        [outline.rings for outline in outlines],
        tiles=settings.MAP_TILES_URL,
    )
    shown = {mark.state for mark in found.marks}
    lead = _lead(area)
    page = Paginator(found.marks, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "area": area,
        "form": form,
        "drawing": drawing,
        "groups": _groups(drawing.spots, placed, names, lead) if drawing else [],
        "paths": list(zip(drawing.paths, outlines, strict=True)) if drawing else [],
        "page": page,
        "lines": [(mark, _href(lead, mark), names[mark.state]) for mark in page],
        "unplaced": len(found.marks) - len(placed),
        "numbered": len(placed) <= NUMBERED,
        "legend": [(state, name) for state, name in names.items() if state in shown],
        "query": form.query(),
        "attribution": settings.MAP_TILES_ATTRIBUTION if settings.MAP_TILES_URL else "",
    }
    return render(request, "inspections/area/map.html", context)


def _groups(
    spots: Sequence[Spot], marks: Sequence[Mark], states: Iterable[str], lead: tuple[str, str]
) -> list[tuple[str, list[tuple[Spot, Mark, str]]]]:
    """The marks by how they are, the gravest last: it is drawn on top."""
    by_state: dict[str, list[tuple[Spot, Mark, str]]] = {}
    for spot, mark in zip(spots, marks, strict=True):
        by_state.setdefault(mark.state, []).append((spot, mark, _href(lead, mark)))
    return [(state, by_state[state]) for state in reversed(list(states)) if state in by_state]


@login_required
@require_safe
def area_geojson(request: HttpRequest, code: str) -> HttpResponse:
    """The same marks and borders for a map program (RFC 7946). No names of people, no addresses."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    found = map_of(area, on=on, wanted=_form(request, area, on=on).filters())
    response = HttpResponse(
        json.dumps(_features(found), ensure_ascii=False), content_type="application/geo+json"
    )
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Content-Disposition"] = f'attachment; filename="{area.code}.geojson"'
    return response


def hulls(marks: Sequence[Mark]) -> tuple[Outline, ...]:
    """A hull around the marks of each place, for want of borders."""
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for mark in marks:
        if mark.longitude is not None and mark.latitude is not None:
            places[mark.place].append((mark.longitude, mark.latitude))
    return tuple(
        Outline("", place, ([list(corner) for corner in (*ring, ring[0])],))
        for place, points in sorted(places.items())
        for ring in [convex_hull(points)]
    )


def _features(found: AreaMap) -> dict[str, Any]:
    names = state_names()
    points = [
        {
            "type": "Feature",
            "id": mark.key,
            "geometry": None
            if mark.longitude is None
            else {"type": "Point", "coordinates": [mark.longitude, mark.latitude]},
            "properties": {
                "name": mark.name,
                "place": mark.place,
                "state": mark.state,
                "words": names[mark.state],
                "critical": mark.critical,
                "teams": mark.teams,
            },
        }
        for mark in found.marks
    ]
    borders = [
        {
            "type": "Feature",
            "id": f"border {outline.code}",
            "geometry": {
                "type": "MultiLineString",
                "coordinates": [list(ring) for ring in outline.rings],
            },
            "properties": {"name": outline.name},
        }
        for outline in found.outlines
    ]
    return {"type": "FeatureCollection", "features": points + borders}


def _lead(area: Area) -> tuple[str, str]:
    """What stands before and after a mark's key in the address of its page."""
    place = (
        reverse("area", args=["0"]) if area.level == Area.Level.CITY else reverse("team", args=[0])
    )
    before, _key, after = place.rpartition("0")
    return before, after


def _href(lead: tuple[str, str], mark: Mark) -> str:
    return f"{lead[0]}{quote(mark.key)}{lead[1]}"


def _form(request: HttpRequest, area: Area, *, on: date) -> TeamListForm:
    months = [Month.of(on).plus(-back) for back in range(MONTHS_BACK)]
    places = places_in(area) if area.level == Area.Level.WARD else []
    return TeamListForm(request.GET, area=area, places=places, months=months)
