"""Who visits whom this month: the one page that hangs on the wall and collects signatures."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from inspections.printing.document import Document
from inspections.printing.frame import draw_footer, draw_link, draw_title
from inspections.printing.paper import (
    BOTTOM,
    GUTTER,
    HAIRLINE,
    LEFT,
    MM,
    RIGHT,
    RULE,
    column,
)
from inspections.printing.pen import Pen
from inspections.printing.text import Block, fit, squeeze
from inspections.printing.values import AssignmentLine, AssignmentSheet, Party
from inspections.printing.words import (
    address,
    between,
    emergency,
    leader,
    page_of,
    place,
    sheet_code,
)

INSPECTOR_LEFT = column(0.5)
INSPECTED_LEFT = column(4.5)
DATE_LEFT = column(8.25)
SIGN_LEFT = column(9.75)
PARTY_WIDTH = INSPECTED_LEFT - INSPECTOR_LEFT - 9 * MM
DATE_WIDTH = SIGN_LEFT - DATE_LEFT - 3 * MM

# Lines granted to name, address and phone: as many as leave the whole team on one page.
Fullness = tuple[int, int, int]
FULLNESS: tuple[Fullness, ...] = ((2, 2, 2), (2, 1, 2), (2, 1, 1), (1, 1, 1))
MOST_AIR = 5 * MM
STEPS_GAP = 3 * MM


@dataclass(frozen=True, slots=True)
class Share:
    """The rows that one page takes: how much is said in each, and how tall each is."""

    fullness: Fullness
    heights: tuple[float, ...]


def draw_assignment_sheet(document: Document, sheet: AssignmentSheet) -> int:
    """Add the sheet to ``document`` and return its pages: one for up to 15 households."""
    lines = list(sheet.lines)
    pens: list[Pen] = []
    while lines or not pens:
        pen = document.new_page()
        top = _draw_head(pen, document, sheet)
        share = _share(document, lines, BOTTOM - top - 2 * MM)
        end = _draw_rows(pen, document, lines, top, share)
        lines = lines[len(share.heights) :]
        if not lines:
            _draw_steps(pen, document, end)
        pens.append(pen)
    for number, pen in enumerate(pens, start=1):
        draw_footer(
            pen,
            document,
            code=sheet_code(sheet.reference),
            emergency=emergency(sheet.head.emergency_number),
            page=page_of(number, len(pens)),
        )
        document.add_page(pen)
    return len(pens)


def _share(document: Document, lines: list[AssignmentLine], room: float) -> Share:
    """What to show on a page with ``room``: all that is left if it can be, or an even part."""
    for fullness in FULLNESS:
        heights = [_needed(document, line, fullness) for line in lines]
        if sum(heights) <= room:
            break
    pages = ceil(sum(heights) / room)
    if pages > 1:
        # One page cannot take a share that is too tall by chance: count rows, then look again.
        share = ceil(len(lines) / pages)
        while share > 1 and sum(heights[:share]) > room:
            share -= 1
        heights = heights[:share]
    air = min((room - sum(heights)) / max(len(heights), 1), MOST_AIR)
    return Share(fullness, tuple(height + air for height in heights))


def _needed(document: Document, line: AssignmentLine, fullness: Fullness) -> float:
    parties = (
        _lay_out(document, line.inspector, "", fullness),
        _lay_out(document, line.inspected, line.note, fullness),
    )
    return max(sum(block.height for block in blocks) for blocks in parties) + 1.4 * MM


def _lay_out(document: Document, party: Party, note: str, fullness: Fullness) -> list[Block]:
    """Name, address, and phone with the note, each on as many lines as ``fullness`` grants."""
    scale = document.scale
    phone = party.phone.strip() or _("(chưa có số điện thoại)")
    called = f"{phone} · {note}" if note.strip() else phone
    return [
        fit(party.name or "–", scale.body_bold, PARTY_WIDTH, lines=fullness[0]),
        fit(address(party), scale.small, PARTY_WIDTH, lines=fullness[1]),
        fit(called, scale.small, PARTY_WIDTH, lines=fullness[2]),
    ]


def _draw_head(pen: Pen, document: Document, sheet: AssignmentSheet) -> float:
    scale = document.scale
    right = column(10) - GUTTER / 2 if sheet.link else RIGHT
    y = draw_title(
        pen,
        document,
        _("Phân công kiểm tra chéo"),
        sheet.period,
        [place(sheet.head), leader(sheet.head)],
        right=right,
    )
    y = pen.fitted(LEFT, y, between(sheet.starts, sheet.due), scale.body_bold, right - LEFT)
    words = _(
        "Mỗi hộ đi kiểm tra một hộ và được một hộ khác kiểm tra. "
        "Kiểm tra xong thì ghi ngày và ký vào đây."
    )
    y = pen.fitted(LEFT, y, words, scale.small, right - LEFT, lines=2) + 2 * MM
    y = max(y, draw_link(pen, document, sheet.link, "", "") - scale.small_bold.leading)
    heads = (
        (INSPECTOR_LEFT, _("Người kiểm tra"), PARTY_WIDTH),
        (INSPECTED_LEFT, _("Hộ được kiểm tra"), PARTY_WIDTH),
        (DATE_LEFT, _("Ngày kiểm tra"), DATE_WIDTH),
        (SIGN_LEFT, _("Người kiểm tra ký"), RIGHT - SIGN_LEFT),
    )
    for x, words, width in heads:
        pen.block(x, y, squeeze(words, scale.small_bold, width))
    y += scale.small_bold.leading + 0.6 * MM
    pen.line(LEFT, y, RIGHT, y, RULE)
    return y


def _draw_rows(
    pen: Pen,
    document: Document,
    lines: list[AssignmentLine],
    top: float,
    share: Share,
) -> float:
    for line, height in zip(lines, share.heights, strict=False):
        _draw_row(pen, document, line, top, height, share.fullness)
        top += height
        pen.line(LEFT, top, RIGHT, top, HAIRLINE)
    return top


def _draw_row(
    pen: Pen,
    document: Document,
    line: AssignmentLine,
    top: float,
    height: float,
    fullness: Fullness,
) -> None:
    scale = document.scale
    y = top + (height - _needed(document, line, fullness)) / 2 + 0.7 * MM
    first = y + scale.body_bold.ascent
    number = squeeze(str(line.number), scale.strong, INSPECTOR_LEFT - LEFT - 1 * MM)
    pen.text(LEFT, first, number.lines[0], number.face)
    for x, blocks in (
        (INSPECTOR_LEFT, _lay_out(document, line.inspector, "", fullness)),
        (INSPECTED_LEFT, _lay_out(document, line.inspected, line.note, fullness)),
    ):
        end = y
        for block in blocks:
            end = pen.block(x, end, block)
    _draw_arrow(pen, INSPECTED_LEFT - 7 * MM, y + scale.body_bold.leading / 2)
    pen.block(DATE_LEFT, y, squeeze(_("….… / ….…"), scale.body, DATE_WIDTH))
    below = y + scale.body_bold.leading + scale.small.leading
    pen.block(DATE_LEFT, below, squeeze(line.code, scale.small, DATE_WIDTH))
    for x in (DATE_LEFT, SIGN_LEFT):
        pen.line(x - 2 * MM, top, x - 2 * MM, top + height, HAIRLINE)


def _draw_arrow(pen: Pen, x: float, y: float) -> None:
    """From left to right; drawn, as the typeface has no arrow."""
    end = x + 4 * MM
    pen.line(x, y, end, y, RULE)
    pen.line(end - 1.3 * MM, y - 1.1 * MM, end, y, RULE)
    pen.line(end - 1.3 * MM, y + 1.1 * MM, end, y, RULE)


def _draw_steps(pen: Pen, document: Document, top: float) -> None:
    """How to go about it, where the rows leave room."""
    scale = document.scale
    steps = (
        _("1. Gọi điện hẹn giờ trước khi sang."),
        _("2. Cùng chủ nhà xem từng mục trên phiếu, đánh dấu và ký."),
        _("3. Có chỗ nguy hiểm thì nói ngay với chủ nhà và báo tổ trưởng."),
        _("4. Quét mã trên phiếu để gửi kết quả, hoặc đưa phiếu cho tổ trưởng nhập giúp."),
    )
    y = top + STEPS_GAP
    if y + len(steps) * scale.body.leading + scale.body_bold.leading > BOTTOM - 1 * MM:
        return
    y = pen.fitted(LEFT, y, _("Cách làm"), scale.body_bold, RIGHT - LEFT)
    for step in steps:
        y = pen.fitted(LEFT, y, step, scale.body, RIGHT - LEFT)
