"""Which months wards and cities skip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from firesafety.months import Month
from households.models import Area
from inspections.models import SkippedMonth
from inspections.planning.calendar import OperatingCalendar


def operating_calendars(wards: Collection[int]) -> dict[int, OperatingCalendar]:
    """Per ward id, the months that it or its city skips. One query."""
    rows = SkippedMonth.objects.filter(Q(area__in=wards) | Q(area__children__in=wards))
    months: dict[int, set[Month]] = defaultdict(set)
    for area, below, first_day in rows.order_by().values_list("area", "area__children", "month"):
        # What a city skips, all of its wards do; what is below a ward is no ward.
        months[area].add(Month.of(first_day))
        months[below].add(Month.of(first_day))
    return {ward: OperatingCalendar(frozenset(months.get(ward, ()))) for ward in wards}


def skipped_months_of(area: Area, *, since: Month) -> QuerySet[SkippedMonth]:
    """The months from ``since`` on that an area or the one above it skips."""
    above = [area.pk] if area.parent_id is None else [area.pk, area.parent_id]
    rows = SkippedMonth.objects.filter(area__in=above, month__gte=since.first_day)
    return rows.select_related("area").order_by("month", "area")
