"""How many teams of each place are how on a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)

from households.models import Area
from inspections.models import NeighbourhoodStanding, TeamStanding
from inspections.queries.judged import is_kept
from inspections.queries.standing import resting, summed_within, within
from inspections.queries.team_states import (
    TeamState,
    all_judged_teams,
    at_work,
    in_state,
    judged_teams,
)

SUMS = ("households", "critical", "major", "minor")
AT_WORK = tuple(state for state in TeamState if state is not TeamState.PAUSED)
Row = dict[str, Any]


def states_by_place(area: Area, *, on: date) -> list[Row]:
    """Per ward of a city, or per neighbourhood of any other area, its teams in numbers.

    Each row has ``place_id``, ``code`` and ``name`` of the place, the sums of its teams' figures,
    ``teams``, and one number per ``TeamState``. Two queries where the counts kept for each
    neighbourhood hold on the day, besides that of ``are_kept``.
    """
    place = "ward" if area.level == Area.Level.CITY else "neighbourhood"
    return _kept(area, place, on=on) if are_kept(area, on=on) else _counted(area, place, on=on)


def are_kept(area: Area, *, on: date) -> bool:
    """Whether the counts kept for the neighbourhoods of an area all hold on a day.

    One query; none for an area that ``note_kept`` has told.
    """
    known: dict[date, bool] = getattr(area, "known_states", {})
    if on in known:
        return known[on]
    here = NeighbourhoodStanding.objects.filter(summed_within(area))
    return not here.filter(_other_day(on)).exists()


def other_states(*, on: date) -> Exists:
    """To annotate areas with: whether the counts of a place of theirs hold on another day."""
    here = Q(ward__parent=OuterRef("pk")) | Q(ward=OuterRef("pk"))
    here |= Q(neighbourhood=OuterRef("pk"))
    return Exists(NeighbourhoodStanding.objects.filter(here, _other_day(on)))


def note_kept(area: Any, *, on: date) -> None:
    """Let an area with ``another_day`` and ``other_states`` of this day be asked no more."""
    area.known_kept = {on: not area.another_day}
    area.known_states = {on: not area.other_states}


def _other_day(on: date) -> Q:
    return Q(states_until__lte=on) | Q(states_from__gt=on)


def _kept(area: Area, place: str, *, on: date) -> list[Row]:
    sums = _sums(place).filter(summed_within(area))
    rows = {row["place_id"]: _named(row) | {TeamState.PAUSED: 0} for row in sums}
    for alike in _resting(place, on).filter(within(area)):
        row = rows[alike["place_id"]]
        row[TeamState.PAUSED] += alike["n"]
        for state in AT_WORK:
            row[state] -= alike["n"] if alike[f"is_{state}"] else 0
    return list(rows.values())


# These are put together once, and then asked of one area after the other.


@lru_cache
def _sums(place: str) -> QuerySet[NeighbourhoodStanding, Any]:
    """The kept figures of each place that has teams."""
    return (
        NeighbourhoodStanding.objects.filter(teams__gt=0)
        .order_by()
        .values(place_id=F(place), code=F(f"{place}__code"), name=F(f"{place}__name"))
        .annotate(**{f"n_{name}": Sum(name) for name in ("teams", *SUMS, *AT_WORK)})
    )


@lru_cache(maxsize=4)
def _resting(place: str, on: date) -> QuerySet[TeamStanding, Any]:
    """The few that rest, ``n`` of them alike: in a place, and in how they would be otherwise."""
    truths = _truths({state: at_work(state, on=on) for state in AT_WORK})
    teams = all_judged_teams(on=on, kept=True).filter(pk__in=resting(on=on).values("team"))
    return teams.values(place_id=F(place), **truths).annotate(n=Count("pk"))


def _counted(area: Area, place: str, *, on: date) -> list[Row]:
    rows: dict[int, Row] = {}
    for alike in _alike(area, place, on=on):
        named = {name: alike[name] for name in ("place_id", "code", "name")}
        row = rows.setdefault(
            alike["place_id"], named | dict.fromkeys(("teams", *SUMS, *TeamState), 0)
        )
        for name in ("teams", *SUMS):
            row[name] += alike[f"n_{name}"]
        for state in TeamState:
            row[state] += alike["n_teams"] if alike[f"is_{state}"] else 0
    return list(rows.values())


def _alike(area: Area, place: str, *, on: date) -> QuerySet[TeamStanding, Row]:
    """Teams of one place and in the same states, counted together: each is looked at once."""
    where = Area.objects.filter(pk=OuterRef(place))
    return (
        judged_teams(area, on=on, kept=is_kept(area, on=on))
        .values(place_id=F(place), **_truths({s: in_state(s, on=on) for s in TeamState}))
        .annotate(n_teams=Count("pk"), **{f"n_{name}": Sum(name) for name in SUMS})
        # By itself, once for each row that is left: to join a place to every team takes longer.
        .annotate(**{name: Subquery(where.values(name)[:1]) for name in ("code", "name")})
    )


def _truths(states: dict[TeamState, Q]) -> dict[str, Any]:
    return {
        f"is_{state}": ExpressionWrapper(truth, BooleanField()) for state, truth in states.items()
    }


def _named(row: Row) -> Row:
    return {name.removeprefix("n_"): value for name, value in row.items()}
