"""Making any text fit the place it has: whole if possible, never over its edge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from inspections.printing.fonts import clean, measure
from inspections.printing.paper import Face

# Tried in turn: as it is, a little smaller, on more lines, on more lines and smaller.
SHRINK = (1.0, 0.92, 0.85)
ELLIPSIS = "…"
BALANCE = (0.65, 0.75, 0.85, 0.93)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of cleaned text in one face."""

    lines: tuple[str, ...]
    face: Face

    @property
    def height(self) -> float:
        """The height of all its lines, in points."""
        return len(self.lines) * self.face.leading


@lru_cache(maxsize=2048)
def fit(text: str, face: Face, width: float, *, lines: int = 1) -> Block:
    """``text`` within ``width`` points and at most ``lines`` lines; cut with … as last resort."""
    words = clean(text)
    for wanted in range(1, lines + 1):
        for factor in SHRINK if wanted == lines else SHRINK[:2]:
            smaller = face.scaled(factor)
            wrapped = wrap(words, smaller, width)
            if len(wrapped) <= wanted:
                return Block(wrapped, smaller)
    smaller = face.scaled(SHRINK[-1])
    wrapped = wrap(words, smaller, width)
    last = _cut(" ".join(wrapped[lines - 1 :]), smaller, width)
    return Block((*wrapped[: lines - 1], last), smaller)


def flow(text: str, face: Face, width: float, *, lines: int) -> Block:
    """``text`` at its own size on as many lines as it takes; made to fit only beyond ``lines``.

    For rows read one after the other, where a change of size would look like a change of meaning.
    """
    words = clean(text)
    wrapped = wrap(words, face, width)
    if len(wrapped) > lines:
        return fit(text, face, width, lines=lines)
    # Narrower while that costs no line, so that no word ends up on a line alone.
    for share in BALANCE if len(wrapped) > 1 else ():
        narrower = wrap(words, face, width * share)
        if len(narrower) == len(wrapped):
            return Block(narrower, face)
    return Block(wrapped, face)


@lru_cache(maxsize=2048)
def squeeze(text: str, face: Face, width: float) -> Block:
    """``text`` on one line, as small as it takes: for codes and numbers that must stay whole."""
    words = clean(text)
    needed = measure(words, face.font, face.size)
    return Block((words,), face if needed <= width else face.scaled(width / needed))


@lru_cache(maxsize=2048)
def wrap(text: str, face: Face, width: float) -> tuple[str, ...]:
    """Cleaned ``text`` broken into lines at spaces, and inside a word only if it must be."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if measure(longer, face.font, face.size) <= width:
            current = longer
            continue
        if current:
            lines.append(current)
        *full, current = _pieces(word, face, width)
        lines.extend(full)
    lines.append(current)
    return tuple(lines)


def _pieces(word: str, face: Face, width: float) -> list[str]:
    pieces = []
    while measure(word, face.font, face.size) > width and len(word) > 1:
        length = _letters_within(word, face, width)
        pieces.append(word[:length])
        word = word[length:]
    return [*pieces, word]


def _letters_within(word: str, face: Face, width: float) -> int:
    length = len(word) - 1
    while length > 1 and measure(word[:length], face.font, face.size) > width:
        length -= 1
    return length


def _cut(line: str, face: Face, width: float) -> str:
    # A 300-letter note is cut near its end once per document: walking back is quick enough.
    while line and measure(line + ELLIPSIS, face.font, face.size) > width:
        line = line[:-1]
    return line.rstrip(" ,;.-") + ELLIPSIS
