"""How many people live or work there."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from .text_cells import is_nothing
from .values import Doubt

MOST_OCCUPANTS = 2_000  # more is a phone or a year in the wrong column
_COUNT = re.compile(
    r"0*(\d{1,4})(?:[.,]0+)?\s*(?:người|nguoi|nhân khẩu|nhan khau|khẩu|khau|ng|nk)?\.?", re.I
)


def clean_occupants(text: str, *, column: str, doubts: list[Doubt]) -> int | None:
    """A whole number of people, or None where the cell holds none."""
    if is_nothing(text) and text != "0":
        return None
    match = _COUNT.fullmatch(text)
    if match and int(match[1]) <= MOST_OCCUPANTS:
        return int(match[1])
    message = _("Số người không phải là một số hợp lý; để trống, hãy ghi lại bằng chữ số.")
    doubts.append(Doubt(column, "occupants_unusable", message, text, ""))
    return None
