"""Text tables: their encoding, their separator, their rows as a spreadsheet counts them."""

from __future__ import annotations

import csv
import io
import re

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from firesafety.vietnamese import nfc

from .files import ROW_LIMIT
from .headings import HEADER_SEARCH_ROWS, find_header
from .values import RosterFileError

_SEPARATORS = ",;\t|"
_LONGEST_CELL = 5_000
_MOST_LINES_IN_CELL = 20


def decode(file: bytes) -> str:
    """The text of a csv file: UTF-8, UTF-16 or the Vietnamese Windows page 1258.

    Raises RosterFileError when it is none of them.
    """
    if file.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(file, "utf-16")
    if re.match(rb"(?:[^\x00]\x00){4}", file):
        return _decoded(file, "utf-16-le")
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError:
        # 1258 writes tones as characters of their own; that is its way and no fault of the file.
        return nfc(_decoded(file, "cp1258"))


def _decoded(file: bytes, encoding: str) -> str:
    try:
        return file.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise RosterFileError(
            _("Không đọc được chữ trong tệp. Hãy lưu lại thành .xlsx hoặc CSV UTF-8.")
        ) from None


def read_rows(text: str) -> list[list[str]]:
    """All rows, blank ones too. Raises RosterFileError where quotes do not close."""
    head = "".join(text.splitlines(keepends=True)[:HEADER_SEARCH_ROWS])
    return _parsed(text, separator=_separator(head), strict=True)


def _separator(head: str) -> str:
    """The separator under which the most headings are recognised."""

    def known(separator: str) -> tuple[int, int]:
        rows = _parsed(head, separator=separator, strict=False)
        header = find_header(rows)
        return len(header.columns) if header else 0, max(map(len, rows), default=0)

    return max(_SEPARATORS, key=known)


def _parsed(text: str, *, separator: str, strict: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if strict:
                _check_row(row, number=len(rows))
    except csv.Error:
        if strict:
            raise _open_quote(len(rows) + 1) from None
    return rows


def _check_row(row: list[str], *, number: int) -> None:
    if number > ROW_LIMIT:
        raise RosterFileError(
            format_lazy(
                _("Tệp có hơn {limit} dòng. Hãy chia danh sách theo khu vực rồi gửi từng tệp."),
                limit=ROW_LIMIT,
            )
        )
    for cell in row:
        if len(cell) > 200 and (
            len(cell) > _LONGEST_CELL or cell.count("\n") > _MOST_LINES_IN_CELL
        ):
            raise _open_quote(number)


def _open_quote(number: int) -> RosterFileError:
    return RosterFileError(
        format_lazy(
            _(
                "Từ dòng {number}, một ô nuốt nhiều dòng sau vì dấu ngoặc kép không đóng."
                " Hãy sửa dấu ngoặc kép, hoặc lưu lại thành .xlsx."
            ),
            number=number,
        )
    )
