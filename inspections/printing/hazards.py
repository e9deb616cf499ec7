"""The faults that earlier visits left open: the first rows of a checklist."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from inspections.printing.items import (
    Row,
    code_width,
    draw_row,
    make_row,
    text_width,
    tick_width,
    ticks_left,
)
from inspections.printing.paper import MM, Layout
from inspections.printing.pen import Pen
from inspections.printing.text import Block, fit, squeeze
from inspections.printing.values import OpenHazard
from inspections.printing.words import day

# Fixed or not: "đạt" and "chưa đạt". The dates stand where the other two boxes would.
BOXES = 2
PADDING = 1.2 * MM


@dataclass(frozen=True, slots=True)
class HazardRow:
    """One open fault as a row, with its dates."""

    row: Row
    dates: Block

    @property
    def height(self) -> float:
        """The height of the row, in points."""
        return self.row.height


def dates_left(layout: Layout) -> float:
    """Where the dates begin: right of the second box."""
    return ticks_left(layout) + BOXES * tick_width(layout) + 1.5 * MM


def lay_out_hazards(hazards: tuple[OpenHazard, ...], layout: Layout) -> tuple[HazardRow, ...]:
    """Rows of text with the note that the finder left; the first says what they are."""
    label = _("Chỗ chưa sửa từ lần trước: sửa rồi thì đánh dấu Đạt")
    return tuple(
        _lay_out(hazard, layout, label if number == 0 else "")
        for number, hazard in enumerate(hazards)
    )


def _lay_out(hazard: OpenHazard, layout: Layout, label: str) -> HazardRow:
    text = f"{hazard.text} – {hazard.note}" if hazard.note.strip() else hazard.text
    face = layout.body_bold if hazard.critical else layout.body
    words = [_("từ %(day)s") % {"day": day(hazard.found)}]
    if hazard.due:
        words.append(_("hạn %(day)s") % {"day": day(hazard.due)})
    row = make_row(
        layout,
        code=squeeze(hazard.code, layout.small, code_width(layout)),
        text=fit(text, face, text_width(layout), lines=2),
        label=label,
        padding=PADDING,
    )
    lines = [squeeze(line, layout.small, layout.right - dates_left(layout)) for line in words]
    smallest = min((line.face for line in lines), key=lambda face: face.size)
    dates = Block(tuple(line.lines[0] for line in lines), smallest)
    missing = max(dates.height + PADDING - row.height, 0)
    return HazardRow(Row(row.height + missing, row.code, row.text, row.label), dates)


def draw_hazards(pen: Pen, layout: Layout, rows: tuple[HazardRow, ...], top: float) -> float:
    """Draw the rows from ``top`` down; return where they end."""
    for hazard in rows:
        draw_row(pen, layout, hazard.row, top, boxes=BOXES)
        middle = top + hazard.height / 2
        pen.block(dates_left(layout), middle - hazard.dates.height / 2, hazard.dates)
        top += hazard.height
    return top
