"""What is open in an area of any level, hazard by hazard, to filter, order and page through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, F, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from firesafety.months import Month
from firesafety.pages import LongList, SumOf
from firesafety.vietnamese import fold
from households.models import Area
from inspections.models import NEVER, NeighbourhoodStanding, OpenHazard, Severity
from inspections.queries.by_ward import keys_by_ward
from inspections.queries.contains import contains
from inspections.queries.standing import summed_within, within

_RANK = Case(
    *(When(severity=level, then=Value(rank)) for rank, level in enumerate(Severity.values)),
    default=Value(len(Severity.values)),
    output_field=IntegerField(),
)
# What the list can be put in order by; "-" before it turns it round.
ORDERS = {
    "due": ("due",),
    "found": ("found_on",),
    "severity": ("rank", "due"),
    "item": ("code",),
    "household": ("name_key",),
    "team": ("team_number",),
}
# All that a row says.
SHOWN = (
    *("code", "severity", "kind", "found_on", "due_on", "claimed_on"),
    *("household__holder_name", "household__house_number", "household__street"),
    *("team__number", "team__labels", "neighbourhood__name", "ward__name"),
    *("hazard__item__text_vi", "hazard__item__text_en"),
)
# An age group holds what was found at most so many days ago, and the last one all the rest.
AGES = (30, 90, 180)


@dataclass(frozen=True, slots=True)
class HazardFilters:
    """What of the list is wanted. ``age``: a position in AGES, or the one after; ``found``: the
    month it was found in; ``overdue``: only what is
    past its day; ``place``: a ward or neighbourhood within the area; ``search``: a household's
    name or address without accents, or a team's number; ``order``: a key of ORDERS."""

    severity: str = ""
    kind: str = ""
    item: str = ""
    age: int | None = None
    found: Month | None = None
    overdue: bool = False
    place: Area | None = None
    search: str = ""
    order: str = "due"

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == HazardFilters(order=self.order)


def hazard_rows(area: Area, *, on: date, wanted: HazardFilters) -> LongList[OpenHazard]:
    """The open hazards that are wanted, with household, team, place and wording."""
    order, backwards = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    columns = [f"-{name}" if backwards else name for name in ORDERS[order]]
    hazards = OpenHazard.objects.filter(within(area), _wanted(wanted, on=on))
    # Not by the column itself for the few that are looked for: a database that has an index of it
    # would go through all rows in that order, and that takes three times as long.
    due = Coalesce("due_on", Value(NEVER)) if wanted.search else F("due_on")
    ordered = hazards.alias(rank=_RANK, due=due).order_by(*columns, "due", "pk")
    places = NeighbourhoodStanding.objects.filter(summed_within(area)).order_by()
    if area.level == Area.Level.CITY and order == "team":
        total = sum((F(level) for level in Severity.values), Value(0))
        counts = places.values(place=F("ward")).annotate(n=Sum(total)).filter(n__gt=0)
        keys = keys_by_ward(
            ordered, backwards=backwards, counts=counts if wanted.everything else None
        )
        return LongList(keys, _load, counted=keys)
    counted = SumOf(places, tuple(Severity.values)) if wanted.everything else hazards
    keys_in_order = ordered.values_list("pk", flat=True)
    return LongList(keys_in_order, _load, counted=counted, rare=bool(wanted.search))


def _load(keys: Sequence[int]) -> list[OpenHazard]:
    related = ("household", "team", "neighbourhood", "ward", "hazard__item")
    found = OpenHazard.objects.select_related(*related).only(*SHOWN).in_bulk(keys)
    return [found[key] for key in keys]


def of_age(group: int, *, on: date) -> Q:
    """Found within an age group: not before its bound, and before that of the younger group."""
    bounds = [on - timedelta(days=days) for days in AGES]
    found = Q()
    if group < len(bounds):
        found &= Q(found_on__gte=bounds[group])
    if group:
        found &= Q(found_on__lt=bounds[group - 1])
    return found


def _wanted(wanted: HazardFilters, *, on: date) -> Q:
    equal = {"severity": wanted.severity, "kind": wanted.kind, "code": wanted.item}
    where = Q(**{name: value for name, value in equal.items() if value})
    if wanted.found is not None:
        where &= Q(found_on__range=(wanted.found.first_day, wanted.found.last_day))
    if wanted.age is not None:
        where &= of_age(wanted.age, on=on)
    if wanted.overdue:
        where &= Q(due_on__lt=on, claimed_on=None)
    if wanted.place is not None:
        where &= Q(ward=wanted.place) | Q(neighbourhood=wanted.place)
    text = fold(wanted.search)
    return where & _mentions(text) if text else where


def _mentions(text: str) -> Q:
    number = text.removeprefix("to ").strip()
    named = contains("name_key", text) | contains("address_key", text)
    if number.isdecimal() and len(number) < 9:
        return named | Q(team_number=int(number))
    return named
