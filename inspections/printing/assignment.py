"""Who visits whom this month: the one page that hangs on the wall and collects signatures."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from inspections.printing.document import Document
from inspections.printing.frame import draw_footer, draw_link, draw_title
from inspections.printing.paper import (
    HAIRLINE,
    MM,
    RULE,
    Layout,
)
from inspections.printing.pen import Pen
from inspections.printing.text import Block, fit, squeeze
from inspections.printing.values import AssignmentLine, AssignmentSheet, Party
from inspections.printing.words import (
    address,
    between,
    checklist_version,
    emergency,
    leader,
    page_of,
    place,
    sheet_code,
)

ARROW = 9 * MM

# Lines granted to name, address and phone: as many as leave the whole team on one page.
Fullness = tuple[int, int, int]
FULLNESS: tuple[Fullness, ...] = ((2, 2, 2), (2, 1, 2), (2, 1, 1), (1, 1, 1))
MOST_AIR = 5 * MM
STEPS_GAP = 3 * MM


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges of what a row holds, and how wide that may be."""

    inspector: float
    inspected: float
    date: float
    sign: float
    right: float

    @property
    def party_width(self) -> float:
        """For a name or an address, with an arrow to its right."""
        return self.inspected - self.inspector - ARROW

    @property
    def date_width(self) -> float:
        """For the day and the code below it."""
        return self.sign - self.date - 3 * MM


def _columns(layout: Layout) -> Columns:
    return Columns(*(layout.column(edge) for edge in (0.5, 4.5, 8.25, 9.75, 12)))


@dataclass(frozen=True, slots=True)
class Share:
    """The rows that one page takes: how much is said in each, and how tall each is."""

    fullness: Fullness
    heights: tuple[float, ...]


def draw_assignment_sheet(document: Document, sheet: AssignmentSheet) -> int:
    """Add the sheet to ``document`` and return its pages: one for up to 15 households."""
    layout = document.layout
    lines = list(sheet.lines)
    pens: list[Pen] = []
    while lines or not pens:
        pen = document.new_page()
        top = _draw_head(pen, layout, sheet)
        share = _share(layout, lines, layout.bottom - top - 2 * MM)
        end = _draw_rows(pen, layout, lines, top, share)
        lines = lines[len(share.heights) :]
        if not lines:
            _draw_steps(pen, layout, end)
        pens.append(pen)
    for number, pen in enumerate(pens, start=1):
        draw_footer(
            pen,
            layout,
            code=sheet_code(sheet.reference),
            notes=checklist_version(sheet.checklist_version),
            emergency=emergency(sheet.head.emergency_number),
            page=page_of(number, len(pens)),
        )
        document.add_page(pen)
    return len(pens)


def _share(layout: Layout, lines: list[AssignmentLine], room: float) -> Share:
    """What to show on a page with ``room``: all that is left if it can be, or an even part."""
    for fullness in FULLNESS:
        heights = [_needed(layout, line, fullness) for line in lines]
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


def _needed(layout: Layout, line: AssignmentLine, fullness: Fullness) -> float:
    parties = (
        _lay_out(layout, line.inspector, "", fullness),
        _lay_out(layout, line.inspected, line.note, fullness),
    )
    return max(sum(block.height for block in blocks) for blocks in parties) + 1.4 * MM


def _lay_out(layout: Layout, party: Party, note: str, fullness: Fullness) -> list[Block]:
    """Name, address, and phone with the note, each on as many lines as ``fullness`` grants."""
    phone = party.phone.strip() or _("(chưa có số điện thoại)")
    called = f"{phone} · {note}" if note.strip() else phone
    return [
        fit(party.name or "–", layout.body_bold, _columns(layout).party_width, lines=fullness[0]),
        fit(address(party), layout.small, _columns(layout).party_width, lines=fullness[1]),
        fit(called, layout.small, _columns(layout).party_width, lines=fullness[2]),
    ]


def _draw_head(pen: Pen, layout: Layout, sheet: AssignmentSheet) -> float:
    columns = _columns(layout)
    right = layout.head_right if sheet.link else layout.right
    y = draw_title(
        pen,
        layout,
        _("Phân công kiểm tra chéo"),
        sheet.period,
        [place(sheet.head), leader(sheet.head)],
        right=right,
    )
    y = pen.fitted(
        layout.left, y, between(sheet.starts, sheet.due), layout.body_bold, right - layout.left
    )
    words = _(
        "Mỗi hộ đi kiểm tra một hộ và được một hộ khác kiểm tra. "
        "Kiểm tra xong thì ghi ngày và ký vào đây."
    )
    y = pen.fitted(layout.left, y, words, layout.small, right - layout.left, lines=2) + 2 * MM
    y = max(y, draw_link(pen, layout, sheet.link, "", "") - layout.small_bold.leading)
    heads = (
        (columns.inspector, _("Người kiểm tra"), columns.party_width),
        (columns.inspected, _("Hộ được kiểm tra"), _columns(layout).party_width),
        (columns.date, _("Ngày kiểm tra"), columns.date_width),
        (columns.sign, _("Người kiểm tra ký"), columns.right - columns.sign),
    )
    titles = [(x, fit(words, layout.small_bold, width, lines=2)) for x, words, width in heads]
    end = y + max(block.height for _x, block in titles)
    for x, block in titles:
        pen.block(x, end - block.height, block)
    y = end + 0.6 * MM
    pen.line(layout.left, y, layout.right, y, RULE)
    return y


def _draw_rows(
    pen: Pen,
    layout: Layout,
    lines: list[AssignmentLine],
    top: float,
    share: Share,
) -> float:
    for line, height in zip(lines, share.heights, strict=False):
        _draw_row(pen, layout, line, top, height, share.fullness)
        top += height
        pen.line(layout.left, top, layout.right, top, HAIRLINE)
    return top


def _draw_row(
    pen: Pen,
    layout: Layout,
    line: AssignmentLine,
    top: float,
    height: float,
    fullness: Fullness,
) -> None:
    columns = _columns(layout)
    y = top + (height - _needed(layout, line, fullness)) / 2 + 0.7 * MM
    first = y + layout.body_bold.ascent
    number = squeeze(str(line.number), layout.strong, columns.inspector - layout.left - 1 * MM)
    pen.text(layout.left, first, number.lines[0], number.face)
    for x, blocks in (
        (columns.inspector, _lay_out(layout, line.inspector, "", fullness)),
        (columns.inspected, _lay_out(layout, line.inspected, line.note, fullness)),
    ):
        end = y
        for block in blocks:
            end = pen.block(x, end, block)
    _draw_arrow(pen, columns.inspected - 7 * MM, y + layout.body_bold.leading / 2)
    pen.block(columns.date, y, squeeze(_("….… / ….…"), layout.body, columns.date_width))
    below = y + layout.body_bold.leading + layout.small.leading
    pen.block(columns.date, below, squeeze(line.code, layout.small, columns.date_width))
    for x in (columns.date, columns.sign):
        pen.line(x - 2 * MM, top, x - 2 * MM, top + height, HAIRLINE)


def _draw_arrow(pen: Pen, x: float, y: float) -> None:
    """From left to right; drawn, as the typeface has no arrow."""
    end = x + 4 * MM
    pen.line(x, y, end, y, RULE)
    pen.line(end - 1.3 * MM, y - 1.1 * MM, end, y, RULE)
    pen.line(end - 1.3 * MM, y + 1.1 * MM, end, y, RULE)


def _draw_steps(pen: Pen, layout: Layout, top: float) -> None:
    """How to go about it, where the rows leave room."""
    steps = (
        _("1. Gọi điện hẹn giờ trước khi sang."),
        _("2. Cùng chủ nhà xem từng mục trên phiếu, đánh dấu và ký."),
        _("3. Có chỗ nguy hiểm thì nói ngay với chủ nhà và báo tổ trưởng."),
        _("4. Quét mã trên phiếu để gửi kết quả, hoặc đưa phiếu cho tổ trưởng nhập giúp."),
    )
    y = top + STEPS_GAP
    if y + len(steps) * layout.body.leading + layout.body_bold.leading > layout.bottom - 1 * MM:
        return
    y = pen.fitted(layout.left, y, _("Cách làm"), layout.body_bold, layout.width)
    for step in steps:
        y = pen.fitted(layout.left, y, step, layout.body, layout.width)
