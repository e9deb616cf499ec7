"""The teams of an area of any level as rows to filter, order and page through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    FloatField,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast, NullIf

from firesafety.months import Month
from firesafety.vietnamese import fold
from households.models import Area, Team
from inspections.queries.judged import is_kept
from inspections.queries.leaders import leader_of
from inspections.queries.standing import within
from inspections.queries.team_states import TeamState, in_state, judged_by

# What a list can be put in order by, and the columns that do it; "-" before it turns it round.
ORDERS = {
    "team": ("ward__folded_name", "number"),
    "place": ("ward__folded_name", "neighbourhood__folded_name", "number"),
    "done": ("share",),
    "missing": ("missing",),
    "critical": ("standing__critical",),
    "open": ("open_hazards",),
    "silent": ("silent_months",),
    "last": ("standing__last_done_on",),
}


@dataclass(frozen=True, slots=True)
class TeamFilters:
    """What of the list is wanted. ``severity``: teams with such a hazard open; ``kind``: teams
    with such a household; ``place``: a ward or neighbourhood within the area; ``search``: a
    number, a place or a leader's name, without accents; ``order``: a key of ORDERS."""

    state: TeamState | None = None
    severity: str = ""
    kind: str = ""
    place: Area | None = None
    search: str = ""
    order: str = "team"


def team_rows(area: Area, *, on: date, month: Month, wanted: TeamFilters) -> QuerySet[Team]:
    """The standing teams that are wanted, each with its figures on a day.

    A row has ``standing``, ``neighbourhood`` and ``ward``; ``leader`` (a name or None); ``planned``
    and ``done`` visits of ``month`` (None without a round) and their ``share``; ``missing``
    households and ``silent_months`` of the round that it is judged by; ``open_hazards``; and one
    truth per ``TeamState``, as ``is_late``. The order is total, so pages hold still.
    """
    shown = Q(round_standings__month=month.first_day)
    rows = (
        Team.objects.filter(within(area, "standing__"), standing__active=True)
        .select_related("standing", "neighbourhood", "ward")
        .defer("neighbourhood__boundary", "ward__boundary")
        .annotate(
            month_shown=FilteredRelation("round_standings", condition=shown),
            leader=Subquery(leader_of("pk", on=on).values("household__holder_name")[:1]),
            planned=F("month_shown__planned"),
            done=F("month_shown__done"),
            **judged_by(on=on, kept=is_kept(area, on=on), prefix="standing__"),
            open_hazards=F("standing__critical") + F("standing__major") + F("standing__minor"),
        )
        .annotate(
            **{
                f"is_{state}": ExpressionWrapper(
                    in_state(state, on=on, prefix="standing__"), BooleanField()
                )
                for state in TeamState
            },
        )
        .annotate(
            share=Cast(F("month_shown__done"), FloatField())
            / NullIf(Cast(F("month_shown__planned"), FloatField()), 0.0)
        )
        .filter(_wanted(wanted, on=on))
    )
    return rows.order_by(*_order(wanted.order), "ward__folded_name", "number", "pk")


def _order(order: str) -> list[OrderBy]:
    """Rows without a value stand last, whichever way round."""
    columns = ORDERS[order.removeprefix("-")]
    if order.startswith("-"):
        return [F(name).desc(nulls_last=True) for name in columns]
    return [F(name).asc(nulls_last=True) for name in columns]


def _wanted(wanted: TeamFilters, *, on: date) -> Q:
    where = Q()
    if wanted.state is not None:
        where &= in_state(wanted.state, on=on, prefix="standing__")
    if wanted.severity:
        where &= Q(**{f"standing__{wanted.severity}__gt": 0})
    if wanted.kind:
        where &= Q(standing__kinds__contains=f"|{wanted.kind}|")
    if wanted.place is not None:
        where &= Q(ward=wanted.place) | Q(neighbourhood=wanted.place)
    text = fold(wanted.search)
    return where & _mentions(text, on=on) if text else where


def _mentions(text: str, *, on: date) -> Q:
    """A team's number (as "7" or "tổ 7"), its place, or its leader."""
    number = text.removeprefix("to ").strip()
    if number.isdecimal():
        # Numbers are what people look for; longer than any team's they find nothing.
        return Q(number=int(number)) if len(number) < 9 else Q(pk__in=[])
    # Looked at closely only where somebody who ever led the team has such a name.
    led = Q(standing__leader_keys__contains=text) & Q(
        Exists(leader_of("pk", on=on).filter(household__name_key__contains=text))
    )
    named = Q(neighbourhood__folded_name__contains=text) | Q(ward__folded_name__contains=text)
    return named | led
