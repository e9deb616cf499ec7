"""Which weights a city has decided on, and what it decided before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import OuterRef, Q, QuerySet, Subquery

from households.models import Area
from inspections.models import CityWeights
from inspections.planning.weights import (
    DEFAULT_WEIGHTS,
    Change,
    Weights,
    changes,
    read_weights,
)


def decided_weights(city: Area) -> QuerySet[CityWeights]:
    """The decisions of a city, the one that holds first."""
    return CityWeights.objects.filter(city=city).select_related("set_by").order_by("-pk")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a city decided once, and which numbers it changed by that."""

    row: CityWeights
    changes: tuple[Change, ...]


def newest_decisions(city: Area, count: int) -> list[Decision]:
    """The ``count`` newest decisions of a city, the one that holds first. One query."""
    rows = list(decided_weights(city)[: count + 1])
    # Before the first of all, the project's own held.
    held = [*(read_weights(row.values) for row in rows), DEFAULT_WEIGHTS]
    pairs = zip(rows[:count], pairwise(held), strict=False)
    return [Decision(row, changes(before, after)) for row, (after, before) in pairs]


def weights_of_area(area: Area) -> Weights:
    """What counts in the city that an area lies in, the project's own where it decided nothing.

    One query.
    """
    city = Q(city=area.pk) | Q(city__children=area.pk) | Q(city__children__children=area.pk)
    newest = CityWeights.objects.filter(city).order_by("-pk").first()
    return DEFAULT_WEIGHTS if newest is None else read_weights(newest.values)


def weights_of_wards(wards: Collection[int]) -> dict[int, Weights]:
    """Per ward id the weights of its city. One query; two where any city has decided."""
    rows = CityWeights.objects.filter(city__children__in=wards).distinct().order_by("pk")
    newest = {row.city_id: read_weights(row.values) for row in rows}
    if not newest:
        return dict.fromkeys(wards, DEFAULT_WEIGHTS)
    cities = dict(Area.objects.filter(pk__in=wards).values_list("pk", "parent"))
    return {ward: newest.get(cities[ward] or 0, DEFAULT_WEIGHTS) for ward in wards}


def newest_weights() -> Subquery:
    """The values that hold for each row of a question for areas of any level; null for none."""
    city = Q(city=OuterRef("pk")) | Q(city=OuterRef("parent")) | Q(city=OuterRef("parent__parent"))
    return Subquery(CityWeights.objects.filter(city).order_by("-pk").values("values")[:1])
