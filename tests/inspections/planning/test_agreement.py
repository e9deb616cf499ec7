import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.agreement import Agreement, compare, total, wilson_interval
from inspections.planning.answers import Answer

PASS, FAIL, UNSEEN, NONE = Answer.PASS, Answer.FAIL, Answer.UNSEEN, Answer.NOT_APPLICABLE


def test_only_items_that_both_judged_are_compared():
    peer = {"A": PASS, "B": PASS, "C": FAIL, "D": UNSEEN, "E": PASS, "F": FAIL}
    officer = {"A": PASS, "B": FAIL, "C": PASS, "D": FAIL, "E": NONE, "G": FAIL}
    assert compare(peer, officer) == Agreement(same=1, missed=1, extra=1)


def test_what_the_neighbour_found_beyond_the_officer_is_nothing_overlooked():
    assert Agreement(same=7, missed=1, extra=2).share == 0.9
    assert Agreement().share is None
    assert total([Agreement(1, 2, 3), Agreement(4, 5, 6)]) == Agreement(5, 7, 9)


@pytest.mark.parametrize(
    ("successes", "trials", "interval"),
    [
        (0, 0, (0, 1)),
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0, 0.1611)),
    ],
)
def test_the_interval_is_wilsons(successes, trials, interval):
    """The last three are examples of R. G. Newcombe, Statistics in Medicine 17 (1998)."""
    assert wilson_interval(successes, trials) == pytest.approx(interval, abs=5e-5)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share_and_stays_within_bounds(successes, failures):
    trials = successes + failures
    low, high = wilson_interval(successes, trials)
    assert 0 <= low <= high <= 1
    if trials:
        assert low - 1e-9 <= successes / trials <= high + 1e-9


def test_more_successes_than_trials_cannot_be():
    with pytest.raises(ValueError, match="cannot be"):
        wilson_interval(3, 2)
