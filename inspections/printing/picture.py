"""A sheet as a picture for a phone's chat: light to send, wide enough to read."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from threading import Lock

import pypdfium2
from PIL import Image, ImageChops

from inspections.printing.catalogue import SHEETS
from inspections.printing.options import Options
from inspections.printing.values import AssignmentSheet, Size

WIDTH = 1080  # pixels: what a chat shows without shrinking
MOST_BYTES = 200 * 1024
# Shades of grey, most first: letters stay smooth with sixteen and legible with four.
SHADES = (16, 8, 4)
MARGIN = 24  # pixels left around what is drawn; the paper's own margins only make it smaller
GAP = 24

# PDFium keeps its state for the whole process and may be used by one thread at a time.
_pdfium = Lock()


def draw_assignment_picture(sheet: AssignmentSheet, *, language: str) -> bytes:
    """An assignment sheet as a PNG: in large letters if these take one page, else in ordinary."""
    sizes: tuple[Size, ...] = ("large", "normal")
    for size in sizes:
        file = BytesIO()
        options = Options(language, size=size)
        written = SHEETS["assignments"].write_values(file, [sheet], options)
        if written.pages == 1:
            break
    return draw_picture(file.getvalue())


def draw_picture(pdf: bytes) -> bytes:
    """The pages of a PDF below each other as one PNG, ``WIDTH`` pixels wide, without the margins.

    At most ``MOST_BYTES`` for the sheets of a team: first in fewer shades, then smaller.
    """
    picture = _stack(list(_pages(pdf)))
    while True:
        for shades in SHADES:
            drawn = _encode(picture, shades)
            if len(drawn) <= MOST_BYTES:
                return drawn
        picture = picture.resize(
            (picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.LANCZOS
        )


def _pages(pdf: bytes) -> Iterator[Image.Image]:
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            # Twice as wide as it is shown: made smaller only once its margins are off.
            for page in document:
                image = page.render(scale=2 * WIDTH / page.get_width(), grayscale=True)
                yield _without_margins(image.to_pil())
        finally:
            document.close()


def _without_margins(image: Image.Image) -> Image.Image:
    """What is drawn, at ``WIDTH`` with a small margin."""
    white = Image.new(image.mode, image.size, 255)
    left, top, right, bottom = ImageChops.difference(image, white).getbbox() or (
        0,
        0,
        image.width,
        image.height,
    )
    drawn = image.crop((left, top, right, bottom))
    inner = WIDTH - 2 * MARGIN
    height = max(round(drawn.height * inner / drawn.width), 1)
    framed = Image.new("L", (WIDTH, height + 2 * MARGIN), 255)
    framed.paste(drawn.resize((inner, height), Image.Resampling.LANCZOS), (MARGIN, MARGIN))
    return framed


def _stack(pages: list[Image.Image]) -> Image.Image:
    height = sum(page.height for page in pages) + GAP * (len(pages) - 1)
    whole = Image.new("L", (WIDTH, height), 255)
    y = 0
    for page in pages:
        whole.paste(page, (0, y))
        y += page.height + GAP
    return whole


def _encode(picture: Image.Image, shades: int) -> bytes:
    out = BytesIO()
    step = 255 / (shades - 1)
    levelled = picture.point(lambda value: round(value / step))
    levelled.putpalette([round(number * step) for number in range(shades) for _rgb in range(3)])
    levelled.save(out, "PNG", optimize=True, bits=4 if shades > 4 else 2)
    return out.getvalue()
