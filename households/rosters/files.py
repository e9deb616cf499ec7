"""What a handed-in file is, by its first bytes and not by its name, and how big it may be."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .values import RosterFileError

FileKind = Literal["xlsx", "xls", "ods", "text"]

MEGABYTE = 1024 * 1024
SIZE_LIMIT = 25 * MEGABYTE
ROW_LIMIT = 100_000
COLUMN_LIMIT = 200
_UNPACKED_LIMIT = 400 * MEGABYTE
_PACKED_RATIO_LIMIT = 300  # real sheets shrink to about a tenth, zeros to a thousandth
_ENTRY_LIMIT = 5_000

_NOT_A_SHEET = _(
    "Tệp này không phải bảng tính. Hãy mở danh sách bằng Excel hoặc LibreOffice rồi lưu thành"
    " .xlsx hoặc .csv (UTF-8) và gửi lại."
)
_WEB_PAGE = _(
    "Tệp này là một trang web đội tên bảng tính. Hãy mở bằng Excel rồi lưu lại thành .xlsx."
)
_EMPTY = _("Tệp trống, không có dòng nào. Hãy kiểm tra lại tệp rồi gửi lại.")
_TOO_BIG_INSIDE = _(
    "Tệp nén quá lớn khi mở ra, không thể là danh sách hộ. Hãy chép riêng danh sách sang tệp mới."
)
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"\x7fELF",
    b"MZ",
)


def check_file_size(size: int, *, limit: int = SIZE_LIMIT) -> None:
    """Refuse a file of more than *limit* bytes before anybody reads it. Raises RosterFileError."""
    if size > limit:
        raise RosterFileError(
            format_lazy(
                _(
                    "Tệp nặng {size} MB, lớn hơn mức {limit} MB. Danh sách hộ của một phường chỉ"
                    " vài MB: hãy bỏ hình ảnh và trang tính thừa, hoặc chia theo khu vực."
                ),
                size=-(-size // MEGABYTE),
                limit=limit // MEGABYTE,
            )
        )


def kind_of(file: bytes) -> FileKind:
    """What the bytes are. Raises RosterFileError for what is no spreadsheet."""
    if not file.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise RosterFileError(_EMPTY)
    if file.startswith(b"PK"):
        return _zip_kind(file)
    if file.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"
    head = file[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        raise RosterFileError(_WEB_PAGE)
    if file.startswith(_FOREIGN) or not _looks_like_text(file[:65_536]):
        raise RosterFileError(_NOT_A_SHEET)
    return "text"


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or re.match(rb"(?:[^\x00]\x00){4}", head):
        return True  # UTF-16
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a" for byte in head)
    return b"\x00" not in head[:512] and controls * 50 <= len(head)


def _zip_kind(file: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise RosterFileError(_NOT_A_SHEET) from None
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    bomb = unpacked > 50 * MEGABYTE and unpacked > packed * _PACKED_RATIO_LIMIT
    if unpacked > _UNPACKED_LIMIT or bomb or len(entries) > _ENTRY_LIMIT:
        raise RosterFileError(_TOO_BIG_INSIDE)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    raise RosterFileError(_NOT_A_SHEET)
