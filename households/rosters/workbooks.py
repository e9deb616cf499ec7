"""Workbooks (xlsx, xls, ods) through calamine, with what only the xml of an xlsx knows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import python_calamine
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .files import COLUMN_LIMIT, ROW_LIMIT, FileKind
from .values import Cell, RosterFileError

_CELL = re.compile(rb"<(?:\w+:)?c(?:\s([^>]*?))?(/?)>")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_FAR_CORNER = re.compile(rb'\br="(?:[A-Z]{3}[0-9]|[G-Z][A-Z][0-9]|[A-Z]+[0-9]{6})')
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
# Formats that xlsx only numbers: https://learn.microsoft.com/dotnet/api/documentformat.openxml.spreadsheet.numberingformat
_BUILT_IN = {14: "d/m/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "d/m/yyyy h:mm"}


@dataclass(frozen=True)
class Page:
    """One page of a workbook, row for row as seen on screen, and its cells with formulas."""

    name: str
    rows: list[list[Cell]]
    formulas: tuple[tuple[int, int], ...] = ()  # (row number from 1, position from 0)
    date_formats: dict[tuple[int, int], str] = field(default_factory=dict)


def read_pages(file: bytes, kind: FileKind) -> list[Page]:
    """Every visible page. Raises RosterFileError where the file is broken, locked or too big."""
    parts = _xlsx_parts(file) if kind == "xlsx" else {}
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(file))
        pages = []
        for about in workbook.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if about.visible != python_calamine.SheetVisibleEnum.Visible:
                continue
            pages.append(_page(workbook, about.name, parts.get(about.name, _Part())))
    except python_calamine.PasswordError:
        raise RosterFileError(
            _("Tệp được khóa bằng mật khẩu. Hãy bỏ mật khẩu rồi lưu và gửi lại.")
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise RosterFileError(
            _("Không mở được bảng tính: tệp hỏng hoặc không phải bảng tính. Hãy lưu lại .xlsx.")
        ) from None
    return pages


def _page(workbook: python_calamine.CalamineWorkbook, name: str, part: _Part) -> Page:
    sheet = workbook.get_sheet_by_name(name)
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    if len(rows) > ROW_LIMIT:
        raise _too_large()
    for (first, left), (last, right) in sheet.merged_cell_ranges or ():
        # One address written once beside several households, its cells merged downwards.
        if left == right and first < last < len(rows) and left < len(rows[first]):
            for row in range(first + 1, last + 1):
                rows[row][left] = rows[first][left]
    return Page(name, rows, part.formulas, part.date_formats)


@dataclass(frozen=True)
class _Part:
    """What the xml of one page says beyond its values."""

    formulas: tuple[tuple[int, int], ...] = ()
    date_formats: dict[tuple[int, int], str] = field(default_factory=dict)


def _xlsx_parts(file: bytes) -> dict[str, _Part]:
    """Parts by page name; refuses pages whose far corner would fill the memory when read."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            formats = _date_formats(archive)
            return {
                name: _scan(archive.read(path), formats)
                for name, path in _page_paths(archive)
                if path in archive.namelist()
            }
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError, NotImplementedError):
        raise RosterFileError(
            _("Không mở được bảng tính: tệp hỏng hoặc không phải bảng tính. Hãy lưu lại .xlsx.")
        ) from None


def _page_paths(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    links = {}
    for tag in _tags(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        links[tag.get("Id", "")] = tag.get("Target", "")
    for tag in _tags(archive, "xl/workbook.xml", "sheet"):
        target = links.get(tag.get("r:id", ""), "")
        path = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        yield _unescaped(tag.get("name", "")), path


def _tags(archive: zipfile.ZipFile, path: str, name: str) -> Iterator[dict[str, str]]:
    """Attributes of every tag of that name; a scan, because a parser would follow entities."""
    text = archive.read(path).decode("utf-8", "replace")
    for match in re.finditer(rf"<(?:\w+:)?{name}\s([^>]*)>", text):
        yield dict(_ATTRIBUTE.findall(match[1]))


def _unescaped(text: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, sign)
    return text.replace("&amp;", "&")


def _date_formats(archive: zipfile.ZipFile) -> dict[int, str]:
    """Style number → date format, for styles that show dates."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    own = {
        int(tag["numFmtId"]): tag.get("formatCode", "").lower()
        for tag in _tags(archive, "xl/styles.xml", "numFmt")
        if tag.get("numFmtId", "").isdigit()
    }
    text = archive.read("xl/styles.xml").decode("utf-8", "replace")
    block = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", text, re.DOTALL)
    if block is None:
        return {}
    styles = re.findall(r"<(?:\w+:)?xf\s([^>]*)>", block[0])
    found = {}
    for number, attributes in enumerate(styles):
        code = int(dict(_ATTRIBUTE.findall(attributes)).get("numFmtId", "0") or 0)
        shown = own.get(code) or _BUILT_IN.get(code, "")
        shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", shown)
        if "m" in shown and ("d" in shown or "y" in shown):
            found[number] = shown
    return found


def _scan(xml: bytes, formats: dict[int, str]) -> _Part:
    formulas: list[tuple[int, int]] = []
    dates: dict[tuple[int, int], str] = {}
    has_formulas = _FORMULA.search(xml) is not None
    if not (formats or has_formulas or _FAR_CORNER.search(xml)):
        return _Part()  # nothing to find; looking at every cell takes time
    last_row = last_column = 0
    for match in _CELL.finditer(xml):
        attributes, empty = match[1] or b"", match[2]
        reference = _REFERENCE.search(attributes)
        if empty or reference is None:
            continue
        row, column = int(reference[2]), _position(reference[1])
        last_row, last_column = max(last_row, row), max(last_column, column)
        style = _STYLE.search(attributes) if formats else None
        if style and int(style[1]) in formats:
            dates[(row, column)] = formats[int(style[1])]
        if has_formulas and _FORMULA.match(xml, match.end()):
            formulas.append((row, column))
    if last_row > ROW_LIMIT or last_column >= COLUMN_LIMIT:
        raise _too_large()
    return _Part(tuple(formulas), dates)


def _position(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _too_large() -> RosterFileError:
    return RosterFileError(
        format_lazy(
            _(
                "Trang tính rộng hơn {rows} dòng hoặc {columns} cột. Hãy chép riêng danh sách hộ"
                " sang một tệp mới rồi gửi lại."
            ),
            rows=ROW_LIMIT,
            columns=COLUMN_LIMIT,
        )
    )
