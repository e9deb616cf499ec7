"""The wards of a city side by side: the same figures for each, in a fixed number of questions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from firesafety.months import Month
from households.models import Area, Team
from inspections.models import Assignment, Hazard, Severity


@dataclass(frozen=True, slots=True)
class MonthShare:
    """How many of a month's visits took place."""

    planned: int = 0
    done: int = 0

    @property
    def percent(self) -> int | None:
        """In whole percent, rounded down so that 100 means all; None when none was planned."""
        return 100 * self.done // self.planned if self.planned else None


@dataclass(frozen=True, slots=True)
class WardLine:
    """One ward of a city: its teams, two months' visits and what is open."""

    ward: Area
    teams: int
    this_month: MonthShare
    last_month: MonthShare
    critical: int
    major: int
    minor: int
    overdue: int

    @property
    def shares(self) -> tuple[MonthShare, MonthShare]:
        return (self.this_month, self.last_month)


def ward_lines(city: Area, *, on: date) -> list[WardLine]:
    """The standing wards that have a team, the worst first. Four queries.

    Worst is who has most open critical hazards per team, then who did least last month: a big
    ward is not worse for being big.
    """
    month = Month.of(on)
    teams = _teams(city, on=on)
    shares = _shares(city, months=(month, month.previous()))
    hazards = _hazards(city, on=on)
    wards = Area.objects.filter(parent=city, pk__in=list(teams), valid_to=None)
    lines = [
        WardLine(
            ward=ward,
            teams=teams[ward.pk],
            this_month=shares.get((ward.pk, month.first_day), MonthShare()),
            last_month=shares.get((ward.pk, month.previous().first_day), MonthShare()),
            **hazards[ward.pk],
        )
        for ward in wards
    ]
    return sorted(lines, key=_order)


def _order(line: WardLine) -> tuple[float, int, str]:
    share = line.last_month.percent
    return (-line.critical / line.teams, 101 if share is None else share, line.ward.name)


def _teams(city: Area, *, on: date) -> dict[int, int]:
    standing = Team.objects.filter(ward__parent=city, founded_on__lte=on).filter(
        Q(disbanded_on=None) | Q(disbanded_on__gt=on)
    )
    return dict(standing.order_by("ward").values_list("ward").annotate(Count("pk")))


def _shares(city: Area, *, months: tuple[Month, ...]) -> dict[tuple[int, date], MonthShare]:
    rows = (
        Assignment.objects.filter(
            round__team__ward__parent=city,
            round__month__in=[month.first_day for month in months],
        )
        .order_by("round__team__ward", "round__month")
        .values_list("round__team__ward", "round__month")
        .annotate(planned=Count("pk"), done=Count("pk", filter=Q(inspection__obstacle="")))
    )
    return {(ward, month): MonthShare(planned, done) for ward, month, planned, done in rows}


def _hazards(city: Area, *, on: date) -> dict[int, dict[str, int]]:
    rows = (
        Hazard.objects.filter(
            state=Hazard.State.OPEN, household__neighbourhood__parent__parent=city
        )
        .order_by("household__neighbourhood__parent")
        .values_list("household__neighbourhood__parent")
        .annotate(
            critical=Count("pk", filter=Q(severity=Severity.CRITICAL)),
            major=Count("pk", filter=Q(severity=Severity.MAJOR)),
            minor=Count("pk", filter=Q(severity=Severity.MINOR)),
            overdue=Count("pk", filter=Q(due_on__lt=on)),
        )
    )
    nothing = {"critical": 0, "major": 0, "minor": 0, "overdue": 0}
    found: dict[int, dict[str, int]] = defaultdict(lambda: nothing)
    for ward, *counts in rows:
        found[ward] = dict(zip(nothing, counts, strict=True))
    return found
