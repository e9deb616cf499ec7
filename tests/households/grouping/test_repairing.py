"""Teams stay alive when people move."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from households.grouping import faults, form_teams, measure, repair_teams
from households.grouping.samples import SAMPLES

LIVE = {"minimum": 10, "maximum": 14}


def after_a_month(sample, *, households, share, seed):
    """Teams planned at 11..13, then `share` leave and as many join: (points, areas, teams)."""
    points, neighbourhood = SAMPLES[sample](households, seed=seed)
    teams = form_teams(points, neighbourhood, minimum=11, maximum=13)
    rng = np.random.default_rng(seed)
    events = round(share * households)
    stay = np.sort(rng.choice(households, households - events, replace=False))
    beside = rng.choice(households, events)
    joined = points[beside] + rng.normal(0, 5, (events, 2))
    return (
        np.concatenate((points[stay], joined)),
        np.concatenate((neighbourhood[stay], neighbourhood[beside])),
        np.concatenate((teams[stay], np.full(events, -1))),
    )


def moved(before, after):
    return int(np.count_nonzero((before >= 0) & (before != after)))


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_usual_month_moves_next_to_nobody(sample):
    points, areas, teams = after_a_month(sample, households=2000, share=0.01, seed=6)
    repaired = repair_teams(points, areas, teams, size=12, patience=1, **LIVE)
    assert faults(points, areas, repaired, **LIVE) == []
    assert moved(teams, repaired) <= 1
    fresh = form_teams(points, areas, minimum=11, maximum=13)
    assert measure(points, areas, repaired).sse <= 1.02 * measure(points, areas, fresh).sse


def test_patience_trades_moves_for_walks():
    points, areas, teams = after_a_month("urban", households=1500, share=0.08, seed=2)
    repaired = [
        repair_teams(points, areas, teams, size=12, patience=patience, **LIVE)
        for patience in (0, 0.05, 0.5, math.inf)
    ]
    moves = [moved(teams, each) for each in repaired]
    walks = [measure(points, areas, each).sse for each in repaired]
    assert moves == sorted(moves, reverse=True)
    assert walks == sorted(walks)
    assert moves[0] > 4 * moves[-1]


def test_nobody_moves_when_nothing_happened():
    points, areas = SAMPLES["urban"](800, seed=1)
    teams = form_teams(points, areas)
    repaired = repair_teams(points, areas, teams * 5, size=12, patience=0, **LIVE)
    assert repaired.tolist() == (teams * 5).tolist()


def test_a_team_too_small_takes_one_household_from_its_neighbour():
    points = np.column_stack((np.arange(23.0) * 10, np.zeros(23)))
    teams = np.repeat([4, 9], [9, 14])
    repaired = repair_teams(points, np.zeros(23, int), teams, size=12, patience=math.inf, **LIVE)
    assert repaired.tolist() == [4] * 10 + [9] * 13


def test_a_surplus_travels_along_the_shortest_chain():
    points = np.column_stack((np.arange(40.0) * 10, np.zeros(40)))
    teams = np.repeat([0, 1, 2], [15, 14, 11])
    repaired = repair_teams(points, np.zeros(40, int), teams, size=12, patience=math.inf, **LIVE)
    assert moved(teams, repaired) == 2
    assert faults(points, np.zeros(40, int), repaired, **LIVE) == []


def test_a_full_neighbourhood_opens_a_team_with_a_new_number():
    points, areas = SAMPLES["urban"](56, seed=3)
    teams = form_teams(points, areas, size=14, minimum=14, maximum=14)
    points = np.concatenate((points, points[:4] + 1.0))
    areas = np.zeros(60, int)
    teams = np.concatenate((teams + 20, np.full(4, -1)))
    repaired = repair_teams(points, areas, teams, size=12, patience=1, **LIVE)
    assert faults(points, areas, repaired, **LIVE) == []
    assert sorted(set(repaired.tolist())) == [20, 21, 22, 23, 24]


def test_an_emptied_neighbourhood_dissolves_its_smallest_team():
    points, areas = SAMPLES["urban"](36, seed=3)
    teams = form_teams(points, areas)
    gone = np.flatnonzero(teams == 1)[:7]
    points, areas, teams = (np.delete(each, gone, axis=0) for each in (points, areas, teams))
    assert faults(points, areas, teams, minimum=10, maximum=15) != []
    repaired = repair_teams(points, areas, teams, size=12, minimum=10, maximum=15, patience=1)
    assert sorted(set(repaired.tolist())) == [0, 2]
    assert moved(teams[teams != 1], repaired[teams != 1]) == 0


def test_a_neighbourhood_of_newcomers_gets_teams_of_its_own():
    points, _ = SAMPLES["urban"](48, seed=3)
    areas = np.repeat([1, 2], 24)
    teams = np.repeat([3, 5, -1], [12, 12, 24])
    repaired = repair_teams(points, areas, teams, size=12, patience=1, **LIVE)
    assert repaired[:24].tolist() == teams[:24].tolist()
    assert sorted(set(repaired[24:].tolist())) == [6, 7]


def test_a_team_across_a_border_keeps_the_side_where_most_of_it_lives():
    points, _ = SAMPLES["urban"](48, seed=3)
    areas = np.repeat([1, 2], [22, 26])
    teams = np.repeat([0, 1, 2, 3], 12)
    repaired = repair_teams(points, areas, teams, size=12, patience=1, **LIVE)
    assert faults(points, areas, repaired, **LIVE) == []
    assert set(repaired[:22].tolist()) == {0, 1}
    assert set(repaired[22:].tolist()) == {2, 3}


@given(st.integers(0, 10**6), st.integers(1, 150), st.sampled_from([0.0, 0.3, 2.0, math.inf]))
@settings(max_examples=60, deadline=None)
def test_any_disorder_is_mended(seed, count, patience):
    rng = np.random.default_rng(seed)
    points = rng.integers(-300, 300, (count, 2)).astype(float)
    areas = rng.integers(0, 3, count)
    teams = rng.integers(-1, max(1, count // 12), count) * 3 + areas
    teams[rng.random(count) < 0.2] = -1
    repaired = repair_teams(points, areas, teams, size=12, patience=patience, **LIVE)
    assert faults(points, areas, repaired, **LIVE) == []
    order = rng.permutation(count)
    if len(np.unique(points, axis=0)) == count:
        again = repair_teams(
            points[order], areas[order], teams[order], size=12, patience=patience, **LIVE
        )
        assert again.tolist() == repaired[order].tolist()


def test_repairing_nothing_gives_nothing():
    repaired = repair_teams(np.zeros((0, 2)), [], [], size=12, patience=1, **LIVE)
    assert repaired.tolist() == []


def test_a_negative_patience_is_refused():
    with pytest.raises(ValueError, match="patience"):
        repair_teams(np.zeros((3, 2)), [0, 0, 0], [0, 0, 0], size=12, patience=-1, **LIVE)


def test_the_number_of_a_dissolved_team_goes_to_nobody_else():
    shrunk = [(float(x), 0.0) for x in range(4)]
    grown = [(float(x), 0.0) for x in range(12)]
    teams = repair_teams(
        np.array(shrunk + grown),
        np.array([1] * 4 + [2] * 12),
        np.array([0, 1, 1, 2] + [3] * 4 + [-1] * 8),
        size=4,
        minimum=3,
        maximum=5,
        patience=math.inf,
    )
    swapped = repair_teams(
        np.array(shrunk + grown),
        np.array([1] * 4 + [2] * 12),
        np.array([1, 1, 1, 3] + [0] * 4 + [-1] * 8),
        size=4,
        minimum=3,
        maximum=5,
        patience=math.inf,
    )
    assert set(teams[4:].tolist()) == {3, 4, 5}
    assert (set(swapped[:4].tolist()), set(swapped[4:].tolist())) == ({1}, {0, 4, 5})
