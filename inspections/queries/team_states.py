"""How teams are on a day, and which teams of an area are so: one rule for counts and for lists."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from households.models import Area
from inspections.models import TeamStanding
from inspections.planning.weights import DEFAULT_WEIGHTS
from inspections.queries.judged import judged
from inspections.queries.standing import resting, within

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
    return all_judged_teams(on=on, kept=kept).filter(within(area))


def all_judged_teams(*, on: date, kept: bool) -> QuerySet[TeamStanding]:
    """The same of all areas."""
    teams = TeamStanding.objects.filter(active=True).order_by()
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
    if state is TeamState.PAUSED:
        return rests
    return at_work(state, on=on, prefix=prefix) & ~rests


def at_work(state: TeamState, *, on: date, prefix: str = "") -> Q:
    """The same of teams that do not rest. Raises KeyError for the state of those that do."""
    late, silent = Q(missing__gt=0), Q(silent_months__gte=SILENT_MONTHS)
    calm = Q(missing=0, silent_months__lt=SILENT_MONTHS)
    return {
        TeamState.LATE: late,
        TeamState.HAZARD_OVERDUE: Q(**{f"{prefix}oldest_due_on__lt": on}),
        TeamState.SILENT: silent,
        TeamState.IN_TIME: calm & Q(**{f"{prefix}oldest_due_on__gte": on}),
    }[state]


def to_call(*, on: date, silent_months: int) -> Q:
    """Those of ``judged_teams`` that the list of calls holds on a day.

    Also a team that rests, where somebody should have put something right by then.
    """
    rests = Q(pk__in=resting(on=on).values("team"))
    troubled = Q(missing__gt=0) | Q(silent_months__gte=silent_months)
    return Q(oldest_due_on__lt=on) | (troubled & ~rests)
