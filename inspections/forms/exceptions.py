"""The short way to type a paper sheet: only the items that are not "đạt", by their codes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from firesafety.vietnamese import fold, nfc
from inspections.planning.answers import Answer

LETTERS = {
    "F": Answer.FAIL,
    "C": Answer.FAIL,  # chưa đạt
    "N": Answer.NOT_APPLICABLE,
    "U": Answer.UNSEEN,
    "S": Answer.CORRECTED,  # sửa ngay
}
_ENTRY = re.compile(
    r"(?P<word>[^\W\d_]+)\s*[-–.]?\s*(?P<number>\d{1,3})"
    r"(?:\s*[:=.,-]?\s*(?P<letter>[FCNUS])(?![^\W_]))?"
    r"(?!\d)\s*[:=.,-]?\s*(?P<note>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What was typed: answers and notes by code, and the entries that could not be read."""

    answers: dict[str, Answer]
    notes: dict[str, str]
    unread: tuple[str, ...]


def read_exceptions(text: str, *, codes: Collection[str]) -> Exceptions:
    """Read entries such as ``DIEN-04 F dây hở``, one a line or parted by semicolons.

    Marks, case and the dash do not matter (``điện 4``); without a letter the item is "chưa đạt".
    An entry that names no item of ``codes``, or an item named twice, is handed back unread.
    """
    answers: dict[str, Answer] = {}
    notes: dict[str, str] = {}
    unread = []
    for entry in filter(None, (part.strip() for part in re.split(r"[;\n]", nfc(text)))):
        match = _ENTRY.fullmatch(entry)
        code = _code(match) if match else ""
        if match is None or code not in codes or code in answers:
            unread.append(entry)
            continue
        answers[code] = LETTERS[(match["letter"] or "F").upper()]
        if answers[code].found and match["note"].strip():
            notes[code] = match["note"].strip()
    return Exceptions(answers, notes, tuple(unread))


def _code(match: re.Match[str]) -> str:
    return f"{fold(match['word']).upper()}-{int(match['number']):02d}"
