"""The neighbourhood that a list names once, above its header or on its tab, and not in its rows."""

from __future__ import annotations

import re

from firesafety.vietnamese import clean_text

from .skipped import section_name
from .values import Sheet

# With a number, so that "các khu vực trong phường" names none.
_NUMBERED = re.compile(
    r"\b(khu vực|tổ dân phố|khu phố|khóm|ấp|thôn|xóm|kv|tdp|kp)\s*:?\s*(?:số\s*)?"
    r"([0-9]{1,3}[a-z]?|[ivx]{1,5})\b",
    re.IGNORECASE,
)


def neighbourhood_of(sheet: Sheet) -> str:
    """ "KHU VỰC 3" of "DANH SÁCH HỘ KHU VỰC 3, PHƯỜNG AN CƯ" or of a tab "KV 3"; "" for none.

    Two different ones in the title are none: then the rows must say.
    """
    named = {f"{m[1]} {m[2]}".upper(): m for line in sheet.title for m in _NUMBERED.finditer(line)}
    if len(named) > 1:
        return ""
    for match in named.values():
        return clean_text(f"{match[1]} {match[2]}")
    return section_name([sheet.name])
