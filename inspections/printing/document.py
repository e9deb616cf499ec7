"""One PDF in the making: pages, stamps that are drawn once, an outline, a count."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import BinaryIO

from reportlab.lib.rl_accel import escapePDF

from inspections.printing.fonts import clean, load_font
from inspections.printing.paper import Layout, layout_of
from inspections.printing.pen import Pen
from inspections.printing.streaming import StreamingCanvas
from inspections.printing.values import PaperName, PrintedDocument, Size


class Document:
    """Give pages to it in reading order; it writes them to ``out`` as they come."""

    def __init__(
        self,
        out: BinaryIO,
        *,
        language: str,
        size: Size = "normal",
        paper: PaperName = "a4",
        turned: bool = False,
    ) -> None:
        self.layout: Layout = layout_of(paper, size, turned=turned)
        self.pages = 0
        self._canvas = StreamingCanvas(out, language=language, paper=self.layout.paper)
        self._stamps: dict[Hashable, tuple[str, float]] = {}
        # Names and addresses come back on several sheets of a team; bounded, as a city has many.
        self._encode = lru_cache(maxsize=2048)(self._encode_once)

    def describe(self, title: str, subject: str) -> None:
        """Set what a reader's window and search show."""
        self._canvas.setTitle(clean(title))
        self._canvas.setSubject(clean(subject))
        self._canvas.setAuthor("")
        self._canvas.setCreator("")

    def new_page(self) -> Pen:
        """A pen for the next page; hand it to ``add_page``."""
        return Pen(self._encode, self.layout.paper.height)

    def new_part(self, height: float) -> Pen:
        """A pen for a part of a page, to be included in it."""
        return Pen(self._encode, height)

    def add_page(self, pen: Pen) -> None:
        """Write the page; nothing of it stays in memory."""
        self._canvas.write_page("\n".join(pen.operators), pen.stamps, pen.links)
        self.pages += 1

    def mark_section(self, title: str) -> None:
        """Let the outline lead to the page that is added next."""
        key = f"s{self.pages}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(clean(title) or "–", key)

    def place_stamp(
        self, pen: Pen, key: Hashable, *, height: float, top: float, draw: Callable[[Pen], None]
    ) -> None:
        """Place what ``draw`` draws, drawing it only the first time ``key`` is seen.

        It becomes a form XObject: stored once in the file however many pages show it.
        """
        if key not in self._stamps:
            self._stamps[key] = (self._make_stamp(height, draw), height)
        name, height = self._stamps[key]
        pen.stamp(name, height, top)

    def finish(self) -> PrintedDocument:
        """Write fonts, outline and table of contents; the document is complete after this."""
        self._canvas.save()
        return PrintedDocument(pages=self.pages)

    def _make_stamp(self, height: float, draw: Callable[[Pen], None]) -> str:
        name = f"{len(self._stamps) + 1}"
        pen = Pen(self._encode, height)
        draw(pen)
        self._canvas.beginForm(name, 0, 0, self.layout.paper.width, height)
        self._canvas.addLiteral("\n".join(pen.operators))
        self._canvas.endForm()
        return name

    def _encode_once(self, text: str, font: str) -> tuple[tuple[str, str], ...]:
        loaded = load_font(font)
        document = self._canvas.document
        return tuple(
            (loaded.getSubsetInternalName(subset, document), escapePDF(letters))
            for subset, letters in loaded.splitString(text, document)
        )
