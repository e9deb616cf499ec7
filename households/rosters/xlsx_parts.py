"""What only the xml of an xlsx knows: formulas, date formats, and how far its cells reach."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .files import COLUMN_LIMIT, ROW_LIMIT
from .values import RosterFileError

# A cell's opening tag with its reference looked up, whatever the order of its attributes; what
# goes into the %s looks up more of them.
_CELL = rb'<(?:\w+:)?c\s(?=[^>]*\br="([A-Z]{1,3})([0-9]{1,7})")%s'
_FILLED_CELL = re.compile(_CELL % b"" + rb"[^>]*[^/]>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_FORMULA_CELL = re.compile(_CELL % b"" + rb"[^>]*[^/]><(?:\w+:)?f[\s>/]")
_FAR_CORNER = re.compile(rb'\br="(?:[A-Z]{3}[0-9]|[G-Z][A-Z][0-9]|[A-Z]+[0-9]{6})')
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
# Formats that xlsx only numbers: https://learn.microsoft.com/dotnet/api/documentformat.openxml.spreadsheet.numberingformat
_BUILT_IN = {14: "d/m/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "d/m/yyyy h:mm"}


@dataclass(frozen=True)
class Part:
    """What the xml of one page says beyond its values."""

    formulas: tuple[tuple[int, int], ...] = ()
    date_formats: dict[tuple[int, int], str] = field(default_factory=dict)


def xlsx_parts(file: bytes) -> dict[str, Part]:
    """Parts by page name; refuses pages whose far corner would fill the memory when read."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        formats = _date_formats(archive)
        return {
            name: _scan(archive.read(path), formats)
            for name, path in _page_paths(archive)
            if path in archive.namelist()
        }


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


def _scan(xml: bytes, formats: dict[int, str]) -> Part:
    if _FAR_CORNER.search(xml):
        _refuse_far_cells(xml)
    has_formulas = _FORMULA.search(xml) is not None
    found = _FORMULA_CELL.finditer(xml) if has_formulas else ()
    formulas = tuple(_place(match) for match in found)
    if not formats:
        return Part(formulas)
    styles = "|".join(map(str, formats)).encode()
    dates = re.compile(_CELL % (rb'(?=[^>]*\bs="(%s)")' % styles) + rb"[^>]*[^/]>")
    return Part(formulas, {_place(match): formats[int(match[3])] for match in dates.finditer(xml)})


def _refuse_far_cells(xml: bytes) -> None:
    """Empty cells may reach to the edge of the page; filled ones would fill the memory."""
    for match in _FILLED_CELL.finditer(xml):
        row, column = _place(match)
        if row > ROW_LIMIT or column >= COLUMN_LIMIT:
            raise too_large()


def _place(match: re.Match[bytes]) -> tuple[int, int]:
    return int(match[2]), _position(match[1])


def _position(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def too_large() -> RosterFileError:
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
