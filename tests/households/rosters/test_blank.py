import io

import xlsxwriter
from python_calamine import load_workbook

from households.rosters import blank_roster
from households.rosters.blank import HEADINGS, KIND_NAMES
from households.rosters.headings import field_of
from households.rosters.kinds import KINDS, known_kind

from .spoiled import read


def blank():
    return blank_roster(
        ward_name="Phường Ninh Kiều",
        emergency_number="114",
        neighbourhoods=["Khu vực 1", "Khu vực 2"],
    )


def test_the_blank_roster_is_read_back_with_every_column_and_no_household():
    roster = read(blank())

    assert list(roster.columns) == [field for field, _heading, _width in HEADINGS]
    assert (roster.rows, roster.example_rows) == ((), (roster.header_row + 1,))


def test_its_headings_and_kinds_are_what_the_reader_knows():
    assert [field_of(heading) for _f, heading, _w in HEADINGS] == [f for f, _h, _w in HEADINGS]
    assert [known_kind(name) for name in KIND_NAMES] == list(KINDS)


def test_it_names_the_ward_and_the_emergency_number():
    rows = load_workbook(io.BytesIO(blank())).get_sheet_by_index(0).to_python()
    texts = [cell for row in rows for cell in row]

    assert "Phường Ninh Kiều" in texts
    assert "Cháy: gọi 114" in texts


def test_a_filled_roster_is_read_and_its_example_is_left_out(monkeypatch):
    # Fill it in as a clerk would: one row below the example.
    write = xlsxwriter.worksheet.Worksheet.freeze_panes

    def fill(sheet, row, column):
        sheet.write_row(row + 1, 0, ["1", "Lê Mai", "12/1", "Đề Thám", "Khu vực 1", "0912345678"])
        return write(sheet, row, column)

    monkeypatch.setattr(xlsxwriter.worksheet.Worksheet, "freeze_panes", fill)

    (row,) = read(blank()).rows

    assert (row.holder_name, row.house_number, row.phone) == ("Lê Mai", "12/1", "0912345678")
