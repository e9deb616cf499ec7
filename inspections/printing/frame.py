"""What every sheet has in common: title and period on top, code, page and 114 at the foot."""

from __future__ import annotations

from inspections.printing.document import Document
from inspections.printing.fonts import measure
from inspections.printing.paper import (
    BOTTOM,
    GUTTER,
    HAIRLINE,
    LEFT,
    MM,
    RIGHT,
    RULE,
    TOP,
    column,
)
from inspections.printing.pen import Pen
from inspections.printing.text import Block, fit, squeeze

QR_SIZE = 25 * MM


def draw_title(
    pen: Pen,
    document: Document,
    title: str,
    period: str,
    details: list[str],
    *,
    right: float,
    deadline: str = "",
) -> float:
    """Title and period large, ``details`` small below, a rule; return where they end.

    ``deadline`` stands out at the end of the last detail.
    """
    scale = document.scale
    label = squeeze(period, scale.period, column(5) - LEFT)
    heading = fit(title, scale.title, right - LEFT - _width(label) - GUTTER)
    baseline = TOP + scale.title.ascent
    pen.text(LEFT, baseline, heading.lines[0], heading.face)
    pen.text(right, baseline, label.lines[0], label.face, "right")
    y = TOP + scale.title.leading + 0.5 * MM
    until = squeeze(deadline, scale.small_bold, column(6) - LEFT)
    for number, line in enumerate(details, start=1):
        taken = _width(until) + GUTTER if number == len(details) and deadline else 0.0
        if taken:
            pen.text(right, y + scale.small.ascent, until.lines[0], until.face, "right")
        y = pen.fitted(LEFT, y, line, scale.small, right - LEFT - taken, lines=2)
    y += 1 * MM
    pen.line(LEFT, y, right, y, RULE)
    return y + 1 * MM


def _width(block: Block) -> float:
    return max(measure(line, block.face.font, block.face.size) for line in block.lines)


def draw_footer(
    pen: Pen, document: Document, *, code: str, emergency: str, page: str, notes: str = ""
) -> None:
    """Code and notes on the left, the emergency call in the middle, the page on the right."""
    scale = document.scale
    top = BOTTOM + 1.4 * MM
    pen.line(LEFT, BOTTOM, RIGHT, BOTTOM, HAIRLINE)
    baseline = top + scale.body_bold.ascent
    left = squeeze(
        " · ".join(part for part in (code, notes) if part), scale.small, column(4.5) - LEFT
    )
    pen.text(LEFT, baseline, left.lines[0], left.face)
    call = squeeze(emergency, scale.body_bold, column(7.5) - column(4.5) - GUTTER)
    pen.text((LEFT + RIGHT) / 2, baseline, call.lines[0], call.face, "centre")
    shown = squeeze(page, scale.small, RIGHT - column(9))
    pen.text(RIGHT, baseline, shown.lines[0], shown.face, "right")


def draw_link(pen: Pen, document: Document, link: str, code: str, caption: str) -> float:
    """The QR in the upper right corner, below it the code to type; return where they end."""
    scale = document.scale
    width = RIGHT - column(10)
    y = TOP
    if link:
        pen.qr(RIGHT - QR_SIZE, TOP, link, QR_SIZE)
        y += QR_SIZE + 1.5 * MM
    if code:
        y = pen.block(RIGHT, y, squeeze(code, scale.strong, width), "right")
        y = pen.block(RIGHT, y, fit(caption, scale.small, width), "right")
    return y
