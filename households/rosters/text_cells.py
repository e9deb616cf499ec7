"""A text cell: clean it, cut it to size and say what had to go."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from unicodedata import is_normalized

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from firesafety.vietnamese import clean_text, fold, nfc, unusual_characters

from .values import LIMITS, Cell, Doubt

_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>?")
_SHEET_ERROR = re.compile(
    r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|#+)?|#{2,}|Err:\d+"
)
# Words of letters and digits with usual signs; combining marks are no letters to \w.
_PLAIN = re.compile(r"[\w.,/()'-]+(?: [\w.,/()'&-]+)*")
_SHORT = 60  # no column of the register is narrower, but for the phone's own
# What people type for "nothing to say here", folded.
_NOTHING_WORDS = (
    "-|--|---|_|.|..|...|…|/|\\|x|0|?|khong|khong co|ko|ko co|k|k co|chua co|chua ro|khong ro"
    "|n/a|na|none|null|nan|nil|trong|bo trong|k/c"
)
_NOTHING = frozenset(_NOTHING_WORDS.split("|")) | {""}
_LONGEST_NOTHING = 12  # with a space or two to spare


def written(cell: Cell) -> str:
    """The cell as text, before any cleaning; whole numbers without ".0", dates as dd/mm/yyyy."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        whole_day = cell.time() == time()
        return cell.strftime("%d/%m/%Y" if whole_day else "%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, time | timedelta):
        return str(cell)[:5]
    return str(cell)


def is_nothing(text: str) -> bool:
    """Whether the text only says that there is nothing: "-", "không có", "0"."""
    return len(text) <= _LONGEST_NOTHING and fold(text) in _NOTHING


def clean_cell(cell: Cell, *, field: str, column: str, doubts: list[Doubt]) -> str:
    """The cell as one clean line no longer than the register takes; doubts go to *doubts*."""
    raw = written(cell)
    if len(raw) <= _SHORT and _PLAIN.fullmatch(raw) and is_normalized("NFC", raw):
        return raw  # nearly every cell; the rest of this function is slow
    text = clean_text(raw)
    if _SHEET_ERROR.fullmatch(text):
        message = _("Ô chứa báo lỗi của bảng tính, không phải dữ liệu; hãy gõ lại giá trị.")
        doubts.append(Doubt(column, "sheet_error", message, raw[: LIMITS["note"]], ""))
        return ""
    if nfc(raw) != raw:
        message = _("Chữ gõ bằng bảng mã tổ hợp, đã đổi sang dạng chuẩn.")
        doubts.append(Doubt(column, "decomposed", message, raw[: LIMITS["note"]], text, "info"))
    text = _without_unusual(raw, text, column=column, doubts=doubts)
    return _cut(text, field=field, column=column, doubts=doubts)


def _without_unusual(raw: str, text: str, *, column: str, doubts: list[Doubt]) -> str:
    hidden = any(c < " " and c not in "\t\r\n" for c in raw) or "\ufffd" in raw
    unusual = unusual_characters(text)
    # A formula that arrived as text must not become one again in somebody's spreadsheet.
    formula = text[:1] in ("=", "@")
    if not (hidden or unusual or formula):
        return text
    cleaned = _TAG.sub(" ", text)
    unusual = unusual_characters(cleaned)
    cleaned = clean_text("".join(" " if c in unusual else c for c in cleaned)).lstrip("=@ ")
    message = _("Ô có ký tự lạ (mã trang web, hình, ký tự điều khiển); đã bỏ, hãy xem lại.")
    doubts.append(Doubt(column, "unusual_characters", message, raw[: LIMITS["note"]], cleaned))
    return cleaned


def _cut(text: str, *, field: str, column: str, doubts: list[Doubt]) -> str:
    limit = LIMITS.get(field)
    if limit is None or len(text) <= limit:
        return text
    kept = text[: limit - 1].rstrip() + "…"
    message = format_lazy(
        _("Ô dài {length} ký tự, chỉ giữ {limit} ký tự đầu; hãy viết gọn lại."),
        length=len(text),
        limit=limit,
    )
    doubts.append(Doubt(column, "too_long", message, text[: LIMITS["note"]], kept))
    return kept
