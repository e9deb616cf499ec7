"""An empty roster for a ward to fill in, made so that a spreadsheet cannot spoil it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext

from .skipped import EXAMPLE_MARK

FILLABLE_ROWS = 5_000
# Headings stay Vietnamese in every language: they are what the reader of rosters knows best.
HEADINGS: tuple[tuple[str, str, int], ...] = (
    ("index", "STT", 7),
    ("holder_name", "Họ và tên chủ hộ", 28),
    ("house_number", "Số nhà", 14),
    ("street", "Đường, hẻm", 28),
    ("neighbourhood", "Khu vực", 18),
    ("phone", "Số điện thoại", 18),
    ("kind", "Loại hình", 26),
    ("occupants", "Số người", 11),
    ("need_help", "Số người cần giúp khi có cháy", 16),
    ("latitude", "Vĩ độ", 13),
    ("longitude", "Kinh độ", 13),
    ("note", "Ghi chú", 32),
)
KIND_NAMES = (
    "Nhà ở",
    "Nhà ở kết hợp kinh doanh",
    "Nhà trọ",
    "Sạp chợ",
    "Cửa hàng",
    "Khoa, phòng bệnh viện",
)
_EXAMPLE: tuple[str, ...] = (EXAMPLE_MARK, "Nguyễn Thị Hoa", "12/1", "Hẻm 12 Đề Thám", "Khu vực 3")
_EXAMPLE += ("0901234567", "Nhà ở", "4", "1", "", "", "Nhà có người già")
_HEADER_ROW = 4  # from 0; the title and the advice stand above


def blank_roster(
    *, ward_name: str, emergency_number: str, neighbourhoods: Sequence[str] = ()
) -> bytes:
    """An xlsx with headings, one example row that is never imported, and advice.

    Every column is text, so that 12/1 stays a house number and 0901… keeps its zero. Kinds, and
    neighbourhoods where given, are chosen from a list.
    """
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = workbook.add_worksheet("Danh sách hộ")
    text = workbook.add_format({"num_format": "@", "valign": "top"})
    head = workbook.add_format(
        {"bold": True, "border": 1, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter"}
    )
    example = workbook.add_format({"num_format": "@", "italic": True, "font_color": "#555555"})
    title = workbook.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, gettext("Danh sách hộ tham gia tổ 12/1"), title)
    sheet.write_string(1, 0, ward_name)
    for row, line in enumerate(_advice(emergency_number), start=2):
        sheet.write_string(row, 0, line)
    for position, (_field, heading, width) in enumerate(HEADINGS):
        sheet.set_column(position, position, width, text)
        sheet.write_string(_HEADER_ROW, position, heading, head)
        sheet.write_string(_HEADER_ROW + 1, position, _EXAMPLE[position], example)
    _offer(workbook, sheet, "kind", KIND_NAMES)
    if neighbourhoods:
        _offer(workbook, sheet, "neighbourhood", neighbourhoods)
    sheet.freeze_panes(_HEADER_ROW + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    workbook.close()
    return file.getvalue()


def _advice(emergency_number: str) -> tuple[str, str]:
    return (
        gettext(
            "Mỗi hộ một dòng. Không có tọa độ thì để trống. Dòng ví dụ không được nhập vào sổ."
        ),
        gettext("Cháy: gọi %(number)s") % {"number": emergency_number},
    )


def _position(field: str) -> int:
    return next(n for n, (name, _heading, _width) in enumerate(HEADINGS) if name == field)


def _offer(
    workbook: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    field: str,
    names: Sequence[str],
) -> None:
    """A list to choose from; another word is let through and judged when the file is read."""
    # On a hidden page, because "Khoa, phòng bệnh viện" written in the rule would be two choices.
    page = workbook.add_worksheet(f"_{field}")
    page.write_column(0, 0, names)
    page.hide()
    position = _position(field)
    rule = {
        "validate": "list",
        "source": f"='_{field}'!$A$1:$A${len(names)}",
        "ignore_blank": True,
        "error_type": "warning",
    }
    first = _HEADER_ROW + 2
    sheet.data_validation(first, position, first + FILLABLE_ROWS, position, rule)
