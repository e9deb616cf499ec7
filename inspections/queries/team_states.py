"""How teams are on a day, and which teams of an area are so: one rule for counts and for lists."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum

from households.models import Area, Team
from inspections.planning.weights import DEFAULT_WEIGHTS
from inspections.queries.standing import resting, within

SILENT_MONTHS = DEFAULT_WEIGHTS.listed_after_silent


class TeamState(StrEnum):
    """A team that rests is nothing else; one that is late may be silent and have old hazards."""

    LATE = "late"
    HAZARD_OVERDUE = "hazard_overdue"
    SILENT = "silent"
    PAUSED = "paused"
    IN_TIME = "in_time"


def judged_teams(area: Area, *, on: date) -> QuerySet[Team]:
    """The standing teams of an area; ``judged`` leads to the round that each is judged by."""
    newest = Q(round_standings__late_from__lte=on, round_standings__judged_until__gt=on)
    return (
        Team.objects.filter(within(area, "standing__"), standing__active=True)
        .annotate(judged=FilteredRelation("round_standings", condition=newest))
        .order_by()
    )


def in_state(state: TeamState, *, on: date) -> Q:
    """Those of ``judged_teams`` that are in a state on a day."""
    rests = Q(pk__in=resting(on=on).values("team"))
    # A team of which no round is past due has no row to be judged by, which must read "not so".
    is_judged = Q(judged__round__isnull=False)
    late = is_judged & Q(judged__missing__gt=0)
    overdue = Q(standing__oldest_due_on__lt=on)
    silent = is_judged & Q(judged__silent_before__gte=SILENT_MONTHS)
    if state is TeamState.PAUSED:
        return rests
    if state is TeamState.IN_TIME:
        calm = ~is_judged | Q(judged__missing=0, judged__silent_before__lt=SILENT_MONTHS)
        return calm & Q(standing__oldest_due_on__gte=on) & ~rests
    chosen = {TeamState.LATE: late, TeamState.HAZARD_OVERDUE: overdue, TeamState.SILENT: silent}
    return chosen[state] & ~rests


def states_by_place(area: Area, *, on: date) -> list[dict[str, Any]]:
    """Per ward of a city, or per neighbourhood of any other area, its teams in numbers.

    Each row has ``place_id``, ``code`` and ``name`` of the place, the sums of its teams'
    figures, ``teams`` and one number per ``TeamState``. One query.
    """
    place = "ward" if area.level == Area.Level.CITY else "neighbourhood"
    sums = ("households", "people", "critical", "major", "minor")
    rows = judged_teams(area, on=on).values(
        place_id=F(place), code=F(f"{place}__code"), name=F(f"{place}__name")
    )
    counted = rows.annotate(
        n_teams=Count("pk"),
        **{f"n_{name}": Sum(f"standing__{name}") for name in sums},
        **{f"n_{state}": Count("pk", filter=in_state(state, on=on)) for state in TeamState},
    )
    return [{key.removeprefix("n_"): value for key, value in row.items()} for row in counted]
