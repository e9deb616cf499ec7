"""A team's year as numbers that a template can draw, and as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.translation import gettext as _

from inspections.planning.rotation import Explanation, Visit, Why
from inspections.queries.circle import YearCircle

SIZE, RADIUS, DOT = 340, 150, 13
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Seat:
    """A household's place on the circle."""

    number: int
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line between two seats, that of this month ending before the dot it points to."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Seats on a square of ``size``; ``rows`` is the table behind it, one cell per seat.

    A cell is None on the diagonal, else the months since the visit, or an empty text.
    """

    size: int
    dot: int
    seats: tuple[Seat, ...]
    met: tuple[Stroke, ...]
    current: tuple[Stroke, ...]
    upcoming: tuple[Stroke, ...]
    rows: tuple[tuple[Seat, tuple[str | None, ...]], ...]
    pairs_met: int
    pairs: int


def draw_circle(circle: YearCircle) -> Drawing:
    """Members clockwise from the top, in the order of their ids."""
    count = max(1, len(circle.members))
    spots = {household: _spot(number, count) for number, household in enumerate(circle.members)}
    seats = {
        household: Seat(number, circle.names.get(household, ""), *spots[household])
        for number, household in enumerate(circle.members, start=1)
    }
    return Drawing(
        size=SIZE,
        dot=DOT,
        seats=tuple(seats.values()),
        met=tuple(_strokes(circle.met, spots)),
        current=tuple(_strokes(circle.current, spots)),
        upcoming=tuple(_strokes(circle.upcoming, spots)),
        rows=tuple(
            (seat, tuple(_cell(circle.met, household, other) for other in circle.members))
            for household, seat in seats.items()
        ),
        pairs_met=len(circle.met),
        pairs=len(circle.members) * (len(circle.members) - 1),
    )


def _spot(number: int, count: int) -> Point:
    angle = 2 * pi * number / count - pi / 2
    return round(SIZE / 2 + RADIUS * cos(angle), 1), round(SIZE / 2 + RADIUS * sin(angle), 1)


def _strokes(visits: Iterable[Visit], spots: Mapping[int, Point]) -> Iterable[Stroke]:
    for visit in visits:
        if visit.inspector not in spots or visit.inspected not in spots:
            continue
        (x1, y1), (x2, y2) = spots[visit.inspector], spots[visit.inspected]
        length = max(1.0, ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
        part = 1 - (DOT + 3) / length
        yield Stroke(x1, y1, round(x1 + (x2 - x1) * part, 1), round(y1 + (y2 - y1) * part, 1))


def _cell(met: Mapping[Visit, int], inspector: int, inspected: int) -> str | None:
    if inspector == inspected:
        return None
    ago = met.get(Visit(inspector, inspected))
    return "" if ago is None else str(ago)


def why_sentences(circle: YearCircle) -> list[str]:
    """One sentence for each pair of the month."""
    return [_why(each, circle.names) for each in circle.explanations]


def _why(each: Explanation, names: Mapping[int, str]) -> str:
    words = {
        "inspector": names[each.visit.inspector],
        "inspected": names[each.visit.inspected],
        "months": each.months,
    }
    match each.why:
        case Why.CARRIER:
            return _("%(inspector)s → %(inspected)s: tháng này đến lượt hộ đi các nhà.") % words
        case Why.NEVER_MET:
            return _("%(inspector)s → %(inspected)s: chưa sang lần nào.") % words
        case Why.LONGEST_AGO:
            return (
                _("%(inspector)s → %(inspected)s: lâu nhất chưa trở lại, đã %(months)s tháng.")
                % words
            )
        case Why.ONLY_ONE:
            words["because"] = _because(each, names)
            return _("%(inspector)s → %(inspected)s: chỉ hộ này đi được%(because)s.") % words
    return (
        _(
            "%(inspector)s → %(inspected)s: đã %(months)s tháng; xếp vậy để hộ nào cũng có người"
            " sang."
        )
        % words
    )


def _because(each: Explanation, names: Mapping[int, str]) -> str:
    """Why no other household could go, in brackets; nothing where there is no other."""
    reasons = [
        sentence % {"names": ", ".join(names[key] for key in keys)}
        for keys, sentence in (
            (each.away, _("%(names)s đang vắng")),
            (each.unable, _("%(names)s không đi kiểm tra được")),
            (each.apart, _("%(names)s không xếp sang đây")),
        )
        if keys
    ]
    return f" ({'; '.join(reasons)})" if reasons else ""
