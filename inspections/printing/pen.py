"""Drawing in plain PDF operators: text, lines and boxes at y measured down from the top."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from inspections.printing.fonts import measure
from inspections.printing.paper import BOX, HAIRLINE, RULE, Face
from inspections.printing.qr import qr_operators
from inspections.printing.streaming import Link
from inspections.printing.text import Block, fit

Align = Literal["left", "right", "centre"]
Encode = Callable[[str, str], tuple[tuple[str, str], ...]]


class Pen:
    """Collects the operators of one page or one stamp of ``height`` points.

    reportlab's canvas keeps a graphics state for its caller and asks for it at each call; writing
    the operators is several times faster, and the sheets need only these few.
    """

    def __init__(self, encode: Encode, height: float) -> None:
        self.operators: list[str] = []
        self.stamps: list[str] = []
        self.links: list[Link] = []
        self._encode = encode
        self._height = height
        self._line_width = 0.0

    def text(self, x: float, y: float, words: str, face: Face, align: Align = "left") -> None:
        """Cleaned ``words`` on the baseline ``y``, starting, ending or centred at ``x``."""
        if not words:
            return
        if align != "left":
            width = measure(words, face.font, face.size)
            x -= width if align == "right" else width / 2
        shown = " ".join(
            f"{name} {face.size:.4g} Tf ({letters}) Tj"
            # The space, which nobody sees, keeps it apart from what a reader finds next.
            for name, letters in self._encode(f"{words} ", face.font)
        )
        self.operators.append(f"BT {x:.1f} {self._height - y:.1f} Td {shown} ET")

    def block(self, x: float, top: float, block: Block, align: Align = "left") -> float:
        """Draw the lines of ``block`` from ``top`` and return where it ends."""
        baseline = top + block.face.ascent
        for line in block.lines:
            self.text(x, baseline, line, block.face, align)
            baseline += block.face.leading
        return top + block.height

    def fitted(
        self, x: float, top: float, words: str, face: Face, width: float, *, lines: int = 1
    ) -> float:
        """Any ``words`` made to fit ``width``, drawn from ``top``; return where they end."""
        return self.block(x, top, fit(words, face, width, lines=lines))

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = HAIRLINE) -> None:
        """A straight line."""
        self._set_line_width(width)
        top = self._height
        self.operators.append(f"{x1:.1f} {top - y1:.1f} m {x2:.1f} {top - y2:.1f} l S")

    def box(self, x: float, y: float, width: float, height: float, line: float = RULE) -> None:
        """An empty box whose upper left corner is at ``x``, ``y``."""
        self._set_line_width(line)
        self.operators.append(
            f"{x:.1f} {self._height - y - height:.1f} {width:.1f} {height:.1f} re S"
        )

    def tick_box(self, x: float, y: float) -> None:
        """A box to tick, centred at ``x``, ``y``; 5 mm, for a pen in an old hand."""
        self.box(x - BOX / 2, y - BOX / 2, BOX, BOX)

    def fill(self, x: float, y: float, width: float, height: float) -> None:
        """A solid box."""
        self.operators.append(
            f"{x:.1f} {self._height - y - height:.1f} {width:.1f} {height:.1f} re f"
        )

    def qr(self, x: float, y: float, link: str, size: float) -> None:
        """The code of ``link`` in a square whose upper left corner is at ``x``, ``y``.

        On a phone that shows the sheet, tapping it opens the link.
        """
        below = self._height - y - size
        self.links.append((link, (x, below, x + size, below + size)))
        self.operators.append(f"q 1 0 0 1 {x:.1f} {below:.1f} cm\n{qr_operators(link, size)}\nQ")

    def stamp(self, name: str, height: float, top: float) -> None:
        """Place a stamp made earlier with its top edge at ``top``."""
        shift = self._height - top - height
        self.operators.append(f"q 1 0 0 1 0 {shift:.1f} cm /FormXob.{name} Do Q")
        self.stamps.append(name)

    def include(self, part: Pen, x: float, top: float) -> None:
        """Show a ``part`` drawn on its own, its upper left corner at ``x``, ``top``.

        The edge of a cheap printer's reach has to be kept by the part itself.
        """
        shift = self._height - top - part.height
        self.operators.append(f"q 1 0 0 1 {x:.1f} {shift:.1f} cm")
        self.operators.extend(part.operators)
        self.operators.append("Q")
        self.stamps.extend(part.stamps)
        self.links.extend(
            (link, (left + x, below + shift, right + x, above + shift))
            for link, (left, below, right, above) in part.links
        )

    @property
    def height(self) -> float:
        """How tall its page, part or stamp is."""
        return self._height

    def _set_line_width(self, width: float) -> None:
        if width != self._line_width:
            self._line_width = width
            self.operators.append(f"{width:g} w")
