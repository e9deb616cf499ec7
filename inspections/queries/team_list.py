"""The teams of an area of any level as rows to filter, order and page through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast, NullIf

from firesafety.months import Month
from firesafety.pages import KeysInTurn, LongList, SumOf
from firesafety.vietnamese import fold
from households.models import Area, Team
from inspections.models import NeighbourhoodStanding, RoundStanding, TeamStanding
from inspections.queries.by_ward import keys_by_ward
from inspections.queries.contains import contains
from inspections.queries.judged import is_kept
from inspections.queries.leaders import leader_of
from inspections.queries.standing import summed_within, within
from inspections.queries.team_states import TeamState, in_state, judged_by, judged_teams

# What a list can be put in order by, and the columns that do it, none for those of a month's
# round; "-" before it turns it round.
ORDERS = {
    "team": ("number",),
    "done": (),
    "missing": ("missing",),
    "critical": ("critical",),
    "open": ("open_hazards",),
    "silent": ("silent_months",),
    "last": ("last_done_on",),
}


# All that a row says; a page of a neighbourhood has as many rows as it has teams.
SHOWN = (
    *("number", "labels", "neighbourhood__code", "neighbourhood__name", "ward__name"),
    *(f"standing__{name}" for name in ("households", "critical", "major", "minor", "last_done_on")),
)


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

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == TeamFilters(order=self.order)


def team_rows(area: Area, *, on: date, month: Month, wanted: TeamFilters) -> LongList[Team]:
    """The standing teams that are wanted, each with its figures on a day.

    A row has ``standing``, ``neighbourhood`` and ``ward``; ``leader`` (a name or None); ``planned``
    and ``done`` visits of ``month`` (None without a round); ``missing`` households and
    ``silent_months`` of the round that it is judged by; ``open_hazards``; and one truth per
    ``TeamState``, as ``is_late``.
    """
    kept = is_kept(area, on=on)
    teams = wanted_teams(area, on=on, wanted=wanted, kept=kept)
    ordered = _with_order(teams, wanted.order)

    def load(chosen: Sequence[int]) -> list[Team]:
        rows = _rows(on, month, kept).in_bulk(chosen)
        return [rows[key] for key in chosen]

    order, backwards = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    places = NeighbourhoodStanding.objects.filter(summed_within(area), teams__gt=0).order_by()
    if area.level == Area.Level.CITY and order == "team":
        counts = places.values(place=F("ward")).annotate(n=Sum("teams"))
        known = counts if wanted.everything else None
        keys = keys_by_ward(ordered, backwards=backwards, counts=known)
        return LongList(keys, load, counted=keys)
    counted = SumOf(places, ("teams",)) if wanted.everything else teams
    if order == "done":
        rounds = RoundStanding.objects.filter(summed_within(area), month=month.first_day)
        rounds = (
            rounds.exclude(team__in=_disbanded(area))
            if wanted.everything
            else rounds.filter(team__in=teams.values("pk"))
        )
        return LongList(_by_share(rounds, teams, month, backwards=backwards), load, counted=counted)
    return LongList(ordered.values_list("pk", flat=True), load, counted=counted)


def _disbanded(area: Area) -> QuerySet[TeamStanding, Any]:
    return TeamStanding.objects.filter(within(area), active=False).order_by().values("pk")


def _by_share(
    rounds: QuerySet[RoundStanding],
    teams: QuerySet[TeamStanding],
    month: Month,
    *,
    backwards: bool,
) -> KeysInTurn:
    """The teams of a month's ``rounds`` by how much was done, and then those of ``teams`` without.

    A city's teams need not be joined to their rounds for it.
    """
    done, planned = (Cast(name, FloatField()) for name in ("done", "planned"))
    share = done / NullIf(planned, 0.0)
    order = share.desc(nulls_last=True) if backwards else share.asc(nulls_last=True)
    own = RoundStanding.objects.filter(team=OuterRef("pk"), month=month.first_day)
    return KeysInTurn(
        rounds.order_by(order, "team_id").values_list("team", flat=True),
        teams.exclude(Exists(own)).order_by("pk").values_list("pk", flat=True),
    )


def wanted_teams(
    area: Area, *, on: date, wanted: TeamFilters, kept: bool
) -> QuerySet[TeamStanding]:
    """The standing teams that are wanted, in no order, each with what it is ``judged_by``.

    ``kept``: what ``judged.is_kept`` says of the area.
    """
    # One value and no list of them, which the database would rather gather for all teams at once.
    leader = leader_of("pk", on=on).values("household__name_key")[:1]
    teams = judged_teams(area, on=on, kept=kept).alias(leader_key=Subquery(leader))
    return teams.filter(_wanted(wanted, on=on))


def _with_order(teams: QuerySet[TeamStanding], order: str) -> QuerySet[TeamStanding]:
    name = order.removeprefix("-")
    if name == "open":
        teams = teams.alias(open_hazards=F("critical") + F("major") + F("minor"))
    return teams.order_by(*_order(order), "pk")


@lru_cache(maxsize=16)
def _rows(on: date, month: Month, kept: bool) -> QuerySet[Team]:
    """All teams as ``team_rows`` has them. Put together once for a day and a month: that takes
    longer than to answer it."""
    shown = Q(round_standings__month=month.first_day)
    states = {
        f"is_{state}": ExpressionWrapper(
            in_state(state, on=on, prefix="standing__"), BooleanField()
        )
        for state in TeamState
    }
    return (
        Team.objects.select_related("standing", "neighbourhood", "ward")
        .only(*SHOWN)
        .annotate(
            month_shown=FilteredRelation("round_standings", condition=shown),
            leader=Subquery(leader_of("pk", on=on).values("household__holder_name")[:1]),
            planned=F("month_shown__planned"),
            done=F("month_shown__done"),
            open_hazards=F("standing__critical") + F("standing__major") + F("standing__minor"),
            **judged_by(on=on, kept=kept, prefix="standing__"),
        )
        .annotate(**states)
    )


def _order(order: str) -> list[OrderBy]:
    """Rows without a value stand last, whichever way round."""
    columns = ORDERS[order.removeprefix("-")]
    if order.startswith("-"):
        return [F(name).desc(nulls_last=True) for name in columns]
    return [F(name).asc(nulls_last=True) for name in columns]


def _wanted(wanted: TeamFilters, *, on: date) -> Q:
    where = Q()
    if wanted.state is not None:
        where &= in_state(wanted.state, on=on)
    if wanted.severity:
        where &= Q(**{f"{wanted.severity}__gt": 0})
    if wanted.kind:
        where &= Q(kinds__contains=f"|{wanted.kind}|")
    if wanted.place is not None:
        where &= Q(ward=wanted.place) | Q(neighbourhood=wanted.place)
    text = fold(wanted.search)
    return where & _mentions(text) if text else where


def asks_number(text: str) -> bool:
    """Whether folded words are a team's number, as "7" or "to 7"."""
    return text.removeprefix("to ").strip().isdecimal()


def _mentions(text: str) -> Q:
    """A team's number, its place, or its leader."""
    if asks_number(text):
        number = text.removeprefix("to ").strip()
        # Numbers are what people look for; longer than any team's they find nothing.
        return Q(number=int(number)) if len(number) < 9 else Q(pk__in=[])
    places = Area.objects.filter(folded_name__contains=text).values("pk")
    named = Q(neighbourhood__in=places) | Q(ward__in=places)
    # Who leads today is asked only where somebody who ever led the team has such a name.
    led = contains("leader_keys", text) & Q(leader_key__contains=text)
    return named | led
