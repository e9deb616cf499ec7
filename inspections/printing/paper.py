"""The sheet of paper: one grid, one type scale. Lengths are points, y runs down from the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inspections.printing.fonts import BOLD, REGULAR
from inspections.printing.values import Size

MM: Final = 72 / 25.4
PAGE_WIDTH: Final = 210 * MM
PAGE_HEIGHT: Final = 297 * MM

# Half a millimetre more than the 10 that cheap printers cannot reach, for the width of lines.
MARGIN: Final = 10.5 * MM
LEFT: Final = MARGIN
RIGHT: Final = PAGE_WIDTH - MARGIN
TOP: Final = MARGIN
WIDTH: Final = RIGHT - LEFT
COLUMN: Final = WIDTH / 12
GUTTER: Final = 4 * MM

FOOTER: Final = 6.5 * MM
BOTTOM: Final = PAGE_HEIGHT - MARGIN - FOOTER

HAIRLINE: Final = 0.3
RULE: Final = 0.8
BOX: Final = 5 * MM
STEP: Final = 1.2


def column(number: float) -> float:
    """The left edge of a column of the grid, counted from 0; 12 is the right margin."""
    return LEFT + number * COLUMN


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
class Scale:
    """Six steps of type, each 1.2 times the one before; the body is the second.

    ``code_columns`` is how much of the grid an item's code takes at this size.
    """

    body_size: float
    code_columns: float

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


SCALES: Final[dict[Size, Scale]] = {
    "normal": Scale(10.5, 1),
    "large": Scale(12.5, 1.25),
}
