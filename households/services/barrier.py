"""Read barriers from a GeoJSON file and keep them with a ward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firesafety.vietnamese import clean_text
from households.models import Area, Barrier

# What map makers write beside a line (the keys are those of OpenStreetMap).
_KINDS = {
    "waterway": Barrier.Kind.WATER,
    "water": Barrier.Kind.WATER,
    "natural": Barrier.Kind.WATER,
    "railway": Barrier.Kind.RAILWAY,
    "highway": Barrier.Kind.ROAD,
}


class BarrierError(ValueError):
    """A file of barriers cannot be used; ``str()`` says in the reader's language why."""


@dataclass(frozen=True, slots=True)
class BarrierDraft:
    """A line to be kept: ``geometry`` holds ``[longitude, latitude]`` in degrees."""

    kind: Barrier.Kind
    name: str
    geometry: list[list[float]]


def read_barriers(document: Any) -> list[BarrierDraft]:
    """The lines of a GeoJSON document; the edges of polygons count as lines.

    Points are passed over: nobody is stopped by one. Raises BarrierError.
    """
    kind = document.get("type") if isinstance(document, Mapping) else None
    if kind == "FeatureCollection":
        features = document.get("features")
    else:
        features = [document if kind == "Feature" else {"geometry": document}]
    if not isinstance(features, list):
        raise BarrierError(_("Tệp không phải GeoJSON: thiếu danh sách “features”."))
    drafts = []
    for number, feature in enumerate(features, start=1):
        try:
            drafts += list(_drafts(feature))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BarrierError(
                _("Đối tượng thứ %(number)d trong tệp không đọc được; hãy xuất lại từ bản đồ.")
                % {"number": number}
            ) from error
    if not drafts:
        raise BarrierError(_("Tệp không có đường nào (LineString hoặc Polygon)."))
    return drafts


def _drafts(feature: Mapping[str, Any]) -> Iterator[BarrierDraft]:
    properties = feature.get("properties") or {}
    for line in _lines(feature["geometry"]):
        points = [[float(point[0]), float(point[1])] for point in line]
        if any(not _on_earth(*point) for point in points):
            raise ValueError("a position beyond ±180, ±90")
        if len(points) > 1:
            name = clean_text(str(properties.get("name") or ""))[:120]
            yield BarrierDraft(_kind(properties), name, points)


def _on_earth(longitude: float, latitude: float) -> bool:
    return isfinite(longitude) and abs(longitude) <= 180 and abs(latitude) <= 90


def _lines(geometry: Mapping[str, Any]) -> Iterator[list[Any]]:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for one in geometry["geometries"]:
            yield from _lines(one)
    elif kind == "LineString":
        yield geometry["coordinates"]
    elif kind in ("MultiLineString", "Polygon"):
        yield from geometry["coordinates"]
    elif kind == "MultiPolygon":
        for rings in geometry["coordinates"]:
            yield from rings
    elif kind not in ("Point", "MultiPoint"):
        raise ValueError(kind)


def _kind(properties: Mapping[str, Any]) -> Barrier.Kind:
    named = properties.get("kind")
    if named in Barrier.Kind.values:
        return Barrier.Kind(named)
    return next((kind for key, kind in _KINDS.items() if properties.get(key)), Barrier.Kind.OTHER)


@transaction.atomic
def keep_barriers(ward: Area, drafts: list[BarrierDraft]) -> int:
    """Let ``drafts`` be the barriers of ``ward`` from now on, instead of those before; how many."""
    Area.objects.select_for_update().get(pk=ward.pk)
    Barrier.objects.filter(ward=ward).delete()
    Barrier.objects.bulk_create(
        [
            Barrier(ward=ward, kind=draft.kind, name=draft.name, geometry=draft.geometry)
            for draft in drafts
        ],
        batch_size=500,
    )
    return len(drafts)
