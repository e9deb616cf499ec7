"""What every sheet has in common: title and period on top, code, page and 114 at the foot."""

from __future__ import annotations

from inspections.printing.fonts import clean, measure
from inspections.printing.paper import (
    GUTTER,
    HAIRLINE,
    MM,
    QR_SIZE,
    RULE,
    Face,
    Layout,
)
from inspections.printing.pen import Pen
from inspections.printing.text import Block, fit, squeeze

# A title any smaller is none: rather cut it.
SMALLEST_TITLE = 0.66


def draw_title(
    pen: Pen,
    layout: Layout,
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
    heading, label = _title_and_period(layout, title, period, right - layout.left)
    baseline = layout.top + layout.title.ascent
    pen.text(layout.left, baseline, heading.lines[0], heading.face)
    pen.text(right, baseline, label.lines[0], label.face, "right")
    y = layout.top + layout.title.leading + 0.5 * MM
    until = squeeze(deadline, layout.small_bold, right - layout.left)
    for number, line in enumerate(details, start=1):
        taken = _width(until) + GUTTER if number == len(details) and deadline else 0.0
        if taken and _measured(line, layout.small) > right - layout.left - taken:
            y, taken = pen.block(layout.left, y, until), 0.0
        top = y
        y = pen.fitted(layout.left, y, line, layout.small, right - layout.left - taken, lines=2)
        if taken:
            pen.text(right, top + layout.small.ascent, until.lines[0], until.face, "right")
    y += 1 * MM
    pen.line(layout.left, y, right, y, RULE)
    return y + 1 * MM


def _title_and_period(layout: Layout, title: str, period: str, width: float) -> tuple[Block, Block]:
    """Both on one line, where that is narrow both smaller."""
    needed = _measured(title, layout.title) + _measured(period, layout.period) + GUTTER
    factor = max(min(1.0, width / needed), SMALLEST_TITLE)
    label = squeeze(period, layout.period.scaled(factor), width / 2)
    return fit(title, layout.title.scaled(factor), width - _width(label) - GUTTER), label


def _measured(words: str, face: Face) -> float:
    return measure(clean(words), face.font, face.size)


def _width(block: Block) -> float:
    return max(measure(line, block.face.font, block.face.size) for line in block.lines)


def draw_footer(
    pen: Pen, layout: Layout, *, code: str, emergency: str, page: str, notes: str = ""
) -> None:
    """Code and notes on the left, the emergency call in the middle, the page on the right."""
    top = layout.bottom + 1.4 * MM
    pen.line(layout.left, layout.bottom, layout.right, layout.bottom, HAIRLINE)
    baseline = top + layout.body_bold.ascent
    left = squeeze(
        " · ".join(part for part in (code, notes) if part),
        layout.small,
        layout.column(4.5) - layout.left,
    )
    pen.text(layout.left, baseline, left.lines[0], left.face)
    call = squeeze(emergency, layout.body_bold, layout.column(7.5) - layout.column(4.5) - GUTTER)
    pen.text((layout.left + layout.right) / 2, baseline, call.lines[0], call.face, "centre")
    shown = squeeze(page, layout.small, layout.right - layout.column(9))
    pen.text(layout.right, baseline, shown.lines[0], shown.face, "right")


def draw_link(pen: Pen, layout: Layout, link: str, code: str, caption: str) -> float:
    """The QR in the upper right corner, below it the code to type; return where they end."""
    width = layout.right - layout.head_right - 1.5 * MM
    y = layout.top
    if link:
        pen.qr(layout.right - QR_SIZE, layout.top, link, QR_SIZE)
        y += QR_SIZE + 1.5 * MM
    if code:
        y = pen.block(layout.right, y, squeeze(code, layout.strong, width), "right")
        y = pen.block(layout.right, y, fit(caption, layout.small, width), "right")
    return y
