"""Small charts as lines and boxes: solid, striped and empty instead of colours."""

from __future__ import annotations

from collections.abc import Sequence

from firesafety.numbers import grouped
from inspections.printing.fonts import measure
from inspections.printing.paper import HAIRLINE, MM, RULE, Face
from inspections.printing.pen import Pen
from inspections.printing.text import Block, squeeze
from inspections.printing.values import MonthPoint

STRIPE = 1.1 * MM
# How much of a month's width its column takes; thin, to spare a cheap printer's toner.
COLUMN_SHARE = 0.36


def draw_share(pen: Pen, x: float, y: float, width: float, height: float, share: float) -> None:
    """A bar filled from the left up to ``share``, which is cut to between 0 and 1."""
    pen.fill(x, y, width * min(max(share, 0.0), 1.0), height)
    pen.box(x, y, width, height, RULE)


def draw_bar(pen: Pen, x: float, y: float, width: float, height: float, pattern: str) -> None:
    """A bar of one ``pattern``: "solid", "striped" or "empty". No width, no bar."""
    if width <= 0:
        return
    if pattern == "solid":
        pen.fill(x, y, width, height)
    elif pattern == "striped":
        stripes = int(width / STRIPE)
        for number in range(1, stripes + 1):
            pen.line(x + number * STRIPE, y, x + number * STRIPE, y + height, RULE)
    pen.box(x, y, width, height, RULE)


def draw_months(
    pen: Pen,
    x: float,
    y: float,
    width: float,
    height: float,
    points: Sequence[MonthPoint],
    face: Face,
    *,
    tallest: int = 0,
) -> None:
    """A column per month: its outline is what was planned, its filling what was done.

    ``tallest``: the count that reaches the top, where several charts are to be compared.
    """
    slot = width / len(points)
    tallest = max(tallest, 1, *(max(point.planned, point.done) for point in points))
    floor = y + height - face.leading - 0.8 * MM
    labels = _counts(points, face, slot * 0.9)
    above = len(labels[0].lines) * face.leading
    most = floor - y - above
    for number, (point, counts) in enumerate(zip(points, labels, strict=True)):
        left = x + (number + (1 - COLUMN_SHARE) / 2) * slot
        middle = x + (number + 0.5) * slot
        planned, done = (most * count / tallest for count in (point.planned, point.done))
        if planned:
            pen.box(left, floor - planned, slot * COLUMN_SHARE, planned, RULE)
        if done:
            pen.fill(left, floor - done, slot * COLUMN_SHARE, done)
        pen.block(middle, floor - max(planned, done) - above, counts, "centre")
        label = squeeze(point.label, face, slot * 0.96)
        pen.block(middle, floor + 0.6 * MM, label, "centre")
    pen.line(x, floor, x + width, floor, HAIRLINE)


def _counts(points: Sequence[MonthPoint], face: Face, width: float) -> list[Block]:
    """Visits done of those planned, all months alike: on one line, on two where they are many."""
    pairs = [(f"{grouped(point.done)}/", grouped(point.planned)) for point in points]
    whole = [done + planned for done, planned in pairs]
    if all(measure(text, face.font, face.size) <= width for text in whole):
        return [Block((text,), face) for text in whole]
    widest = max(measure(text, face.font, face.size) for pair in pairs for text in pair)
    small = face if widest <= width else face.scaled(width / widest)
    return [Block(pair, small) for pair in pairs]
