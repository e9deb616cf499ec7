"""What form_teams promises, whatever it is given."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from households.grouping import faults, form_teams, measure
from households.grouping.samples import SAMPLES

LIMITS = {"minimum": 10, "maximum": 14}
WHOLE_METRES = st.integers(-2000, 2000).map(float)


def settlements(largest=130):
    return st.integers(1, largest).flatmap(
        lambda count: hnp.arrays(np.float64, (count, 2), elements=WHOLE_METRES)
    )


def same_teams(one, other):
    """Tell whether two labellings describe the same sets of households."""
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


def sse(points, teams):
    return measure(points, np.zeros(len(points), int), teams).sse


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("quality", ["instant", "fast", "standard", "best"])
def test_every_settlement_gets_lawful_teams(sample, quality):
    points, neighbourhood = SAMPLES[sample](700, seed=5)
    teams = form_teams(points, neighbourhood, quality=quality)
    assert faults(points, neighbourhood, teams, **LIMITS) == []
    assert set(teams.tolist()) == set(range(teams.max() + 1))
    assert teams.dtype == np.int32


@given(settlements(), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_any_points_in_any_neighbourhoods_get_lawful_teams(points, borders):
    neighbourhood = np.arange(len(points)) % (borders + 1)
    teams = form_teams(points, neighbourhood, quality="fast")
    assert faults(points, neighbourhood, teams, **LIMITS) == []


@given(
    st.integers(1, 90), st.integers(1, 9), st.integers(0, 6), st.integers(0, 6), st.integers(0, 99)
)
@settings(max_examples=60, deadline=None)
def test_any_limits_are_kept(count, minimum, below, above, seed):
    points = np.random.default_rng(seed).normal(0, 50, (count, 2))
    limits = {"minimum": minimum, "maximum": minimum + below + above}
    neighbourhood = np.zeros(count, int)
    teams = form_teams(points, neighbourhood, size=minimum + below, quality="fast", **limits)
    assert faults(points, neighbourhood, teams, **limits) == []


@given(settlements(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_does_not_matter(points, random):
    points = np.unique(points, axis=0)
    order = list(range(len(points)))
    random.shuffle(order)
    neighbourhood = (points[:, 0] > 0).astype(int)
    teams = form_teams(points, neighbourhood, quality="fast")
    shuffled = form_teams(points[order], neighbourhood[order], quality="fast")
    assert shuffled.tolist() == teams[order].tolist()


@given(settlements(), st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
@settings(max_examples=40, deadline=None)
def test_the_origin_of_the_map_does_not_matter(points, east, north):
    points = np.unique(points, axis=0)
    neighbourhood = np.zeros(len(points), int)
    teams = form_teams(points, neighbourhood, quality="fast")
    moved = form_teams(points + np.array([east, north]), neighbourhood, quality="fast")
    assert sse(points, moved) == pytest.approx(sse(points, teams), rel=0.02)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_turned_map_gives_teams_as_good(sample):
    points, neighbourhood = SAMPLES[sample](500, seed=2)
    before = measure(points, neighbourhood, form_teams(points, neighbourhood)).sse
    for degrees in (30, 90, 211):
        angle = np.radians(degrees)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        after = measure(points, neighbourhood, form_teams(points @ turn, neighbourhood)).sse
        assert after == pytest.approx(before, rel=0.005)


def test_an_urban_ward_keeps_its_teams_when_moved_or_turned():
    points, neighbourhood = SAMPLES["urban"](1000, seed=8)
    teams = form_teams(points, neighbourhood)
    angle = 1.1
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    assert same_teams(teams, form_teams(points + np.array([12345.6, -9876.5]), neighbourhood))
    assert same_teams(teams, form_teams(points @ turn, neighbourhood))


def test_the_number_of_workers_does_not_matter():
    points, neighbourhood = SAMPLES["urban"](1500, seed=1)
    alone = form_teams(points, neighbourhood, workers=1)
    assert form_teams(points, neighbourhood, workers=4).tolist() == alone.tolist()
    assert form_teams(points, neighbourhood).tolist() == alone.tolist()


def test_the_numbers_of_neighbourhoods_do_not_matter():
    points, neighbourhood = SAMPLES["streets"](800, seed=1)
    renamed = np.array([70, 5, 31, 8, 9, 2, 4])[neighbourhood]
    assert same_teams(form_teams(points, neighbourhood), form_teams(points, renamed))


def test_the_same_seed_gives_the_same_teams():
    points, neighbourhood = SAMPLES["rural"](600, seed=1)
    first = form_teams(points, neighbourhood, seed=7)
    assert form_teams(points, neighbourhood, seed=7).tolist() == first.tolist()


@pytest.mark.parametrize("count", [1, 9, 10, 14, 15, 29, 30, 59, 120])
def test_households_at_one_point_get_lawful_teams(count):
    points, neighbourhood = np.full((count, 2), 3.5), np.zeros(count, int)
    assert faults(points, neighbourhood, form_teams(points, neighbourhood), **LIMITS) == []


def test_houses_along_one_line_are_cut_into_runs():
    points = np.column_stack((np.arange(120.0) * 7, np.arange(120.0) * 3))
    teams = form_teams(points, np.zeros(120, int))
    assert sorted(teams.tolist()) in (teams.tolist(), teams[::-1].tolist())
    assert sse(points, teams) <= 1.005 * sse(points, np.repeat(np.arange(10), 12))


def test_nothing_gives_nothing():
    assert form_teams(np.zeros((0, 2)), np.zeros(0, int)).tolist() == []


def test_a_point_without_coordinates_is_refused_by_row():
    points = np.zeros((30, 2))
    points[[4, 9]] = np.nan
    with pytest.raises(ValueError, match=r"2 points have no finite coordinates .* row 4"):
        form_teams(points, np.zeros(30, int))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"points": np.zeros(6)}, "shape"),
        ({"points": np.zeros((6, 3))}, "shape"),
        ({"points": np.full((6, 2), 1e12)}, "must be in metres"),
        ({"points": np.full((6, 2), np.inf)}, "must be in metres"),
        ({"neighbourhood": np.zeros(5, int)}, "one value per point"),
        ({"neighbourhood": np.zeros(6)}, "whole numbers"),
        ({"minimum": 13}, "minimum <= size"),
        ({"maximum": 11}, "minimum <= size"),
        ({"minimum": 0}, "1 <= minimum"),
        ({"quality": "perfect"}, "quality must be one of"),
    ],
)
def test_unusable_input_is_refused_with_the_reason(change, message):
    usable = {"points": np.zeros((6, 2)), "neighbourhood": np.zeros(6, int)}
    with pytest.raises(ValueError, match=message):
        form_teams(**(usable | change))
