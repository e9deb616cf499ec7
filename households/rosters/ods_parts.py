"""What only the xml of an ods knows: formulas, and how far its repeated cells reach."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from .files import COLUMN_LIMIT, ROW_LIMIT
from .xlsx_parts import Part, too_large

_TABLE = re.compile(r"<table:table\s([^>]*)>(.*?)</table:table>", re.DOTALL)
_ROW = re.compile(r"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
_CELL = re.compile(r"<table:(?:covered-)?table-cell\b([^>]*?)/?>")
_NAME = re.compile(r'table:name="([^"]*)"')
_REPEATED = re.compile(r'table:number-(?:rows|columns)-repeated="(\d+)"')


def ods_parts(file: bytes) -> dict[str, Part]:
    """Parts by page name; refuses a page whose repeated cells would fill the memory when read."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        xml = archive.read("content.xml").decode("utf-8", "replace")
    found = {}
    for table in _TABLE.finditer(xml):
        name = _NAME.search(table[1])
        found[name[1] if name else ""] = Part(tuple(_formulas(table[2])))
    return found


def _formulas(table: str) -> Iterator[tuple[int, int]]:
    row = 0
    for match in _ROW.finditer(table):
        cells = match[2] or ""
        if "office:value-type" in cells and row + _times(match[1]) > ROW_LIMIT:
            raise too_large()
        column = 0
        for cell in _CELL.finditer(cells):
            filled = "office:value-type" in cell[1]
            if filled and column + _times(cell[1]) > COLUMN_LIMIT:
                raise too_large()
            if "table:formula=" in cell[1]:
                yield row + 1, column
            column += _times(cell[1])
        row += _times(match[1])


def _times(attributes: str) -> int:
    match = _REPEATED.search(attributes)
    return int(match[1]) if match else 1
