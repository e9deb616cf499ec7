"""A closed month stays what it was when it closed."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.tally import Tally, Told, VisitFacts, tally

CLOSING = date(2027, 1, 5)
IN_TIME, LATE = date(2026, 12, 20), date(2027, 1, 9)


def told(*words):
    return tuple(Told(day, obstacle) for day, obstacle in words)


def test_visits_count_as_done_and_households_as_seen():
    visits = [
        VisitFacts(1, told((IN_TIME, "")), IN_TIME),
        VisitFacts(1, told((IN_TIME, "refused"))),
        VisitFacts(2),
    ]
    assert tally(visits, closing=CLOSING) == Tally(3, 1, 1, 0, 2, 1, 1, IN_TIME)


def test_a_late_paper_is_told_as_late_and_the_household_is_missed_no_more():
    visits = [VisitFacts(1, told((LATE, "")), IN_TIME), VisitFacts(2)]
    assert tally(visits, closing=CLOSING) == Tally(2, 0, 0, 1, 2, 0, 1, IN_TIME)


def test_an_obstacle_in_time_stays_beside_a_late_visit():
    visits = [VisitFacts(1, told((IN_TIME, "away"), (LATE, "")), LATE)]
    counted = tally(visits, closing=CLOSING)
    assert (counted.done, counted.obstacle, counted.late, counted.missing) == (0, 1, 1, 0)


words = st.tuples(st.integers(-40, 40), st.sampled_from(["", "", "away", "refused"]))
visits = st.lists(
    st.builds(
        lambda home, said: VisitFacts(
            home,
            tuple(Told(CLOSING + timedelta(days=day), obstacle) for day, obstacle in sorted(said)),
            IN_TIME,
        ),
        st.integers(1, 4),
        st.lists(words, max_size=4),
    ),
    max_size=6,
)


@given(visits)
def test_nothing_that_comes_after_the_closing_changes_the_closed_figures(rows):
    as_closed = [
        replace(row, told=tuple(each for each in row.told if each.received_on < CLOSING))
        for row in rows
    ]
    now, then = tally(rows, closing=CLOSING), tally(as_closed, closing=CLOSING)
    kept = ("planned", "done", "obstacle", "households", "inspected")
    assert [getattr(now, name) for name in kept] == [getattr(then, name) for name in kept]
    assert then.late == 0


@given(visits)
def test_a_tally_never_counts_more_than_there_is(rows):
    counted = tally(rows, closing=CLOSING)
    assert counted.done + counted.obstacle <= counted.planned
    assert counted.done + counted.late <= counted.planned
    assert max(counted.inspected, counted.missing) <= counted.households <= counted.planned
