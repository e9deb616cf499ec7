"""Every sheet of a month in one list: of a team, and of an area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from firesafety.months import Month
from households.models import Area
from inspections.forms.sheet import UNUSUAL, SheetOptionsForm
from inspections.models import Round
from inspections.planning.periods import PeriodKind, period_of, read_year_start
from inspections.printing.area_packs import period_words
from inspections.printing.catalogue import AREA_SHEETS, TEAM_SHEETS
from inspections.printing.options import ORDINARY, Options
from inspections.printing.sheet import Sheet
from inspections.views.door import area_for, asked_month, team_for, way_up
from inspections.views.options import asked_options, options_query
from inspections.views.sheets import begun_month


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet as the list offers it: the PDF, the page, and the PDF in ``others``' ways.

    ``period`` says over which time an area's summary goes.
    """

    title: str | Promise
    purpose: str | Promise
    pdf: str
    page: str
    others: tuple[tuple[str | Promise, str], ...] = ()
    period: str = ""


@login_required
@require_safe
def team_papers(request: HttpRequest, team_id: int) -> HttpResponse:
    """A team's sheets of a month; without an open month only those that need none."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    month = asked_month(request, on=on)
    is_open = Round.objects.filter(team=team, month=month.first_day).exists()
    offered = [sheet for sheet in TEAM_SHEETS.values() if is_open or not sheet.needs_round]
    context = {
        "team": team,
        "month": month,
        "is_open": is_open,
        "has_next": month <= Month.of(on),
        "papers": list(_offer("team", team.pk, month, offered, ORDINARY)),
    }
    return render(request, "inspections/papers/team.html", context)


@login_required
@require_safe
def area_papers(request: HttpRequest, code: str) -> HttpResponse:
    """An area's summaries and its list of calls; raises Http404 for a month still to come."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    month = begun_month(request.GET.get("month") or str(Month.of(on)), on=on)
    options = asked_options(request)
    context = {
        "area": area,
        "up": way_up(area),
        "month": month,
        "has_next": month < Month.of(on),
        "form": SheetOptionsForm(initial={"year_start": options.year_start}, label_suffix=""),
        "year_start": options.year_start,
        "papers": offer_area_papers(area, month, options),
    }
    return render(request, "inspections/papers/area.html", context)


def offer_area_papers(area: Area, month: Month, options: Options = ORDINARY) -> list[Paper]:
    """The area's sheets around a month, each with the period that it covers in words."""
    papers = _offer("area", area.code, month, AREA_SHEETS.values(), options)
    return [
        replace(paper, period=_period(name, month, options))
        for name, paper in zip(AREA_SHEETS, papers, strict=True)
    ]


def _offer(
    per: str, subject: int | str, month: Month, sheets: Iterable[Sheet], options: Options
) -> Iterator[Paper]:
    for sheet in sheets:
        address = [subject, month, sheet.name]
        pdf, query = reverse(f"{per}_sheet", args=address), options_query(sheet, options)
        yield Paper(
            title=sheet.title,
            purpose=sheet.purpose,
            pdf=pdf + query,
            page=reverse(f"{per}_twin", args=address) + query,
            others=tuple(
                (label, f"{pdf}?{name}={value}")
                for name, choices in UNUSUAL.items()
                if name in sheet.choices
                for value, label in choices
            ),
        )


def _period(name: str, month: Month, options: Options) -> str:
    kinds = {f"area_{kind}": kind for kind in PeriodKind}
    if name not in kinds:
        return ""
    period = period_of(kinds[name], month, year_start=read_year_start(options.year_start))
    return f"{period_words(period)} ({period.starts:%d/%m/%Y} – {period.ends:%d/%m/%Y})"
