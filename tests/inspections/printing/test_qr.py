"""Two decoders that share no code read every code on every sheet, as a poor camera sees it."""

from functools import cache
from io import BytesIO

import cv2
import numpy
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from pypdf import PdfReader

from inspections.printing.catalogue import SHEETS
from tests.inspections.printing.everything import FORMS, ORDINARY, VALUES, print_values

DPI = 150
WHITE = 255
# Pixels, two millimetres and a half: more would show a second code beside a first.
AROUND = 15


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]


def links_of(pdf):
    """What each page's codes should say, with their places in pixels."""
    found = []
    for page in PdfReader(BytesIO(pdf)).pages:
        height = float(page.mediabox.height)
        found.append(
            [
                (
                    note["/A"]["/URI"],
                    [
                        round(edge * DPI / 72)
                        for edge in (
                            float(note["/Rect"][0]),
                            height - float(note["/Rect"][3]),
                            float(note["/Rect"][2]),
                            height - float(note["/Rect"][1]),
                        )
                    ],
                )
                for note in (each.get_object() for each in page.get("/Annots", []))
            ]
        )
    return found


def codes(pdf):
    """Every code of a document: what it should say, and its picture with some paper round it."""
    for image, links in zip(pages(pdf), links_of(pdf), strict=True):
        for link, (left, top, right, bottom) in links:
            box = (left - AROUND, top - AROUND, right + AROUND, bottom + AROUND)
            yield link, image.crop(box)


@cache
def ordinary_codes(name, size, paper):
    return list(codes(print_values(name, VALUES[name][ORDINARY](), size=size, paper=paper)))


def enlarged(image):
    """OpenCV's detector wants modules of several pixels, as a phone held close gives."""
    return numpy.array(image.resize((image.width * 3, image.height * 3), Image.Resampling.BICUBIC))


def read_with_zxing(image):
    return [found.text for found in zxingcpp.read_barcodes(numpy.array(image))]


def read_with_opencv(image):
    text, _corners, _straight = cv2.QRCodeDetector().detectAndDecode(enlarged(image))
    return [text]


DECODERS = {"zxing": read_with_zxing, "opencv": read_with_opencv}
LOOKS = {
    "as printed": lambda image: image,
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(1.2)),
    "turned": lambda image: image.rotate(5, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE),
}


@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("name", "size", "paper"), FORMS)
def test_every_code_is_read(name, size, paper, look, decoder):
    shown = ordinary_codes(name, size, paper)
    assert shown
    read = [(link, DECODERS[decoder](LOOKS[look](image))) for link, image in shown]
    assert [each for each in read if each[1] != [each[0]]] == []


def test_a_notice_without_a_link_shows_no_code():
    pdf = print_values("notices", VALUES["notices"][0]())
    assert list(codes(pdf)) == []


def test_every_other_sheet_has_a_code_on_its_first_page():
    without = []
    for name in SHEETS:
        pdf = print_values(name, VALUES[name][ORDINARY]())
        if not links_of(pdf)[0]:
            without.append(name)
    assert without == []
