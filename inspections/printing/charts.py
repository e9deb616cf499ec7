"""Small charts as lines and boxes: solid, striped and empty instead of colours."""

from __future__ import annotations

from collections.abc import Sequence

from firesafety.numbers import grouped
from inspections.printing.paper import HAIRLINE, MM, RULE, Face
from inspections.printing.pen import Pen
from inspections.printing.text import squeeze
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
    most = floor - y - face.leading
    for number, point in enumerate(points):
        left = x + (number + (1 - COLUMN_SHARE) / 2) * slot
        middle = x + (number + 0.5) * slot
        planned, done = (most * count / tallest for count in (point.planned, point.done))
        if planned:
            pen.box(left, floor - planned, slot * COLUMN_SHARE, planned, RULE)
        if done:
            pen.fill(left, floor - done, slot * COLUMN_SHARE, done)
        counts = squeeze(f"{grouped(point.done)}/{grouped(point.planned)}", face, slot * 0.96)
        pen.block(middle, floor - max(planned, done) - face.leading, counts, "centre")
        label = squeeze(point.label, face, slot * 0.96)
        pen.block(middle, floor + 0.6 * MM, label, "centre")
    pen.line(x, floor, x + width, floor, HAIRLINE)
