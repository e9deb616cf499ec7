"""The checker finds what is wrong, and the measures can be worked out by hand."""

import numpy as np
import pytest

from households.grouping import faults, find_remote, measure

POINTS = np.column_stack((np.arange(24.0), np.zeros(24)))
ONE = np.zeros(24, int)
HALVES = np.repeat([0, 1], 12)
LIMITS = {"minimum": 10, "maximum": 14}


def test_a_lawful_grouping_has_no_faults():
    assert faults(POINTS, ONE, HALVES, **LIMITS) == []
    assert faults(POINTS, ONE, HALVES * 7, **LIMITS) == []


def test_a_team_across_a_border_is_found():
    border = np.repeat([4, 6], [11, 13])
    assert faults(POINTS, border, HALVES, **LIMITS) == [
        "team 0 crosses a border: it has households of 4, 6"
    ]


def test_teams_of_unlawful_size_are_found():
    assert faults(POINTS, ONE, np.repeat([0, 1], [9, 15]), **LIMITS) == [
        "team 0 has 9 households, not 10 to 14",
        "team 1 has 15 households, not 10 to 14",
    ]


def test_a_household_without_a_team_is_found():
    teams = np.repeat([0, 1, -1], [12, 11, 1])
    assert faults(POINTS, ONE, teams, **LIMITS) == ["neighbourhood 0: 1 households have no team"]


def test_the_nearest_sizes_are_lawful_where_no_others_exist():
    assert faults(POINTS[:15], ONE[:15], np.zeros(15, int), **LIMITS) == []
    assert faults(POINTS[:15], ONE[:15], np.repeat([0, 1], [7, 8]), **LIMITS) == [
        "team 0 has 7 households, not 15 to 15",
        "team 1 has 8 households, not 15 to 15",
    ]


def test_the_measures_of_a_square_and_a_pair():
    points = [[0, 0], [2, 0], [0, 2], [2, 2], [100, 0], [100, 6]]
    quality = measure(points, np.zeros(6, int), [0, 0, 0, 0, 3, 3])
    root = np.sqrt(2)
    assert quality.sse == pytest.approx(4 * 2 + 2 * 9)
    assert quality.mean_pairwise == pytest.approx((4 * (4 + 2 * root) / 3 + 2 * 6) / 6)
    assert quality.mean_to_medoid == pytest.approx((4 + 2 * root + 6) / 6)
    assert quality.max_diameter == pytest.approx(6)
    assert quality.p95_diameter == pytest.approx(2 * root + 0.95 * (6 - 2 * root))
    assert quality.sizes == {2: 1, 4: 1}


def test_households_without_a_team_are_not_measured():
    assert measure(POINTS, ONE, np.full(24, -1)).sizes == {}
    assert measure(POINTS, ONE, np.where(HALVES == 0, 0, -1)).sizes == {12: 1}


def test_remote_houses_are_reported_with_their_distance():
    points = POINTS.copy()
    points[5] = [0, 1600]
    points[20] = [12, -700]
    remote = [(r.household, r.team, round(r.metres)) for r in find_remote(points, HALVES)]
    assert remote == [(5, 0, 1600), (20, 1, 700)]
