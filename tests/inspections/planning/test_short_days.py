"""Days as they are typed from a sheet in the hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.short_days import read_short_day

ON = date(2026, 12, 12)


@pytest.mark.parametrize(
    ("text", "ahead", "day"),
    [
        ("6", False, date(2026, 12, 6)),
        ("12", False, ON),
        ("13", False, date(2026, 11, 13)),
        ("31", False, date(2026, 10, 31)),
        (" 6/12 ", False, date(2026, 12, 6)),
        ("28.12", False, date(2025, 12, 28)),
        ("6", True, date(2027, 1, 6)),
        ("3-1", True, date(2027, 1, 3)),
        ("29/2", False, None),
        ("31/11", False, None),
        ("0", False, None),
        ("6/13", False, None),
        ("6/12/2026", False, None),
        ("mai", True, None),
    ],
)
def test_a_short_day_is_the_nearest_that_it_can_mean(text, ahead, day):
    assert read_short_day(text, on=ON, ahead=ahead) == day


@given(on=st.dates(date(2000, 1, 1), date(2100, 1, 1)), back=st.integers(0, 364))
def test_day_and_month_find_every_day_of_the_year_behind(on, back):
    day = on - timedelta(days=back)
    assert read_short_day(f"{day.day}/{day.month}", on=on) == day
