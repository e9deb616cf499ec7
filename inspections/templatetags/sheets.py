"""For the pages that say what a sheet says: its own words, and its QR as a drawing."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from inspections.printing import words
from inspections.printing.items import mixes_severities
from inspections.printing.values import HazardLine, SummarySheet

register = template.Library()

register.filter("address", words.address)
register.filter("contact", words.contact)
register.filter("place", words.place)
register.filter("leader", words.leader)
register.filter("severity_words", words.severity)
register.filter("state_words", words.state)
register.filter("sheet_code", words.sheet_code)
register.filter("mixes_severities", mixes_severities)
register.simple_tag(words.between, name="between")


@register.filter
def left_words(sheet: SummarySheet) -> str:
    """How many visits a summary still waits for."""
    missing = max(sheet.planned - sheet.done, 0)
    return _("còn %(count)s lượt") % {"count": missing} if missing else _("đã đủ các lượt")


@register.filter
def age_words(hazards: Sequence[HazardLine]) -> list[str]:
    """How old and how grave the open faults of a summary are."""
    if not hazards:
        return [_("không còn gì phải theo dõi")]
    critical = sum(hazard.severity == "critical" for hazard in hazards)
    return [
        _("lâu nhất %(days)s ngày") % {"days": max(hazard.age_days for hazard in hazards)},
        _("%(count)s đã quá hạn") % {"count": sum(hazard.overdue for hazard in hazards)},
        _("%(count)s nguy hiểm") % {"count": critical},
    ]


@register.simple_tag
def qr(link: str) -> SafeString:
    """The link as an inline drawing on white, with its quiet zone; a title names it for readers.

    The QR on paper takes as few modules as it can, and so does this one.
    """
    code = segno.make(link, error="m", micro=False, boost_error=False)
    # Only numbers of a drawing: the link itself is in the pattern, not in the markup.
    return mark_safe(  # noqa: S308
        code.svg_inline(border=4, light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    )
