"""The simulated wards: honest ones stay nearly silent, the others are noticed."""

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


def test_the_honest_are_rarely_suspected_and_most_of_the_others_are_noticed_within_two_years():
    measured = compare(25)
    assert max(measured["honest_wards"]["24_months"].values()) <= 40
    noticed = measured["noticed"]["24_months"]
    assert {temper for temper, share in noticed.items() if share > 0.5} >= {
        "ticker",
        "copier",
        "filler",
    }
