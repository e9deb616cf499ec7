"""Reading sheets back: as text, as fonts, as pixels."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from inspections.printing.catalogue import SHEETS
from inspections.printing.options import Options
from inspections.printing.values import PrintedDocument, TeamPack

Write = Callable[[BytesIO], PrintedDocument]


def printed(write: Write) -> bytes:
    """The file that ``write`` makes; its count of pages is checked against the file."""
    out = BytesIO()
    document = write(out)
    assert document.pages == len(PdfReader(out).pages)
    return out.getvalue()


def write_checklists(out, packs, *, language, size="normal") -> PrintedDocument:
    """Each team's assignment sheet and checklists."""
    return SHEETS["checklists"].write_values(out, packs, Options(language, size))


def checklists(*sheets, assignment, size="normal", language="vi") -> bytes:
    """A team's document with these checklists."""
    packs = [TeamPack(assignment, sheets)]
    return printed(lambda out: write_checklists(out, packs, language=language, size=size))


def summaries(*sheets, language="vi") -> bytes:
    """A document of summaries."""
    return printed(lambda out: SHEETS["summaries"].write_values(out, sheets, Options(language)))


def overdue(value, language="vi") -> bytes:
    """The officer's list."""
    return printed(lambda out: SHEETS["overdue"].write_values(out, [value], Options(language)))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, lines joined, as a search in a reader sees it."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def addresses_of(pdf: bytes) -> list[str]:
    """Where the codes of a document lead when they are tapped."""
    notes = [
        each.get_object()
        for page in PdfReader(BytesIO(pdf)).pages
        for each in page.get("/Annots", [])
    ]
    return [str(note["/A"]["/URI"]) for note in notes]


def tick_boxes(pdf: bytes, page: int) -> int:
    """How many 5 mm boxes a page shows, in its stamps too."""
    shown = PdfReader(BytesIO(pdf)).pages[page]
    streams = [shown.get_contents().get_data()]
    forms = shown["/Resources"].get("/XObject", {})
    streams.extend(form.get_object().get_data() for form in forms.values())
    return sum(len(re.findall(rb" 14\.2 14\.2 re S", stream)) for stream in streams)


def rasters(pdf: bytes, *, dpi: int) -> list[Image.Image]:
    """Every page as an image in shades of grey; skips where poppler is not installed."""
    tool = shutil.which("pdftoppm")
    if tool is None:
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    done = subprocess.run(
        [tool, "-r", str(dpi), "-gray", "-"], input=pdf, capture_output=True, check=True
    )
    images, data = [], done.stdout
    while data:
        header = re.match(rb"P5\n(\d+) (\d+)\n255\n", data)
        width, height = int(header[1]), int(header[2])
        end = header.end() + width * height
        images.append(Image.frombytes("L", (width, height), data[header.end() : end]))
        data = data[end:]
    return images
