from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firesafety.months import Month

months = st.builds(Month, st.integers(1900, 9990), st.integers(1, 12))


def test_a_month_is_written_and_read_the_same_way():
    assert str(Month(2026, 2)) == "2026-02"
    assert Month.parse(" 2026-02 ") == Month(2026, 2)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "12/2026", "", "2026-12-01"])
def test_anything_else_is_not_a_month(text):
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


def test_february_ends_on_the_29th_in_a_leap_year():
    assert Month(2028, 2).last_day == date(2028, 2, 29)
    assert Month(2026, 2).last_day == date(2026, 2, 28)


def test_december_is_followed_by_january():
    assert Month(2026, 12).next() == Month(2027, 1)
    assert Month(2027, 1).previous() == Month(2026, 12)


@given(st.builds(Month, st.integers(1950, 9000), st.integers(1, 12)), st.integers(-200, 200))
def test_going_forth_and_back_ends_where_it_began(month, distance):
    there = month.plus(distance)
    assert there.plus(-distance) == month
    assert there.index - month.index == distance


@given(months)
def test_every_day_of_a_month_belongs_to_it(month):
    assert Month.of(month.first_day) == Month.of(month.last_day) == month
    assert month.next().first_day > month.last_day
