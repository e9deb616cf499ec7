"""How teams are on a day, and which teams of an area are so: one rule for counts and for lists."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)

from households.models import Area
from inspections.models import TeamStanding
from inspections.planning.weights import DEFAULT_WEIGHTS
from inspections.queries.judged import is_kept, judged
from inspections.queries.standing import resting, within

SUMS = ("households", "people", "critical", "major", "minor")
SILENT_MONTHS = DEFAULT_WEIGHTS.listed_after_silent


class TeamState(StrEnum):
    """A team that rests is nothing else; one that is late may be silent and have old hazards."""

    LATE = "late"
    HAZARD_OVERDUE = "hazard_overdue"
    SILENT = "silent"
    PAUSED = "paused"
    IN_TIME = "in_time"


def judged_teams(area: Area, *, on: date, kept: bool) -> QuerySet[TeamStanding]:
    """The standing teams of an area, each with what it is ``judged_by``."""
    teams = TeamStanding.objects.filter(within(area), active=True).order_by()
    return teams.alias(**judged_by(on=on, kept=kept))


def judged_by(*, on: date, kept: bool, prefix: str = "") -> dict[str, Any]:
    """``missing`` households of the round that a team is judged by, and its ``silent_months``
    before it, as columns of ``TeamStanding``, or of ``Team`` with ``standing__`` as ``prefix``.

    ``kept``: what ``judged.is_kept`` says of their area.
    """
    names = {"missing": "missing", "silent_months": "silent_before"}
    return {name: judged(each, on=on, kept=kept, prefix=prefix) for name, each in names.items()}


def in_state(state: TeamState, *, on: date, prefix: str = "") -> Q:
    """Rows with ``judged_by`` of teams that are in a state on a day."""
    rests = Q(pk__in=resting(on=on).values("team"))
    late, silent = Q(missing__gt=0), Q(silent_months__gte=SILENT_MONTHS)
    overdue = Q(**{f"{prefix}oldest_due_on__lt": on})
    if state is TeamState.PAUSED:
        return rests
    if state is TeamState.IN_TIME:
        calm = Q(missing=0, silent_months__lt=SILENT_MONTHS)
        return calm & Q(**{f"{prefix}oldest_due_on__gte": on}) & ~rests
    chosen = {TeamState.LATE: late, TeamState.HAZARD_OVERDUE: overdue, TeamState.SILENT: silent}
    return chosen[state] & ~rests


def to_call(*, on: date, silent_months: int) -> Q:
    """Those of ``judged_teams`` that the list of calls holds on a day.

    Also a team that rests, where somebody should have put something right by then.
    """
    rests = Q(pk__in=resting(on=on).values("team"))
    troubled = Q(missing__gt=0) | Q(silent_months__gte=silent_months)
    return Q(oldest_due_on__lt=on) | (troubled & ~rests)


def states_by_place(
    area: Area, *, on: date, silent_months: int = SILENT_MONTHS
) -> list[dict[str, Any]]:
    """Per ward of a city, or per neighbourhood of any other area, its teams in numbers.

    Each row has ``place_id``, ``code`` and ``name`` of the place, the sums of its teams'
    figures, ``teams``, one number per ``TeamState``, and how many are ``to_call`` where a team is
    called after so many ``silent_months``. One query, and that of ``judged.is_kept``.
    """
    found: dict[int, dict[str, Any]] = {}
    for row in _alike(area, on=on, silent_months=silent_months):
        numbers = ("teams", *SUMS, "to_call", *TeamState)
        place = found.setdefault(
            row["place_id"],
            {name: row[name] for name in ("place_id", "code", "name")} | dict.fromkeys(numbers, 0),
        )
        for name in ("teams", *SUMS):
            place[name] += row[f"n_{name}"]
        for name in ("to_call", *TeamState):
            place[name] += row["n_teams"] if row[f"is_{name}"] else 0
    return list(found.values())


def _alike(area: Area, *, on: date, silent_months: int) -> QuerySet[TeamStanding, dict[str, Any]]:
    """Teams of one place and in the same states, counted together: each is looked at once."""
    place = "ward" if area.level == Area.Level.CITY else "neighbourhood"
    truths = {f"is_{state}": in_state(state, on=on) for state in TeamState}
    truths["is_to_call"] = to_call(on=on, silent_months=silent_months)
    where = Area.objects.filter(pk=OuterRef(place))
    return (
        judged_teams(area, on=on, kept=is_kept(area, on=on))
        .values(
            place_id=F(place),
            **{name: ExpressionWrapper(truth, BooleanField()) for name, truth in truths.items()},
        )
        .annotate(n_teams=Count("pk"), **{f"n_{name}": Sum(name) for name in SUMS})
        # By itself, once for each row that is left: to join a place to every team takes longer.
        .annotate(**{name: Subquery(where.values(name)[:1]) for name in ("code", "name")})
    )
