"""Points on the ground: read in any spelling, swapped ones put right, impossible ones refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import median

from django.utils.translation import gettext_lazy as _

from .text_cells import is_nothing, written
from .values import LIMITS, Bounds, Cell, Doubt

# Vietnam with its islands, degrees WGS84.
VIETNAM = Bounds(south=6.0, west=102.0, north=23.5, east=118.0)
_MARGIN = 0.005  # about 500 m: ward boundaries are simplified and houses stand on the line
_WARD_REACH = 0.25  # about 27 km: no ward is wider, so a point further from the middle is wrong

_DEGREES = re.compile(
    r"(\d{1,3})\s*(?:°|º|độ|d)\s*(?:(\d{1,2})\s*['’′])?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|”|″|''))?",
    re.I,
)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
_ZEROS = re.compile(r"0(?:[.,]0+)?\s*[,;|\s]\s*0(?:[.,]0+)?")
_PAIR = re.compile(
    r"([+-]?\d{1,3}(?:[.,]\d+)?)\s*(?:[;|\s]|,(?=\s)|,(?=[+-]?\d{2,3}\.))\s*([+-]?\d{1,3}(?:[.,]\d+)?)"
)


@dataclass(frozen=True)
class Point:
    """What a row says about its place: two numbers in the order written, or none."""

    latitude: float | None
    longitude: float | None
    written: str
    column: str


def read_degrees(cell: Cell, *, whole_digits: int) -> float | None:
    """Degrees from 21.02397, "21,02397", "21°01'26\\"N" or the broken 210.239.705; else None.

    *whole_digits* is how many digits stand before the decimal sign (2 for latitudes, 3 for
    longitudes of Vietnam): a Vietnamese spreadsheet takes the dot for a thousands sign.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _scaled(float(cell), whole_digits)
    text = written(cell).strip()
    marks = _DEGREES.search(text)
    if marks:
        minutes, seconds = float(marks[2] or 0), float((marks[3] or "0").replace(",", "."))
        return float(marks[1]) + minutes / 60 + seconds / 3600
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        return None
    number = numbers[0].replace(",", ".")
    if number.count(".") > 1:
        number = number.replace(".", "")
    return _scaled(float(number), whole_digits)


def _scaled(value: float, whole_digits: int) -> float | None:
    if abs(value) < 1_000:
        return value
    if not isfinite(value) or value != int(value):
        return None
    digits = str(int(abs(value)))
    # Degrees without their decimal sign; metres of VN-2000 have at most seven digits.
    return float(f"{digits[:whole_digits]}.{digits[whole_digits:]}") if len(digits) > 7 else None


def read_pair(text: str) -> tuple[float, float] | None:
    """Two numbers of a combined column ("21.02, 105.84", "21,02; 105,84", a map link)."""
    marks = list(_DEGREES.finditer(text))
    if len(marks) == 2:
        first, second = (read_degrees(mark[0], whole_digits=2) for mark in marks)
        return (first, second) if first is not None and second is not None else None
    if _ZEROS.fullmatch(text.strip()):
        return 0.0, 0.0
    match = _PAIR.search(text)
    if match is None:
        return None
    return float(match[1].replace(",", ".")), float(match[2].replace(",", "."))


def read_point(
    latitude: Cell, longitude: Cell, *, columns: tuple[str, str]
) -> tuple[Point, Doubt | None]:
    """A point from two cells, with a doubt when they hold something that is no number."""
    texts = [written(cell).strip() for cell in (latitude, longitude)]
    column, given = (
        ", ".join(dict.fromkeys(columns)),
        [text == "0" or not is_nothing(text) for text in texts],
    )
    value = ", ".join(texts)[: LIMITS["note"]]
    if not any(given):
        return Point(None, None, value, column), _missing(column)
    if given[0] and not given[1] and (pair := read_pair(texts[0])):
        return Point(*pair, value, column), None
    numbers = [
        read_degrees(latitude, whole_digits=2),
        read_degrees(longitude, whole_digits=3),
    ]
    if (numbers[1] is not None and numbers[1] > 180) or numbers[0] is None:
        # Perhaps swapped before the spreadsheet dropped the decimal sign.
        turned = read_degrees(latitude, whole_digits=3), read_degrees(longitude, whole_digits=2)
        numbers = list(turned) if None not in turned else numbers
    if not all(given) or None in numbers:
        message = _("Tọa độ thiếu một nửa hoặc không phải số; bỏ qua, xếp theo số nhà.")
        return Point(None, None, value, column), Doubt(
            column, "coordinates_unusable", message, value
        )
    return Point(numbers[0], numbers[1], value, column), None


def read_combined(cell: Cell, *, column: str) -> tuple[Point, Doubt | None]:
    """A point from one cell that holds both numbers."""
    text = written(cell).strip()
    value = text[: LIMITS["note"]]
    if is_nothing(text):
        return Point(None, None, value, column), _missing(column)
    pair = read_pair(text)
    if pair is None:
        message = _("Tọa độ thiếu một nửa hoặc không phải số; bỏ qua, xếp theo số nhà.")
        return Point(None, None, value, column), Doubt(
            column, "coordinates_unusable", message, value
        )
    return Point(*pair, value, column), None


def _missing(column: str) -> Doubt:
    message = _("Không có tọa độ; hộ sẽ được xếp theo đường và số nhà.")
    return Doubt(column, "coordinates_missing", message, "", "", "info")


def judge_point(
    point: Point, *, bounds: Bounds | None
) -> tuple[tuple[float, float] | None, Doubt | None]:
    """The point to keep, put right if swapped, or None; with the doubt that says why.

    *bounds* is the ward's box; None accepts any point in Vietnam.
    """
    if point.latitude is None or point.longitude is None:
        return None, None
    latitude, longitude = point.latitude, point.longitude
    if not latitude or not longitude:
        message = _("Tọa độ bằng 0, coi như không có; hộ sẽ được xếp theo đường và số nhà.")
        return None, Doubt(point.column, "coordinates_zero", message, point.written, "", "info")
    doubt = None
    if not VIETNAM.holds(latitude, longitude) and VIETNAM.holds(longitude, latitude):
        latitude, longitude = longitude, latitude
        message = _("Vĩ độ và kinh độ bị đổi chỗ, đã đổi lại.")
        proposed = f"{latitude}, {longitude}"
        doubt = Doubt(point.column, "coordinates_swapped", message, point.written, proposed, "info")
    if not VIETNAM.holds(latitude, longitude):
        message = _("Tọa độ nằm ngoài Việt Nam; bỏ qua, xếp theo đường và số nhà.")
        return None, Doubt(point.column, "coordinates_abroad", message, point.written, "")
    if bounds and not bounds.holds(latitude, longitude, margin=_MARGIN):
        message = _("Tọa độ nằm ngoài phường, xã; bỏ qua, xếp theo đường và số nhà.")
        return None, Doubt(point.column, "coordinates_outside", message, point.written, "")
    return (latitude, longitude), doubt


def believable_bounds(points: Sequence[Point], bounds: Bounds | None) -> tuple[Bounds | None, bool]:
    """The box to judge a file by, and whether the ward's own box had to be given up.

    Where most points of a file lie outside the ward, the ward was chosen wrongly or its box is
    old: then the file's own middle is believed, so that a good roster does not lose every point.
    """
    inside = [kept for point in points if (kept := judge_point(point, bounds=None)[0]) is not None]
    if not inside:
        return bounds, False
    if bounds:
        held = sum(bounds.holds(*point, margin=_MARGIN) for point in inside)
        if held * 2 >= len(inside):
            return bounds, False
    south, west = (median(point[axis] for point in inside) for axis in (0, 1))
    around = Bounds(
        south - _WARD_REACH, west - _WARD_REACH, south + _WARD_REACH, west + _WARD_REACH
    )
    return around, bounds is not None
