"""Makes the roster files that wards send, good and spoiled, in memory."""

import csv
import io

import xlsxwriter

from households.rosters import read_roster

HEADINGS = ["STT", "Họ và tên chủ hộ", "Số nhà", "Đường", "Khu vực", "Số điện thoại", "Loại hình"]
HEADINGS += ["Số nhân khẩu", "Vĩ độ", "Kinh độ", "Ghi chú"]
FIELDS = ["index", "holder_name", "house_number", "street", "neighbourhood", "phone", "kind"]
FIELDS += ["occupants", "latitude", "longitude", "note"]
GOOD = {
    "index": "1",
    "holder_name": "Lê Thị Mai",
    "house_number": "12/34/5A",
    "street": "Đề Thám",
    "neighbourhood": "Khu vực 3",
    "phone": "0912345678",
    "kind": "Nhà ở",
    "occupants": "4",
    "latitude": "10.0341",
    "longitude": "105.7812",
    "note": "",
}


def household(**changes):
    """One good row as a list of cells in the order of HEADINGS, with changes by field."""
    return [(GOOD | changes)[name] for name in FIELDS]


def csv_file(rows, *, separator=",", encoding="utf-8"):
    """Rows of cells as the bytes of a csv file."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def roster_csv(*households, headings=HEADINGS, titles=(), **options):
    """A csv roster: title rows, headings, households."""
    return csv_file([*titles, headings, *households], **options)


def xlsx_file(pages):
    """Pages {name: rows} as the bytes of an xlsx; a cell may be (value, number format)."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in pages.items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write(
                        number, position, cell[0], workbook.add_format({"num_format": cell[1]})
                    )
                elif cell != "":
                    sheet.write(number, position, cell)
    workbook.close()
    return out.getvalue()


def read(file, **options):
    """The roster of a file whose name does not matter."""
    return read_roster(file, name="danh-sach", **options)


def read_one(**changes):
    """The only row of a roster with one household."""
    (row,) = read(roster_csv(household(**changes))).rows
    return row


def codes(row):
    """The codes of a row's doubts."""
    return [doubt.code for doubt in row.doubts]
