"""The sample ward as the roster file that a ward would hand in."""

from __future__ import annotations

from typing import BinaryIO

import xlsxwriter

from households.models import Household
from households.sample import make_ward

SEED = 12
HEADINGS = (
    "STT",
    "Họ và tên chủ hộ",
    "Số nhà",
    "Đường, hẻm",
    "Khu vực",
    "Điện thoại",
    "Loại hình",
    "Số người",
    "Vĩ độ",
    "Kinh độ",
)


def write_sample_roster(out: BinaryIO, *, households: int) -> None:
    """Write an xlsx of ``households`` made-up households; the same number, the same ward."""
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        # As text: a spreadsheet would turn 12/1 into a date and take the zero off a phone.
        text = book.add_format({"num_format": "@"})
        sheet.write_row(0, 0, HEADINGS)
        for number, each in enumerate(make_ward(seed=SEED, households=households).households, 1):
            sheet.write_number(number, 0, number)
            words = (each.holder_name, each.house_number, each.street, each.neighbourhood)
            kind = str(Household.Kind(each.kind.value).label)
            for column, word in enumerate((*words, each.phone, kind), 1):
                sheet.write_string(number, column, word, text)
            sheet.write_number(number, 7, each.occupants)
            if each.latitude is not None and each.longitude is not None:
                sheet.write_number(number, 8, each.latitude)
                sheet.write_number(number, 9, each.longitude)
