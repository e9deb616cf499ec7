"""The front door: each visitor is led to their own work."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from households.models import Area, Team
from households.rules import current_duties, led_teams
from inspections.forms.code import CodeForm


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A guest reads what this is; whoever has one charge goes straight to it."""
    if not request.user.is_authenticated:
        return render(request, "inspections/home.html", {"form": CodeForm()})
    on = timezone.localdate()
    teams, areas = list(_teams(request, on=on)), list(_areas(request, on=on))
    if len(teams) == 1 and not areas:
        return redirect("team", teams[0].pk)
    if len(areas) == 1 and not teams:
        return redirect("area", areas[0].code)
    return render(request, "inspections/my_work.html", {"teams": teams, "areas": areas})


def _teams(request: HttpRequest, *, on: date) -> list[Team]:
    teams = led_teams(request.user, on=on).filter(disbanded_on=None)
    return list(teams.select_related("neighbourhood", "ward").order_by("ward", "number"))


def _areas(request: HttpRequest, *, on: date) -> list[Area]:
    duties = current_duties(request.user, on=on)
    return list(Area.objects.filter(pk__in=duties.values("area")).select_related("parent"))
