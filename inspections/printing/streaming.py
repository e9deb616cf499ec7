"""A reportlab document that writes each page as soon as it is finished.

reportlab keeps every page until it saves, so memory grows with the number of pages; a city's
month is 12,000 of them. PDF does not ask for that: objects may come in any order, only the table
at the end has to know where they are.
"""

from __future__ import annotations

from array import array
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from inspections.printing.fonts import REGULAR, load_font
from inspections.printing.paper import Paper

# Left, bottom, right, top in points from the page's lower left corner.
Area = tuple[float, float, float, float]
# An address and where on the page a finger finds it.
Link = tuple[str, Area]

# Binary streams are a quarter smaller than their base-85 form, and quicker.
rl_config.useA85 = 0


class _Output(pdfdoc.PDFFile):  # type: ignore[misc]
    """reportlab's collector of objects and offsets, without the collecting."""

    def __init__(self, out: BinaryIO, version: tuple[int, int]) -> None:
        super().__init__(version)
        out.write(b"".join(self.strings))
        self.strings.clear()
        self.write = out.write


class _Document(pdfdoc.PDFDocument):  # type: ignore[misc]
    """Writes pages and forms when they are added; everything else when it is saved."""

    def __init__(self, out: BinaryIO, *, language: str) -> None:
        # Invariant: the same values give the same bytes, so files can be named by content.
        super().__init__(compression=1, invariant=1, lang=language)
        self.output = _Output(out, self._pdfVersion)
        # Where object n is stands at n - 1: eight bytes for each, as a city has many.
        self.offsets = array("Q")
        self.encrypt.prepare(self)

    def addPage(self, page: Any) -> None:
        name = self.thisPageName()
        super().addPage(page)
        page.check_format(self)
        content = self.Reference(page.Contents)
        self._write(name)
        self._write(content.name)
        # The page tree and the outline go on naming the page; nothing names its content again.
        del self.idToObjectNumberAndVersion[content.name]
        self.Pages.pages[-1] = pdfdoc.PDFObjectReference(name)

    def addForm(self, name: str, form: Any) -> None:
        super().addForm(name, form)
        self._write(pdfdoc.xObjectName(name))

    def format(self) -> bytes:
        self.Reference(self.Catalog)
        self.Reference(self.info)
        number = 0
        # Writing an object may number others, so the end is only known on reaching it.
        while (number := number + 1) <= self.objectcounter:
            if number in self.numberToId:
                self._write(self.numberToId[number])
        start = self.output.add(f"xref\n0 {number}\n0000000000 65535 f \n")
        for offset in self.offsets:
            self.output.add(f"{offset:010} 00000 n \n")
        trailer = pdfdoc.PDFTrailer(
            startxref=start,
            Size=number,
            Root=self.Reference(self.Catalog),
            Info=self.Reference(self.info),
            ID=self.ID(),
        )
        self.output.add(trailer.format(self))
        return b""

    def _write(self, name: str) -> None:
        """Write an object and forget it, but for its number and its place."""
        number, _version = self.idToObjectNumberAndVersion[name]
        body = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
        self.offsets.extend([0] * (number - len(self.offsets)))
        self.offsets[number - 1] = self.output.add(body)
        del self.numberToId[number]
        self.idToObject[name] = None


def _tappable(address: str, area: Area) -> Any:
    action = {"S": pdfdoc.PDFName("URI"), "URI": pdfdoc.PDFString(address)}
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName("Link"),
            "Rect": pdfdoc.PDFArray([round(edge, 1) for edge in area]),
            "Border": pdfdoc.PDFArray([0, 0, 0]),
            "A": pdfdoc.PDFDictionary(action),
        }
    )


class StreamingCanvas(Canvas):  # type: ignore[misc]
    """A canvas over such a document, that has never heard of Helvetica."""

    def __init__(self, out: BinaryIO, *, language: str, paper: Paper) -> None:
        load_font(REGULAR)
        super().__init__(
            out,
            pagesize=(paper.width, paper.height),
            pageCompression=1,
            initialFontName=REGULAR,
        )
        self._doc = _Document(out, language=language)

    def write_page(self, operators: str, stamps: list[str], links: list[Link]) -> None:
        """Write one finished page: its operators, the forms that they name, what can be tapped."""
        self._formsinuse = stamps
        # Within the page rather than beside it, where reportlab would keep them to the end.
        self._annotationrefs = [_tappable(*link) for link in links]
        self.addLiteral(operators)
        self.showPage()

    @property
    def document(self) -> Any:
        """What fonts ask for when they number letters."""
        return self._doc
