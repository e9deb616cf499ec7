"""The report of an import: one line for each row and each doubt about it, as csv or xlsx."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import xlsxwriter
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .values import Outcome, RowOutcome, Text

ReportFormat = Literal["csv", "xlsx"]

OUTCOMES: dict[Outcome, Text] = {
    "created": _("Thêm mới"),
    "updated": _("Cập nhật"),
    "unchanged": _("Không đổi"),
    "merged": _("Gộp"),
    "rejected": _("Từ chối"),
}
_HEADINGS: tuple[tuple[Text, int], ...] = (
    (_("Dòng"), 8),
    (_("Kết quả"), 14),
    (_("Cột"), 22),
    (_("Lý do"), 70),
    (_("Giá trị trong tệp"), 36),
    (_("Giá trị đã dùng"), 36),
)
# A spreadsheet runs a text cell of a csv file that begins with one of these as a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def write_report(
    rows: Iterable[RowOutcome],
    *,
    out: Path | BinaryIO,
    file_format: ReportFormat | None = None,
) -> None:
    """Write what became of each row, in the language now active.

    Parameters
    ----------
    rows : a row without doubts gets one line, others one line for each doubt.
    out : a path, or a file open for bytes.
    file_format : by default the path's suffix, and csv for an open file.

    The csv starts with a byte order mark, without which Excel breaks Vietnamese letters. No cell
    of either can start a formula.
    """
    if isinstance(out, Path):
        chosen: ReportFormat = "xlsx" if out.suffix.lower() == ".xlsx" else "csv"
        with out.open("wb") as file:
            write_report(rows, out=file, file_format=file_format or chosen)
    elif file_format == "xlsx":
        _write_xlsx(rows, out)
    else:
        _write_csv(rows, out)


def lines(rows: Iterable[RowOutcome]) -> Iterator[tuple[int, str, str, str, str, str]]:
    """Row number, outcome, column, reason, value in the file and value taken."""
    for row in rows:
        outcome = str(OUTCOMES[row.outcome])
        if not row.doubts:
            yield (row.number, outcome, "", "", "", "")
        for doubt in row.doubts:
            message = str(doubt.message)
            yield (row.number, outcome, doubt.column, message, doubt.value, doubt.proposed)


def without_formula(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: led by an apostrophe where needed."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_SIGNS) else text


def _write_csv(rows: Iterable[RowOutcome], out: BinaryIO) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    out.write(codecs.BOM_UTF8)
    writer = csv.writer(text)
    writer.writerow([str(heading) for heading, _width in _HEADINGS])
    for number, *texts in lines(rows):
        writer.writerow([number, *map(without_formula, texts)])
    text.flush()
    text.detach()  # the file stays open for whoever opened it


def _write_xlsx(rows: Iterable[RowOutcome], out: BinaryIO) -> None:
    # Constant memory writes rows as they come and keeps strings inline.
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet(gettext("Kết quả"))
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for position, (heading, width) in enumerate(_HEADINGS):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, str(heading), bold)
    sheet.freeze_panes(1, 0)
    for line, (number, *texts) in enumerate(lines(rows), start=1):
        sheet.write_number(line, 0, number)
        for position, text in enumerate(texts, start=1):
            sheet.write_string(line, position, text, wrapped)
    workbook.close()
