"""A line of the overdue list in words that tell what to say on the telephone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.printing.reasons import reason_sentence
from inspections.queries.overdue import MissingLine, OverdueLine
from inspections.views.sentences import cause_words

NAMED = 5


@dataclass(frozen=True, slots=True)
class Call:
    """One team to call: how late, why it stands here, and which households it is about.

    ``more`` counts the missing households beyond those that ``missing`` names.
    """

    line: OverdueLine
    late: str
    reason: str
    missing: tuple[str, ...]
    more: int


def calls(lines: Iterable[OverdueLine]) -> list[Call]:
    return [
        Call(
            line=line,
            late=late_words(line),
            reason=reason_sentence(line.parts),
            missing=tuple(missing_words(each) for each in line.missing[:NAMED]),
            more=max(0, len(line.missing) - NAMED),
        )
        for line in lines
    ]


def late_words(line: OverdueLine) -> str:
    """How late: by days where visits are missing, else by what was not repaired in time."""
    if line.days_late:
        words = ngettext("Trễ %(n)d ngày", "Trễ %(n)d ngày", line.days_late)
        return words % {"n": line.days_late}
    if line.hazards_overdue:
        words = ngettext("%(n)d chỗ quá hạn sửa", "%(n)d chỗ quá hạn sửa", line.hazards_overdue)
        return words % {"n": line.hazards_overdue}
    return _("Lâu không có kết quả")


def missing_words(missing: MissingLine) -> str:
    """Whose home was not seen, why, and who was to go."""
    words = {
        "name": missing.household.holder_name,
        "cause": cause_words(missing.cause),
        "inspectors": ", ".join(each.holder_name for each in missing.inspectors),
    }
    return _("%(name)s: %(cause)s (người đi: %(inspectors)s)") % words
