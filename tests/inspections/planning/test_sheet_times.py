"""What a phone says of its own clock is believed as far as it can be true."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.sheet_times import LONGEST, believable_end, believable_seconds

NOON = datetime(2026, 12, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [(0, 0), (600, 600), (LONGEST, LONGEST), (LONGEST + 1, None), (-1, None), (None, None)],
)
def test_seconds_from_nothing_to_one_day_are_believed(seconds, kept):
    assert believable_seconds(seconds) == kept


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (timedelta(hours=2), NOON - timedelta(hours=2)),
        (timedelta(minutes=-5), NOON),  # The clock runs a little ahead.
        (timedelta(minutes=-6), None),
        (timedelta(days=62), NOON - timedelta(days=62)),
        (timedelta(days=63), None),
    ],
)
def test_an_end_is_believed_before_it_arrived_and_not_months_before(before, kept):
    assert believable_end(NOON - before, received_at=NOON) == kept


@given(st.datetimes(timezones=st.just(UTC)) | st.none())
def test_no_end_lies_after_its_arrival(moment):
    kept = believable_end(moment, received_at=NOON)
    assert kept is None or kept <= NOON
