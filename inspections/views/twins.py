"""Every sheet as a page, from the same values: PDF cannot be read aloud, these pages can.

A new sheet is a row of one of the two tables and a template of its name, which is handed the
values as ``sheets``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from firesafety.months import Month
from households.models import Area, Team
from inspections.printing.checklist_packs import checklist_packs
from inspections.printing.summary_packs import summary_sheets
from inspections.printing.values import AssignmentSheet, ChecklistSheet, OverdueList, SummarySheet
from inspections.views.door import area_for, read_month, team_for
from inspections.views.sheets import has_lost_links, overdue_sheet, private_file


@dataclass(frozen=True, slots=True)
class TeamTwin:
    """A team's sheet. ``pdf`` names the address of the paper; ``build`` makes the values.

    ``has_codes``: building it issues links anew whose key is gone, which only a POST may do.
    """

    pdf: str
    build: Callable[[Team, Month, date], Sequence[Any]]
    has_codes: bool = False


@dataclass(frozen=True, slots=True)
class AreaTwin:
    """An area's sheet, of a month that has begun, as it stands on a day and for an officer."""

    pdf: str
    build: Callable[[Area, date, str], Sequence[Any]]


def _assignment(team: Team, month: Month, on: date) -> list[AssignmentSheet]:
    return [pack.assignment_sheet for pack in checklist_packs([team], month, on=on)]


def _checklists(team: Team, month: Month, on: date) -> list[ChecklistSheet]:
    return [sheet for pack in checklist_packs([team], month, on=on) for sheet in pack.checklists]


def _summary(team: Team, month: Month, on: date) -> list[SummarySheet]:
    return list(summary_sheets([team], month, on=on))


def _overdue(area: Area, on: date, officer: str) -> list[OverdueList]:
    return [overdue_sheet(area, on=on, officer=officer)]


TEAM_TWINS = {
    "assignment": TeamTwin("team_checklists", _assignment, has_codes=True),
    "checklists": TeamTwin("team_checklists", _checklists, has_codes=True),
    "summary": TeamTwin("team_summary", _summary),
}
AREA_TWINS = {
    "overdue": AreaTwin("overdue_pdf", _overdue),
}


@login_required
@require_safe
def team_twin(request: HttpRequest, team_id: int, month: str, sheet: str) -> HttpResponse:
    """One of a team's sheets of a month as a page; raises Http404 where there is none."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    wanted = read_month(month)
    twin = TEAM_TWINS.get(sheet)
    if twin is None:
        raise Http404
    if twin.has_codes and has_lost_links(team, wanted):
        context = {"team": team, "month": wanted}
        return render(request, "inspections/team/lost_links.html", context, status=409)
    return _page(
        request,
        sheet,
        twin.build(team, wanted, on),
        pdf=reverse(twin.pdf, args=[team.pk, wanted]),
        back=f"{reverse('team', args=[team.pk])}?month={wanted}",
        back_words=str(team),
    )


@login_required
@require_safe
def area_twin(request: HttpRequest, code: str, month: str, sheet: str) -> HttpResponse:
    """One of an area's sheets as a page: today's, or as a past month ended; raises Http404."""
    today = timezone.localdate()
    area = area_for(request, code, on=today)
    wanted = read_month(month)
    twin = AREA_TWINS.get(sheet)
    if twin is None or wanted.first_day > today:
        raise Http404
    return _page(
        request,
        sheet,
        twin.build(area, min(today, wanted.last_day), str(request.user)),
        # The list on paper is always today's.
        pdf=reverse(twin.pdf, args=[area.code]) if wanted == Month.of(today) else "",
        back=reverse("area", args=[area.code]),
        back_words=area.name,
    )


def _page(request: HttpRequest, sheet: str, sheets: Sequence[Any], **context: str) -> HttpResponse:
    if not sheets:
        raise Http404
    response = render(request, f"inspections/twins/{sheet}.html", {"sheets": sheets, **context})
    return private_file(response)
