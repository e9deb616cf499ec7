"""An area in figures: what is dangerous, who is silent, whom nobody saw, and the last months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from firesafety.months import Month
from households.models import Area
from inspections.models import NeighbourhoodStanding, OpenHazard
from inspections.planning.weights import DEFAULT_WEIGHTS
from inspections.queries.standing import (
    STANDING_SUMS,
    MonthFigures,
    judged_rounds,
    month_figures,
    resting,
    within,
)

MONTHS_SHOWN = 12
SILENT_MONTHS = DEFAULT_WEIGHTS.listed_after_silent


@dataclass(frozen=True, slots=True)
class WardFigures:
    """``months``: twelve, oldest first, ending with the month of the day asked for.

    ``hazards``: open now, per severity; ``hazards_overdue``: those past their day; ``silent``:
    teams from which nothing came for SILENT_MONTHS months or more. ``covered``: this month, or the
    last one until more households were inspected in this; they make the coverage.
    """

    teams: int
    paused: int
    households: int
    silent: int
    months: tuple[MonthFigures, ...]
    hazards: dict[str, int]
    hazards_overdue: int
    covered: MonthFigures

    @property
    def this_month(self) -> MonthFigures:
        return self.months[-1]

    @property
    def rounds(self) -> int:
        return self.this_month.rounds

    @property
    def coverage(self) -> int | None:
        """Percent of the households in teams that were seen, rounded down so that 100 means all;
        None where neither month has rounds or nobody is in a team."""
        if not self.households or not self.covered.rounds:
            return None
        return min(100, 100 * self.covered.inspected // self.households)


def ward_figures(area: Area, *, on: date) -> WardFigures:
    """What an area looks like on a day, by the figures kept now. Two queries."""
    counts = _counts(area, on=on)
    months = month_rates(area, on=on)
    return WardFigures(
        teams=counts["teams"],
        paused=counts["paused"],
        households=counts["households"],
        silent=counts["silent"],
        months=months,
        hazards={level: counts[level] for level in ("critical", "major", "minor")},
        hazards_overdue=counts["overdue"],
        covered=max(reversed(months[-2:]), key=lambda month: month.inspected),
    )


def month_rates(area: Area, *, on: date, months: int = MONTHS_SHOWN) -> tuple[MonthFigures, ...]:
    """The last months of an area, oldest first, those without rounds too. One query."""
    last = Month.of(on)
    return month_figures(area, [last.plus(-back) for back in reversed(range(months))])


def _counts(area: Area, *, on: date) -> dict[str, int]:
    """All that is one number, asked as one question: the page has few questions to spare."""
    standing = NeighbourhoodStanding.objects.filter(within(area))
    rest = resting(on=on)
    asleep = rest.filter(within(area, "team__"), team__disbanded_on=None)
    silent = judged_rounds(area, on=on).filter(
        silent_before__gte=SILENT_MONTHS, team__standing__active=True
    )
    overdue = OpenHazard.objects.filter(within(area), due_on__lt=on, claimed_on=None)
    row = (
        Area.objects.filter(pk=area.pk)
        .annotate(
            **{f"n_{name}": _one(standing, Sum(name)) for name in STANDING_SUMS},
            n_paused=_one(asleep, Count("pk")),
            n_silent=_one(silent.exclude(team__in=rest.values("team")), Count("pk")),
            n_overdue=_one(overdue, Count("pk")),
        )
        .values(*(f"n_{name}" for name in (*STANDING_SUMS, "paused", "silent", "overdue")))
        .get()
    )
    # An area has names of its own, such as that of its teams.
    return {name.removeprefix("n_"): number for name, number in row.items()}


def _one(rows: QuerySet[Any], number: Any) -> Any:
    """A sum or count over rows as one value of a larger question; 0 over none."""
    grouped = rows.order_by().values(whole=Value(1)).annotate(number=number)
    return Coalesce(Subquery(grouped.values("number")), 0)
