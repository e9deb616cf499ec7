"""Where the teams of an area are, or the wards of a city, and how they are: what a map shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from households.models import Area, team_name
from inspections.queries.judged import is_kept
from inspections.queries.place_states import states_by_place
from inspections.queries.team_list import TeamFilters, wanted_teams
from inspections.queries.team_states import TeamState, in_state

# What a place is marked as when more than one is so; a team in danger is that first of all.
CRITICAL = "critical"
GRAVEST_FIRST = (
    TeamState.LATE,
    TeamState.HAZARD_OVERDUE,
    TeamState.SILENT,
    TeamState.PAUSED,
    TeamState.IN_TIME,
)
Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A team, or a ward of a city: ``key`` is the team's id or the ward's code.

    ``longitude`` and ``latitude`` in degrees are those of the middle of a team's homes; None where
    no home has any. ``state`` is CRITICAL or a ``TeamState``; ``critical`` counts open critical
    hazards, ``teams`` is 1 for a team.
    """

    key: str
    name: str
    place: str
    longitude: float | None
    latitude: float | None
    state: str
    critical: int
    teams: int

    @property
    def title(self) -> str:
        return f"{self.name}, {self.place}"


@dataclass(frozen=True, slots=True)
class Outline:
    """The border of an area: polygons, each an outer ring and then its holes, of
    ``[longitude, latitude]``."""

    code: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...]

    @property
    def rings(self) -> tuple[Ring, ...]:
        return tuple(ring for polygon in self.polygons for ring in polygon)


@dataclass(frozen=True, slots=True)
class AreaMap:
    """What can be drawn of an area, and in ``marks`` also what cannot, for want of a place."""

    marks: tuple[Mark, ...]
    outlines: tuple[Outline, ...]


def area_map(area: Area, *, on: date, wanted: TeamFilters) -> AreaMap:
    """The wards of a city, or the teams that are wanted of any other area. Two queries."""
    if area.level == Area.Level.CITY:
        return _city_map(area, on=on)
    drawn = Q(pk=area.pk)
    if area.level == Area.Level.WARD:
        drawn |= Q(parent=area.pk)
    bordered = Area.objects.filter(drawn, boundary__isnull=False).order_by("level", "code")
    outlines = tuple(_border(each) for each in bordered)
    return AreaMap(tuple(_team_marks(area, on=on, wanted=wanted)), outlines)


def _team_marks(area: Area, *, on: date, wanted: TeamFilters) -> list[Mark]:
    marks = []
    teams = wanted_teams(area, on=on, wanted=wanted, kept=is_kept(area, on=on))
    truths = {f"is_{state}": _truth(state, on=on) for state in GRAVEST_FIRST}
    rows = teams.order_by("neighbourhood__folded_name", "number").annotate(**truths)
    # No more of a team than its mark needs: a ward has hundreds of them.
    shown = ("pk", "number", "neighbourhood__name", "longitude", "latitude", "critical")
    for key, number, place, longitude, latitude, critical, *so in rows.values_list(*shown, *truths):
        states = [state for state, is_so in zip(GRAVEST_FIRST, so, strict=True) if is_so]
        marks.append(
            Mark(
                key=str(key),
                name=team_name(number),
                place=place,
                longitude=longitude,
                latitude=latitude,
                state=CRITICAL if critical else states[0],
                critical=critical,
                teams=1,
            )
        )
    return marks


def _truth(state: TeamState, *, on: date) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(in_state(state, on=on), BooleanField())


def _city_map(city: Area, *, on: date) -> AreaMap:
    rows = {row["place_id"]: row for row in states_by_place(city, on=on)}
    marks, outlines = [], []
    for ward in Area.objects.filter(pk__in=list(rows)).order_by("folded_name", "pk"):
        row = rows[ward.pk]
        states = [state for state in GRAVEST_FIRST if row[state]]
        marks.append(
            Mark(
                key=ward.code,
                name=ward.name,
                place=city.name,
                longitude=ward.longitude,
                latitude=ward.latitude,
                state=CRITICAL if row["critical"] else states[0],
                critical=row["critical"],
                teams=row["teams"],
            )
        )
        if ward.boundary:
            outlines.append(_border(ward))
    return AreaMap(tuple(marks), tuple(outlines))


def _border(area: Area) -> Outline:
    """A border, which is stored as a GeoJSON MultiPolygon."""
    shape: Any = area.boundary
    return Outline(area.code, area.name, tuple(map(tuple, shape["coordinates"])))
