"""The simulated wards: honest ones stay nearly silent, the others are noticed."""

from collections import defaultdict

import pytest

from inspections.planning.integrity_benchmark import compare
from inspections.planning.integrity_benchmark.worlds import Temper, make_world


def test_the_same_seed_makes_the_same_ward_and_another_seed_another():
    def world(seed):
        return make_world(teams=3, months=2, seed=seed, dishonest_share=0.2)

    assert world(1) == world(1)
    assert world(1) != world(2)


def test_a_ward_of_the_honest_has_nobody_else():
    world = make_world(teams=10, months=1, seed=1, dishonest_share=0)
    assert set(world.tempers.values()) == {Temper.HONEST, Temper.MILD}


@pytest.mark.parametrize("members", [5, 12])
def test_a_friend_is_always_returned(members):
    world = make_world(teams=60, months=1, seed=1, dishonest_share=0.3, members=members)
    friends = {key for key, temper in world.tempers.items() if temper is Temper.FRIENDS}
    assert friends
    assert {(team, team * members + (who - team * members ^ 1)) for team, who in friends} == friends


def test_some_teams_are_rows_of_houses_built_alike():
    world = make_world(teams=40, months=1, seed=1, dishonest_share=0)
    lacking = defaultdict(set)
    for sheet in world.sheets:
        lacking[sheet.team].add(tuple(at for at, mark in enumerate(sheet.answers) if mark == "N"))
    alike = sum(len(each) == 1 for each in lacking.values())
    assert 3 <= alike <= 15


def test_the_honest_are_rarely_suspected_and_most_of_the_others_are_noticed_within_two_years():
    measured = compare(25)
    for found in (measured, measured["small_teams"]):
        assert max(found["honest_wards"]["24_months"].values()) <= 20
        noticed = found["noticed"]["24_months"]
        assert {temper for temper, share in noticed.items() if share > 0.5} >= {
            "ticker",
            "copier",
            "filler",
            "album",
        }
