"""A table reads back as it was written, in both formats, and nothing in it is a formula."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from firesafety.tables import Column, without_formula, write_table

COLUMNS = [Column("Tổ"), Column("Còn thiếu", 10), Column("Ngày")]
ROWS = [["Tổ 5", 3, date(2026, 12, 5)], ["=1+1", None, None], ["Nguyễn Thị Ánh", 0.5, None]]


def written(file_format, rows=ROWS, title="Các tổ"):
    out = io.BytesIO()
    write_table(COLUMNS, rows, out=out, file_format=file_format, title=title)
    out.seek(0)
    return out


def test_a_csv_opens_in_a_spreadsheet_with_its_letters_whole():
    text = written("csv").getvalue()
    assert text.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(text.decode("utf-8-sig")))) == [
        ["Tổ", "Còn thiếu", "Ngày"],
        ["Tổ 5", "3", "05/12/2026"],
        ["'=1+1", "", ""],
        ["Nguyễn Thị Ánh", "0.5", ""],
    ]


def test_an_xlsx_keeps_numbers_and_days_as_such_and_formulas_as_text():
    sheet = CalamineWorkbook.from_filelike(written("xlsx")).get_sheet_by_index(0)
    assert sheet.name == "Các tổ"
    assert sheet.to_python() == [
        ["Tổ", "Còn thiếu", "Ngày"],
        ["Tổ 5", 3, date(2026, 12, 5)],
        ["=1+1", "", ""],
        ["Nguyễn Thị Ánh", 0.5, ""],
    ]


def test_a_title_that_no_sheet_may_bear_is_made_one():
    out = written("xlsx", title="Phường [1]: tháng 12/2026, các tổ trễ hạn?")
    name = CalamineWorkbook.from_filelike(out).sheet_names[0]
    assert name == "Phường -1-- tháng 12-2026, các"


@given(st.text())
def test_whatever_is_written_no_cell_starts_a_formula(text):
    safe = without_formula(text)
    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%"))
    assert safe in (text, f"'{text}")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_file_stays_open_for_whoever_opened_it(file_format):
    assert not written(file_format, rows=[]).closed


@pytest.mark.parametrize(
    ("number", "seen"),
    [("0907123456", "0907 123 456"), ("02923820114", "0292 382 0114"), ("00097", "00097")],
)
def test_a_telephone_number_in_a_csv_is_no_number_to_a_spreadsheet(number, seen):
    rows = csv.reader(io.StringIO(written("csv", [[number, None, None]]).getvalue().decode()))
    assert list(rows)[1][0] == seen
    sheet = CalamineWorkbook.from_filelike(written("xlsx", [[number, None, None]]))
    assert sheet.get_sheet_by_index(0).to_python()[1][0] == number
