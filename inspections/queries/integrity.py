"""A ward's inspections as the signals read them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firesafety.months import Month
from households.grouping import project
from households.models import Area
from inspections.models import Inspection, Source
from inspections.planning.integrity import Sheet

MONTHS_READ = 24  # how long it takes until one who never finds anything stands out


def ward_sheets(ward: Area, *, until: Month) -> list[Sheet]:
    """The completed inspections of a ward's teams over two years up to a month. One query."""
    rows = list(
        Inspection.objects.filter(
            obstacle="",
            assignment__round__team__ward=ward,
            assignment__round__month__gt=until.plus(-MONTHS_READ).first_day,
            assignment__round__month__lte=until.first_day,
        )
        .select_related("assignment__round", "assignment__inspected")
        .order_by("pk")
    )
    return [_sheet(row, place) for row, place in zip(rows, _places(rows), strict=True)]


def _sheet(row: Inspection, place: tuple[float, float] | None) -> Sheet:
    assignment = row.assignment
    round, home = assignment.round, assignment.inspected
    return Sheet(
        id=row.pk,
        team=round.team_id,
        month=Month.of(round.month).index,
        inspector=assignment.inspector_id,
        inspected=home.pk,
        form=f"{round.checklist_id}:{round.scope}:{home.kind}",
        answers=row.answers,
        # Paper is typed in by the pile: when it arrived says nothing of the visits.
        arrived_at=row.received_at if row.source == Source.PHONE else None,
        place=place,
    )


def _places(rows: Sequence[Inspection]) -> list[tuple[float, float] | None]:
    """Each inspected home in metres, None where the register has no point."""
    if not rows:
        return []
    homes = [row.assignment.inspected for row in rows]
    latitudes = np.array([np.nan if h.latitude is None else h.latitude for h in homes])
    longitudes = np.array([np.nan if h.longitude is None else h.longitude for h in homes])
    return [
        None if np.isnan(x) else (float(x), float(y)) for x, y in project(latitudes, longitudes)
    ]
