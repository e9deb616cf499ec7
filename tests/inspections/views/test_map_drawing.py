"""Places as numbers to draw: to scale, inside the sheet, and over the right tiles."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.views.map_drawing import EARTH, MOST_TILES, draw_map

PLACES = st.tuples(st.floats(102, 110, allow_nan=False), st.floats(8, 24, allow_nan=False))


@given(st.lists(PLACES, min_size=1, max_size=30))
def test_every_mark_lies_inside_the_sheet(points):
    drawing = draw_map(points, [], tiles="")

    assert len(drawing.spots) == len(points)
    for spot in drawing.spots:
        assert 0 <= float(spot.x) <= float(drawing.width)
        assert 0 <= float(spot.y) <= float(drawing.height)


@given(PLACES)
def test_the_bar_is_as_long_as_its_metres_on_the_ground(place):
    longitude, latitude = place
    # A kilometre to the east, on a sphere of the same radius.
    away = longitude + math.degrees(1000 / EARTH / math.cos(math.radians(latitude)))
    drawing = draw_map([place, (away, latitude)], [], tiles="")
    west, east = (float(spot.x) for spot in drawing.spots)

    assert float(drawing.bar) / drawing.metres == pytest.approx((east - west) / 1000, rel=0.01)


def test_north_is_up_and_east_is_right():
    south_west, north_east = draw_map([(105.7, 10.0), (105.8, 10.1)], [], tiles="").spots

    assert float(south_west.x) < float(north_east.x)
    assert float(south_west.y) > float(north_east.y)


def test_nothing_to_draw_is_no_drawing():
    assert draw_map([], [], tiles="") is None


def test_rings_are_closed_paths():
    square = [[105.7, 10.0], [105.8, 10.0], [105.8, 10.1], [105.7, 10.0]]
    (path,) = draw_map([], [[square]], tiles="").paths

    assert path.startswith("M")
    assert path.endswith("Z")
    assert path.count("L") == 3


@given(st.lists(PLACES, min_size=1, max_size=5))
def test_tiles_cover_the_sheet_and_lie_where_their_numbers_say(points):
    drawing = draw_map(points, [], tiles="/t/{z}/{x}/{y}.png")
    corners = [(float(tile.x), float(tile.y), float(tile.side)) for tile in drawing.tiles]

    assert 1 <= len(corners) <= MOST_TILES
    assert min(x for x, _y, _side in corners) <= 0.1
    assert min(y for _x, y, _side in corners) <= 0.1
    assert max(x + side for x, _y, side in corners) >= float(drawing.width) - 0.1
    assert max(y + side for _x, y, side in corners) >= float(drawing.height) - 0.1
    # https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames, worked out for the first point.
    longitude, latitude = points[0]
    zoom = int(re.match(r"/t/(\d+)/", drawing.tiles[0].href)[1])
    column = (longitude + 180) / 360 * 2**zoom
    row = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**zoom
    held = next(
        tile for tile in drawing.tiles if tile.href == f"/t/{zoom}/{int(column)}/{int(row)}.png"
    )
    spot = drawing.spots[0]
    assert float(spot.x) == pytest.approx(float(held.x) + column % 1 * float(held.side), abs=0.5)
    assert float(spot.y) == pytest.approx(float(held.y) + row % 1 * float(held.side), abs=0.5)
