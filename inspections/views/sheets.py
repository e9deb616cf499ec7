"""Paper made while the visitor waits: a team's sheets and the list of calls."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from firesafety.months import Month
from households.models import Team
from inspections.models import Assignment, PrintJob, Round
from inspections.printing import write_overdue_list
from inspections.printing.packs import write_pages
from inspections.printing.values import OverdueLine, OverdueList
from inspections.queries.overdue import describe, worst_teams
from inspections.services.link import LinkLost, link_secrets
from inspections.views.door import area_for, read_month, team_for
from inspections.views.sentences import reason_sentence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_checklists(request: HttpRequest, team_id: int, month: str) -> HttpResponseBase:
    """Who goes to whom, and a checklist for each visit.

    Printing issues links anew whose key is gone from the settings; that changes what opens a
    door, so it waits for a POST.
    """
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    wanted = read_month(month)
    if request.method != "POST" and has_lost_links(team, wanted):
        context = {"team": team, "month": wanted}
        return render(request, "inspections/team/lost_links.html", context, status=409)
    return team_pdf(team, wanted, what=PrintJob.What.CHECKLISTS, on=on)


@login_required
@require_safe
def team_summary(request: HttpRequest, team_id: int, month: str) -> HttpResponseBase:
    """The team's month in figures."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    return team_pdf(team, read_month(month), what=PrintJob.What.SUMMARIES, on=on)


def team_pdf(team: Team, month: Month, *, what: str, on: date) -> FileResponse:
    """One team's pages as a file to open; raises Http404 where the team has no round."""
    if not Round.objects.filter(team=team, month=month.first_day).exists():
        raise Http404
    file = BytesIO()
    language = get_language() or "vi"
    write_pages(file, [team], month, what=what, language=language, on=on)
    file.seek(0)
    name = f"to-{team.number}-{month}-{what}.pdf"
    return private_file(FileResponse(file, content_type="application/pdf", filename=name))


def private_file(response: FileResponse) -> FileResponse:
    """Names, telephone numbers and codes are kept by no cache on the way."""
    response.headers["Cache-Control"] = "no-store, private"
    return response


def has_lost_links(team: Team, month: Month) -> bool:
    """Whether a sheet printed now could not carry the link that was issued."""
    for assignment in Assignment.objects.filter(round__team=team, round__month=month.first_day):
        try:
            link_secrets(assignment)
        except LinkLost:
            return True
    return False


@login_required
@require_safe
def overdue_pdf(request: HttpRequest, code: str) -> FileResponse:
    """The overdue teams of an area on paper, for the meeting."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    worst = worst_teams(area, on=on)
    lines_told = describe(worst.ranked, worst.facts, worst.teams, on=on)
    lines = [
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
        for rank, line in enumerate(lines_told, start=1)
    ]
    sheet = OverdueList(
        area=area.name,
        as_of=on,
        officer=str(request.user),
        lines=tuple(lines),
        emergency_number=settings.EMERGENCY_NUMBER,
        reference=f"QH-{area.code}-{on:%Y%m%d}",
    )
    file = BytesIO()
    write_overdue_list(file, sheet, language=get_language() or "vi")
    file.seek(0)
    name = f"{area.code}-{on:%Y-%m-%d}-overdue.pdf"
    return private_file(FileResponse(file, content_type="application/pdf", filename=name))
