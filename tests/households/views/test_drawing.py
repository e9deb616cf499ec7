import math
import re

from hypothesis import given
from hypothesis import strategies as st

from households.views.drawing import Dot, DrawnTeam, convex_hull, draw_teams

whole = st.integers(-50, 50)
points = st.lists(st.tuples(whole, whole), min_size=1, max_size=30)


def side(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@given(points)
def test_a_hull_holds_every_point_and_turns_one_way(cloud):
    hull = convex_hull(cloud)
    assert set(hull) <= set(cloud)
    if len(hull) > 2:
        edges = list(zip(hull, hull[1:] + hull[:1], strict=True))
        assert all(side(a, b, p) >= 0 for a, b in edges for p in cloud)


def test_nobody_gives_no_drawing():
    assert draw_teams([], title="Sơ đồ") == ""


def test_the_scale_bar_is_as_long_as_it_says():
    street = tuple(Dot(x * 10.0, 0.0) for x in range(11))  # 100 m over the width less margins
    drawing = draw_teams([DrawnTeam(1, street)], title="Sơ đồ")
    metres = int(re.search(r">(\d+) mét<", drawing)[1])
    length = float(re.search(r"v12m0-6h([\d.]+)m", drawing)[1])
    assert math.isclose(length / metres, (1000 - 80) / 100, rel_tol=0.01)


def test_neighbouring_teams_differ_in_colour_and_in_shape():
    teams = [DrawnTeam(n, (Dot(n * 10.0, 0.0), Dot(n * 10.0, 5.0))) for n in range(1, 29)]
    drawing = draw_teams(teams, title="Sơ đồ")
    looks = re.findall(r'<path d="(M[^"]*)" fill="(#\w+)"/>', drawing)
    shapes = [(re.sub(r"[\d. -]", "", path), colour) for path, colour in looks]
    assert len(set(shapes)) == 28


def test_a_title_is_text_and_not_markup():
    drawing = draw_teams([DrawnTeam(1, (Dot(0.0, 0.0),))], title='"><script>')
    assert "<script>" not in drawing


def test_house_numbers_are_left_out_of_a_crowd():
    crowd = tuple(Dot(float(n), 0.0, "12A") for n in range(401))
    assert "12A" not in draw_teams([DrawnTeam(1, crowd)], title="Sơ đồ")
    assert "12A" in draw_teams([DrawnTeam(1, crowd[:400])], title="Sơ đồ")
