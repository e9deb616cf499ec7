from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from households.rosters.dates import undo_date
from households.rosters.house_numbers import clean_house_number

from .spoiled import HEADINGS, codes, household, read, read_one, roster_csv, xlsx_file


def numbers_of(*cells, streets=None, **file):
    streets = streets or ["Đề Thám"] * len(cells)
    rows = [
        household(house_number=cell, street=street, holder_name=f"Lê Văn {chr(65 + n)}a")
        for n, (cell, street) in enumerate(zip(cells, streets, strict=True))
    ]
    return read(roster_csv(*rows)).rows


@pytest.mark.parametrize(
    "cell",
    ["12-Thg1", "12-thg1", "12-Thg01", "12 Thg 1", "12/Thg1", "12-Th1"],
)
def test_a_vietnamese_date_is_certainly_day_and_month(cell):
    row = read_one(house_number=cell)

    assert (row.house_number, codes(row)) == ("12/1", ["house_number_date"])
    assert (row.doubts[0].value, row.doubts[0].proposed) == (cell, "12/1")
    assert row.doubts[0].severity == "info"


def test_a_number_behind_a_month_is_the_second_part():
    assert [row.house_number for row in numbers_of("Thg12-34", "Dec-34")] == ["12/34", "12/34"]


def test_an_english_date_may_be_turned_and_is_flagged():
    row = read_one(house_number="12-Jan")

    assert (row.house_number, codes(row)) == ("12/1", ["house_number_date_unsure"])
    assert row.doubts[0].severity == "warning"


def test_the_neighbours_on_the_street_make_an_english_date_certain():
    rows = numbers_of("12-Jan", "12/2", "12/3")

    assert (rows[0].house_number, codes(rows[0])) == ("12/1", ["house_number_date"])


def test_neighbours_that_speak_for_the_other_order_win_but_are_flagged():
    rows = numbers_of("12-Jan", "1/5", "1/7")

    assert (rows[0].house_number, codes(rows[0])) == ("1/12", ["house_number_date_unsure"])


def test_neighbours_on_another_street_say_nothing():
    rows = numbers_of("12-Jan", "12/2", "12/3", streets=["Đề Thám", "Lê Lợi", "Lê Lợi"])

    assert codes(rows[0]) == ["house_number_date_unsure"]


def test_one_cell_that_proves_the_order_proves_it_for_the_file():
    rows = numbers_of("5-Thg2", "12-Jan", "2026-03-12 00:00:00")

    assert [row.house_number for row in rows] == ["5/2", "12/1", "12/3"]
    assert {code for row in rows for code in codes(row)} == {"house_number_date"}


def test_a_full_date_keeps_the_order_it_is_shown_in():
    rows = numbers_of("25/01/2026", "1/12/2026")

    assert [row.house_number for row in rows] == ["25/1", "1/12"]


def test_month_first_settings_are_recognised_by_a_day_that_is_no_month():
    rows = numbers_of("1/25/2026", "1/28/2026", "12-Jan")

    assert [row.house_number for row in rows] == ["1/25", "1/28", "1/12"]


def test_a_year_in_which_nobody_typed_is_a_third_part():
    rows = numbers_of("12/01/2026", "05/02/2026", "12/03/2005")

    assert [row.house_number for row in rows] == ["12/1", "5/2", "12/3/5"]
    assert codes(rows[2]) == ["house_number_date_unsure"]


def test_a_padded_short_date_is_a_date_and_a_house_number_is_not():
    rows = numbers_of("05/04/26", "12/10/26", "06/04/26")

    assert [row.house_number for row in rows] == ["5/4", "12/10/26", "6/4"]


def test_real_date_cells_are_restored_by_their_number_format():
    cells = [
        (date(2026, 1, 12), "d-mmm"),
        (date(1934, 12, 1), "mmm-yy"),
        (date(2005, 3, 12), "dd/mm/yyyy"),
        "12/4",
        "12/6",
        12,
    ]
    rows = [
        household(house_number=cell, holder_name=f"Lê Văn {chr(65 + n)}a")
        for n, cell in enumerate(cells)
    ]
    roster = read(xlsx_file({"KV3": [HEADINGS, *rows]}))

    numbers = [row.house_number for row in roster.rows]
    assert numbers == ["12/1", "12/34", "12/3/5", "12/4", "12/6", "12"]
    assert [codes(row) for row in roster.rows][:2] == [["house_number_date"]] * 2


def test_a_day_number_in_place_of_a_house_number_is_flagged():
    row = read_one(house_number="46034")

    assert (row.house_number, codes(row)) == ("12/1", ["house_number_date_unsure"])


def test_a_street_named_for_a_day_comes_back():
    for cell in ("03-Thg2", "3-Feb", "03/02/2026"):
        row = read_one(street=cell)
        assert (row.street, codes(row)) == ("3/2", ["street_date"])
    assert read_one(street="30 tháng 4").street == "30 tháng 4"
    assert codes(read_one(street="30 tháng 4")) == []


@pytest.mark.parametrize(
    "number",
    [
        "12",
        "12/34/5A",
        "12 bis",
        "12A",
        "Lô B12",
        "12-14",
        "222/10",
        "12/34",
        "1/12",
        "A12/3",
        "số 0",
    ],
)
def test_a_house_number_stays_as_it_is(number):
    assert codes(read_one(house_number=number)) == []


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("12.0", "12"),
        ("Số 12", "12"),
        ("số nhà: 12/3", "12/3"),
        ("12 / 3", "12/3"),
        ("'12/1", "12/1"),
        ("12\\3", "12/3"),
        (" 12/3. ", "12/3"),
    ],
)
def test_spelling_is_made_plain_without_a_fuss(written, clean):
    row = read_one(house_number=written)

    assert (row.house_number, codes(row)) == (clean, [])


@pytest.mark.parametrize(
    ("written", "number", "street"),
    [
        ("12/1 Đề Thám", "12/1", "Đề Thám"),
        ("12 A Đề Thám", "12 A", "Đề Thám"),
        ("12/3B1 hẻm Đề Thám", "12/3B1", "hẻm Đề Thám"),
        ("K12/3 Lê Lợi", "K12/3", "Lê Lợi"),
        ("12/1 (cũ 34/5)", "12/1 (cũ 34/5)", ""),
    ],
)
def test_a_street_in_the_number_column_moves_where_the_street_is_empty(written, number, street):
    row = read_one(house_number=written, street="")

    assert (row.house_number, row.street) == (number, street)


def test_a_fraction_sign_is_two_numbers():
    row = read_one(house_number="½")

    assert (row.house_number, codes(row)) == ("1/2", ["house_number_fraction"])


def test_a_number_that_no_house_has_is_flagged():
    assert codes(read_one(house_number="12.5")) == ["house_number_unusual"]
    assert codes(read_one(house_number="1234567")) == ["house_number_unusual"]


@example("0.")
@example("Số nhà 5.0.")
@given(st.text(max_size=40))
def test_no_text_breaks_house_numbers_and_a_clean_one_is_clean(text):
    clean = clean_house_number(text, column="Số nhà", doubts=[])

    assert clean_house_number(clean, column="Số nhà", doubts=[]) == clean


@given(
    st.one_of(st.text(max_size=30), st.dates(), st.datetimes(), st.floats(), st.integers()),
    st.sampled_from(["", "d-mmm", "mmm-yy", "dd/mm/yyyy"]),
)
def test_no_cell_breaks_the_undoing_of_dates(cell, date_format):
    guess = undo_date(cell, date_format=date_format, typing_years=frozenset({2026}))

    assert guess is None or guess.candidates


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31)))
def test_every_day_of_the_year_comes_back_from_every_vietnamese_spelling(day):
    number = f"{day.day}/{day.month}"
    years = frozenset({2026})

    for cell in (f"{day.day:02d}-Thg{day.month}", day, day.strftime("%d/%m/%Y"), day.isoformat()):
        guess = undo_date(cell, typing_years=years)
        assert guess is not None
        assert guess.candidates[0] == number
