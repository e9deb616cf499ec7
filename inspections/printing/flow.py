"""Sheets whose length depends on their content: a place that moves down and over pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspections.printing.document import Document
from inspections.printing.frame import draw_footer
from inspections.printing.paper import HAIRLINE, MM, RULE, Layout
from inspections.printing.pen import Align, Pen
from inspections.printing.text import Block, fit
from inspections.printing.words import checklist_version, emergency, page_of, sheet_code

Cell = Sequence[Block]
PADDING = 1.4 * MM
SECTION_GAP = 4 * MM
# A table of so few rows is not broken.
SHORT = 4


class Flow:
    """The pages of one sheet while they are drawn; ``y`` is where the next thing goes.

    ``draw_head`` draws the top of a page, told whether it is the first, and returns its end.
    """

    def __init__(self, document: Document, draw_head: Callable[[Pen, bool], float]) -> None:
        self.document = document
        self._draw_head = draw_head
        self._pens: list[Pen] = []
        self.turn_page()

    @property
    def layout(self) -> Layout:
        """Where things stand and how large they are set."""
        return self.document.layout

    @property
    def pen(self) -> Pen:
        """The pen of the current page."""
        return self._pens[-1]

    def turn_page(self) -> None:
        """Go on at the top of a new page."""
        pen = self.document.new_page()
        self._pens.append(pen)
        self.y = self._draw_head(pen, len(self._pens) == 1)

    def make_room(self, height: float) -> bool:
        """Turn the page if ``height`` points no longer fit on this one; tell whether it did."""
        if self.y + height <= self.layout.bottom:
            return False
        self.turn_page()
        return True

    def finish(self, *, reference: str, emergency_number: str, version: str = "") -> int:
        """Give all pages their foot, hand them to the document, return their number."""
        for number, pen in enumerate(self._pens, start=1):
            draw_footer(
                pen,
                self.document.layout,
                code=sheet_code(reference),
                notes=checklist_version(version),
                emergency=emergency(emergency_number),
                page=page_of(number, len(self._pens)),
            )
            self.document.add_page(pen)
        return len(self._pens)


def start_section(flow: Flow, title: str, height: float) -> None:
    """A heading that stays with the ``height`` points that follow it."""
    face = flow.layout.body_bold
    flow.make_room(SECTION_GAP + face.leading + height)
    top = flow.y + SECTION_GAP
    flow.y = flow.pen.fitted(flow.layout.left, top, title, face, flow.layout.width) + 0.5 * MM


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: from ``left`` on, ``width`` points for its text."""

    title: str
    left: float
    width: float
    align: Align = "left"

    @property
    def anchor(self) -> float:
        """Where text of this alignment is tied to."""
        return {"left": self.left, "right": self.left + self.width}.get(
            self.align, self.left + self.width / 2
        )


def draw_section(
    flow: Flow,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    keep: float = 0.0,
) -> None:
    """A table under a heading that stays with it; nothing at all without rows."""
    if rows:
        heights = [_height(row) for row in rows]
        start_section(flow, title, _beginning(flow, columns, heights, keep))
        draw_table(flow, columns, rows, keep=keep)


def _beginning(
    flow: Flow, columns: Sequence[Column], heights: Sequence[float], keep: float
) -> float:
    """What stays together at the start: titles and two rows, or all of a short table."""
    whole = len(heights) <= SHORT
    rows = sum(heights) + keep if whole else sum(heights[:2])
    return _titles_height(flow, columns) + rows


def columns_between(layout: Layout, edges: Sequence[float], titles: Sequence[str]) -> list[Column]:
    """Columns of text between ``edges`` of the grid."""
    lefts = [layout.column(edge) for edge in edges]
    return [
        Column(title, start, end - start - 2 * MM)
        for title, start, end in zip(titles, lefts[:-1], lefts[1:], strict=True)
    ]


def draw_table(
    flow: Flow, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, keep: float = 0.0
) -> None:
    """Draw ``rows`` under their titles, which are repeated on each page the table reaches.

    The last row never goes to a page alone, and takes along ``keep`` points of what follows.
    """
    layout = flow.layout
    heights = [_height(row) for row in rows]
    flow.make_room(_beginning(flow, columns, heights, keep))
    _draw_titles(flow, columns)
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        ending = 0 < number >= len(rows) - 2
        if flow.make_room(sum(heights[number:]) + keep if ending else height):
            _draw_titles(flow, columns)
        baseline = flow.y + PADDING / 2 + _ascent(row)
        for column, cell in zip(columns, row, strict=True):
            y = baseline - (cell[0].face.ascent if cell else 0.0)
            for block in cell:
                y = flow.pen.block(column.anchor, y, block, column.align)
        flow.y += height
        flow.pen.line(layout.left, flow.y, layout.right, flow.y, HAIRLINE)


def _ascent(row: Sequence[Cell]) -> float:
    """The first baseline of a row, which all its cells share whatever their sizes."""
    return max(cell[0].face.ascent for cell in row if cell)


def _height(row: Sequence[Cell]) -> float:
    ascent = _ascent(row)
    heights = (
        sum(block.height for block in cell) + ascent - cell[0].face.ascent for cell in row if cell
    )
    return max(heights) + PADDING


def _titles(flow: Flow, columns: Sequence[Column]) -> list[Block]:
    face = flow.layout.small_bold
    return [fit(column.title, face, column.width, lines=2) for column in columns]


def _titles_height(flow: Flow, columns: Sequence[Column]) -> float:
    return max(block.height for block in _titles(flow, columns)) + 1 * MM


def _draw_titles(flow: Flow, columns: Sequence[Column]) -> None:
    layout = flow.layout
    height = _titles_height(flow, columns)
    for column, block in zip(columns, _titles(flow, columns), strict=True):
        flow.pen.block(
            column.anchor, flow.y + height - 0.6 * MM - block.height, block, column.align
        )
    flow.y += height
    flow.pen.line(layout.left, flow.y, layout.right, flow.y, RULE)
