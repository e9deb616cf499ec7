"""Streets with an odd and an even side, and the alleys behind them.

A street runs east. Its even side lies north, its odd side south; the alley that opens beside
house 12 has the houses 12/1, 12/2, …, and a smaller alley beside 12/7 has 12/7/1, 12/7/2, …
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random

from .values import Plot

# Trees and flowers name streets everywhere, so these point at no street in particular.
STREETS = (
    "Bằng Lăng",
    "Hoa Sữa",
    "Phượng Vĩ",
    "Sao Đen",
    "Hoàng Yến",
    "Mai Vàng",
    "Dầu Rái",
    "Lộc Vừng",
    "Cây Bàng",
    "Hoa Sứ",
    "Trúc Đào",
    "Ngọc Lan",
    "Cây Gáo",
    "Ô Môi",
    "Hoa Giấy",
    "Cây Dương",
)

ROW_METRES = 124.0  # from one street to the next: room for the alleys of both
_SET_BACK = 8.0  # from the middle of the street to the middle of a house
_ALLEY_STARTS = 21.0
_ALLEY_ENDS = 46.0
_SMALL_ALLEY = 55.0
_ALLEY_WIDTH = 3.0
_LEADING = re.compile(r"\d+")


def highest_number(plots: Iterable[Plot], *, even: bool) -> int:
    """The highest house number on one side; 0 when nobody lives there.

    >>> highest_number([Plot("12/7", "Hoa Sữa", 0, 0), Plot("13", "Hoa Sữa", 0, 0)], even=True)
    12
    """
    leading = (_LEADING.match(plot.number) for plot in plots)
    numbers = (int(match[0]) for match in leading if match)
    return max((number for number in numbers if (number % 2 == 0) == even), default=0)


def street_name(index: int) -> str:
    """Names never run out: the seventeenth street is "Bằng Lăng 2"."""
    again, place = divmod(index, len(STREETS))
    return f"{STREETS[place]} {again + 1}" if again else STREETS[place]


def build_street(
    rng: Random, street: str, *, houses: int, y: float, west: Iterable[Plot] = ()
) -> list[Plot]:
    """The ``houses`` westernmost plots of a street at ``y``, numbered on from those ``west``."""
    west = list(west)
    # Four metres of street hold more than one household even without an alley.
    length = 4.0 * houses + 30
    even = highest_number(west, even=True) + 2
    odd = highest_number(west, even=False)
    plots = [
        *_side(rng, street, even, length, y, towards=1),
        *_side(rng, street, odd + 2 if odd else 1, length, y, towards=-1),
    ]
    return sorted(plots, key=lambda plot: (plot.x, plot.y))[:houses]


def _side(
    rng: Random, street: str, number: int, length: float, y: float, *, towards: int
) -> Iterator[Plot]:
    x = 0.0
    alley_at = rng.uniform(14, 26)
    while x < length:
        for label in _labels(rng, number):
            front = rng.uniform(4.5, 7.5)
            yield Plot(label, street, x + front / 2, y + towards * _SET_BACK)
            x += front
        if x > alley_at:
            yield from _alley(rng, street, str(number), x + _ALLEY_WIDTH / 2, y, towards)
            x += _ALLEY_WIDTH
            alley_at = x + rng.uniform(40, 52)
        number += 2


def _labels(rng: Random, number: int) -> tuple[str, ...]:
    """A divided plot keeps its number: 12 and 12A, or 12 and 12 bis."""
    roll = rng.random()
    if roll < 0.05:
        return (f"{number}", f"{number}A")
    if roll < 0.06:
        return (f"{number}", f"{number}A", f"{number}B")
    if roll < 0.075:
        return (f"{number}", f"{number} bis")
    return (f"{number}",)


def _alley(rng: Random, street: str, name: str, x: float, y: float, towards: int) -> Iterator[Plot]:
    ends = rng.uniform(_ALLEY_STARTS + 9, _ALLEY_ENDS)
    last = 0
    for first, side in ((1, -1), (2, 1)):
        depth, number = _ALLEY_STARTS, first
        while depth < ends:
            width = rng.uniform(4.0, 5.5)
            yield Plot(
                f"{name}/{number}",
                street,
                x + side * 5.5,
                y + towards * (depth + width / 2),
                in_alley=True,
            )
            last = number
            depth += width
            number += 2
    if rng.random() < 0.45:
        yield from _small_alley(rng, street, f"{name}/{last}", x, y, towards)


def _small_alley(
    rng: Random, street: str, name: str, x: float, y: float, towards: int
) -> Iterator[Plot]:
    """It turns east behind the last houses of its alley."""
    for number in range(1, rng.randrange(5, 10)):
        yield Plot(
            f"{name}/{number}",
            street,
            x + 5 * ((number + 1) // 2),
            y + towards * (_SMALL_ALLEY + (3.0 if number % 2 else -3.0)),
            in_alley=True,
        )
