"""The kept figures of an area, at any level, in few rows: what pages of a whole city read.

Every function takes an area of any level and asks one question, unless it says otherwise. What
depends on the day is asked of kept dates, so no row has to be rewritten at midnight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, Sum, Value

from firesafety.months import Month
from households.models import Area, Membership, Team
from inspections.models import NeighbourhoodMonth, TeamPause

MONTH_SUMS = (
    "rounds",
    "planned",
    "done",
    "obstacle",
    "late",
    "households",
    "inspected",
    "missing",
)
SUM = "n_"


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month of an area. ``planned``, ``done``, ``obstacle``, ``late`` count visits (``late``:
    entered only after the round had closed, and not among ``done``); ``households`` were to be
    inspected, ``inspected`` of them were in time, of ``missing`` nothing is known to this day."""

    month: Month
    rounds: int = 0
    planned: int = 0
    done: int = 0
    obstacle: int = 0
    late: int = 0
    households: int = 0
    inspected: int = 0
    missing: int = 0

    @property
    def rate(self) -> float:
        """Share of the planned visits that took place, 0 to 1; 0 when none was planned."""
        return self.done / self.planned if self.planned else 0.0


def within(area: Area, prefix: str = "") -> Q:
    """Rows with ``neighbourhood``, ``ward`` and ``city`` that lie in an area of any level.

    ``prefix`` leads to the row that has them, as ``team__standing__``.
    """
    # By the row's own city: through its ward, the database takes a whole city for one of few.
    return Q(**{f"{prefix}{Area.Level(area.level).value}": area.pk})


def summed_within(area: Area) -> Q:
    """The same for the sums of a neighbourhood, which have ``neighbourhood`` and ``ward`` only."""
    return Q(ward__parent=area.pk) if area.level == Area.Level.CITY else within(area)


def wards_with_teams() -> QuerySet[Area]:
    """Wards that have or had a team, those that ended too."""
    return Area.objects.filter(pk__in=Team.objects.values("ward")).order_by("code", "pk")


def teams_of_households(households: Collection[int]) -> list[int]:
    """Ids of the teams that these households (ids) belong to now."""
    stays = Membership.objects.filter(household__in=households, left_on=None)
    return list(stays.order_by("team").values_list("team", flat=True).distinct())


def month_figures(area: Area, months: Sequence[Month]) -> tuple[MonthFigures, ...]:
    """The figures of the months asked for, in their order, those without rounds too."""
    rows = _sums(None, tuple(months)).filter(summed_within(area))
    found = {row["month"]: _named(row) for row in rows}
    return tuple(MonthFigures(month, **found.get(month.first_day, {})) for month in months)


def month_figures_of_parts(
    area: Area, months: Sequence[Month], *, parts: Sequence[Month]
) -> tuple[tuple[MonthFigures, ...], dict[int, dict[Month, MonthFigures]]]:
    """The figures of ``months`` as ``month_figures`` has them, and those of the months ``parts``
    per ward of a city, or per neighbourhood of any other area, by its id, where it had rounds."""
    place = "ward" if area.level == Area.Level.CITY else "neighbourhood"
    whole = _sums(None, tuple(months)).filter(summed_within(area))
    parted = _sums(place, tuple(parts)).filter(summed_within(area))
    found: dict[int | None, dict[Month, MonthFigures]] = defaultdict(dict)
    for row in whole.union(parted, all=True):
        month = Month.of(row["month"])
        found[row["place"]][month] = MonthFigures(month, **_named(row))
    figures = found.pop(None, {})
    known = {key: found[key] for key in found if key is not None}
    return tuple(figures.get(month, MonthFigures(month)) for month in months), known


@lru_cache(maxsize=8)
def _sums(
    place: str | None, months: tuple[Month, ...]
) -> QuerySet[NeighbourhoodMonth, dict[str, Any]]:
    """The sums of each of these months, in each ``place`` or of all together.

    Put together once for a day's months, and then asked of one area after the other.
    """
    asked = NeighbourhoodMonth.objects.filter(month__in=[month.first_day for month in months])
    where: Any = F(place) if place else Value(None, BigIntegerField())
    sums: QuerySet[NeighbourhoodMonth, dict[str, Any]] = (
        asked.order_by()
        .values("month", place=where)
        .annotate(**{SUM + name: Sum(name) for name in MONTH_SUMS})
    )
    return sums


def _named(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[SUM + name] for name in MONTH_SUMS}


def resting(*, on: date) -> QuerySet[TeamPause]:
    """The rests that cover a day."""
    return TeamPause.objects.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))
