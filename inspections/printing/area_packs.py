"""From an area's rounds and hazards to its summary over a period: the values it is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import cast

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firesafety.months import Month
from households.models import Area, Team
from inspections.models import Severity
from inspections.planning.periods import (
    Period,
    PeriodKind,
    period_of,
    read_year_start,
    year_before,
)
from inspections.printing.area_values import (
    AgeCount,
    AreaSummary,
    ItemLine,
    PartLine,
    PeriodCount,
)
from inspections.printing.options import ORDINARY, Options
from inspections.printing.parts import Progress, no_progress, team_label
from inspections.printing.twin_links import area_twin_link
from inspections.printing.values import Findings, MonthPoint, OpenFaults
from inspections.printing.values import Severity as Level
from inspections.queries.period import (
    AGES,
    ItemFigures,
    PartFigures,
    checklist_numbers,
    item_figures,
    month_counts,
    open_hazards_on,
    part_figures,
    period_figures,
    places_and_teams,
)

ROMAN = ("I", "II", "III", "IV")
REFERENCES = {
    PeriodKind.MONTH: "TT",
    PeriodKind.QUARTER: "TQ",
    PeriodKind.HALF_YEAR: "SK",
    PeriodKind.YEAR: "TN",
}
AreaValues = Callable[..., Iterator[AreaSummary]]


def area_summaries(kind: PeriodKind) -> AreaValues:
    """What makes the summary of an area for this kind of period."""

    def summaries(
        area: Area,
        month: Month,
        options: Options = ORDINARY,
        *,
        on: date,
        progress: Progress = no_progress,
    ) -> Iterator[AreaSummary]:
        yield _area_summary(area, month, kind, options.year_start, on=on)
        progress(1)

    return summaries


def _area_summary(
    area: Area, month: Month, kind: PeriodKind, starting: str, *, on: date
) -> AreaSummary:
    year_start = read_year_start(starting)
    period = period_of(kind, month, year_start=year_start)
    earlier = year_before(period, year_start=year_start)
    as_of = min(on, period.ends)
    still = open_hazards_on(area, on=as_of)
    before = _count(area, earlier, on=earlier.ends)
    months, months_before = _months(period), _months(earlier)
    counts = month_counts(area, [*months, *months_before])
    numbers = checklist_numbers(area, period)
    city = area.level == Area.Level.CITY
    return AreaSummary(
        area=area.name,
        place=area.parent.name if area.parent else "",
        title=_title(kind),
        starts=period.starts,
        ends=period.ends,
        as_of=as_of,
        now=_count(area, period, on=as_of),
        before=before if before.planned else None,
        months=tuple(_point(each, counts) for each in months),
        months_before=tuple(_point(each, counts) for each in months_before),
        faults=OpenFaults(
            count=still.count,
            oldest_days=(as_of - still.oldest).days if still.oldest else 0,
            overdue=still.overdue,
            critical=still.critical,
        ),
        ages=tuple(
            AgeCount(words, count) for words, count in zip(_ages(), still.ages, strict=True)
        ),
        items=tuple(_item(each, on=as_of) for each in item_figures(area, period, on=as_of)),
        parts_title=_("Các phường, xã") if city else _("Các tổ"),
        parts=_parts(part_figures(area, period, on=as_of)),
        emergency_number=settings.EMERGENCY_NUMBER,
        reference=f"{REFERENCES[kind]}-{area.code}-{period.ends:%Y%m%d}",
        link=area_twin_link(area.code, month, f"area_{kind}", year_start=starting),
        checklist_version=", ".join(map(str, numbers)),
    )


def _title(kind: PeriodKind) -> str:
    return {
        PeriodKind.MONTH: _("Tổng hợp tháng của địa bàn"),
        PeriodKind.QUARTER: _("Tổng hợp quý của địa bàn"),
        PeriodKind.HALF_YEAR: _("Sơ kết nửa năm"),
        PeriodKind.YEAR: _("Tổng kết năm"),
    }[kind]


def period_words(period: Period) -> str:
    """A period as it is called: "Tháng 12/2026", "Quý IV/2026", "Nửa đầu năm 2026", "Năm 2026"."""
    if period.kind is PeriodKind.MONTH:
        return _("Tháng %(month)s") % {"month": f"{period.starts:%m/%Y}"}
    if period.kind is PeriodKind.QUARTER:
        quarter = {"quarter": ROMAN[period.part - 1], "year": period.year}
        return _("Quý %(quarter)s/%(year)s") % quarter
    if period.kind is PeriodKind.YEAR:
        return _("Năm %(year)s") % {"year": period.year}
    halves = (_("Nửa đầu năm %(year)s"), _("Nửa cuối năm %(year)s"))
    return halves[period.part - 1] % {"year": period.year}


def _count(area: Area, period: Period, *, on: date) -> PeriodCount:
    figures = period_figures(area, period)
    places, teams = places_and_teams(area, on=on)
    return PeriodCount(
        words=period_words(period),
        places=places,
        teams_there=teams,
        teams=figures.teams,
        planned=figures.planned,
        done=figures.done,
        could_not_check=figures.obstacle,
        findings=Findings(*(figures.found[str(level)] for level in Severity)),
        fixed=figures.fixed,
        open_faults=open_hazards_on(area, on=on).count,
    )


def _months(period: Period) -> list[Month]:
    """The months whose rounds fall due in the period, each once, oldest first."""
    first, last = Month.of(period.starts), Month.of(period.ends)
    if period.starts.day > settings.ROUND_DUE_DAY:
        first = first.next()
    if period.ends.day < settings.ROUND_DUE_DAY:
        last = last.previous()
    return [first.plus(number) for number in range(last.index - first.index + 1)]


def _point(month: Month, counts: dict[Month, tuple[int, int]]) -> MonthPoint:
    return MonthPoint(f"{month.month:02}/{month.year % 100:02}", *counts.get(month, (0, 0)))


def _ages() -> list[str]:
    """The ages of ``AGES`` in words."""
    between = [
        _("từ %(low)d đến %(high)d ngày") % {"low": low + 1, "high": high}
        for low, high in pairwise(AGES)
    ]
    return [
        ngettext("đến %(days)d ngày", "đến %(days)d ngày", AGES[0]) % {"days": AGES[0]},
        *between,
        ngettext("trên %(days)d ngày", "trên %(days)d ngày", AGES[-1]) % {"days": AGES[-1]},
    ]


def _item(figures: ItemFigures, *, on: date) -> ItemLine:
    return ItemLine(
        code=figures.code,
        text=figures.text,
        severity=cast(Level, figures.severity),
        found=figures.found,
        open_faults=figures.open,
        oldest_days=(on - figures.oldest).days if figures.oldest else None,
    )


def _parts(figures: Sequence[PartFigures]) -> tuple[PartLine, ...]:
    lines: list[PartLine] = []
    for number, each in enumerate(figures, start=1):
        last = lines[-1] if lines else None
        equal = last is not None and last.done * each.planned == each.done * last.planned
        part = each.part
        lines.append(
            PartLine(
                rank=last.rank if last is not None and equal else number,
                name=team_label(part) if isinstance(part, Team) else part.name,
                place=part.neighbourhood.name if isinstance(part, Team) else "",
                planned=each.planned,
                done=each.done,
                found=each.found,
                open_faults=each.open,
            )
        )
    return tuple(lines)
