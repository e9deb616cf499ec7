"""From the ranking of overdue teams to the officer's list: the values that it is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings

from firesafety.months import Month
from households.models import Area
from inspections.printing.options import ORDINARY, Options
from inspections.printing.parts import Progress, no_progress
from inspections.printing.reasons import reason_sentence
from inspections.printing.twin_links import area_twin_link
from inspections.printing.values import OverdueLine, OverdueList
from inspections.queries.overdue import OverdueLine as Judged
from inspections.queries.overdue import describe, overdue_list, worst_teams
from inspections.queries.overdue_ranking import LISTED, count_overdue
from inspections.queries.weights import weights_of_area


def overdue_lists(
    area: Area,
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[OverdueList]:
    """What the list says on a day, worst first; of a month that is over, on its last day."""
    as_of = min(on, month.last_day)
    total, judged = _lines(area, as_of, on=on)
    yield OverdueList(
        area=area.name,
        as_of=as_of,
        officer=options.officer,
        lines=tuple(
            OverdueLine(
                rank=rank,
                team=str(line.team),
                neighbourhood=line.team.neighbourhood.name,
                leader_name=line.leader.holder_name if line.leader else "",
                leader_phone=line.leader.phone if line.leader else "",
                days_late=line.days_late,
                missing=len(line.missing),
                planned=line.planned,
                open_critical=line.critical,
                reason=reason_sentence(line.parts),
            )
            for rank, line in enumerate(judged, start=1)
        ),
        total=total,
        emergency_number=settings.EMERGENCY_NUMBER,
        reference=f"QH-{area.code}-{as_of:%Y%m%d}",
        link=area_twin_link(area.code, month, "overdue"),
    )
    progress(1)


def _lines(area: Area, as_of: date, *, on: date) -> tuple[int, list[Judged]]:
    """How many teams there are to call, and as many of them as anybody can.

    Today's list is read from the kept figures, a past one from the records.
    """
    if as_of < on:
        lines = overdue_list(area, on=as_of)
        return len(lines), lines[:LISTED]
    worst = worst_teams(area, on=on)
    total = count_overdue(area, on=on, weights=weights_of_area(area))
    return total, describe(worst.ranked, worst.facts, worst.teams)
