"""The end of a checklist: room to write, and both households' hands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.printing.document import Document
from inspections.printing.fonts import measure
from inspections.printing.paper import BOX, GUTTER, HAIRLINE, MM, RULE, Layout
from inspections.printing.pen import Pen
from inspections.printing.text import Block, fit
from inspections.printing.words import own_affair

SIGNATURE = 11 * MM
NOTE_LINE = 7 * MM
# Nobody fills a page by hand; what is left below stays white.
MOST_NOTE_LINES = 10


def _half(layout: Layout) -> float:
    return (layout.width - GUTTER) / 2


def sign_off_height(layout: Layout) -> float:
    """The height of the block that stands on the foot of the last page."""
    return (
        layout.body_bold.leading
        + _line_height(layout)
        + SIGNATURE
        + _disclaimer(layout).height
        + 2 * MM
    )


def notes_height(lines: int) -> float:
    """The height of so many ruled lines."""
    return lines * NOTE_LINE + 3 * MM


def draw_notes(pen: Pen, layout: Layout, top: float) -> None:
    """Ruled lines from ``top`` down to the signatures: what the list left free."""
    words = fit(_("Ghi chú"), layout.small_bold, _half(layout))
    end = layout.bottom - sign_off_height(layout) - 3 * MM
    y = top + NOTE_LINE
    pen.text(layout.left, y - 1 * MM, words.lines[0], words.face)
    start = layout.left + measure(words.lines[0], words.face.font, words.face.size) + 2 * MM
    for _number in range(MOST_NOTE_LINES):
        if y > end:
            return
        pen.line(start, y, layout.right, y, HAIRLINE)
        start = layout.left
        y += NOTE_LINE


def place_sign_off(document: Document, pen: Pen) -> None:
    """Both signatures, the same on every sheet of a document."""
    layout = document.layout
    height = sign_off_height(layout)
    document.place_stamp(
        pen,
        ("sign off", layout),
        height=height,
        top=layout.bottom - height,
        draw=lambda stamp: _draw_sign_off(stamp, layout),
    )


def _line_height(layout: Layout) -> float:
    return max(layout.body.leading, BOX)


def _draw_sign_off(pen: Pen, layout: Layout) -> None:
    pen.line(layout.left, RULE, layout.right, RULE, RULE)
    y = 1 * MM
    right = layout.left + _half(layout) + GUTTER
    for x, who in ((layout.left, _("Người kiểm tra")), (right, _("Đại diện hộ được kiểm tra"))):
        _draw_signer(pen, layout, x, y, who)
    y += layout.body_bold.leading
    middle = y + _line_height(layout) / 2 + 0.3 * MM
    date = fit(_("Ngày ….… / ….… / …….…  lúc …….… giờ"), layout.body, _half(layout))
    pen.block(layout.left, middle - date.height / 2, date)
    _draw_opinion(pen, layout, right, middle)
    y += _line_height(layout) + SIGNATURE
    pen.block(layout.left, y, _disclaimer(layout))


def _disclaimer(layout: Layout) -> Block:
    return fit(own_affair(), layout.small, layout.width, lines=2)


def _draw_signer(pen: Pen, layout: Layout, x: float, y: float, who: str) -> None:
    block = fit(who, layout.body_bold, _half(layout) * 0.62)
    pen.block(x, y, block)
    after = x + measure(block.lines[0], block.face.font, block.face.size) + 1.5 * MM
    hint = fit(_("(ký, ghi rõ họ tên)"), layout.small, x + _half(layout) - after)
    pen.text(after, y + block.face.ascent, hint.lines[0], hint.face)


def _draw_opinion(pen: Pen, layout: Layout, x: float, middle: float) -> None:
    for words, share in ((_("Đồng ý"), 0.36), (_("Có ý kiến khác"), 0.64)):
        pen.tick_box(x + BOX / 2, middle)
        block = fit(words, layout.body, _half(layout) * share - BOX - 3 * MM)
        pen.block(x + BOX + 1.5 * MM, middle - block.height / 2, block)
        x += _half(layout) * share
