import csv
import io

import pytest
from django.utils import translation
from python_calamine import load_workbook

from firesafety.tables import without_formula
from households.rosters import Doubt, RowOutcome, write_report

ROWS = [
    RowOutcome(5, "created"),
    RowOutcome(
        6,
        "rejected",
        (
            Doubt("Họ tên", "holder_missing", "Thiếu họ tên", "", "", "error"),
            Doubt("SĐT", "phone_unusable", "Số sai", "=HYPERLINK(1)", "+84 912", "warning"),
        ),
    ),
    RowOutcome(7, "merged", (Doubt("Họ tên", "duplicate", "Trùng", "@Lê", "5", "info"),)),
]
EXPECTED = [
    ["5", "Thêm mới", "", "", "", ""],
    ["6", "Từ chối", "Họ tên", "Thiếu họ tên", "", ""],
    ["6", "Từ chối", "SĐT", "Số sai", "=HYPERLINK(1)", "+84 912"],
    ["7", "Gộp", "Họ tên", "Trùng", "@Lê", "5"],
]


def test_the_csv_has_a_line_for_each_row_and_doubt_and_no_formula(tmp_path):
    path = tmp_path / "bao-cao.csv"

    write_report(ROWS, out=path)

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    heading, *lines = csv.reader(io.StringIO(path.read_text("utf-8-sig")))
    assert heading == ["Dòng", "Kết quả", "Cột", "Lý do", "Giá trị trong tệp", "Giá trị đã dùng"]
    expected = [list(line) for line in EXPECTED]
    expected[2][4:] = ["'=HYPERLINK(1)", "'+84 912"]
    expected[3][4] = "'@Lê"
    assert lines == expected


def test_the_xlsx_holds_texts_where_formulas_might_stand():
    out = io.BytesIO()

    write_report(ROWS, out=out, file_format="xlsx")

    _heading, *lines = load_workbook(io.BytesIO(out.getvalue())).get_sheet_by_index(0).to_python()
    assert [[str(int(line[0])), *line[1:]] for line in lines] == EXPECTED


def test_a_path_ending_in_xlsx_gets_a_workbook(tmp_path):
    path = tmp_path / "bao-cao.XLSX"

    write_report(ROWS, out=path)

    assert len(load_workbook(str(path)).get_sheet_by_index(0).to_python()) == 5


def test_an_open_file_stays_open():
    out = io.BytesIO()

    write_report(ROWS, out=out)

    assert out.getvalue().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", " =1", "|x", "%x"])
def test_whatever_may_start_a_formula_is_led_by_an_apostrophe(text):
    assert without_formula(text) == f"'{text}"
    assert without_formula(f"a{text}") == f"a{text}"


def test_the_words_of_the_report_are_translated_when_it_is_written():
    with translation.override("en"):
        assert translation.get_language() == "en"
        out = io.BytesIO()
        write_report(ROWS[:1], out=out)
    assert out.getvalue().count(b"\n") == 2
