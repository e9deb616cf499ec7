"""What the template of a map needs, whatever its marks stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from households.views.drawing import convex_hull
from inspections.forms.team_list import STATE_NAMES
from inspections.queries.area_map import CRITICAL, GRAVEST_FIRST, Mark, Outline
from inspections.views.map_drawing import SMALLEST, Spot, draw_map

NUMBERED = 60  # more names than that only darken the drawing


def state_names() -> dict[str, str]:
    """What a mark says: a danger first of all."""
    names = {CRITICAL: _("Có chỗ nguy hiểm chưa sửa")}
    return names | {str(state): str(STATE_NAMES[state]) for state in GRAVEST_FIRST}


def map_parts(
    marks: Sequence[Mark], outlines: Sequence[Outline], *, page: str, smallest: float = SMALLEST
) -> dict[str, Any]:
    """The drawing, its groups of marks, its borders and its legend.

    ``page``: the name of the address that a mark's key leads to; ``smallest`` as in ``draw_map``.
    """
    names = state_names()
    placed = [mark for mark in marks if mark.longitude is not None]
    drawing = draw_map(
        [(mark.longitude or 0.0, mark.latitude or 0.0) for mark in placed],
        [outline.rings for outline in outlines],
        tiles=settings.MAP_TILES_URL,
        smallest=smallest,
    )
    shown = {mark.state for mark in marks}
    return {
        "drawing": drawing,
        "groups": _groups(drawing.spots, placed, names, page) if drawing else [],
        "paths": list(zip(drawing.paths, outlines, strict=True)) if drawing else [],
        "unplaced": len(marks) - len(placed),
        "numbered": len(placed) <= NUMBERED,
        "legend": [(state, name) for state, name in names.items() if state in shown],
        "attribution": settings.MAP_TILES_ATTRIBUTION if settings.MAP_TILES_URL else "",
    }


def _groups(
    spots: Sequence[Spot], marks: Sequence[Mark], states: Iterable[str], page: str
) -> list[tuple[str, list[tuple[Spot, Mark, str]]]]:
    """The marks by how they are, the gravest last: it is drawn on top."""
    by_state: dict[str, list[tuple[Spot, Mark, str]]] = {}
    for spot, mark, href in zip(spots, marks, hrefs(marks, page=page), strict=True):
        by_state.setdefault(mark.state, []).append((spot, mark, href))
    return [(state, by_state[state]) for state in reversed(list(states)) if state in by_state]


def hrefs(marks: Iterable[Mark], *, page: str) -> list[str]:
    """Where the marks lead. The address is worked out once: a ward has hundreds of them."""
    before, _key, after = reverse(page, args=["0"]).rpartition("0")
    return [f"{before}{quote(mark.key)}{after}" for mark in marks]


def hulls(marks: Sequence[Mark]) -> tuple[Outline, ...]:
    """A hull around the marks of each place, for want of borders."""
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for mark in marks:
        if mark.longitude is not None and mark.latitude is not None:
            places[mark.place].append((mark.longitude, mark.latitude))
    return tuple(
        Outline("", place, (([list(corner) for corner in (*ring, ring[0])],),))
        for place, points in sorted(places.items())
        for ring in [convex_hull(points)]
    )
