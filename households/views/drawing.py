"""A neighbourhood drawn to scale, as the SVG that the page carries. No script, no picture file.

Teams differ by colour, by the shape of their dots and by the number in their hull, so that the
drawing can be read in grey too. A leader is a star. Numbers of houses are there for whoever zooms.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Point = tuple[float, float]

WIDTH = 1000.0
MARGIN = 40.0
TALLEST = 1400.0  # a long village street would otherwise become a page-long ribbon
NUMBERS_UP_TO = 400  # more house numbers than that only darken the drawing
# Mid-tones that stand out from white and from the dark sheet; seven by four shapes.
COLOURS = ("#2f855a", "#c05621", "#3b74c4", "#b83280", "#8a6d00", "#6b55c9", "#0f8b8d")
SETTLED = "#7b8a92"
_NICE_METRES = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True, slots=True)
class Dot:
    """A household: metres east and north, its house number, whether it leads its team.

    With ``href`` the dot is a link, which ``title`` says in words.
    """

    x: float
    y: float
    text: str = ""
    leads: bool = False
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class DrawnTeam:
    """A team's number and dots; ``settled`` teams exist already and stay in the background."""

    number: int
    dots: tuple[Dot, ...]
    settled: bool = False


@dataclass(frozen=True, slots=True)
class _Scale:
    """From metres to the drawing: north is up."""

    west: float
    north: float
    per_metre: float
    height: float

    def at(self, x: float, y: float) -> Point:
        return (
            MARGIN + (x - self.west) * self.per_metre,
            MARGIN + (self.north - y) * self.per_metre,
        )


def draw_teams(
    teams: Sequence[DrawnTeam],
    *,
    others: Sequence[Dot] = (),
    marked: Sequence[Dot] = (),
    title: str,
) -> SafeString:
    """An ``<svg>`` with every team, the households of none as open rings, and a scale bar.

    ``marked`` are members with a wide ring around their dot.

    Empty when there is nobody to draw.
    """
    everyone = [dot for team in teams for dot in team.dots] + list(others)
    if not everyone:
        return SafeString("")
    scale = _fit(everyone)
    size = _dot_size(everyone, scale)
    # What is one picture to a screen reader would hide the links in it.
    role = "group" if any(dot.href for dot in everyone) else "img"
    box = f"0 0 {WIDTH:g} {scale.height:g}"
    parts = [
        f'<svg viewBox="{box}" role="{role}" aria-label="{escape(title)}">',
        *(_hull(team, index, scale, size) for index, team in enumerate(teams)),
        *(_dots(team, index, scale, size) for index, team in enumerate(teams)),
        _rings(others, scale, size),
        _rings(marked, scale, 1.9 * size),
        *(_leaders(team, scale, size) for team in teams),
        *(_number(team, scale, size) for team in teams),
        *(_house_numbers(everyone, scale, size) if len(everyone) <= NUMBERS_UP_TO else ()),
        _scale_bar(scale),
        *(_link(dot, scale, size) for dot in everyone if dot.href),
        "</svg>",
    ]
    # Every text in it has gone through escape; all else is numbers.
    return mark_safe("".join(parts))  # noqa: S308


def _fit(dots: Sequence[Dot]) -> _Scale:
    west, east = min(dot.x for dot in dots), max(dot.x for dot in dots)
    south, north = min(dot.y for dot in dots), max(dot.y for dot in dots)
    wide, tall = max(east - west, 20.0), max(north - south, 20.0)
    per_metre = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 3 * MARGIN) / tall)
    spare = (WIDTH - 2 * MARGIN) / per_metre - (east - west)
    top = north + (tall - (north - south)) / 2
    return _Scale(west - spare / 2, top, per_metre, round(tall * per_metre + 3 * MARGIN))


def _dot_size(dots: Sequence[Dot], scale: _Scale) -> float:
    """As large as the crowd allows, judged by the area that each has."""
    area = (WIDTH - 2 * MARGIN) * (scale.height - 3 * MARGIN)
    return min(9.0, max(2.2, 0.22 * math.sqrt(area / len(dots))))


def _colour(team: DrawnTeam, index: int) -> str:
    return SETTLED if team.settled else COLOURS[index % len(COLOURS)]


def _hull(team: DrawnTeam, index: int, scale: _Scale, size: float) -> str:
    corners = convex_hull([scale.at(dot.x, dot.y) for dot in team.dots])
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"
    colour = _colour(team, index)
    # A wide round stroke in the colour of the inside makes the hull soft.
    return (
        f'<path d="{path}" fill="{colour}" stroke="{colour}" stroke-width="{3 * size:.1f}" '
        'stroke-linejoin="round" opacity=".16"/>'
    )


def _dots(team: DrawnTeam, index: int, scale: _Scale, size: float) -> str:
    shape = _SHAPES[0 if team.settled else index % len(_SHAPES)]
    # One path for a whole team keeps a ward of ten thousand dots a small page.
    path = "".join(shape(*scale.at(dot.x, dot.y), size) for dot in team.dots if not dot.leads)
    return f'<path d="{path}" fill="{_colour(team, index)}"/>'


def _circle(x: float, y: float, r: float) -> str:
    arc = f"a{r:.1f} {r:.1f} 0 1 0"
    return f"M{x - r:.1f} {y:.1f}{arc} {2 * r:.1f} 0{arc} {-2 * r:.1f} 0"


def _square(x: float, y: float, r: float) -> str:
    return f"M{x - r * 0.9:.1f} {y - r * 0.9:.1f}h{1.8 * r:.1f}v{1.8 * r:.1f}h{-1.8 * r:.1f}z"


def _triangle(x: float, y: float, r: float) -> str:
    return f"M{x:.1f} {y - 1.2 * r:.1f}l{1.15 * r:.1f} {2 * r:.1f}h{-2.3 * r:.1f}z"


def _diamond(x: float, y: float, r: float) -> str:
    r *= 1.25
    return f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z"


_SHAPES = (_circle, _square, _triangle, _diamond)


def _star(x: float, y: float, r: float) -> str:
    points = []
    for corner in range(10):
        reach = r if corner % 2 == 0 else 0.45 * r
        angle = math.pi * corner / 5
        points.append(f"{x + reach * math.sin(angle):.1f} {y - reach * math.cos(angle):.1f}")
    return "M" + "L".join(points) + "Z"


def _leaders(team: DrawnTeam, scale: _Scale, size: float) -> str:
    path = "".join(_star(*scale.at(dot.x, dot.y), 2.2 * size) for dot in team.dots if dot.leads)
    return f'<path d="{path}" fill="currentColor"/>' if path else ""


def _rings(others: Sequence[Dot], scale: _Scale, size: float) -> str:
    path = "".join(_circle(*scale.at(dot.x, dot.y), size) for dot in others)
    return f'<path d="{path}" fill="none" stroke="currentColor"/>' if path else ""


def _link(dot: Dot, scale: _Scale, size: float) -> str:
    """An unseen disc over the dot, wide enough for a finger where the crowd allows."""
    x, y = scale.at(dot.x, dot.y)
    return (
        f'<a href="{escape(dot.href)}" aria-label="{escape(dot.title)}">'
        f"<title>{escape(dot.title)}</title>"
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 * size:.1f}" fill="transparent"/></a>'
    )


def _number(team: DrawnTeam, scale: _Scale, size: float) -> str:
    points = [scale.at(dot.x, dot.y) for dot in team.dots]
    x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" dominant-baseline="central" '
        f'font-size="{min(20.0, 4 * size):.1f}" font-weight="700">{team.number}</text>'
    )


def _house_numbers(dots: Iterable[Dot], scale: _Scale, size: float) -> Iterable[str]:
    for dot in dots:
        if dot.text:
            x, y = scale.at(dot.x, dot.y)
            yield (
                f'<text x="{x + 1.4 * size:.1f}" y="{y + 3:.1f}" font-size="8" opacity=".8">'
                f"{escape(dot.text)}</text>"
            )


def _scale_bar(scale: _Scale) -> str:
    metres = max((nice for nice in _NICE_METRES if nice * scale.per_metre <= WIDTH / 3), default=5)
    length, y = metres * scale.per_metre, scale.height - MARGIN
    label = _("%(metres)d mét") % {"metres": metres}
    return (
        f'<path d="M{MARGIN:g} {y - 6:g}v12m0-6h{length:.1f}m0-6v12" fill="none" '
        'stroke="currentColor" stroke-width="2"/>'
        f'<text x="{MARGIN + length + 10:.1f}" y="{y + 6:g}" font-size="18">{escape(label)}</text>'
    )


def convex_hull(points: Iterable[Point]) -> list[Point]:
    """Corners of the hull, counted around (Andrew's monotone chain); one or two points stay."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return lower[:-1] + upper[:-1]


def _chain(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
