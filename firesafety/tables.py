"""Rows as a file that people open in a spreadsheet: csv or xlsx, and never a formula."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Literal

import xlsxwriter

TableFormat = Literal["csv", "xlsx"]
Cell = str | int | float | date | None
# A spreadsheet runs a text cell of a csv file that begins with one of these as a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")

_TELEPHONE = re.compile(r"(0[0-9]{3})([0-9]{3})([0-9]{2,4})")


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in letters."""

    heading: str
    width: int = 20


def without_formula(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: led by an apostrophe where needed."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_SIGNS) else text


def write_table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    out: BinaryIO,
    file_format: TableFormat,
    title: str,
) -> None:
    """Write ``rows`` as they come, in constant memory; ``out`` stays open.

    Numbers stay numbers, days are written dd/mm/yyyy, text never becomes a formula. The csv starts
    with a byte order mark, without which Excel breaks Vietnamese letters. ``title`` names the
    sheet. In a csv telephone numbers stand in groups, or a spreadsheet would take away their zero.
    """
    if file_format == "xlsx":
        _write_xlsx(columns, rows, out, title)
    else:
        _write_csv(columns, rows, out)


def _write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], out: BinaryIO) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    out.write(codecs.BOM_UTF8)
    writer = csv.writer(text)
    writer.writerow([without_formula(column.heading) for column in columns])
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    text.flush()
    text.detach()  # the file stays open for whoever opened it


def _written(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if not isinstance(cell, str):
        return cell
    number = _TELEPHONE.fullmatch(cell)
    return " ".join(number.groups()) if number else without_formula(cell)


def _write_xlsx(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], out: BinaryIO, title: str
) -> None:
    # Constant memory writes rows as they come and keeps strings inline.
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    # A sheet's name has at most 31 letters, and none of these.
    sheet = workbook.add_worksheet(
        title.translate(str.maketrans("[]:*?/\\", "-------"))[:31].strip()
    )
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width)
        sheet.write_string(0, position, column.heading, bold)
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows, start=1):
        for position, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, position, cell, wrapped)
            elif isinstance(cell, date):
                sheet.write_datetime(line, position, cell, day)
            elif cell is not None:
                sheet.write_number(line, position, cell)
    workbook.close()
