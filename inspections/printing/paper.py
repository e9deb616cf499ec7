"""The sheet of paper: one grid, one type scale. Lengths are points, y runs down from the top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from inspections.printing.fonts import BOLD, REGULAR
from inspections.printing.values import PaperName, Size

MM: Final = 72 / 25.4

# Half a millimetre more than the 10 that cheap printers cannot reach, for the width of lines.
MARGIN: Final = 10.5 * MM
GUTTER: Final = 4 * MM
FOOTER: Final = 6.5 * MM
QR_SIZE: Final = 25 * MM

HAIRLINE: Final = 0.3
RULE: Final = 0.8
BOX: Final = 5 * MM
STEP: Final = 1.2


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of so many points, and the grid of 12 columns between its margins."""

    width: float
    height: float

    @property
    def turned(self) -> Paper:
        """The same sheet, laid on its side."""
        return Paper(self.height, self.width)


PAPERS: Final[dict[PaperName, Paper]] = {
    "a4": Paper(210 * MM, 297 * MM),
    "a5": Paper(148 * MM, 210 * MM),
}


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface at a size. The leading leaves room for stacked accents such as in "Ẩ"."""

    font: str
    size: float

    @property
    def leading(self) -> float:
        """The distance between baselines."""
        return self.size * 1.25

    @property
    def ascent(self) -> float:
        """From the top of a line to its baseline."""
        return self.size * 0.95

    def scaled(self, factor: float) -> Face:
        """The same typeface, larger or smaller."""
        return Face(self.font, self.size * factor)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand on a paper and how large they are set.

    Six steps of type, each 1.2 times the one before; the body is the second. ``code_columns`` and
    ``tick_columns`` are how much of the grid an item's code and its four boxes take.
    """

    paper: Paper
    body_size: float
    code_columns: float
    tick_columns: float

    @property
    def left(self) -> float:
        """The left margin."""
        return MARGIN

    @property
    def top(self) -> float:
        """The upper margin."""
        return MARGIN

    @property
    def right(self) -> float:
        """The right margin."""
        return self.paper.width - MARGIN

    @property
    def bottom(self) -> float:
        """Where the foot begins."""
        return self.paper.height - MARGIN - FOOTER

    @property
    def width(self) -> float:
        """From margin to margin."""
        return self.paper.width - 2 * MARGIN

    @property
    def column_width(self) -> float:
        """One of the twelve columns."""
        return self.width / 12

    @property
    def head_right(self) -> float:
        """Where a head ends that has a QR code beside it."""
        return self.right - QR_SIZE - 2 * GUTTER

    def column(self, number: float) -> float:
        """The left edge of a column of the grid, counted from 0; 12 is the right margin."""
        return MARGIN + number * self.column_width

    @property
    def small(self) -> Face:
        """Labels and details."""
        return Face(REGULAR, self.body_size / STEP)

    @property
    def small_bold(self) -> Face:
        """Headings of columns and groups."""
        return Face(BOLD, self.body_size / STEP)

    @property
    def body(self) -> Face:
        """What is read."""
        return Face(REGULAR, self.body_size)

    @property
    def body_bold(self) -> Face:
        """What is looked for."""
        return Face(BOLD, self.body_size)

    @property
    def strong(self) -> Face:
        """Names."""
        return Face(BOLD, self.body_size * STEP)

    @property
    def title(self) -> Face:
        """What this sheet is."""
        return Face(BOLD, self.body_size * STEP**3)

    @property
    def period(self) -> Face:
        """Which month it is for."""
        return Face(REGULAR, self.body_size * STEP**3)

    @property
    def figure(self) -> Face:
        """A number to be seen across a table."""
        return Face(BOLD, self.body_size * STEP**4)


def _layouts() -> Iterator[tuple[tuple[PaperName, Size], Layout]]:
    a4, a5 = PAPERS["a4"], PAPERS["a5"]
    yield ("a4", "normal"), Layout(a4, 10.5, code_columns=1, tick_columns=4)
    yield ("a4", "large"), Layout(a4, 12.5, code_columns=1.25, tick_columns=4)
    # Half the paper is held nearer to the eyes; its columns are narrower.
    yield ("a5", "normal"), Layout(a5, 9.5, code_columns=1.3, tick_columns=5)
    yield ("a5", "large"), Layout(a5, 11.5, code_columns=1.6, tick_columns=5)


LAYOUTS: Final = dict(_layouts())


def layout_of(paper: PaperName, size: Size, *, turned: bool = False) -> Layout:
    """The layout of a sheet; ``turned`` for one that lies on its side."""
    layout = LAYOUTS[paper, size]
    return replace(layout, paper=layout.paper.turned) if turned else layout
