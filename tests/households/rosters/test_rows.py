import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.models import Household
from households.rosters.kinds import KINDS, known_kind
from households.rosters.text_cells import clean_cell
from households.rosters.values import LIMITS

from .spoiled import HEADINGS, codes, household, read, read_one, roster_csv


def test_a_good_row_comes_through_whole_and_without_doubt():
    row = read_one()

    assert (row.number, row.holder_name, row.house_number) == (2, "Lê Thị Mai", "12/34/5A")
    assert (row.street, row.neighbourhood, row.ward) == ("Đề Thám", "Khu vực 3", "")
    assert (row.phone, row.kind, row.occupants) == ("0912345678", "house", 4)
    assert (row.latitude, row.longitude, row.note) == (10.0341, 105.7812, "")
    assert (row.doubts, row.rejected, row.merged_into) == ((), False, None)


def test_the_columns_of_the_register_take_what_the_reader_gives():
    for name, limit in LIMITS.items():
        if name not in ("neighbourhood", "ward"):
            assert Household._meta.get_field(name).max_length == limit
    assert set(KINDS) == set(Household.Kind.values)


def test_decomposed_text_is_put_together_and_mentioned_once_per_cell():
    row = read_one(holder_name=unicodedata.normalize("NFD", "Lê Thị Ẩn"))

    assert (row.holder_name, codes(row)) == ("Lê Thị Ẩn", ["decomposed"])
    assert row.doubts[0].severity == "info"


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("<b>Lê Thị Mai</b>", "Lê Thị Mai"),
        ("Lê Thị Mai 🔥", "Lê Thị Mai"),
        ("Lê\x07 Thị Mai", "Lê Thị Mai"),
        ("@Lê Thị Mai", "Lê Thị Mai"),
        ("<script>alert(1)</script>Mai", "alert(1) Mai"),
    ],
)
def test_markup_pictures_and_control_characters_are_taken_out_and_told(written, clean):
    row = read_one(holder_name=written)

    assert (row.holder_name, codes(row)) == (clean, ["unusual_characters"])
    assert row.doubts[0].value == written


@pytest.mark.parametrize("written", [" Lê  Thị Mai ", "Lê\nThị\tMai", "Lê\u00a0Thị\u200b Mai"])
def test_stray_spaces_are_no_fault(written):
    row = read_one(holder_name=written)

    assert (row.holder_name, codes(row)) == ("Lê Thị Mai", [])


def test_a_cell_of_three_hundred_letters_is_cut_to_the_column_and_told():
    row = read_one(holder_name="Lê " * 100, street="Đề " * 100, note="x" * 301)

    assert [len(row.holder_name) <= 120, len(row.street) <= 120, len(row.note)] == [True, True, 300]
    assert codes(row) == ["too_long"] * 3


@pytest.mark.parametrize("name", ["", "???", "-", "123", "A"])
def test_a_row_without_a_holder_is_rejected(name):
    row = read_one(holder_name=name)

    assert (row.rejected, codes(row)) == (True, ["holder_missing"])
    assert row.doubts[0].column == "Họ và tên chủ hộ"


def test_a_row_that_nothing_places_is_rejected():
    row = read_one(house_number="", street="", latitude="", longitude="")

    assert row.rejected
    assert "address_missing" in codes(row)


@pytest.mark.parametrize(
    "given_",
    [
        {"street": "", "latitude": "", "longitude": ""},
        {"house_number": "", "street": ""},
        {"house_number": ""},
    ],
)
def test_a_number_or_a_street_or_a_point_is_enough(given_):
    assert not read_one(**given_).rejected


def test_a_street_without_number_and_point_is_flagged():
    row = read_one(house_number="", latitude="", longitude="")

    assert codes(row) == ["coordinates_missing", "house_number_missing"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Nhà ở", "house"),
        ("hộ gia đình", "house"),
        ("NHÀ Ở KẾT HỢP KINH DOANH", "house_business"),
        ("Nhà ở kết hợp sản xuất, kinh doanh", "house_business"),
        ("nha o + cua hang", "house_business"),
        ("Nhà ở không kinh doanh", "house"),
        ("Phòng trọ", "boarding_house"),
        ("Nhà trọ cho thuê", "boarding_house"),
        ("sạp", "market_stall"),
        ("Ki-ốt chợ", "market_stall"),
        ("Cửa hàng tạp hóa", "shop"),
        ("shop", "shop"),
        ("Khoa Nội - Bệnh viện", "hospital_ward"),
        ("house_business", "house_business"),
    ],
)
def test_a_kind_is_known_by_many_words(written, kind):
    row = read_one(kind=written)

    assert (row.kind, codes(row)) == (kind, [])


@pytest.mark.parametrize("written", ["karaoke", "???", "Khác", "kho xăng", "7"])
def test_a_kind_not_known_is_a_house_with_a_warning(written):
    row = read_one(kind=written)

    assert (row.kind, codes(row), row.doubts[0].severity) == ("house", ["kind_unknown"], "warning")


def test_every_kind_of_the_register_knows_its_own_names():
    assert {kind: known_kind(str(kind.label)) for kind in Household.Kind} == {
        kind: kind.value for kind in Household.Kind
    }


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("4", 4),
        ("4.0", 4),
        ("04", 4),
        ("4 người", 4),
        ("4 khẩu", 4),
        ("0", 0),
        ("", None),
        ("-", None),
    ],
)
def test_occupants_are_counted(written, count):
    row = read_one(occupants=written)

    assert (row.occupants, codes(row)) == (count, [])


def test_those_who_need_help_are_counted_beside_all_who_live_there():
    sheet = roster_csv([*household(), "2"], headings=[*HEADINGS, "Số người già"])
    (row,) = read(sheet).rows

    assert (row.occupants, row.need_help, codes(row)) == (4, 2, [])


@pytest.mark.parametrize("written", ["3-4", "nhiều", "4.5", "-3", "0912345678", "9999"])
def test_occupants_that_are_no_number_are_left_empty_and_told(written):
    row = read_one(occupants=written)

    assert (row.occupants, codes(row)) == (None, ["occupants_unusable"])


def test_errors_of_the_spreadsheet_are_no_data():
    row = read_one(note="#REF!", street="#N/A")

    assert (row.note, row.street, codes(row)) == ("", "", ["sheet_error", "sheet_error"])


def test_every_row_below_the_header_is_a_row_or_counted():
    rows = [
        household(),
        ["2"],
        [],
        HEADINGS,
        ["", "II. Khu vực 2"],
        household(house_number="9", neighbourhood=""),
        ["", "Tổng cộng: 2 hộ"],
        ["", "Tống Thị Cộng", "10", "Đề Thám"],
        ["Người lập biểu"],
    ]

    roster = read(roster_csv(*rows))

    assert [row.number for row in roster.rows] == [2, 7, 9, 10]
    assert (roster.blank_rows, roster.header_rows) == ((3, 4), (5,))
    assert (roster.section_rows, roster.total_rows) == ((6,), (8,))
    units = [row.neighbourhood for row in roster.rows]
    assert units == ["Khu vực 3", "Khu vực 2", "Khu vực 2", "Khu vực 2"]
    assert [row.rejected for row in roster.rows] == [False, False, False, True]
    assert len(roster.notices) == 4


def test_a_stray_comma_rejects_the_row_it_shifted():
    good = [household(house_number=str(n)) for n in range(1, 9)]
    shifted = ["9", "Lê Văn", "Ba", *household()[2:]]

    rows = read(roster_csv(*good, shifted)).rows

    assert [row.number for row in rows if row.rejected] == [10]
    assert "shifted" in codes(rows[-1])


def test_cells_beyond_the_headings_in_most_rows_are_a_column_without_a_name():
    rows = read(roster_csv(*([*household(house_number=str(n)), "x"] for n in range(1, 9)))).rows

    assert {code for row in rows for code in codes(row)} == set()


@given(st.text(max_size=400))
def test_no_text_breaks_a_cell_and_a_clean_cell_is_clean(text):
    once = clean_cell(text, field="note", column="Ghi chú", doubts=[])
    doubts = []

    assert clean_cell(once, field="note", column="Ghi chú", doubts=doubts) == once
    assert len(once) <= LIMITS["note"]
