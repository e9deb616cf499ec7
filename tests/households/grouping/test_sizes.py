"""Which sizes are possible, and what happens where none is."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from households.grouping import BETWEEN_SIZES, TOO_FEW, Notice, explain_sizes, sizes_possible
from households.grouping.sizes import plan_sizes


def impossible(minimum, maximum):
    return [n for n in range(1, 100) if not sizes_possible(n, minimum=minimum, maximum=maximum)]


def test_the_impossible_counts_are_known():
    assert impossible(10, 14) == [*range(1, 10), *range(15, 20), 29]
    between = [*range(14, 22), *range(27, 33), *range(40, 44), 53, 54]
    assert impossible(11, 13) == [*range(1, 11), *between]
    assert impossible(9, 15) == [*range(1, 9), 16, 17]


def test_impossible_counts_get_the_nearest_sizes():
    def nearest(count):
        return tuple(plan_sizes(count, size=12, minimum=10, maximum=14))

    assert nearest(9) == (1, 9, 9)
    assert nearest(15) == (1, 15, 15)
    assert nearest(18) == (2, 9, 9)
    assert nearest(29) == (2, 14, 15)


def test_each_impossible_neighbourhood_is_explained():
    neighbourhood = np.repeat([3, 5, 8, 9], [9, 29, 24, 15])
    assert explain_sizes(neighbourhood, minimum=10, maximum=14) == [
        Notice(3, 9, TOO_FEW, 1, 9, 9),
        Notice(5, 29, BETWEEN_SIZES, 2, 14, 15),
        Notice(9, 15, BETWEEN_SIZES, 1, 15, 15),
    ]


@given(st.integers(1, 500), st.integers(1, 12), st.integers(12, 20))
def test_a_plan_can_always_be_carried_out(count, minimum, maximum):
    plan = plan_sizes(count, size=12, minimum=minimum, maximum=maximum)
    assert plan.teams * plan.smallest <= count <= plan.teams * plan.largest
    if sizes_possible(count, minimum=minimum, maximum=maximum):
        assert (plan.smallest, plan.largest) == (minimum, maximum)


@given(st.integers(1, 500), st.integers(2, 12), st.integers(12, 20))
def test_no_other_number_of_teams_comes_nearer(count, minimum, maximum):
    def worst(teams):
        return max(minimum - count // teams, -(-count // teams) - maximum, 0)

    plan = plan_sizes(count, size=12, minimum=minimum, maximum=maximum)
    assert worst(plan.teams) == min(worst(teams) for teams in range(1, count + 1))
