"""One sheet for a leader who carries one: the team's households across, the questions down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from inspections.printing.document import Document
from inspections.printing.flow import Flow
from inspections.printing.fonts import clean, measure
from inspections.printing.frame import draw_title
from inspections.printing.paper import GUTTER, HAIRLINE, MM, RULE, Face, Layout
from inspections.printing.pen import Pen
from inspections.printing.team_values import MatrixHousehold, MatrixLine, MatrixSheet
from inspections.printing.text import Block, fit, flow, squeeze
from inspections.printing.words import between, leader, own_affair, place

# A cell that a pen in an old hand can mark; a column wide enough for a name in short lines.
CELL = 5 * MM
WIDEST = 15 * MM
CODE = 15 * MM
# What the columns may take of the width, so that questions stay readable.
MOST_COLUMNS = 0.62
NAME_LINES = 4
SMALLEST_NAME = 0.8
SIGN = 9 * MM
# Rows need the height that a larger code would take; clear of lines on all sides.
QR = 22 * MM
QUIET = 2.7 * MM


Wrap = Callable[[str, Face, float], Block]


@dataclass(frozen=True, slots=True)
class Row:
    """A question, or a group's name when there is no line, and how tall it is.

    ``begins``: the first of a group that has no name above it.
    """

    text: Block
    code: Block | None
    line: MatrixLine | None
    height: float
    begins: bool = False


def draw_matrix(document: Document, sheet: MatrixSheet) -> int:
    """Add the sheet to ``document``; one page for a core list, its heads repeated on others."""
    layout = document.layout
    across = _column_width(layout, len(sheet.households))
    grid = layout.right - across * len(sheet.households)
    flow = Flow(document, lambda pen, first: _draw_head(pen, layout, sheet, grid, across))
    room = layout.bottom - flow.y - _signatures_height(layout, grid)
    rows = _rows_within(sheet, layout, grid, room)
    for row, following in zip_longest(rows, rows[1:]):
        # A group's name never stays behind alone.
        company = following.height if row.line is None and following else 0.0
        flow.make_room(row.height + company)
        _draw_row(flow.pen, layout, row, flow.y, grid, across)
        flow.y += row.height
    if sheet.households:
        _draw_signatures(flow, grid, across, len(sheet.households))
    else:
        words = _("Tháng này tổ chưa có lượt kiểm tra nào.")
        flow.pen.fitted(layout.left, flow.y, words, layout.body, layout.width)
    return flow.finish(
        reference=sheet.reference,
        emergency_number=sheet.head.emergency_number,
        version=sheet.checklist_version,
    )


def _rows_within(sheet: MatrixSheet, layout: Layout, grid: float, room: float) -> list[Row]:
    """The fullest rows that one page has ``room`` for, else the fullest: it takes several anyway.

    Groups give up their names first, as the codes tell them too; then questions some of their size.
    """
    fullest = list(_rows(sheet, layout, grid, names=True, wrap=_flowing))
    for rows in (
        fullest,
        list(_rows(sheet, layout, grid, names=False, wrap=_flowing)),
        list(_rows(sheet, layout, grid, names=False, wrap=_tight)),
    ):
        if sum(row.height for row in rows) <= room:
            return rows
    return fullest


def _column_width(layout: Layout, households: int) -> float:
    return min(WIDEST, layout.width * MOST_COLUMNS / max(households, 1))


def _rows(
    sheet: MatrixSheet, layout: Layout, grid: float, *, names: bool, wrap: Wrap
) -> Iterator[Row]:
    width = grid - layout.left - CODE - 2 * MM
    for group in sheet.groups:
        if names:
            name = fit(group.name, layout.small_bold, width + CODE)
            yield Row(name, None, None, name.height + 0.6 * MM)
        for number, line in enumerate(group.lines):
            face = layout.small_bold if line.critical and _mixed(sheet) else layout.small
            text = wrap(line.text, face, width)
            code = squeeze(line.code, layout.small, CODE - 1.5 * MM)
            height = max(CELL, text.height + 0.4 * MM)
            yield Row(text, code, line, height, begins=not names and number == 0)


def _flowing(text: str, face: Face, width: float) -> Block:
    return flow(text, face, width, lines=2)


def _tight(text: str, face: Face, width: float) -> Block:
    return fit(text, face, width, lines=2)


def _mixed(sheet: MatrixSheet) -> bool:
    return len({line.critical for group in sheet.groups for line in group.lines}) > 1


def _draw_head(pen: Pen, layout: Layout, sheet: MatrixSheet, grid: float, across: float) -> float:
    top = draw_title(
        pen,
        layout,
        _("Bảng kiểm tra cả tổ"),
        sheet.period,
        [place(sheet.head), leader(sheet.head)],
        right=layout.right,
        deadline=between(sheet.starts, sheet.due),
    )
    heads = [_head_blocks(column, layout, across) for column in sheet.households]
    tallest = max((sum(block.height for block in blocks) for blocks in heads), default=0.0)
    end = top + max(tallest, QR + 2 * QUIET if sheet.link else 0.0) + 0.6 * MM
    _draw_corner(pen, layout, sheet, grid, top, end)
    for number, blocks in enumerate(heads):
        x = grid + number * across
        y = end - 0.6 * MM - sum(block.height for block in blocks)
        for block in blocks:
            y = pen.block(x + across / 2, y, block, "centre")
        pen.line(x, top, x, end, HAIRLINE)
    pen.line(layout.left, end, layout.right, end, RULE)
    return end


def _draw_corner(
    pen: Pen, layout: Layout, sheet: MatrixSheet, grid: float, top: float, end: float
) -> None:
    """Left of the households: the way to the page, and how to mark."""
    x = layout.left
    if sheet.link:
        pen.qr(x, end - QR - QUIET, sheet.link, QR)
        x += QR + 2 * GUTTER
    room = int((end - top) / layout.small.leading)
    marks = fit(_marks(sheet), layout.small, grid - x - GUTTER, lines=max(room, 1))
    pen.block(x, end - 0.6 * MM - marks.height, marks)


def _marks(sheet: MatrixSheet) -> str:
    words = _(
        "Ghi vào ô: V là đạt, X là chưa đạt, ? là không kiểm tra được; ô có gạch là không hỏi."
    )
    bold = _("Chữ đậm: mục nguy hiểm, chưa đạt thì báo tổ trưởng ngay.")
    return f"{words} {bold}" if _mixed(sheet) else words


def _head_blocks(column: MatrixHousehold, layout: Layout, across: float) -> list[Block]:
    """A column's number, name, house and who comes, as far as its width allows."""
    width = across - 1 * MM
    home = column.household
    who = _("hộ %(who)s đi") % {"who": ", ".join(column.inspectors)}
    return [
        squeeze(str(column.number), layout.body_bold, width),
        _fit_name(home.name, layout.small, width),
        fit(home.house_number.strip() or "–", layout.small_bold, width, lines=2),
        squeeze(who, layout.small, width),
    ]


def _fit_name(name: str, face: Face, width: float) -> Block:
    """Smaller rather than with a syllable broken, as far as it can be read."""
    longest = max((measure(word, face.font, face.size) for word in clean(name).split()), default=0)
    factor = width / longest if longest > width else 1.0
    return fit(name or "–", face.scaled(max(factor, SMALLEST_NAME)), width, lines=NAME_LINES)


def _draw_row(pen: Pen, layout: Layout, row: Row, y: float, grid: float, across: float) -> None:
    if row.line is None or row.code is None:
        pen.block(layout.left, y + 0.4 * MM, row.text)
        pen.line(layout.left, y + row.height, layout.right, y + row.height, HAIRLINE)
        return
    if row.begins:
        pen.line(layout.left, y, layout.right, y, RULE)
    top = y + (row.height - row.text.height) / 2
    pen.text(layout.left, top + row.text.face.ascent, row.code.lines[0], row.code.face)
    pen.block(layout.left + CODE, top, row.text)
    _draw_cells(pen, y, row.height, grid, across, row.line.asked)
    pen.line(layout.left, y + row.height, layout.right, y + row.height, HAIRLINE)


def _draw_cells(
    pen: Pen, y: float, height: float, grid: float, across: float, asked: Sequence[bool]
) -> None:
    for number, is_asked in enumerate(asked):
        x = grid + number * across
        pen.line(x, y, x, y + height, RULE)
        if not is_asked:
            middle, half = y + height / 2, 1.5 * MM
            pen.line(x + across / 2 - half, middle, x + across / 2 + half, middle, RULE)


def _draw_signatures(flow: Flow, grid: float, across: float, households: int) -> None:
    """A cell to sign in below each household."""
    layout = flow.layout
    height = _signatures_height(layout, grid)
    flow.make_room(height)
    pen, y = flow.pen, flow.y + 0.4 * MM
    for block in _signing_words(layout, grid):
        y = pen.block(layout.left, y, block)
    for number in range(households):
        x = grid + number * across
        pen.line(x, flow.y, x, flow.y + height, RULE)
    flow.y += height
    pen.line(layout.left, flow.y, layout.right, flow.y, RULE)


def _signing_words(layout: Layout, grid: float) -> list[Block]:
    width = grid - layout.left - 2 * MM
    return [
        fit(_("Chủ hộ ký"), layout.small_bold, width),
        fit(own_affair(), layout.small, width, lines=2),
    ]


def _signatures_height(layout: Layout, grid: float) -> float:
    return max(SIGN, sum(block.height for block in _signing_words(layout, grid)) + 0.8 * MM)
