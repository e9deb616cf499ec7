from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households.rosters import RosterFileError, read_roster

from .spoiled import HEADINGS, codes, csv_file, household, read, roster_csv, spoiled_roster

CELL = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["12-Thg1", "0912345678", "21.02", "105.8", "Nhà ở", "Lê Mai", "9" * 400, "1e999"]
    ),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(st.lists(CELL, min_size=1, max_size=12), max_size=6))
def test_whatever_stands_in_the_cells_every_row_is_accounted_for(rows):
    file = csv_file([HEADINGS, *rows])
    try:
        roster = read_roster(file, name="bat-ky.csv")
    except RosterFileError:
        return  # a formula, or quotes gone astray

    skipped = (roster.blank_rows, roster.header_rows, roster.total_rows, roster.section_rows)
    numbers = [row.number for row in roster.rows]
    numbers += [number for group in (*skipped, roster.example_rows) for number in group]
    below = range(roster.header_row + 1, roster.header_row + 1 + len(numbers))
    assert sorted(numbers) == list(below)


def test_reading_twice_gives_the_same():
    file = roster_csv(household(), household(house_number="12-Jan"), household())

    assert read(file) == read(file)


@pytest.mark.parametrize("seed", range(12))
def test_of_a_spoiled_roster_exactly_the_spoiled_rows_are_doubted(seed):
    file, truth = spoiled_roster(250, random=Random(seed))

    assert {row.number: codes(row) for row in read(file).rows} == truth
