"""A line over months as numbers that a template can draw. No Django in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 340, 130
LEFT, RIGHT, TOP, BOTTOM = 42, 54, 12, 28


@dataclass(frozen=True, slots=True)
class Dot:
    """One month's place in the drawing, in its own units, and its value in words."""

    x: float
    y: float
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """A drawing of ``width`` by ``height``; ``pieces`` are the points of each unbroken stretch.

    ``marks`` are heights with their share; ``ends`` name the first and the last month.
    """

    width: int
    height: int
    pieces: tuple[str, ...]
    dots: tuple[Dot, ...]
    marks: tuple[tuple[float, str], ...]
    ends: tuple[str, ...]
    left: int
    right: int


def draw_line(values: Sequence[tuple[str, float | None]]) -> Line:
    """Draw shares from 0 to 1 by month; None is a month without rounds and breaks the line."""
    step = (WIDTH - LEFT - RIGHT) / max(1, len(values) - 1)
    pieces: list[list[Dot]] = [[]]
    for number, (label, value) in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        # Rounded down: 100% says that all is done.
        percent = f"{int(100 * value + 1e-9)}%"
        dot = Dot(round(LEFT + number * step, 1), _height(value), label, percent)
        pieces[-1].append(dot)
    return Line(
        width=WIDTH,
        height=HEIGHT,
        pieces=tuple(" ".join(f"{dot.x},{dot.y}" for dot in piece) for piece in pieces if piece),
        dots=tuple(dot for piece in pieces for dot in piece),
        marks=tuple((_height(share), f"{share:.0%}") for share in (0.0, 0.5, 1.0)),
        ends=tuple(label for label, _value in (*values[:1], *values[1:][-1:])),
        left=LEFT,
        right=WIDTH - RIGHT,
    )


def _height(share: float) -> float:
    return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)
