"""A note for one household: who comes, when, what was found last time, how to answer."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.printing.document import Document
from inspections.printing.frame import draw_footer, draw_title
from inspections.printing.paper import GUTTER, LAYOUTS, MM, QR_SIZE, RULE, Layout
from inspections.printing.pen import Pen
from inspections.printing.team_values import Notice, NoticePack
from inspections.printing.text import Block, fit
from inspections.printing.values import OpenHazard
from inspections.printing.words import (
    address,
    checklist_version,
    day,
    emergency,
    leader,
    own_affair,
    page_of,
    place,
    sheet_code,
)

PARAGRAPH = 3.2 * MM
INDENT = 4 * MM
CUT = 3 * MM
# The largest print in which everything finds room; beyond the last, faults are counted.
PRINTS = (LAYOUTS["a5", "large"], LAYOUTS["a5", "normal"])
HALF = PRINTS[0].paper


def draw_notices(document: Document, pack: NoticePack) -> int:
    """Add a team's notices to ``document``: one to an A5, or two side by side on an A4."""
    if not pack.notices:
        return _draw_nobody(document, pack)
    half = document.layout.paper.width / 2
    alone = document.layout.paper == HALF
    pages = 0
    for start in range(0, len(pack.notices), 1 if alone else 2):
        pen = document.new_page()
        for side, notice in enumerate(pack.notices[start : start + (1 if alone else 2)]):
            pen.include(_draw_notice(document, notice), side * half, 0)
        if not alone:
            top = document.layout.top
            _draw_cut(pen, half, top, document.layout.paper.height - top)
        document.add_page(pen)
        pages += 1
    return pages


def _draw_nobody(document: Document, pack: NoticePack) -> int:
    """A page that says there is nobody to tell; the outline could not lead to no page at all."""
    layout, pen = document.layout, document.new_page()
    title = _("Hàng xóm sắp sang xem")
    y = draw_title(pen, layout, title, pack.period, [place(pack.head)], right=layout.right)
    words = _("Tháng này tổ chưa có lượt kiểm tra nào.")
    pen.fitted(layout.left, y + PARAGRAPH, words, layout.body, layout.width)
    draw_footer(
        pen,
        layout,
        code=sheet_code(pack.reference),
        notes=checklist_version(pack.checklist_version),
        emergency=emergency(pack.head.emergency_number),
        page=page_of(1, 1),
    )
    document.add_page(pen)
    return 1


def _draw_notice(document: Document, notice: Notice) -> Pen:
    """The whole notice on one A5, in the largest print that leaves nothing out."""
    for layout in PRINTS:
        pen = document.new_part(HALF.height)
        if _draw_in(pen, layout, notice):
            break
    return pen


def _draw_cut(pen: Pen, x: float, top: float, bottom: float) -> None:
    """A dashed line to cut along."""
    y = top
    while y < bottom:
        pen.line(x, y, x, min(y + CUT, bottom))
        y += 2 * CUT


def _draw_in(pen: Pen, layout: Layout, notice: Notice) -> bool:
    """Draw the notice in this print; tell whether all of its faults found room."""
    y = draw_title(
        pen,
        layout,
        _("Hàng xóm sắp sang xem"),
        notice.period,
        [place(notice.head)],
        right=layout.right,
    )
    y = _draw_address(pen, layout, notice, y + 1 * MM)
    y = _draw_visit(pen, layout, notice, y + PARAGRAPH)
    answer = _answer_height(layout, notice)
    end = layout.bottom - answer - PARAGRAPH
    whole = _draw_hazards(pen, layout, notice.hazards, y + PARAGRAPH, end)
    _draw_answer(pen, layout, notice, layout.bottom - answer)
    draw_footer(
        pen,
        layout,
        code=sheet_code(notice.reference),
        notes=checklist_version(notice.checklist_version),
        emergency=emergency(notice.head.emergency_number),
        page=page_of(1, 1),
    )
    return whole


def _draw_address(pen: Pen, layout: Layout, notice: Notice, y: float) -> float:
    y = pen.fitted(layout.left, y, _("Kính gửi gia đình"), layout.small, layout.width)
    name = notice.household.name or "–"
    y = pen.fitted(layout.left, y, name, layout.strong, layout.width, lines=2)
    return pen.fitted(layout.left, y, address(notice.household), layout.body, layout.width, lines=2)


def _draw_visit(pen: Pen, layout: Layout, notice: Notice, y: float) -> float:
    words = _("Từ %(starts)s đến hết %(due)s sẽ có hàng xóm sang cùng xem an toàn cháy, nổ:")
    when = words % {"starts": day(notice.starts), "due": day(notice.due)}
    y = pen.fitted(layout.left, y, when, layout.body, layout.width, lines=3) + 1 * MM
    x, width = layout.left + INDENT, layout.width - INDENT
    top = y
    y = pen.fitted(x, y, notice.inspector.name or "–", layout.body_bold, width, lines=2)
    y = pen.fitted(x, y, address(notice.inspector), layout.body, width, lines=2)
    phone = notice.inspector.phone.strip() or _("(chưa có số điện thoại)")
    y = pen.fitted(x, y, phone, layout.body, width)
    pen.line(layout.left + INDENT / 2, top, layout.left + INDENT / 2, y, RULE)
    words = _(
        "Hai nhà gọi nhau hẹn giờ cho tiện. Xem khoảng mười lăm phút: điện, bếp, lối thoát, "
        "bình chữa cháy. Nhà mình không phải chuẩn bị gì."
    )
    return pen.fitted(layout.left, y + 1 * MM, words, layout.body, layout.width, lines=4)


def _draw_hazards(
    pen: Pen, layout: Layout, hazards: tuple[OpenHazard, ...], y: float, bottom: float
) -> bool:
    """As many as there is room for, then how many more; tell whether it was all of them."""
    if not hazards:
        words = _("Lần trước không còn điều gì phải sửa.")
        return pen.fitted(layout.left, y, words, layout.body, layout.width) <= bottom
    words = _("Lần trước còn những điều này, lần này sẽ xem lại:")
    y = pen.fitted(layout.left, y, words, layout.body_bold, layout.width, lines=2) + 0.5 * MM
    x, width = layout.left + INDENT, layout.width - INDENT
    for number, hazard in enumerate(hazards):
        block = fit(_told(hazard), layout.body, width, lines=3)
        left = len(hazards) - number
        # The last one needs no line below it for those that find no room.
        needed = block.height + (layout.body.leading if left > 1 else 0)
        if y + needed > bottom:
            more = ngettext("và %(count)d điều nữa", "và %(count)d điều nữa", left)
            pen.fitted(x, y, more % {"count": left}, layout.body, width)
            return False
        pen.fill(layout.left + 1.2 * MM, y + block.face.size * 0.5, 1.2 * MM, 1.2 * MM)
        y = pen.block(x, y, block) + 0.6 * MM
    return True


def _told(hazard: OpenHazard) -> str:
    note = f" – {hazard.note}" if hazard.note.strip() else ""
    since = _("từ %(day)s") % {"day": day(hazard.found)}
    return f"{hazard.text}{note} ({since})"


def _answers(notice: Notice) -> list[str]:
    ways = [
        _("Muốn đổi ngày hoặc không tiện: gọi người sang xem, hoặc tổ trưởng."),
        leader(notice.head),
    ]
    if notice.answer_link:
        ways.insert(1, _("Quét mã bên cạnh để trả lời và xem kết quả của nhà mình."))
    if notice.answer_code:
        ways.insert(2, _("Hoặc gõ mã: %(code)s") % {"code": notice.answer_code})
    return ways


def _answer_blocks(layout: Layout, notice: Notice) -> list[Block]:
    width = layout.width - (QR_SIZE + GUTTER if notice.answer_link else 0)
    return [
        fit(_("Trả lời thế nào"), layout.body_bold, width),
        *(fit(words, layout.body, width, lines=3) for words in _answers(notice)),
        fit(own_affair(), layout.small, width, lines=4),
    ]


def _answer_height(layout: Layout, notice: Notice) -> float:
    text = sum(block.height + 0.8 * MM for block in _answer_blocks(layout, notice))
    return max(text, QR_SIZE if notice.answer_link else 0) + 4 * MM


def _draw_answer(pen: Pen, layout: Layout, notice: Notice, y: float) -> None:
    pen.line(layout.left, y, layout.right, y, RULE)
    y += 2 * MM
    if notice.answer_link:
        pen.qr(layout.right - QR_SIZE, y, notice.answer_link, QR_SIZE)
    for block in _answer_blocks(layout, notice):
        y = pen.block(layout.left, y, block) + 0.8 * MM
