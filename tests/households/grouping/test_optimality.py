"""Where the best grouping can be found by trying everything, form_teams finds it."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from households.grouping import form_teams, measure
from households.grouping.samples import SAMPLES


def cost(points):
    return float(((points - points.mean(axis=0)) ** 2).sum())


def least_sse(points, teams, minimum, maximum):
    """Try every cut of the points into so many teams of lawful size."""

    def best(rest, teams):
        if teams == 0:
            return np.inf if rest else 0.0
        if not minimum * teams <= len(rest) <= maximum * teams:
            return np.inf
        first, others = rest[0], rest[1:]
        found = np.inf
        for size in range(minimum, maximum + 1):
            for mates in combinations(others, size - 1):
                left = tuple(i for i in others if i not in mates)
                found = min(found, cost(points[[first, *mates]]) + best(left, teams - 1))
        return found

    return best(tuple(range(len(points))), teams)


@given(st.integers(0, 10**6))
@settings(max_examples=12, deadline=None)
def test_small_settlements_get_the_best_grouping_there_is(seed):
    points = np.random.default_rng(seed).normal(0, 30, (10, 2)).round(1)
    teams = form_teams(points, np.zeros(10, int), size=3, minimum=2, maximum=4, seed=seed)
    assert teams.max() + 1 == 3
    sse = measure(points, np.zeros(10, int), teams).sse
    assert sse == pytest.approx(least_sse(points, 3, 2, 4), rel=1e-6)


def test_hamlets_far_apart_are_never_mixed():
    rng = np.random.default_rng(4)
    hamlets = np.array([[0, 0], [900, 100], [300, 1200], [1500, 900]])
    which = np.repeat(np.arange(4), [24, 13, 36, 11])
    points = hamlets[which] + rng.normal(0, 40, (84, 2))
    teams = form_teams(points, np.zeros(84, int))
    assert all(len(set(which[teams == team])) == 1 for team in range(7))


def inside(polygon, point):
    """Tell whether a point lies inside a convex polygon by more than rounding."""
    edges = np.roll(polygon, -1, axis=0) - polygon
    to_point = point - polygon
    turns = edges[:, 0] * to_point[:, 1] - edges[:, 1] * to_point[:, 0]
    return bool((turns > 1e-3).all())


def intruders(points, neighbourhood, teams):
    """Count households inside the convex hull of another team of their neighbourhood."""
    hull = pytest.importorskip("scipy.spatial").ConvexHull
    found = 0
    for team in range(teams.max() + 1):
        members = points[teams == team]
        if np.linalg.matrix_rank(members - members[0], tol=1e-6) < 2:
            continue
        polygon = members[hull(members).vertices]
        near = (neighbourhood == neighbourhood[teams == team][0]) & (teams != team)
        found += sum(inside(polygon, point) for point in points[near])
    return found


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_household_stands_inside_another_teams_ground(sample):
    points, neighbourhood = SAMPLES[sample](1000, seed=9)
    assert intruders(points, neighbourhood, form_teams(points, neighbourhood)) == 0


def test_a_neighbourhood_of_thousands_is_grouped_as_well_as_small_ones():
    points, neighbourhood = SAMPLES["urban"](2500, seed=3)
    cut = form_teams(points, neighbourhood)
    whole = form_teams(points, np.zeros(2500, int))
    one = np.zeros(2500, int)
    assert measure(points, one, whole).sse < measure(points, one, cut).sse
    assert intruders(points, one, whole) == 0


def test_more_effort_gives_shorter_walks():
    points, neighbourhood = SAMPLES["streets"](1500, seed=4)
    found = [
        measure(points, neighbourhood, form_teams(points, neighbourhood, quality=quality)).sse
        for quality in ("best", "standard", "fast", "instant")
    ]
    assert found == sorted(found)
    assert found[1] <= 1.015 * found[0]
