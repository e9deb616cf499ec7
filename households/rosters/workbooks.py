"""Workbooks (xlsx, xls, ods) through calamine, with what only their xml knows."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field

import python_calamine
from django.utils.translation import gettext_lazy as _

from .files import ROW_LIMIT, FileKind
from .ods_parts import ods_parts
from .values import Cell, RosterFileError
from .xlsx_parts import Part, too_large, xlsx_parts

# What the readers of workbooks, archives and compressed streams raise over broken bytes.
_BROKEN = (
    python_calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class Page:
    """One page of a workbook, row for row as seen on screen, and its cells with formulas."""

    name: str
    rows: list[list[Cell]]
    formulas: tuple[tuple[int, int], ...] = ()  # (row number from 1, position from 0)
    date_formats: dict[tuple[int, int], str] = field(default_factory=dict)


def read_pages(file: bytes, kind: FileKind) -> list[Page]:
    """Every visible page. Raises RosterFileError where the file is broken, locked or too big."""
    try:
        parts = _parts(file, kind)
        workbook = python_calamine.load_workbook(io.BytesIO(file))
        pages = []
        for about in workbook.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if about.visible != python_calamine.SheetVisibleEnum.Visible:
                continue
            pages.append(_page(workbook, about.name, parts.get(about.name, Part())))
    except python_calamine.PasswordError:
        raise RosterFileError(
            _("Tệp được khóa bằng mật khẩu. Hãy bỏ mật khẩu rồi lưu và gửi lại.")
        ) from None
    except _BROKEN:
        raise RosterFileError(
            _("Không mở được bảng tính: tệp hỏng hoặc không phải bảng tính. Hãy lưu lại .xlsx.")
        ) from None
    return pages


def _parts(file: bytes, kind: FileKind) -> dict[str, Part]:
    if kind == "xlsx":
        return xlsx_parts(file)
    return ods_parts(file) if kind == "ods" else {}


def _page(workbook: python_calamine.CalamineWorkbook, name: str, part: Part) -> Page:
    sheet = workbook.get_sheet_by_name(name)
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    if len(rows) > ROW_LIMIT:
        raise too_large()
    for (first, left), (last, right) in sheet.merged_cell_ranges or ():
        # One address written once beside several households, its cells merged downwards.
        if left == right and first < last < len(rows) and left < len(rows[first]):
            for row in range(first + 1, last + 1):
                rows[row][left] = rows[first][left]
    return Page(name, rows, part.formulas, part.date_formats)
