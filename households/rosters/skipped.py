"""Rows that are no households: blank, the header once more, totals, section titles, the example."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firesafety.vietnamese import clean_text, fold

from .headings import field_of
from .text_cells import written
from .values import Cell

EXAMPLE_MARK = "Ví dụ"
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng)\b[\s\d.,:;()-]*(?:(?:số )?(?:hộ|nhân khẩu|người|khẩu)\b.*)?",
    re.I,
)
_PLAIN_TOTAL = frozenset(
    {"tong cong", "tong so", "tong so ho", "cong", "total", "grand total", "sum"}
)
_COLUMN_NUMBER = re.compile(r"\(?([0-9]{1,2})\)?")
_SECTION = re.compile(
    r"(?:(?:[ivx]+|[0-9]+|[a-h])\s*[.)/-]\s*)?"
    r"((?:khu vuc|kv|to dan pho|tdp|khu pho|kp|ap|khom|thon|xom|to)\b\.?\s*:?\s*\S.*)"
)


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether every cell is empty."""
    return not any(cell != "" and written(cell).strip() for cell in cells)


def is_total(cells: Sequence[Cell]) -> bool:
    """Whether the row adds up the list: its first text is "Tổng cộng" or the like.

    "Tống" is a family name: only the marked word, or the bare words without marks, count.
    """
    for cell in cells:
        if isinstance(cell, str) and (text := clean_text(cell)) and not text.isdigit():
            return bool(_TOTAL.fullmatch(text)) or fold(text).strip(" :.") in _PLAIN_TOTAL
    return False


def is_header_again(cells: Sequence[Cell], headings: Sequence[str]) -> bool:
    """Whether the row repeats the header, or numbers its columns "(1) (2) (3)"."""
    filled = [(n, clean_text(written(cell))) for n, cell in enumerate(cells)]
    filled = [(n, text) for n, text in filled if text]
    if len(filled) < 2:
        return False
    same = sum(n < len(headings) and fold(text) == fold(headings[n]) for n, text in filled)
    if same >= 2 and same * 2 >= len(filled):
        return True
    numbers = [_COLUMN_NUMBER.fullmatch(text) for n, text in filled]
    if len(filled) >= 4 and all(numbers):
        values = [int(match[1]) for match in numbers if match]
        return values == list(range(values[0], values[0] + len(values)))
    return same >= 1 and sum(bool(field_of(text)) for n, text in filled) == len(filled) >= 3


def section_name(cells: Sequence[Cell]) -> str:
    """The neighbourhood a title row inside the list opens ("II. Khu vực 2"), or ""."""
    texts = [text for cell in cells if (text := clean_text(written(cell)))]
    if len(texts) == 2 and re.fullmatch(r"[IVXivx0-9A-Ha-h]{1,4}[.)]?", texts[0]):
        texts = texts[1:]
    if len(texts) != 1 or len(texts[0]) > 60:
        return ""
    match = _SECTION.fullmatch(fold(texts[0]))
    # Folding keeps the length of Vietnamese text in NFC, so the match can be cut from the original.
    return texts[0][match.start(1) :] if match and len(fold(texts[0])) == len(texts[0]) else ""


def is_example(cells: Sequence[Cell]) -> bool:
    """Whether the row is the example of the blank roster, left in by who filled it."""
    return any(
        isinstance(cell, str) and fold(cell).strip(" :.") == fold(EXAMPLE_MARK)
        for cell in cells[:1]
    )
