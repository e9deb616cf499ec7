"""Rows that are no households: blank, the header once more, totals, section titles, the example."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firesafety.vietnamese import clean_text, fold

from .headings import is_heading
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
_NUMBERING = re.compile(r"[IVXivx0-9A-Ha-h]{1,4}[.)]?")
_LONGEST_SECTION = 60
_SECTION = re.compile(
    r"(?:(?:[ivx]+|[0-9]+|[a-h])\s*[.)/-]\s*)?"
    r"((?:khu vuc|kv|to dan pho|tdp"
    r"|khu pho|kp|ap|khom|thon|xom|to(?=\s*(?:so\s*)?[0-9]))\b\.?\s*:?\s*\S.*)"
)


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether every cell is empty."""
    return not any(cell != "" and (not isinstance(cell, str) or cell.strip()) for cell in cells)


def is_running_number(cell: Cell) -> bool:
    """Whether a cell of the number column holds no more than the row's number ("12", "12.")."""
    return not isinstance(cell, str) or (len(cell) < 8 and not any(map(str.isalpha, cell)))


def is_total(cells: Sequence[Cell]) -> bool:
    """Whether the row adds up the list: its first text is "Tổng cộng" or the like.

    "Tống" is a family name: only the marked word, or the bare words without marks, count.
    """
    for cell in cells:
        if isinstance(cell, str) and (text := clean_text(cell)) and not text.isdigit():
            return bool(_TOTAL.fullmatch(text)) or fold(text).strip(" :.") in _PLAIN_TOTAL
    return False


def is_header_again(cells: Sequence[Cell], headings: Sequence[str], *, holder: int) -> bool:
    """Whether the row repeats the header, or numbers its columns "(1) (2) (3)".

    *holder* is the position of the name: where a name stands, the row is a household.
    """
    name = _plain(cells[holder]) if holder < len(cells) else ""
    if not (
        is_heading(name) or _COLUMN_NUMBER.fullmatch(name) or fold(name) == fold(headings[holder])
    ):
        return False
    filled = [(n, text) for n, cell in enumerate(cells) if (text := _plain(cell))]
    same = sum(n < len(headings) and fold(text) == fold(headings[n]) for n, text in filled)
    if same >= 2 and same * 2 >= len(filled):
        return True
    numbers = [match for _n, text in filled if (match := _COLUMN_NUMBER.fullmatch(text))]
    if len(filled) >= 4 and len(numbers) == len(filled):
        values = [int(match[1]) for match in numbers]
        return values == list(range(values[0], values[0] + len(values)))
    return len(filled) >= 3 and all(is_heading(text) for _n, text in filled)


def _plain(cell: Cell) -> str:
    return clean_text(cell if isinstance(cell, str) else written(cell))


def section_name(cells: Sequence[Cell]) -> str:
    """The neighbourhood a title row inside the list opens ("II. Khu vực 2"), or ""."""
    filled = [cell for cell in cells if cell != ""]
    if len(filled) > 2:
        return ""
    texts = [text for cell in filled if (text := _plain(cell))]
    if len(texts) == 2 and _NUMBERING.fullmatch(texts[0]):
        texts = texts[1:]
    if len(texts) != 1 or len(texts[0]) > _LONGEST_SECTION:
        return ""
    folded = fold(texts[0])
    match = _SECTION.fullmatch(folded)
    # Folding keeps the length of Vietnamese text in NFC: the name can be cut from the original.
    return texts[0][match.start(1) :] if match and len(folded) == len(texts[0]) else ""


def is_example(cells: Sequence[Cell]) -> bool:
    """Whether the row is the example of the blank roster, left in by who filled it."""
    return any(
        isinstance(cell, str) and fold(cell).strip(" :.") == fold(EXAMPLE_MARK)
        for cell in cells[:1]
    )
