"""Marks and borders as numbers that a template can draw, to scale in Web Mercator. No Django."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 1000.0
MARGIN = 60.0
TALLEST, LOWEST = 1200.0, 420.0
SMALLEST = 100.0  # metres: a single mark is not blown up to fill the sheet
HOMES = 40.0  # the same where marks are homes next door to each other
EARTH = 6378137.0  # metres, the radius of the Web Mercator sphere (EPSG:3857)
MOST_TILES = 24
DEEPEST = 19

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark stands in the drawing, as text with a point whatever the language."""

    x: str
    y: str

    def __str__(self) -> str:
        return f"{self.x} {self.y}"


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture from a map server and where it lies."""

    href: str
    x: str
    y: str
    side: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """``spots`` in the order of the points given, ``paths`` in that of the outlines. ``bar`` is
    the length of ``metres`` metres on the ground in the middle of the drawing."""

    width: str
    height: str
    spots: tuple[Spot, ...]
    paths: tuple[str, ...]
    tiles: tuple[Tile, ...]
    bar: str
    metres: int


def draw_map(
    points: Sequence[Point],
    outlines: Sequence[Iterable[Sequence[Sequence[float]]]],
    *,
    tiles: str,
    smallest: float = SMALLEST,
) -> Drawing | None:
    """Draw points and rings, both (longitude, latitude) in degrees; None when there are none.

    ``tiles`` is the address of a map server with {z}, {x} and {y} in it, or empty for none;
    ``smallest``: how many metres the drawing shows at least.
    """
    spots = [_project(longitude, latitude) for longitude, latitude in points]
    rings = [[[_project(p[0], p[1]) for p in ring] for ring in outline] for outline in outlines]
    everything = spots + [p for outline in rings for ring in outline for p in ring]
    if not everything:
        return None
    west, east = min(x for x, _ in everything), max(x for x, _ in everything)
    north, south = min(y for _, y in everything), max(y for _, y in everything)
    wide, tall = max(east - west, smallest), max(south - north, smallest)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    height = min(TALLEST, max(LOWEST, tall * scale + 2 * MARGIN))
    left = (east + west) / 2 - WIDTH / 2 / scale
    top = (north + south) / 2 - height / 2 / scale

    def at(point: Point) -> Point:
        return ((point[0] - left) * scale, (point[1] - top) * scale)

    # Mercator stretches the ground by 1/cos(latitude).
    stretch = math.cosh((north + south) / 2 / EARTH)
    metres = _round_metres(WIDTH / 4 / scale / stretch)
    return Drawing(
        width=_text(WIDTH),
        height=_text(height),
        spots=tuple(Spot(*map(_text, at(spot))) for spot in spots),
        paths=tuple("".join(_path(map(at, ring)) for ring in outline) for outline in rings),
        tiles=tuple(_tiles(tiles, left, top, scale, height)) if tiles else (),
        bar=_text(metres * stretch * scale),
        metres=metres,
    )


def _project(longitude: float, latitude: float) -> Point:
    """Degrees to metres on the map, x to the east and y to the south."""
    bound = max(-85.05, min(85.05, latitude))
    return (
        math.radians(longitude) * EARTH,
        -math.asinh(math.tan(math.radians(bound))) * EARTH,
    )


def _text(number: float) -> str:
    return f"{number:.1f}"


def _path(ring: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"


def _round_metres(longest: float) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … that is no longer than ``longest``."""
    power = 10 ** math.floor(math.log10(max(1.0, longest)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(1.0, longest)))


def _tiles(address: str, left: float, top: float, scale: float, height: float) -> Iterable[Tile]:
    """The tiles under the drawing, as fine as ``MOST_TILES`` of them allow."""
    around = math.pi * EARTH
    for zoom in range(DEEPEST, -1, -1):
        side = 2 * around / 2**zoom
        first, last = (int((x + around) // side) for x in (left, left + WIDTH / scale))
        high, low = (int((y + around) // side) for y in (top, top + height / scale))
        if (last - first + 1) * (low - high + 1) <= MOST_TILES:
            break
    for x in range(first, last + 1):
        for y in range(max(0, high), min(2**zoom - 1, low) + 1):
            href = address.format(z=zoom, x=x % 2**zoom, y=y)
            corner = ((x * side - around - left) * scale, (y * side - around - top) * scale)
            yield Tile(href, _text(corner[0]), _text(corner[1]), _text(side * scale))
