import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.agreement import Agreement, Agreements, compare, wilson_interval
from inspections.planning.answers import Answer

PASS, FAIL, UNSEEN, NONE = Answer.PASS, Answer.FAIL, Answer.UNSEEN, Answer.NOT_APPLICABLE


def test_only_items_that_both_judged_are_compared():
    peer = {"A": PASS, "B": PASS, "C": FAIL, "D": UNSEEN, "E": PASS, "F": FAIL}
    officer = {"A": PASS, "B": FAIL, "C": PASS, "D": FAIL, "E": NONE, "G": FAIL}
    assert compare(peer, officer) == Agreement(same=1, missed=1, extra=1)


def test_homes_are_counted_and_what_the_neighbour_found_beyond_the_officer_is_nothing_overlooked():
    seen = [Agreement(7, 0, 2), Agreement(15, 1, 0), Agreement(), Agreement(0, 0, 1)]
    found = Agreements()
    for each in seen:
        found += each
    assert found == Agreements(visits=4, homes=3, sound=2, items=Agreement(22, 1, 3))
    assert found.items.items == 26


def test_eighteen_items_of_one_home_are_one_witness():
    low, high = wilson_interval(1, 1)
    assert (low < 0.25, high) == (True, 1)


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
