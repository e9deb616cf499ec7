"""Reporting periods, in calendar years and in years from 15/11."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firesafety.months import Month
from inspections.planning.periods import (
    Period,
    PeriodKind,
    period_of,
    read_year_start,
    year_before,
)

MOVEMENT = (11, 15)
MONTHS = st.integers(2000 * 12, 2100 * 12).map(Month.from_index)
STARTS = st.dates(date(2025, 1, 1), date(2025, 12, 28)).map(lambda day: (day.month, day.day))
LONGER = [PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR]


@pytest.mark.parametrize(
    ("kind", "month", "year_start", "expected"),
    [
        ("month", (2026, 2), MOVEMENT, (date(2026, 2, 1), date(2026, 2, 28), 2, 2026)),
        ("quarter", (2026, 12), (1, 1), (date(2026, 10, 1), date(2026, 12, 31), 4, 2026)),
        ("half_year", (2026, 7), (1, 1), (date(2026, 7, 1), date(2026, 12, 31), 2, 2026)),
        ("year", (2026, 7), (1, 1), (date(2026, 1, 1), date(2026, 12, 31), 1, 2026)),
        ("year", (2026, 11), MOVEMENT, (date(2025, 11, 15), date(2026, 11, 14), 1, 2026)),
        ("year", (2026, 12), MOVEMENT, (date(2026, 11, 15), date(2027, 11, 14), 1, 2027)),
        ("half_year", (2026, 12), MOVEMENT, (date(2026, 11, 15), date(2027, 5, 14), 1, 2027)),
        ("quarter", (2026, 6), MOVEMENT, (date(2026, 5, 15), date(2026, 8, 14), 3, 2026)),
    ],
)
def test_a_month_lies_in_the_period_that_people_mean(kind, month, year_start, expected):
    kind = PeriodKind(kind)
    found = period_of(kind, Month(*month), year_start=year_start)
    assert found == Period(kind, *expected)


@given(MONTHS, STARTS, st.sampled_from(LONGER))
def test_periods_follow_each_other_without_a_gap(month, year_start, kind):
    period = period_of(kind, month, year_start=year_start)
    assert period.starts <= month.first_day <= period.ends
    nearby = {period_of(kind, month.plus(step), year_start=year_start) for step in range(-13, 14)}
    ordered = sorted(nearby, key=lambda each: each.starts)
    assert period in nearby
    for one, next_one in pairwise(ordered):
        assert next_one.starts == one.ends + timedelta(days=1)
        assert (next_one.year, next_one.part) > (one.year, one.part)


@given(MONTHS, STARTS, st.sampled_from(list(PeriodKind)))
def test_the_year_before_is_the_same_part_of_it(month, year_start, kind):
    period = period_of(kind, month, year_start=year_start)
    earlier = year_before(period, year_start=year_start)
    assert (earlier.kind, earlier.part, earlier.year) == (kind, period.part, period.year - 1)
    assert earlier.ends < period.starts


@given(MONTHS, STARTS)
def test_the_year_is_made_of_its_halves_and_quarters(month, year_start):
    year = period_of(PeriodKind.YEAR, month, year_start=year_start)
    first = Month.of(year.starts)
    inside = [first.plus(step) for step in range(13)]
    for kind, count in ((PeriodKind.HALF_YEAR, 2), (PeriodKind.QUARTER, 4)):
        parts = {period_of(kind, each, year_start=year_start) for each in inside}
        parts = {each for each in parts if each.year == year.year}
        assert sorted(each.part for each in parts) == list(range(1, count + 1))
        assert min(each.starts for each in parts) == year.starts
        assert max(each.ends for each in parts) == year.ends


@pytest.mark.parametrize("text", ["", "15/11", "13-01", "02-29", "11", "a-b", "1-1-1"])
def test_what_is_no_day_of_every_year_is_refused(text):
    with pytest.raises(ValueError):
        read_year_start(text)


def test_a_day_of_the_year_is_read():
    assert read_year_start("11-15") == MOVEMENT
