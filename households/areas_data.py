"""Official units as data: the shipped two-tier units, their predecessors, boundary files.

Plain values, no database: ``load_areas`` writes them. docs/areas.md tells where they come from.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, cast

DATA = Path(__file__).resolve().parent / "data" / "areas.json.gz"

Position = tuple[float, float]  # longitude, latitude, in degrees (WGS 84), as GeoJSON orders them
Ring = tuple[Position, ...]  # closed: first position equals the last
Polygon = tuple[Ring, ...]  # outer ring first, then holes


@dataclass(frozen=True, slots=True)
class Unit:
    """A province or a ward of the two-tier map. ``name`` is bare: "Cái Khế", type "Phường"."""

    code: str  # two digits for a province, five for a ward
    name: str
    unit_type: str  # Thành phố, Tỉnh, Phường, Xã, Đặc khu
    name_en: str
    type_en: str
    parent_code: str | None  # None for a province
    latitude: float
    longitude: float
    area_km2: float | None  # None where the source does not know it
    valid_from: date

    @property
    def full_name(self) -> str:
        return f"{self.unit_type} {self.name}"

    @property
    def full_name_en(self) -> str:
        return f"{self.name_en} {self.type_en}"


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of one unit of the three-tier map; several new codes where it was divided.

    ``old_code`` may live on in ``new_codes``: codes are reused, with another name and border.
    It has five digits, or three for the five island districts that had no wards.
    """

    old_code: str
    old_name: str  # with its type: "Phường An Cư"
    old_district: str
    old_province: str
    new_codes: tuple[str, ...]
    main_code: str  # the one of new_codes that took the seat or the larger part
    on: date


@dataclass(frozen=True, slots=True)
class Boundary:
    """The border of one unit; a unit may lie in several pieces."""

    code: str
    name: str
    geometry: tuple[Polygon, ...]

    def as_geojson(self) -> dict[str, Any]:
        """The border as a GeoJSON MultiPolygon."""
        return {"type": "MultiPolygon", "coordinates": self.geometry}


class Fault(StrEnum):
    """Why a boundary file was refused."""

    NOT_JSON = "not_json"
    NO_FEATURES = "no_features"
    NO_CODE = "no_code"
    CODE_TWICE = "code_twice"
    NOT_AN_AREA = "not_an_area"
    BAD_COORDINATES = "bad_coordinates"


_SENTENCES = {
    Fault.NOT_JSON: "Tệp không phải GeoJSON. Hãy chọn tệp ranh giới có đuôi .geojson.",
    Fault.NO_FEATURES: "Tệp GeoJSON không có vùng nào (thiếu danh sách features).",
    Fault.NO_CODE: "Vùng thứ {feature} không có mã đơn vị. Hãy ghi mã vào thuộc tính “{detail}”.",
    Fault.CODE_TWICE: "Vùng thứ {feature} lặp lại mã {detail}. Mỗi mã chỉ được có một vùng.",
    Fault.NOT_AN_AREA: "Vùng thứ {feature} phải là Polygon hoặc MultiPolygon.",
    Fault.BAD_COORDINATES: (
        "Vùng thứ {feature} có tọa độ sai: {detail}. "
        "Cần kinh độ rồi vĩ độ, tính bằng độ, đường biên khép kín."
    ),
}


class BoundaryFileError(ValueError):
    """A boundary file was refused as a whole; ``str()`` says in Vietnamese what to mend."""

    def __init__(self, fault: Fault, *, feature: int | None = None, detail: str = "") -> None:
        self.fault = fault
        self.feature = feature  # counted from 1, as people count
        self.detail = detail
        super().__init__(_SENTENCES[fault].format(feature=feature, detail=detail))


@cache
def _content() -> Mapping[str, Any]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        return cast(Mapping[str, Any], json.load(file))


def data_source() -> str:
    """Name, version and licence of the source of the shipped units."""
    return str(_content()["source"])


def read_units() -> tuple[Unit, ...]:
    """The 34 provinces, then the 3,321 wards, each in order of code."""
    content = _content()
    valid_from = date.fromisoformat(content["valid_from"])
    return tuple(
        Unit(
            code=row["code"],
            name=row["name"],
            unit_type=row["type"],
            name_en=row["name_en"],
            type_en=row["type_en"],
            parent_code=row["parent"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            area_km2=row["area_km2"],
            valid_from=valid_from,
        )
        for row in content["units"]
    )


def read_successions() -> tuple[Succession, ...]:
    """Every ward of the map before 01/07/2025 with its successors, in order of old code."""
    content = _content()
    on = date.fromisoformat(content["valid_from"])
    return tuple(
        Succession(
            old_code=row["old_code"],
            old_name=row["old_name"],
            old_district=row["old_district"],
            old_province=row["old_province"],
            new_codes=tuple(row["new_codes"]),
            main_code=row["main_code"],
            on=on,
        )
        for row in content["successions"]
    )


def read_boundaries(
    geojson: bytes, *, code_property: str = "code", name_property: str = "name"
) -> tuple[Boundary, ...]:
    """The boundaries of a GeoJSON FeatureCollection, in the file's order.

    The whole file is read before anything is returned, so a fault in the last feature leaves
    nothing half loaded. Raises BoundaryFileError.
    """
    boundaries: dict[str, Boundary] = {}
    for number, feature in enumerate(_features(geojson), start=1):
        properties = _properties(feature)
        code = _read_code(properties.get(code_property))
        if not code:
            raise BoundaryFileError(Fault.NO_CODE, feature=number, detail=code_property)
        if code in boundaries:
            raise BoundaryFileError(Fault.CODE_TWICE, feature=number, detail=code)
        geometry = _read_geometry(feature.get("geometry"), number)
        name = str(properties.get(name_property) or "")
        boundaries[code] = Boundary(code, name, geometry)
    return tuple(boundaries.values())


def _features(geojson: bytes) -> list[Any]:
    try:
        content = json.loads(geojson.decode("utf-8-sig"))
    # A file nested thousands deep is no map either.
    except (ValueError, RecursionError) as error:
        raise BoundaryFileError(Fault.NOT_JSON) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        raise BoundaryFileError(Fault.NO_FEATURES)
    return features


def _properties(feature: Any) -> Mapping[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _read_code(code: Any) -> str:
    # Map tools write codes as numbers and so lose the zeros of 00097.
    if isinstance(code, int) and not isinstance(code, bool):
        return f"{code:05d}"
    return code.strip() if isinstance(code, str) else ""


def _read_geometry(geometry: Any, number: int) -> tuple[Polygon, ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryFileError(Fault.NOT_AN_AREA, feature=number)
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    try:
        return tuple(
            tuple(_read_ring(ring) for ring in _filled(polygon)) for polygon in _filled(polygons)
        )
    except (TypeError, ValueError) as error:
        raise BoundaryFileError(Fault.BAD_COORDINATES, feature=number, detail=str(error)) from error


def _filled(items: Any) -> list[Any]:
    if not isinstance(items, list) or not items:
        raise ValueError("danh sách tọa độ rỗng")
    return items


def _read_ring(points: Any) -> Ring:
    ring = tuple(_read_position(point) for point in _filled(points))
    # RFC 7946, 3.1.6: four or more positions, the first again at the end.
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise ValueError("đường biên chưa khép kín")
    return ring


def _read_position(point: Any) -> Position:
    numbers = point[:2] if isinstance(point, list) else []
    if len(numbers) < 2 or not all(_is_number(n) for n in numbers):
        raise ValueError(f"{point!r} không phải một điểm")
    longitude, latitude = (float(n) for n in numbers)
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        raise ValueError(f"điểm ({longitude:g}, {latitude:g}) nằm ngoài bản đồ")
    return longitude, latitude


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
