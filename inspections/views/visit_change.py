"""The leader changes one visit: another day, somebody else, or two inspectors change places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firesafety.access import fetch
from firesafety.months import Month
from households.models import Household, Team, User
from inspections.forms.household_side import PlainForm, VisitDayForm
from inspections.forms.visit_change import SubstituteForm, SwapForm
from inspections.models import Assignment, Reschedule
from inspections.queries.rotation import current_stays, household_names
from inspections.queries.visit import next_visit_day
from inspections.services.refusals import Refused, RoundClosed
from inspections.services.reschedule import move_visit
from inspections.services.substitute import Change, put_in_substitute, swap_inspectors
from inspections.views.door import read_month, team_for
from inspections.views.sentences import day_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit_change(
    request: HttpRequest, team_id: int, month: str, assignment_id: int
) -> HttpResponse:
    """Three small forms; each changes this visit and no other than it names."""
    at = timezone.now()
    on = timezone.localdate(at)
    team = team_for(request, team_id, on=on)
    visit = _visit(team, read_month(month), assignment_id, on=on)
    forms = _forms(request, team, visit, on=on)
    act = request.POST.get("act", "")
    form = forms.get(act)
    if form is not None and form.is_valid():
        assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
        user = request.user
        writers: dict[str, Callable[[], str]] = {
            "day": lambda: _move(visit, form.cleaned_data, user, at=at),
            "substitute": lambda: _substitute(visit, form.cleaned_data, user, at=at),
            "swap": lambda: _swap(visit, form.cleaned_data, user, at=at),
        }
        if _try(request, form, writers[act]):
            return redirect(f"{redirect('team', team.pk).url}?month={month}")
    context = {"team": team, "month": read_month(month), "visit": visit, **forms}
    status = 422 if form is not None else 200
    return render(request, "inspections/team/visit_change.html", context, status=status)


def _visit(team: Team, month: Month, assignment_id: int, *, on: date) -> Assignment:
    """A visit that may still be changed; Http404 for one that was made or whose round is over."""
    rows = Assignment.objects.filter(
        round__team=team, round__month=month.first_day, round__closed_on=None
    ).exclude(inspection__obstacle="", inspection__isnull=False)
    rows = rows.filter(round__missed_on__gt=on)
    return fetch(rows.select_related("round", "inspector", "inspected"), pk=assignment_id)


def _forms(
    request: HttpRequest, team: Team, visit: Assignment, *, on: date
) -> dict[str, PlainForm]:
    """The three forms by the name of their button; only the one that was sent holds its data."""
    act = request.POST.get("act", "") if request.method == "POST" else ""

    def data(name: str) -> Any:
        return request.POST if act == name else None

    homes = [
        stay.household
        for stay in current_stays(team, on=on)
        if stay.household_id not in (visit.inspector_id, visit.inspected_id)
    ]
    others = (
        Assignment.objects.filter(round=visit.round_id, inspection=None)
        .exclude(inspector=visit.inspector_id)
        .select_related("inspector", "inspected")
        .order_by("position")
    )
    day = visit.visit_on or next_visit_day(visit.round, on=on)
    return {
        "day": VisitDayForm(data("day"), on=on, initial={"visit_on": day}),
        "substitute": SubstituteForm(data("substitute"), households=homes),
        "swap": SwapForm(data("swap"), assignments=others),
    }


def _move(visit: Assignment, data: dict[str, Any], user: User, *, at: datetime) -> str:
    asker = Reschedule.Asker.LEADER
    moved = move_visit(visit, data["visit_on"], asker=asker, note=data["note"], by=user, at=at)
    return _("Đã hẹn %(day)s.") % {"day": day_words(moved.visit_on)}


def _substitute(visit: Assignment, data: dict[str, Any], user: User, *, at: datetime) -> str:
    household = fetch(Household.objects.all(), pk=data["substitute"])
    return _told(put_in_substitute(visit, household, by=user, at=at))


def _swap(visit: Assignment, data: dict[str, Any], user: User, *, at: datetime) -> str:
    other = fetch(Assignment.objects.filter(round=visit.round_id), pk=data["other"])
    return _told(swap_inspectors(visit, other, by=user, at=at))


def _told(change: Change) -> str:
    names = ", ".join(sorted(household_names(change.touched).values()))
    return _("Đã sửa lượt. Chỉ cần báo và đưa phiếu mới cho: %(names)s.") % {"names": names}


def _try(request: HttpRequest, form: PlainForm, write: Callable[[], str]) -> bool:
    """Whether it could be written; else the reason stands on the form."""
    try:
        messages.success(request, write())
    except (Refused, RoundClosed) as refused:
        form.add_error(None, str(refused))
        return False
    return True
