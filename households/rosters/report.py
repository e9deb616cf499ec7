"""The report of an import: one line for each row and each doubt about it, as csv or xlsx."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firesafety.tables import Column, TableFormat, write_table

from .values import Outcome, RowOutcome, Text

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


def write_report(
    rows: Iterable[RowOutcome],
    *,
    out: Path | BinaryIO,
    file_format: TableFormat | None = None,
) -> None:
    """Write what became of each row, in the language now active.

    Parameters
    ----------
    rows : a row without doubts gets one line, others one line for each doubt.
    out : a path, or a file open for bytes.
    file_format : by default the path's suffix, and csv for an open file.

    No cell of either format can start a formula (``firesafety.tables``).
    """
    if isinstance(out, Path):
        chosen: TableFormat = "xlsx" if out.suffix.lower() == ".xlsx" else "csv"
        with out.open("wb") as file:
            write_report(rows, out=file, file_format=file_format or chosen)
    else:
        write_table(
            [Column(str(heading), width) for heading, width in _HEADINGS],
            lines(rows),
            out=out,
            file_format=file_format or "csv",
            title=gettext("Kết quả"),
        )


def lines(rows: Iterable[RowOutcome]) -> Iterator[tuple[int, str, str, str, str, str]]:
    """Row number, outcome, column, reason, value in the file and value taken."""
    for row in rows:
        outcome = str(OUTCOMES[row.outcome])
        if not row.doubts:
            yield (row.number, outcome, "", "", "", "")
        for doubt in row.doubts:
            message = str(doubt.message)
            yield (row.number, outcome, doubt.column, message, doubt.value, doubt.proposed)
