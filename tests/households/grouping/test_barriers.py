"""Teams do not reach across rivers, canals, railways and wide roads."""

import numpy as np

from households.grouping import faults, form_teams
from households.grouping.barriers import split_at_barriers

RIVER = [[0.0, -500.0], [10.0, 0.0], [0.0, 500.0]]


def two_banks(left, right, *, seed=1):
    rng = np.random.default_rng(seed)
    spread = [60, 200]
    west = rng.normal(0, 1, (left, 2)) * spread - [40, 0]
    east = rng.normal(0, 1, (right, 2)) * spread + [60, 0]
    west[:, 0] = np.minimum(west[:, 0], -2)
    east[:, 0] = np.maximum(east[:, 0], 12)
    return np.clip(np.concatenate((west, east)), -490, 490)


def test_no_team_crosses_a_river():
    points, one = two_banks(60, 48), np.zeros(108, int)
    parts = split_at_barriers(points, one, [RIVER], minimum=10)
    assert parts.cut_off == ()
    teams = form_teams(points, parts.part)
    assert faults(points, one, teams, minimum=10, maximum=14) == []
    west = points[:, 0] < 0
    assert set(teams[west].tolist()).isdisjoint(teams[~west].tolist())


def test_a_few_houses_beyond_the_river_join_the_nearest_part_and_are_reported():
    points, one = two_banks(60, 4), np.zeros(64, int)
    parts = split_at_barriers(points, one, [RIVER], minimum=10)
    assert set(parts.part.tolist()) == {0}
    assert parts.cut_off == (60, 61, 62, 63)


def test_a_barrier_that_can_be_walked_around_splits_nothing():
    points, one = two_banks(60, 60), np.zeros(120, int)
    parts = split_at_barriers(points, one, [[[5.0, -20.0], [5.0, 20.0]]], minimum=10)
    assert set(parts.part.tolist()) == {0}


def test_a_gap_without_a_barrier_splits_nothing():
    points = np.concatenate((two_banks(80, 0), two_banks(80, 0, seed=2) + 5000.0))
    elsewhere = [[3000.0, 1000.0], [4000.0, 1000.0]]
    parts = split_at_barriers(points, np.zeros(160, int), [elsewhere], minimum=10)
    assert set(parts.part.tolist()) == {0}


def test_neighbourhoods_stay_apart():
    points = np.concatenate((two_banks(30, 30), two_banks(30, 30, seed=2)))
    areas = np.repeat([7, 3], 60)
    parts = split_at_barriers(points, areas, [RIVER], minimum=10)
    assert len(set(zip(areas.tolist(), parts.part.tolist(), strict=True))) == 4
    assert len(set(parts.part.tolist())) == 4
