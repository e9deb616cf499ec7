"""The last months of an area or a team as lines, each with its caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inspections.queries.standing import MonthFigures
from inspections.views.chart import Line, draw_line


@dataclass(frozen=True, slots=True)
class Rate:
    """A share by month, drawn, and what it is a share of in words."""

    caption: str
    line: Line


def rate_lines(months: Sequence[MonthFigures]) -> list[Rate]:
    """The share of planned visits that took place, and of homes that somebody saw in time."""
    shares = {
        _("Lượt đã kiểm tra"): [(each.done, each.planned) for each in months],
        _("Hộ đã được xem"): [(each.inspected, each.households) for each in months],
    }
    return [
        Rate(
            caption,
            draw_line(
                [
                    (f"{each.month.first_day:%m/%y}", part / whole if whole else None)
                    for each, (part, whole) in zip(months, counts, strict=True)
                ]
            ),
        )
        for caption, counts in shares.items()
    ]
