"""What next month's inspector looks after: each fault with its boxes and room to write."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.printing.document import Document
from inspections.printing.flow import Flow
from inspections.printing.frame import draw_link, draw_title
from inspections.printing.paper import BOX, GUTTER, HAIRLINE, MM, RULE, Layout
from inspections.printing.pen import Pen
from inspections.printing.signing import place_sign_off, sign_off_height
from inspections.printing.team_values import FollowUp, FollowUpSheet
from inspections.printing.text import Block, fit, squeeze
from inspections.printing.values import OpenHazard, Party
from inspections.printing.words import address, between, contact, day, leader, place

WRITING_LINE = 8 * MM
CODE = 1.25  # columns of the grid


def draw_follow_ups(document: Document, sheet: FollowUpSheet) -> int:
    """Add a follow-up for each visit that carries faults; without any, a page that says so."""
    if not sheet.visits:
        return _draw_nothing(document, sheet)
    return sum(_draw_visit(document, sheet, visit) for visit in sheet.visits)


def _draw_nothing(document: Document, sheet: FollowUpSheet) -> int:
    layout = document.layout
    flow = Flow(document, lambda pen, first: _draw_title(pen, layout, sheet, layout.right))
    words = _("Tổ không còn chỗ chưa sửa nào phải theo dõi.")
    flow.pen.fitted(layout.left, flow.y + 2 * MM, words, layout.strong, layout.width, lines=2)
    return flow.finish(
        reference=sheet.reference,
        emergency_number=sheet.head.emergency_number,
        version=sheet.checklist_version,
    )


def _draw_visit(document: Document, sheet: FollowUpSheet, visit: FollowUp) -> int:
    layout = document.layout
    flow = Flow(document, lambda pen, first: _draw_head(pen, layout, sheet, visit))
    rows = [(hazard, _lay_out(layout, hazard)) for hazard in visit.hazards]
    for number, (hazard, blocks) in enumerate(rows, start=1):
        height = _row_height(layout, blocks)
        # The last two faults stay with the signatures.
        if number >= max(len(rows) - 1, 2) or len(rows) == 1:
            rest = sum(_row_height(layout, later) for _hazard, later in rows[number:])
            flow.make_room(height + rest + sign_off_height(layout) + 2 * MM)
        else:
            flow.make_room(height)
        _draw_row(flow.pen, layout, hazard, blocks, flow.y)
        flow.y += height
        flow.pen.line(layout.left, flow.y, layout.right, flow.y, RULE)
    place_sign_off(document, flow.pen)
    return flow.finish(
        reference=visit.reference,
        emergency_number=sheet.head.emergency_number,
        version=sheet.checklist_version,
    )


def _draw_title(pen: Pen, layout: Layout, sheet: FollowUpSheet, right: float) -> float:
    return draw_title(
        pen,
        layout,
        _("Phiếu theo dõi chỗ chưa sửa"),
        sheet.period,
        [place(sheet.head), leader(sheet.head)],
        right=right,
        deadline=between(sheet.starts, sheet.due),
    )


def _draw_head(pen: Pen, layout: Layout, sheet: FollowUpSheet, visit: FollowUp) -> float:
    y = _draw_title(pen, layout, sheet, layout.head_right)
    link_end = draw_link(pen, layout, visit.link, visit.short_code, _("mã nhập tay"))
    width = (layout.head_right - layout.left - GUTTER) / 2
    ends = [
        _draw_party(pen, layout, label, party, x, y, width)
        for label, party, x in (
            (_("Người kiểm tra"), visit.inspector, layout.left),
            (_("Hộ được kiểm tra"), visit.inspected, layout.left + width + GUTTER),
        )
    ]
    words = _("Xem lại từng chỗ lần trước chưa đạt, đánh dấu X một ô và ghi điều đã thấy.")
    y = max(*ends, link_end) + 1 * MM
    y = pen.fitted(layout.left, y, words, layout.small, layout.width, lines=2) + 1 * MM
    pen.line(layout.left, y, layout.right, y, RULE)
    return y


def _draw_party(
    pen: Pen, layout: Layout, label: str, party: Party, x: float, y: float, width: float
) -> float:
    y = pen.fitted(x, y, label, layout.small, width)
    y = pen.fitted(x, y, party.name or "–", layout.strong, width, lines=2)
    y = pen.fitted(x, y, address(party), layout.body, width, lines=2)
    return pen.fitted(x, y, contact(party), layout.body, width)


def _text_left(layout: Layout) -> float:
    return layout.column(CODE)


def _lay_out(layout: Layout, hazard: OpenHazard) -> list[Block]:
    width = layout.right - _text_left(layout)
    text = f"{hazard.text} – {hazard.note}" if hazard.note.strip() else hazard.text
    dates = _("từ %(day)s") % {"day": day(hazard.found)}
    if hazard.due:
        dates += " · " + _("hạn %(day)s") % {"day": day(hazard.due)}
    if hazard.critical:
        dates += " · " + _("mục nguy hiểm")
    face = layout.body_bold if hazard.critical else layout.body
    return [fit(text, face, width, lines=3), fit(dates, layout.small, width)]


def _row_height(layout: Layout, blocks: list[Block]) -> float:
    text = sum(block.height for block in blocks)
    return text + max(BOX, layout.body.leading) + 2 * WRITING_LINE + 2.5 * MM


def _draw_row(
    pen: Pen, layout: Layout, hazard: OpenHazard, blocks: list[Block], top: float
) -> None:
    x, y = _text_left(layout), top + 1.5 * MM
    code = squeeze(hazard.code, layout.small, x - layout.left - 1.5 * MM)
    pen.text(layout.left, y + blocks[0].face.ascent, code.lines[0], code.face)
    for block in blocks:
        y = pen.block(x, y, block)
    middle = y + 1 * MM + max(BOX, layout.body.leading) / 2
    _draw_answers(pen, layout, x, middle)
    y = middle + max(BOX, layout.body.leading) / 2
    # The row's own rule below is the second line to write on.
    pen.line(x, y + WRITING_LINE, layout.right, y + WRITING_LINE, HAIRLINE)


def _draw_answers(pen: Pen, layout: Layout, x: float, middle: float) -> None:
    """Three boxes with their words, spread over the width."""
    width = (layout.right - x) / 3
    for words in (_("Đã sửa"), _("Chưa sửa"), _("Không xem được")):
        pen.tick_box(x + BOX / 2, middle)
        block = fit(words, layout.body, width - BOX - 4 * MM)
        pen.block(x + BOX + 2 * MM, middle - block.height / 2, block)
        x += width
