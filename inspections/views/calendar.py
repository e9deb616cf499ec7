"""Calendars to subscribe to: a team's by its secret address, a household's by its link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from inspections.models import TeamCalendar
from inspections.planning.icalendar import write_calendar
from inspections.queries.calendar import find_calendar, household_days, team_days
from inspections.services.calendar import calendar_url, issue_calendar, revoke_calendar
from inspections.services.link import LinkLost, link_url
from inspections.views.door import team_for
from inspections.views.link import Visit, by_link, private
from inspections.views.wrong_codes import count_wrong, may_try


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_calendar(request: HttpRequest, team_id: int) -> HttpResponse:
    """The address of the team's calendar: made, shown, made anew, taken back."""
    team = team_for(request, team_id, on=timezone.localdate())
    if request.method == "POST":
        if request.POST.get("act") == "revoke":
            if revoke_calendar(team):
                messages.success(request, _("Đường dẫn lịch cũ không mở được nữa."))
        else:
            issue_calendar(team)
            messages.success(request, _("Đã có đường dẫn lịch mới."))
        return redirect("team_calendar", team.pk)
    calendar = TeamCalendar.objects.filter(team=team).first()
    context = {"team": team, "exists": calendar is not None, "url": _url(calendar)}
    return private(render(request, "inspections/team/calendar.html", context))


def _url(calendar: TeamCalendar | None) -> str:
    try:
        return calendar_url(calendar) if calendar else ""
    except LinkLost:
        return ""


@require_safe
def team_file(request: HttpRequest, token: str) -> HttpResponse:
    """The team's due days, for whoever holds the address."""
    if not may_try(request, token):
        return private(HttpResponse(status=429))
    calendar = find_calendar(token)
    if calendar is None:
        count_wrong(request)
        return private(HttpResponse(status=404))
    days = team_days(calendar, on=timezone.localdate())
    return _file(write_calendar(str(calendar.team), days))


@require_safe
@by_link
def household_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The due days of a household's visits, for whoever holds one of its links."""
    try:
        url = link_url(visit.assignment)
    except LinkLost:
        url = request.build_absolute_uri("..")
    days = household_days(visit.assignment, on=visit.on, url=url)
    return _file(write_calendar(visit.assignment.inspector.holder_name, days))


def _file(text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="lich-12-1.ics"'
    return private(answer)
