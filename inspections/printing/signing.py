"""The end of a checklist: room to write, and both households' hands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.printing.document import Document
from inspections.printing.fonts import measure
from inspections.printing.paper import BOTTOM, BOX, GUTTER, HAIRLINE, LEFT, MM, RIGHT, RULE, Scale
from inspections.printing.pen import Pen
from inspections.printing.text import fit

HALF = (RIGHT - LEFT - GUTTER) / 2
SIGNATURE = 11 * MM
NOTE_LINE = 7 * MM
# Nobody fills a page by hand; what is left below stays white.
MOST_NOTE_LINES = 10


def sign_off_height(scale: Scale) -> float:
    """The height of the block that stands on the foot of the last page."""
    return scale.body_bold.leading + _line_height(scale) + SIGNATURE + scale.small.leading + 2 * MM


def notes_height(lines: int) -> float:
    """The height of so many ruled lines."""
    return lines * NOTE_LINE + 3 * MM


def draw_notes(pen: Pen, scale: Scale, top: float) -> None:
    """Ruled lines from ``top`` down to the signatures: what the list left free."""
    words = fit(_("Ghi chú"), scale.small_bold, HALF)
    end = BOTTOM - sign_off_height(scale) - 3 * MM
    y = top + NOTE_LINE
    pen.text(LEFT, y - 1 * MM, words.lines[0], words.face)
    start = LEFT + measure(words.lines[0], words.face.font, words.face.size) + 2 * MM
    for _number in range(MOST_NOTE_LINES):
        if y > end:
            return
        pen.line(start, y, RIGHT, y, HAIRLINE)
        start = LEFT
        y += NOTE_LINE


def place_sign_off(document: Document, pen: Pen) -> None:
    """Both signatures, the same on every sheet of a document."""
    scale = document.scale
    height = sign_off_height(scale)
    document.place_stamp(
        pen,
        ("sign off", scale),
        height=height,
        top=BOTTOM - height,
        draw=lambda stamp: _draw_sign_off(stamp, scale),
    )


def _line_height(scale: Scale) -> float:
    return max(scale.body.leading, BOX)


def _draw_sign_off(pen: Pen, scale: Scale) -> None:
    pen.line(LEFT, RULE, RIGHT, RULE, RULE)
    y = 1 * MM
    right = LEFT + HALF + GUTTER
    for x, who in ((LEFT, _("Người kiểm tra")), (right, _("Đại diện hộ được kiểm tra"))):
        _draw_signer(pen, scale, x, y, who)
    y += scale.body_bold.leading
    middle = y + _line_height(scale) / 2 + 0.3 * MM
    date = fit(_("Ngày ….… / ….… / …….…  lúc …….… giờ"), scale.body, HALF)
    pen.block(LEFT, middle - date.height / 2, date)
    _draw_opinion(pen, scale, right, middle)
    y += _line_height(scale) + SIGNATURE
    words = _(
        "Phiếu này là việc tự quản giữa hàng xóm với nhau để cùng khắc phục, "
        "không phải biên bản của cơ quan nhà nước."
    )
    pen.fitted(LEFT, y, words, scale.small, RIGHT - LEFT)


def _draw_signer(pen: Pen, scale: Scale, x: float, y: float, who: str) -> None:
    block = fit(who, scale.body_bold, HALF * 0.62)
    pen.block(x, y, block)
    after = x + measure(block.lines[0], block.face.font, block.face.size) + 1.5 * MM
    hint = fit(_("(ký, ghi rõ họ tên)"), scale.small, x + HALF - after)
    pen.text(after, y + block.face.ascent, hint.lines[0], hint.face)


def _draw_opinion(pen: Pen, scale: Scale, x: float, middle: float) -> None:
    for words, share in ((_("Đồng ý"), 0.36), (_("Có ý kiến khác"), 0.64)):
        pen.tick_box(x + BOX / 2, middle)
        block = fit(words, scale.body, HALF * share - BOX - 3 * MM)
        pen.block(x + BOX + 1.5 * MM, middle - block.height / 2, block)
        x += HALF * share
