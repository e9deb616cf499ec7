"""Paper made while the visitor waits: the sheets of a team and of an area."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from firesafety.downloads import private_file
from firesafety.months import Month
from households.models import Team
from inspections.models import Assignment
from inspections.printing.catalogue import AREA_SHEETS, TEAM_SHEETS
from inspections.printing.checklist_packs import checklist_card
from inspections.printing.options import Options
from inspections.printing.picture import draw_assignment_picture
from inspections.printing.sheet import Sheet
from inspections.printing.writers import write_cards
from inspections.queries.household_link import lacks_household_links
from inspections.services.household_link import ensure_links_of_visited
from inspections.services.link import LinkLost, link_secrets
from inspections.views.door import area_for, assignment_of, read_month, team_for
from inspections.views.options import asked_options, options_query


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_sheet(request: HttpRequest, team_id: int, month: str, sheet: str) -> HttpResponseBase:
    """One of a team's sheets of a month as a PDF; raises Http404 where there is none.

    Links that are missing, or whose key is gone from the settings, are made by a POST: that
    changes what opens a door.
    """
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    wanted, options = read_month(month), asked_options(request)
    found = find_sheet(TEAM_SHEETS, sheet)
    if request.method != "POST" and lacks_links(found, team, wanted):
        return lost_links(request, team, wanted, found, options)
    if request.method == "POST" and found.links == "none":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if request.method == "POST" and found.links == "households":
        ensure_links_of_visited([team], wanted)
    name = f"to-{team.number}-{wanted}-{found.name}.pdf"
    return _sheet_file(found, [team], wanted, options, on=on, name=name)


@login_required
@require_safe
def area_sheet(request: HttpRequest, code: str, month: str, sheet: str) -> HttpResponseBase:
    """One of an area's sheets as a PDF: of today, or of a past month as it ended."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    wanted, options = begun_month(month, on=on), asked_options(request)
    found = find_sheet(AREA_SHEETS, sheet)
    name = f"{area.code}-{wanted}-{found.name}.pdf"
    return _sheet_file(found, area, wanted, options, on=on, name=name)


@login_required
@require_safe
def overdue_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """The overdue teams of an area on paper, for today's meeting."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    name = f"{area.code}-{on:%Y-%m-%d}-overdue.pdf"
    options = asked_options(request)
    return _sheet_file(AREA_SHEETS["overdue"], area, Month.of(on), options, on=on, name=name)


@login_required
@require_safe
def team_card(
    request: HttpRequest, team_id: int, month: str, assignment_id: int
) -> HttpResponseBase:
    """One visit's checklist by itself, for instance with a code that was issued anew."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    wanted = read_month(month)
    assignment = assignment_of(team, wanted, assignment_id)
    try:
        card = checklist_card(assignment, on=on)
    except LinkLost:
        return lost_links(request, team, wanted, TEAM_SHEETS["checklists"], asked_options(request))
    file = BytesIO()
    write_cards(file, [card], language=get_language() or "vi")
    file.seek(0)
    name = f"to-{team.number}-{wanted}-{assignment.position}.pdf"
    return private_file(FileResponse(file, content_type="application/pdf", filename=name))


@login_required
@require_safe
def assignment_picture(request: HttpRequest, team_id: int, month: str) -> HttpResponseBase:
    """The assignment sheet as a picture for the team's chat; it holds no codes."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    wanted, options = read_month(month), asked_options(request)
    made = list(TEAM_SHEETS["assignments"].values([team], wanted, options, on=on))
    if not made:
        raise Http404
    drawn = draw_assignment_picture(made[0], language=options.language)
    response = HttpResponse(drawn, content_type="image/png")
    name = f"to-{team.number}-{wanted}.png"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return private_file(response)


def find_sheet(sheets: dict[str, Sheet], name: str) -> Sheet:
    """One of the table; raises Http404."""
    if name not in sheets:
        raise Http404
    return sheets[name]


def begun_month(text: str, *, on: date) -> Month:
    """A month that an area can be summed up over; raises Http404 for one still to come."""
    month = read_month(text)
    if month.first_day > on:
        raise Http404
    return month


def lacks_links(sheet: Sheet, team: Team, month: Month) -> bool:
    """Whether the sheet, printed now, could not carry the links that belong on it."""
    if sheet.links == "inspectors":
        return _has_lost_links(team, month)
    return sheet.links == "households" and lacks_household_links(team, month)


def _has_lost_links(team: Team, month: Month) -> bool:
    for assignment in Assignment.objects.filter(round__team=team, round__month=month.first_day):
        try:
            link_secrets(assignment)
        except LinkLost:
            return True
    return False


def lost_links(
    request: HttpRequest, team: Team, month: Month, sheet: Sheet, options: Options
) -> HttpResponse:
    """Why the sheet cannot be had by looking, and the button that makes its links."""
    address = reverse("team_sheet", args=[team.pk, month, sheet.name])
    context = {
        "team": team,
        "month": month,
        "action": address + options_query(sheet, options),
        "of_households": sheet.links == "households",
    }
    return render(request, "inspections/team/lost_links.html", context, status=409)


def _sheet_file(
    sheet: Sheet, subject: Any, month: Month, options: Options, *, on: date, name: str
) -> FileResponse:
    """The pages as a file to open; raises Http404 where there are none."""
    file = BytesIO()
    if not sheet.write(file, subject, month, options, on=on).pages:
        raise Http404
    file.seek(0)
    return private_file(FileResponse(file, content_type="application/pdf", filename=name))
