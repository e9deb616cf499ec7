import contextlib
import io
import os
import unicodedata
import zipfile

import pytest
import xlsxwriter

from households.rosters import RosterFileError, check_file_size, read_roster, read_sheet
from households.rosters.files import MEGABYTE, ROW_LIMIT, SIZE_LIMIT

from .spoiled import HEADINGS, csv_file, household, read, roster_csv, xlsx_file


def refusal(file):
    with pytest.raises(RosterFileError) as refused:
        read_roster(file, name="danh-sach.xlsx")
    return str(refused.value)


@pytest.mark.parametrize("file", [b"", b"\n  \n", b"\x00" * 50, b"\xef\xbb\xbf"])
def test_an_empty_file_is_called_empty(file):
    assert refusal(file).startswith("Tệp trống")


@pytest.mark.parametrize(
    "file",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"\xff\xd8\xff\xe0" + bytes(100),
        b"PK\x03\x04 no archive",
        bytes(range(256)) * 20,
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_advice(file):
    assert refusal(file).startswith("Tệp này không phải bảng tính. Hãy mở")


def test_a_document_in_a_zip_is_no_spreadsheet():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert refusal(out.getvalue()).startswith("Tệp này không phải bảng tính")


def test_a_web_page_named_as_a_spreadsheet_is_told_apart():
    assert "trang web" in refusal(b"<html><table><tr><td>1</td></tr></table></html>")


def test_a_broken_workbook_is_refused():
    whole = xlsx_file({"A": [HEADINGS, household()]})

    assert "tệp hỏng" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refusal(whole[: len(whole) // 2])


def test_a_huge_file_is_refused_by_its_size_alone():
    with pytest.raises(RosterFileError, match="Tệp nặng 100 MB"):
        check_file_size(100 * MEGABYTE)
    with pytest.raises(RosterFileError, match="Tệp nặng 26 MB"):
        read_sheet(bytes(SIZE_LIMIT + 1), name="to.csv")
    check_file_size(SIZE_LIMIT)


def test_an_archive_that_swells_is_refused_before_it_is_opened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(60 * MEGABYTE))

    assert "quá lớn khi mở ra" in refusal(out.getvalue())


def test_a_cell_in_the_far_corner_is_refused_before_it_fills_the_memory():
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write(1_048_575, 16_383, "xa")
    workbook.close()

    assert str(ROW_LIMIT) in refusal(out.getvalue())


def test_too_many_rows_are_refused():
    file = csv_file([HEADINGS]) + b"1\n" * (ROW_LIMIT + 1)

    assert f"hơn {ROW_LIMIT} dòng" in refusal(file)


def test_no_header_says_what_is_needed():
    assert "Không tìm thấy dòng tiêu đề" in refusal(b"a,b,c\n1,2,3\n")
    assert "Không tìm thấy dòng tiêu đề" in refusal(csv_file([household(), household()]))


def test_a_header_without_an_address_says_what_it_saw():
    message = refusal(csv_file([["Họ tên", "SĐT"], ["Lê Thị Mai", "0912345678"]]))

    assert "dòng 1" in message
    assert "Họ tên; SĐT" in message


def test_formulas_are_refused_by_cell():
    file = roster_csv(household(house_number="=1+1"), household(phone="=HYPERLINK(1)"))
    assert "ô C2, F3" in refusal(file)

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, household())
    sheet.write_formula(1, 2, "=A2+1", None, 2)
    workbook.close()
    assert "ô C2" in refusal(out.getvalue())


def test_formulas_in_running_numbers_and_totals_do_no_harm():
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, household())
    sheet.write_formula(1, 0, "=ROW()-1", None, 1)
    sheet.write(2, 1, "Tổng cộng")
    sheet.write_formula(2, 7, "=SUM(H2:H2)", None, 4)
    workbook.close()

    roster = read(out.getvalue())

    assert ([row.number for row in roster.rows], roster.total_rows) == ([2], (3,))


def test_a_quote_that_never_closes_is_told_with_its_row():
    file = csv_file([HEADINGS, household()]) + b'2,"Le Van B,1\n' + b"3,Le Van C,2\n" * 60

    assert refusal(file).startswith("Từ dòng 3,")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_tables_are_read_in_every_usual_form(separator, encoding):
    file = roster_csv(
        household(note="a, b; c"), titles=[["UBND PHƯỜNG"]], separator=separator, encoding=encoding
    )

    (row,) = read(file).rows

    assert (row.holder_name, row.street, row.number) == ("Lê Thị Mai", "Đề Thám", 3)
    assert row.doubts == ()


def test_the_vietnamese_windows_page_is_read_and_is_no_fault():
    rows = [HEADINGS, household(holder_name="Nguyễn Thị Ẩn")]
    text = csv_file(rows).decode()
    file = b"".join(_in_1258(character) for character in text)

    (row,) = read(file).rows

    assert (row.holder_name, row.doubts) == ("Nguyễn Thị Ẩn", ())


def _in_1258(character):
    """Letters with their own mark are one byte, tones another."""
    try:
        return character.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", character)
        tones = [part for part in parts[1:] if part in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones))
        return (base + "".join(tones)).encode("cp1258")


def test_the_page_with_the_longest_roster_is_read_and_the_others_are_named():
    file = xlsx_file(
        {
            "Bìa": [["UBND PHƯỜNG"]],
            "KV1": [HEADINGS, household()],
            "KV2": [["DANH SÁCH"], HEADINGS, household(), household(house_number="9")],
        }
    )

    roster = read(file)

    assert (roster.sheet, [row.number for row in roster.rows]) == ("KV2", [3, 4])
    assert "KV1" in str(roster.notices[0])


def test_any_bytes_give_a_roster_or_a_clear_refusal():
    for size in (1, 10, 200, 5_000):
        for _ in range(20):
            # Anything but a RosterFileError fails the test.
            with contextlib.suppress(RosterFileError):
                read(os.urandom(size))


def ods_file(rows):
    """Rows of ready-made cell tags as the bytes of an ods."""
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in names.items()
    )
    out = io.BytesIO()
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest"
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="KV1">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def ods_cell(text, attributes=""):
    return (
        f'<table:table-cell office:value-type="string" {attributes}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def test_an_open_document_is_read_and_its_formulas_are_found():
    heading = [ods_cell(text) for text in ("Họ tên", "Số nhà", "Đường")]
    row = [ods_cell("Lê Mai"), ods_cell("12/1"), ods_cell("Đề Thám")]

    roster = read(ods_file([heading, row]))
    assert [(r.number, r.holder_name, r.house_number) for r in roster.rows] == [
        (2, "Lê Mai", "12/1")
    ]

    row[1] = ods_cell("2", 'table:formula="of:=1+1"')
    assert "ô B2" in refusal(ods_file([heading, row]))


def test_an_open_document_with_cells_repeated_without_end_is_refused():
    heading = [ods_cell(text) for text in ("Họ tên", "Số nhà", "Đường")]
    wide = [ods_cell("x", 'table:number-columns-repeated="1000000"')]

    assert "rộng hơn" in refusal(ods_file([heading, wide]))
