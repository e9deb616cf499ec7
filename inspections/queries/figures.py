"""An area in figures: this month, the last twelve, and what is still dangerous."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, FilteredRelation, Q

from firesafety.months import Month
from households.models import Area, Membership
from inspections.models import Assignment, Hazard, Inspection, Severity
from inspections.queries.overdue import teams_in

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MonthRate:
    """One month's visits: planned, made, and tried in vain."""

    month: Month
    planned: int
    done: int
    obstacle: int

    @property
    def rate(self) -> float:
        """Share of the planned visits that took place, 0 to 1; 0 when none was planned."""
        return self.done / self.planned if self.planned else 0.0


@dataclass(frozen=True, slots=True)
class WardFigures:
    """``months``: twelve, oldest first, ending with the month of the day asked for.

    ``hazards``: open now, per severity; ``hazards_overdue``: those past their day.
    """

    teams: int
    paused: int
    households: int
    rounds: int
    months: tuple[MonthRate, ...]
    hazards: dict[str, int]
    hazards_overdue: int

    @property
    def this_month(self) -> MonthRate:
        return self.months[-1]


def ward_figures(area: Area, *, on: date) -> WardFigures:
    """What an area looks like on a day. Four queries."""
    teams = teams_in(area).filter(founded_on__lte=on)
    teams = teams.filter(Q(disbanded_on=None) | Q(disbanded_on__gt=on))
    members = Membership.objects.filter(team__in=teams.values("pk"), left_on=None)
    open_ones = Hazard.objects.filter(
        state=Hazard.State.OPEN, household__in=members.values("household")
    )
    # One question with distinct counts: the page that shows this has few questions to spare.
    counts = teams.alias(
        stay=FilteredRelation("memberships", condition=Q(memberships__left_on=None)),
        now=FilteredRelation("rounds", condition=Q(rounds__month=Month.of(on).first_day)),
    ).aggregate(
        teams=Count("pk", distinct=True),
        paused=Count("pk", distinct=True, filter=Q(paused_on__lte=on)),
        households=Count("stay", distinct=True),
        rounds=Count("now", distinct=True),
    )
    hazards = open_ones.aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=on)),
        **{str(level): Count("pk", filter=Q(severity=level)) for level in Severity},
    )
    return WardFigures(
        **counts,
        months=month_rates(area, on=on),
        hazards_overdue=hazards.pop("overdue"),
        hazards=hazards,
    )


def month_rates(area: Area, *, on: date, months: int = MONTHS_SHOWN) -> tuple[MonthRate, ...]:
    """The last months of an area, oldest first, those without rounds too. Two queries."""
    last = Month.of(on)
    shown = [last.plus(-back) for back in reversed(range(months))]
    teams = teams_in(area).values("pk")
    planned = dict(
        Assignment.objects.filter(
            round__team__in=teams,
            round__month__gte=shown[0].first_day,
            round__month__lte=last.first_day,
        )
        .order_by("round__month")
        .values_list("round__month")
        .annotate(Count("pk"))
    )
    received = {
        month: (done, obstacle)
        for month, done, obstacle in Inspection.objects.filter(
            assignment__round__team__in=teams,
            assignment__round__month__gte=shown[0].first_day,
            assignment__round__month__lte=last.first_day,
        )
        .order_by("assignment__round__month")
        .values_list("assignment__round__month")
        .annotate(
            done=Count("pk", filter=Q(obstacle="")), obstacle=Count("pk", filter=~Q(obstacle=""))
        )
    }
    return tuple(
        MonthRate(month, planned.get(month.first_day, 0), *received.get(month.first_day, (0, 0)))
        for month in shown
    )
