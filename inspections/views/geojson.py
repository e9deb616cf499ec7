"""What a map shows, for a map program (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from django.http import HttpResponse

from firesafety.downloads import private_file
from inspections.queries.area_map import Mark, Outline, Ring


def geojson_file(features: Sequence[dict[str, Any]], *, name: str) -> HttpResponse:
    """A download called ``name`` with the ending that map programs look for."""
    content = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    response = private_file(HttpResponse(content, content_type="application/geo+json"))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.geojson"'
    return response


def point_feature(mark: Mark, properties: dict[str, Any]) -> dict[str, Any]:
    """A mark; without a geometry where it has no place."""
    point = {"type": "Point", "coordinates": [mark.longitude, mark.latitude]}
    return {
        "type": "Feature",
        "id": mark.key,
        "geometry": None if mark.longitude is None else point,
        "properties": properties,
    }


def border_features(outlines: Iterable[Outline]) -> list[dict[str, Any]]:
    """Borders as areas, which a map program can fill."""
    return [
        {
            "type": "Feature",
            "id": f"border {outline.code}",
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [_wound(polygon) for polygon in outline.polygons],
            },
            "properties": {"name": outline.name},
        }
        for outline in outlines
    ]


def _wound(polygon: Iterable[Ring]) -> list[Ring]:
    """The outer ring counterclockwise, holes clockwise (RFC 7946, 3.1.6), however they came."""
    return [
        ring if (_twice_area(ring) > 0) == (position == 0) else ring[::-1]
        for position, ring in enumerate(polygon)
    ]


def _twice_area(ring: Ring) -> float:
    """Twice the area that a closed ring encloses, positive where it runs counterclockwise."""
    west, south = ring[0][:2]
    return sum(
        (a[0] - west) * (b[1] - south) - (b[0] - west) * (a[1] - south) for a, b in pairwise(ring)
    )
