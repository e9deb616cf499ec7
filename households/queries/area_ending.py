"""What became of an area that a reform ended: which areas took over, from when, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Exists, F, OuterRef, QuerySet

from firesafety.vietnamese import sort_key
from households.models import Area, AreaSuccession


class Ending(Enum):
    """How an area ended. ``GONE``: the site knows nobody that took over."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Heir:
    """An area that took over, whole or in part; ``opens``: its page is there for who asks."""

    code: str
    name: str
    opens: bool


@dataclass(frozen=True, slots=True)
class AreaEnding:
    """An area that is no more, or will not be from the day ``on``."""

    name: str
    on: date
    ending: Ending
    heirs: tuple[Heir, ...]


def area_ending(area: Area, *, visible: QuerySet[Area]) -> AreaEnding | None:
    """What became of an area, None of a standing one; ``visible`` is what the reader may open.

    One query, and none for a standing area.
    """
    if area.valid_to is None:
        return None
    others = AreaSuccession.objects.filter(successor=OuterRef("successor"))
    rows = (
        AreaSuccession.objects.filter(predecessor=area)
        .exclude(successor=F("predecessor"))
        .select_related("successor__parent")
        .defer("successor__boundary", "successor__parent__boundary")
        .annotate(
            shared=Exists(others.exclude(predecessor=area)),
            opens=Exists(visible.filter(pk=OuterRef("successor"))),
        )
    )
    taken = sorted(rows, key=lambda row: (sort_key(row.successor.name), row.successor.code))
    heirs = tuple(
        # One that has ended too has a page for whoever may open what it became.
        Heir(
            row.successor.code,
            _full_name(row.successor),
            row.opens or (not row.successor.is_current and _leads_on(row.successor_id, visible)),
        )
        for row in taken
    )
    if len(heirs) != 1:
        ending = Ending.SPLIT if heirs else Ending.GONE
    else:
        ending = Ending.MERGED if taken[0].shared else Ending.RENAMED
    return AreaEnding(area.name, area.valid_to, ending, heirs)


def ended_area(code: str, *, visible: QuerySet[Area]) -> Area | None:
    """The newest area of a code that ended and led, after however many reforms, to one that the
    reader may open; None where the code stands for one of theirs now."""
    if visible.filter(code=code, valid_to=None).exists():
        return None
    ended = Area.objects.filter(code=code, valid_to__isnull=False).order_by("-valid_from")
    return next((area for area in ended if _leads_on(area.pk, visible)), None)


def _leads_on(area: int, visible: QuerySet[Area]) -> bool:
    """Whether one of an ended area's heirs, or theirs, is visible. A query or two each reform."""
    seen, fresh = {area}, {area}
    while fresh:
        links = AreaSuccession.objects.filter(predecessor__in=fresh)
        fresh = set(links.values_list("successor", flat=True)) - seen
        seen |= fresh
        if fresh and visible.filter(pk__in=fresh).exists():
            return True
    return False


def _full_name(area: Area) -> str:
    """Neighbourhoods share their names: theirs go with the ward's."""
    if area.level == Area.Level.NEIGHBOURHOOD and area.parent is not None:
        return f"{area.name}, {area.parent.name}"
    return area.name
