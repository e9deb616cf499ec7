"""Reading the map of a reform: which ward, or which neighbourhoods of it, goes into which ward.

A csv with a heading. ``old_code`` is a present ward; ``new_code`` and ``new_name`` the ward that
takes over; ``neighbourhoods`` names or codes with ``|`` between, empty for the whole ward and
``*`` for all others; ``new_city`` the code of the city, where that changes too.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from firesafety.vietnamese import clean_text
from households.rosters.delimited import decode

REQUIRED = ("old_code", "new_code", "new_name")
COLUMNS = (*REQUIRED, "neighbourhoods", "new_city")
REST = "*"
_CODE = re.compile(r"[0-9A-Za-z-]{1,20}")


@dataclass(frozen=True, slots=True)
class MapFault:
    """What is wrong with the map, and where: ``row`` as a spreadsheet counts, 1 the heading."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = _("Dòng %(row)d, cột %(column)s") % {"row": self.row, "column": self.column}
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class MapRow:
    """One part of one ward. ``parts`` is empty for the whole of it."""

    number: int
    old_code: str
    new_code: str
    new_name: str
    parts: tuple[str, ...] = ()
    new_city: str = ""


class MapError(ValueError):
    """The map was refused; ``faults`` say why, each with row and column."""

    def __init__(self, faults: Sequence[MapFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def read_map(file: bytes) -> list[MapRow]:
    """The rows of a map file. Raises MapError, and RosterFileError where letters cannot be read."""
    lines = _lines(decode(file))
    heading = [clean_text(cell).casefold() for cell in lines[0]] if lines else []
    missing = [name for name in REQUIRED if name not in heading]
    if missing:
        raise MapError(
            [
                MapFault(
                    1,
                    name,
                    _("Thiếu cột này. Dòng đầu phải có: %(names)s.")
                    % {"names": ", ".join(REQUIRED)},
                )
                for name in missing
            ]
        )
    filled = [
        (number, [clean_text(cell) for cell in cells])
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not filled:
        raise MapError([MapFault(2, "old_code", _("Bảng không có dòng nào sau dòng tên cột."))])
    faults = [*_columns_that_repeat(heading), *_cells_too_many(heading, filled)]
    if faults:
        raise MapError(faults)
    rows = [_row(number, dict(zip(heading, cells, strict=False))) for number, cells in filled]
    faults = faults_of_shape(rows)
    if faults:
        raise MapError(faults)
    return rows


def _lines(text: str) -> list[list[str]]:
    """The cells of each line, from the first one; raises MapError where quotes do not close."""
    first = text.splitlines()[0] if text.strip() else ""
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=separator, strict=True)
    lines = []
    try:
        for cells in reader:
            lines.append(cells)
    except csv.Error as error:
        reason = _("Không đọc được dòng này: có dấu ngoặc kép mở mà không đóng, hoặc ô quá dài.")
        raise MapError([MapFault(len(lines) + 1, "old_code", reason)]) from error
    return lines


def _columns_that_repeat(heading: Sequence[str]) -> Iterable[MapFault]:
    for name in COLUMNS:
        if heading.count(name) > 1:
            yield MapFault(1, name, _("Cột này có hai lần; hãy bỏ bớt một."))


def _cells_too_many(
    heading: Sequence[str], lines: Sequence[tuple[int, list[str]]]
) -> Iterable[MapFault]:
    """A name with a comma and without quotes is two cells, and would lose its second half."""
    for number, cells in lines:
        if any(cells[len(heading) :]):
            reason = _(
                "Dòng này có nhiều ô hơn dòng tên cột. Tên có dấu phẩy thì phải đặt trong dấu "
                "ngoặc kép."
            )
            yield MapFault(number, heading[-1], reason)


def _row(number: int, cells: dict[str, str]) -> MapRow:
    parts = (clean_text(part) for part in cells.get("neighbourhoods", "").split("|"))
    return MapRow(
        number,
        cells.get("old_code", ""),
        cells.get("new_code", ""),
        cells.get("new_name", ""),
        tuple(part for part in parts if part),
        cells.get("new_city", ""),
    )


def faults_of_shape(rows: Sequence[MapRow]) -> list[MapFault]:
    """What can be told to be wrong without looking at the register, in the order of the file."""
    faults = [fault for row in rows for fault in _empty_cells(row)]
    faults += [*_names_that_differ(rows), *_wholes_that_are_not(rows), *_cycles(rows)]
    return sorted(faults, key=lambda fault: (fault.row, COLUMNS.index(fault.column)))


def _empty_cells(row: MapRow) -> Iterable[MapFault]:
    for column in ("old_code", "new_code"):
        code = getattr(row, column)
        if not _CODE.fullmatch(code):
            reason = _("Mã “%(code)s” không đọc được; mã phường, xã gồm năm chữ số như 31120.")
            yield MapFault(row.number, column, reason % {"code": code})
    if not row.new_name:
        yield MapFault(row.number, "new_name", _("Thiếu tên phường, xã mới."))
    elif len(row.new_name) > 120:
        yield MapFault(row.number, "new_name", _("Tên dài quá 120 ký tự."))
    if row.parts.count(REST) and len(row.parts) > 1:
        reason = _("Dấu * đứng một mình: tất cả các khu vực chưa kể ở dòng khác.")
        yield MapFault(row.number, "neighbourhoods", reason)


def _names_that_differ(rows: Sequence[MapRow]) -> Iterable[MapFault]:
    """One new ward has one name and lies in one city."""
    first: dict[str, MapRow] = {}
    for row in rows:
        known = first.setdefault(row.new_code, row)
        for column in ("new_name", "new_city"):
            if getattr(known, column) != getattr(row, column):
                reason = _("Mã %(code)s ở dòng %(row)d ghi khác: “%(other)s”.")
                words = {"code": row.new_code, "row": known.number, "other": getattr(known, column)}
                yield MapFault(row.number, column, reason % words)


def _wholes_that_are_not(rows: Sequence[MapRow]) -> Iterable[MapFault]:
    """A ward goes as a whole once, or in parts; each part goes once, and so does the rest."""
    by_old: dict[str, list[MapRow]] = defaultdict(list)
    for row in rows:
        by_old[row.old_code].append(row)
    for same in by_old.values():
        taken: dict[str, int] = {}
        for row in same:
            if not row.parts and any(other.parts for other in same):
                reason = _(
                    "Ô này trống nghĩa là cả phường, xã, nhưng dòng khác đã chia phường, xã này. "
                    "Hãy kể tên các khu vực, hoặc ghi * cho phần còn lại."
                )
                yield MapFault(row.number, "neighbourhoods", reason)
            for part in row.parts:
                key = part.casefold()
                if key in taken:
                    reason = _("Khu vực “%(part)s” đã có ở dòng %(row)d.")
                    words = {"part": part, "row": taken[key]}
                    yield MapFault(row.number, "neighbourhoods", reason % words)
                taken.setdefault(key, row.number)
        targets: dict[str, int] = {}
        for row in same:
            if row.new_code in targets:
                reason = _("Dòng %(row)d cũng đưa %(old)s vào %(new)s; hãy gộp hai dòng làm một.")
                words = {"row": targets[row.new_code], "old": row.old_code, "new": row.new_code}
                yield MapFault(row.number, "new_code", reason % words)
            targets.setdefault(row.new_code, row.number)


def _cycles(rows: Sequence[MapRow]) -> Iterable[MapFault]:
    """Codes that lead back to themselves through others: what became of such a ward?"""
    after: dict[str, list[MapRow]] = defaultdict(list)
    for row in rows:
        if row.old_code != row.new_code:
            after[row.old_code].append(row)
    for row in rows:
        way = _way_back(row, after)
        if way:
            reason = _("Vòng quanh: %(way)s. Mỗi phường, xã phải đi tới một nơi mà không quay lại.")
            yield MapFault(row.number, "new_code", reason % {"way": " → ".join(way)})


def _way_back(row: MapRow, after: dict[str, list[MapRow]]) -> list[str]:
    """The codes from a row's old ward back to it; empty when there is no way back."""
    if row.old_code == row.new_code:
        return []
    waiting = [[row.old_code, row.new_code]]
    seen = set()
    while waiting:
        way = waiting.pop()
        if way[-1] == row.old_code:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            waiting += [[*way, each.new_code] for each in after[way[-1]]]
    return []
