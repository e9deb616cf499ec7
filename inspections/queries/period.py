"""An area over a period: visits, findings and what became of them, and each part of the area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from firesafety.months import Month
from households.models import Area, Team
from inspections.models import Assignment, Checklist, Hazard, Severity
from inspections.planning.periods import Period
from inspections.queries.overdue import teams_in

# Upper ends in days of how long a hazard has been open; the last has none.
AGES = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """What happened in a period: ``teams`` that had a round, visits planned, made, tried in vain.

    ``found``: hazards seen for the first time, by severity; ``fixed``: those seen to be fixed.
    """

    teams: int
    planned: int
    done: int
    obstacle: int
    found: dict[str, int]
    fixed: int


@dataclass(frozen=True, slots=True)
class PartFigures:
    """A team, or a ward of a city, over the period. ``open`` counts its hazards of the last day."""

    part: Team | Area
    planned: int
    done: int
    found: int
    open: int


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One question's hazards: found in the period, open at its end, the oldest's day."""

    code: str
    text: str
    severity: str
    found: int
    open: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class OpenHazards:
    """What is open on a day: how many, by age in the order of ``AGES``, late, critical, oldest."""

    count: int
    ages: tuple[int, ...]
    overdue: int
    critical: int
    oldest: date | None


def _visits(area: Area, period: Period) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        round__team__in=teams_in(area).values("pk"),
        round__due_on__gte=period.starts,
        round__due_on__lte=period.ends,
    )


def _hazards(area: Area) -> QuerySet[Hazard]:
    """At households of the area and all below it, without those noted by mistake."""
    return Hazard.objects.exclude(state=Hazard.State.WITHDRAWN).filter(
        Q(household__neighbourhood=area)
        | Q(household__neighbourhood__parent=area)
        | Q(household__neighbourhood__parent__parent=area)
    )


def _open_on(hazards: QuerySet[Hazard], day: date) -> QuerySet[Hazard]:
    return hazards.filter(found_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))


def period_figures(area: Area, period: Period) -> PeriodFigures:
    """The figures of one period. Two queries."""
    visits = _visits(area, period).aggregate(
        teams=Count("round__team", distinct=True),
        planned=Count("pk"),
        done=Count("pk", filter=Q(inspection__obstacle="")),
        obstacle=Count("inspection", filter=~Q(inspection__obstacle="")),
    )
    new = Q(found_on__gte=period.starts, found_on__lte=period.ends)
    fixed = Q(state=Hazard.State.FIXED, closed_on__gte=period.starts, closed_on__lte=period.ends)
    hazards = _hazards(area).aggregate(
        fixed=Count("pk", filter=fixed),
        **{str(level): Count("pk", filter=new & Q(severity=level)) for level in Severity},
    )
    return PeriodFigures(**visits, fixed=hazards.pop("fixed"), found=hazards)


def places_and_teams(area: Area, *, on: date) -> tuple[int, int]:
    """In how many neighbourhoods there were teams on a day, and how many teams ("điểm – tổ").

    One query.
    """
    there = teams_in(area).filter(founded_on__lte=on)
    there = there.filter(Q(disbanded_on=None) | Q(disbanded_on__gt=on))
    counts = there.aggregate(
        places=Count("neighbourhood", distinct=True), teams=Count("pk", distinct=True)
    )
    return counts["places"], counts["teams"]


def open_hazards_on(area: Area, *, on: date) -> OpenHazards:
    """What is open in an area on a day. One query."""
    rows = list(_open_on(_hazards(area), on).values_list("found_on", "due_on", "severity"))
    days = [(on - found).days for found, _due, _level in rows]
    ends = (-1, *AGES)
    ages = [sum(low < each <= high for each in days) for low, high in zip(ends, AGES, strict=False)]
    return OpenHazards(
        count=len(rows),
        ages=(*ages, sum(each > AGES[-1] for each in days)),
        overdue=sum(due < on for _found, due, _level in rows),
        critical=sum(level == Severity.CRITICAL for _found, _due, level in rows),
        oldest=min((found for found, _due, _level in rows), default=None),
    )


def item_figures(area: Area, period: Period, *, on: date) -> list[ItemFigures]:
    """Per question, the most found first, then the most open; in its latest wording. One query."""
    found: dict[str, int] = defaultdict(int)
    still: dict[str, list[date]] = defaultdict(list)
    latest: dict[str, Hazard] = {}
    rows = (
        _hazards(area)
        .filter(found_on__lte=period.ends)
        .filter(Q(found_on__gte=period.starts) | Q(closed_on=None) | Q(closed_on__gt=on))
        .select_related("item")
        .order_by("item__checklist__number", "pk")
    )
    for hazard in rows:
        latest[hazard.code] = hazard
        found[hazard.code] += hazard.found_on >= period.starts
        if hazard.closed_on is None or hazard.closed_on > on:
            still[hazard.code].append(hazard.found_on)
    lines = [
        ItemFigures(
            code,
            hazard.item.text,
            hazard.severity,
            found[code],
            len(still[code]),
            min(still[code], default=None),
        )
        for code, hazard in latest.items()
    ]
    return sorted(lines, key=lambda line: (-line.found, -line.open, line.code))


def month_counts(area: Area, months: Iterable[Month]) -> dict[Month, tuple[int, int]]:
    """Per month of rounds, visits planned and made; months without rounds are left out."""
    days = [month.first_day for month in months]
    rows = (
        Assignment.objects.filter(
            round__team__in=teams_in(area).values("pk"), round__month__in=days
        )
        .order_by("round__month")
        .values_list("round__month")
        .annotate(planned=Count("pk"), done=Count("pk", filter=Q(inspection__obstacle="")))
    )
    return {Month.of(day): (planned, done) for day, planned, done in rows}


def part_figures(area: Area, period: Period, *, on: date) -> list[PartFigures]:
    """Each team of a ward or neighbourhood, or each ward of a city, that had a round. Four queries.

    In the order of the share of visits made, the greatest first; of equals in their own order.
    """
    city = area.level == Area.Level.CITY
    key = "round__team__ward" if city else "round__team"
    visits = {
        part: (planned, done)
        for part, planned, done in _visits(area, period)
        .order_by(key)
        .values_list(key)
        .annotate(planned=Count("pk"), done=Count("pk", filter=Q(inspection__obstacle="")))
    }
    parts: dict[int, Team | Area] = {}
    if city:
        parts.update(Area.objects.in_bulk(list(visits)))
    else:
        parts.update(Team.objects.select_related("neighbourhood").in_bulk(list(visits)))
    new = Q(found_on__gte=period.starts, found_on__lte=period.ends)
    found = _hazards_by_part(_hazards(area).filter(new), city=city)
    still = _hazards_by_part(_open_on(_hazards(area), on), city=city)
    lines = [
        PartFigures(part, *visits[number], found.get(number, 0), still.get(number, 0))
        for number, part in parts.items()
    ]
    return sorted(lines, key=_rank)


def _rank(line: PartFigures) -> tuple[float, int, str]:
    part = line.part
    own = (part.number, "") if isinstance(part, Team) else (0, part.folded_name)
    return (-line.done / line.planned, *own)


def _hazards_by_part(hazards: QuerySet[Hazard], *, city: bool) -> dict[int, int]:
    if city:
        named = hazards.annotate(part=F("household__neighbourhood__parent"))
    else:
        # Counted for the team that the household belongs to now: there the fault is mended.
        members = hazards.filter(household__memberships__left_on=None)
        named = members.annotate(part=F("household__memberships__team"))
    counts = named.order_by("part").values_list("part").annotate(Count("pk", distinct=True))
    return dict(counts)


def checklist_numbers(area: Area, period: Period) -> list[int]:
    """The versions that the period's rounds were answered on, ascending. One query."""
    rounds = _visits(area, period).values("round__checklist")
    return list(
        Checklist.objects.filter(pk__in=rounds).order_by("number").values_list("number", flat=True)
    )
