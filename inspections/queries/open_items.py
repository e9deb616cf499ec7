"""What is open in an area, item by item of the checklist."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from households.models import Area
from inspections.models import ChecklistItem, Hazard, OpenHazard, Severity
from inspections.queries.hazard_list import AGES, of_age
from inspections.queries.standing import within


@dataclass(frozen=True, slots=True)
class ItemLine:
    """Open hazards of one item: its newest wording, how many are past their day, and how many are
    in each age group of ``AGES``."""

    code: str
    text: str
    severity: str
    total: int
    overdue: int
    ages: tuple[int, ...]

    @property
    def severity_name(self) -> str:
        return str(Severity(self.severity).label)


def item_lines(area: Area, *, on: date) -> tuple[ItemLine, ...]:
    """Open hazards per item and age, the gravest first, then the most. One query."""
    rows = (
        OpenHazard.objects.filter(within(area))
        .order_by()
        .values("code", "severity")
        .annotate(
            # Not of keys, which the index that has all the rest does not have.
            total=Count("code"),
            overdue=Count("code", filter=Q(due_on__lt=on, claimed_on=None)),
            **{
                f"age_{position}": Count("code", filter=of_age(position, on=on))
                for position in range(len(AGES) + 1)
            },
        )
        # By itself, once for each item that is left and not for each hazard.
        .annotate(text=_newest_wording())
    )
    return _gravest_first(
        ItemLine(
            row["code"],
            row["text"] or row["code"],
            row["severity"],
            row["total"],
            row["overdue"],
            tuple(row[f"age_{position}"] for position in range(len(AGES) + 1)),
        )
        for row in rows
    )


def lines_of(hazards: Iterable[Hazard], *, on: date) -> tuple[ItemLine, ...]:
    """The same of hazards at hand, which are open and have their story. No query.

    The wording is that of the hazard found last.
    """
    by_item: dict[tuple[str, str], list[Any]] = {}
    for hazard in sorted(hazards, key=lambda each: (each.found_on, each.pk)):
        by_item.setdefault((hazard.item.code, hazard.severity), []).append(hazard)
    return _gravest_first(
        ItemLine(
            code,
            found[-1].item.text,
            severity,
            len(found),
            sum(each.due_on < on and each.owner_reported_on is None for each in found),
            _ages([(on - each.found_on).days for each in found]),
        )
        for (code, severity), found in by_item.items()
    )


def _ages(days: Iterable[int]) -> tuple[int, ...]:
    """How many are in each age group of ``AGES``, as ``of_age`` draws the bounds."""
    counts = [0] * (len(AGES) + 1)
    for each in days:
        counts[bisect_left(AGES, each)] += 1
    return tuple(counts)


def _gravest_first(lines: Iterable[ItemLine]) -> tuple[ItemLine, ...]:
    order = [str(level) for level in Severity]
    return tuple(
        sorted(lines, key=lambda each: (order.index(each.severity), -each.total, each.code))
    )


def open_wordings(area: Area) -> dict[str, str]:
    """Per item code of what is open its newest wording, by code; of a city, every item. One query.

    Somewhere in a city everything is open, and to make sure of it takes longer than it is worth.
    """
    items: QuerySet[Any, Any] = ChecklistItem.objects.all()
    if area.level != Area.Level.CITY:
        items = OpenHazard.objects.filter(within(area))
    rows = items.order_by("code").values("code").annotate(total=Count("pk"))
    rows = rows.annotate(newest=_newest_wording())
    return {row["code"]: row["newest"] or row["code"] for row in rows}


def _newest_wording() -> Subquery:
    """In the reader's language, as the newest checklist that has the item says it."""
    items = ChecklistItem.objects.filter(code=OuterRef("code")).order_by("-checklist__number")
    return Subquery(items.values("text_en" if get_language() == "en" else "text_vi")[:1])
