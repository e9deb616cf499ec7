"""Who was told what about a team, what still waits to go out, and putting a thing off."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firesafety.access import fetch
from households.models import Team, User
from inspections.forms.snooze import SnoozeForm
from inspections.models import Delivery
from inspections.queries.message import team_concerns, team_deliveries, team_snoozes, team_tellings
from inspections.rules import ladder_params, rung_of
from inspections.services.message import rearm
from inspections.services.snooze import snooze
from inspections.views.door import team_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_told(request: HttpRequest, team_id: int) -> HttpResponse:
    """The last months' messages about a team, and a form to put one concern off."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    concerns = team_concerns(team, on=on, params=ladder_params())
    form = SnoozeForm(request.POST or None, concerns=[(each.key, each.words) for each in concerns])
    if request.method == "POST" and form.is_valid() and _put_off(request, team, form, on=on):
        return redirect("team_told", team.pk)
    context = {
        "team": team,
        "form": form,
        "concerns": concerns,
        "tellings": team_tellings(team, on=on),
        "snoozes": team_snoozes(team, concerns, on=on),
        "deliveries": team_deliveries(team, on=on),
    }
    status = 422 if form.errors else 200
    return render(request, "inspections/messages/told.html", context, status=status)


def _put_off(request: HttpRequest, team: Team, form: SnoozeForm, *, on: date) -> bool:
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    wanted = form.cleaned_data
    try:
        row = snooze(
            team,
            wanted["concern"],
            rung=rung_of(request.user, team, on=on),
            until=wanted["until"],
            reason=wanted["reason"],
            by=request.user,
            on=on,
            at=timezone.now(),
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    words = {"day": f"{row.until:%d/%m/%Y}"}
    messages.success(request, _("Sẽ nhắc lại từ ngày %(day)s. Cấp trên vẫn được nhắc.") % words)
    return True


@login_required
@require_POST
def send_again(request: HttpRequest, team_id: int, delivery_id: int) -> HttpResponse:
    """Give a message about the team that could not be sent another chance."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    about = Delivery.objects.filter(message__tellings__team=team).distinct()
    try:
        if rearm(fetch(about, pk=delivery_id), at=timezone.now()):
            messages.success(request, _("Sẽ gửi lại tin này."))
    except ValidationError as refused:
        messages.error(request, refused.message)
    return redirect("team_told", team.pk)
