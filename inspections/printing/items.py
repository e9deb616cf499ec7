"""The rows of a checklist: questions under group labels, with four boxes to tick."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from inspections.printing.document import Document
from inspections.printing.paper import (
    BOX,
    HAIRLINE,
    MM,
    RULE,
    Layout,
)
from inspections.printing.pen import Pen
from inspections.printing.text import Block, fit, flow, squeeze
from inspections.printing.values import ChecklistGroup

# Air in a row, in points: the roomiest that keeps a sheet on one page is taken.
PADDINGS = (3 * MM, 2.2 * MM, 1.5 * MM, 1 * MM, 0.7 * MM)
ANSWERS = 4


def ticks_left(layout: Layout) -> float:
    """Where the columns of boxes begin."""
    return layout.column(12 - layout.tick_columns)


def tick_width(layout: Layout) -> float:
    """How wide each of the four columns of boxes is."""
    return layout.tick_columns * layout.column_width / ANSWERS


def text_left(layout: Layout) -> float:
    """Where the texts begin, right of the codes."""
    return layout.column(layout.code_columns)


def text_width(layout: Layout) -> float:
    """How wide the texts may be."""
    # Into the first column of boxes, whose middle third is all that the box takes.
    return ticks_left(layout) + 1.8 * MM - text_left(layout)


def code_width(layout: Layout) -> float:
    """How wide the codes may be."""
    return text_left(layout) - layout.left - 1.5 * MM


def tick_centre(layout: Layout, answer: int) -> float:
    """The middle of an answer's column, counted from 0."""
    return ticks_left(layout) + (answer + 0.5) * tick_width(layout)


@dataclass(frozen=True, slots=True)
class Row:
    """One question; the first of its group carries the group's name above it."""

    height: float
    code: Block
    text: Block
    label: Block | None


@lru_cache(maxsize=64)
def lay_out(groups: tuple[ChecklistGroup, ...], layout: Layout, padding: float) -> tuple[Row, ...]:
    """All rows of a checklist with their heights. Few sets of questions exist: kept."""
    mixed = mixes_severities(groups)
    codes = [
        squeeze(line.code, layout.small, code_width(layout))
        for group in groups
        for line in group.lines
    ]
    # One size for all codes, that of the longest.
    small = min((code.face for code in codes), key=lambda face: face.size, default=layout.small)
    rows = []
    for group in groups:
        for number, line in enumerate(group.lines):
            face = layout.body_bold if mixed and line.critical else layout.body
            rows.append(
                make_row(
                    layout,
                    code=squeeze(line.code, small, code_width(layout)),
                    text=flow(line.text, face, text_width(layout), lines=3),
                    label=group.name if number == 0 else "",
                    padding=padding,
                )
            )
    return tuple(rows)


def make_row(layout: Layout, *, code: Block, text: Block, label: str, padding: float) -> Row:
    """A row as tall as its text and label, and at least as its boxes."""
    heading = fit(label, layout.small_bold, text_width(layout)) if label else None
    content = text.height + (heading.height if heading else 0)
    return Row(max(content, BOX) + padding, code, text, heading)


def mixes_severities(groups: tuple[ChecklistGroup, ...]) -> bool:
    """Whether critical questions stand among others; only then are they set in bold."""
    return len({line.critical for group in groups for line in group.lines}) > 1


def head_height(layout: Layout) -> float:
    """The height of the four answers' names, of up to three lines each."""
    return 3 * layout.small_bold.leading + 1.2 * MM


def place_head(document: Document, pen: Pen, top: float, *, advice: str) -> float:
    """Place the answers' names, with ``advice`` on how to answer beside; return their end."""
    layout = document.layout
    height = head_height(layout)
    document.place_stamp(
        pen,
        ("answers", layout, advice),
        height=height,
        top=top,
        draw=lambda stamp: _draw_head(stamp, layout, advice, height),
    )
    return top + height


def place_rows(document: Document, pen: Pen, rows: tuple[Row, ...], top: float) -> float:
    """Place these rows from ``top`` down; return where they end."""
    layout, height = document.layout, sum(row.height for row in rows)

    def draw(stamp: Pen) -> None:
        y = RULE
        for row in rows:
            draw_row(stamp, layout, row, y, boxes=ANSWERS)
            y += row.height
        stamp.line(layout.left, y, layout.right, y, RULE)

    # A rule taller at both ends, as a line on the very edge of a form is cut in half.
    document.place_stamp(pen, rows, height=height + 2 * RULE, top=top - RULE, draw=draw)
    return top + height


def draw_row(pen: Pen, layout: Layout, row: Row, y: float, *, boxes: int) -> None:
    """Draw one row from ``y`` down, with a rule above that is heavier for a new group."""
    pen.line(layout.left, y, layout.right, y, RULE if row.label else HAIRLINE)
    middle = y + row.height / 2
    top = middle - (row.text.height + (row.label.height if row.label else 0)) / 2
    if row.label:
        top = pen.block(text_left(layout), top, row.label)
    for line in row.code.lines:
        pen.text(layout.left, top + row.text.face.ascent, line, row.code.face)
    pen.block(text_left(layout), top, row.text)
    for answer in range(boxes):
        pen.tick_box(tick_centre(layout, answer), middle)


def _draw_head(pen: Pen, layout: Layout, advice: str, height: float) -> None:
    below = height - 0.6 * MM
    words = fit(advice, layout.small, ticks_left(layout) - layout.left - 2 * MM, lines=3)
    pen.block(layout.left, below - words.height, words)
    names = (_("Đạt"), _("Chưa đạt"), _("Không áp dụng"), _("Không kiểm tra được"))
    for answer, name in enumerate(names):
        block = fit(name, layout.small_bold, tick_width(layout) - 0.8 * MM, lines=3)
        pen.block(tick_centre(layout, answer), below - block.height, block, "centre")
