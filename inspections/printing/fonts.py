"""The one typeface of the sheets, and what may be set in it."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "BeVietnamPro"
BOLD = "BeVietnamPro-Bold"
FILES = {REGULAR: "BeVietnamPro_400Regular.ttf", BOLD: "BeVietnamPro_700Bold.ttf"}
FOLDER = Path(__file__).resolve().parents[2] / "firesafety" / "fonts"

# Stands where the typeface has no letter: seen on paper and found again in the text.
REPLACEMENT = "¤"
# Controls, marks of direction and joining, halves of surrogate pairs.
INVISIBLE = {"Cc", "Cf", "Cs"}


@cache
def load_font(name: str) -> TTFont:
    """The registered font; parsing a font file takes milliseconds, so once per process."""
    font = TTFont(name, str(FOLDER / FILES[name]))
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=2048)
def clean(text: str) -> str:
    """``text`` on one line, in NFC, with each letter the typeface lacks replaced visibly.

    NFC first: decomposed Vietnamese prints with its accents beside the letters. Invisible
    characters (controls, text direction marks, joiners, emoji variants) go without a trace.
    """
    known = load_font(REGULAR).face.charToGlyph
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        if letter.isspace():
            letters.append(" ")
        elif category in INVISIBLE:
            continue
        elif ord(letter) in known and category != "Cn":
            letters.append(letter)
        elif category != "Mn":
            letters.append(REPLACEMENT)
    return " ".join("".join(letters).split())


def measure(text: str, name: str, size: float) -> float:
    """The width of cleaned ``text`` in points."""
    return float(load_font(name).stringWidth(text, size))
