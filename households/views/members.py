"""Who belongs to a team: seen by its leader too, changed by officers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.forms.team import (
    AdmitForm,
    AppointForm,
    AvailabilityForm,
    DisbandForm,
    DismissForm,
    MoveForm,
)
from households.models import Appointment, Membership, Team
from households.queries.household import teamless_neighbours
from households.queries.team import current_stays, offices_on, past_stays, sister_teams
from households.services.team_life import (
    TeamError,
    appoint,
    disband,
    dismiss,
    move_household,
    set_availability,
)
from households.views.door import is_supervisor, stay_in, supervised_team_for, team_for
from households.views.record_log import log_record_view


@login_required
@require_safe
def members(request: HttpRequest, team_id: int) -> HttpResponse:
    """The team's households with their dates and phones, now and before."""
    on = timezone.localdate()
    return _members_page(request, team_for(request, team_id, on=on), on=on)


def _members_page(request: HttpRequest, team: Team, *, on: date, **forms: Any) -> HttpResponse:
    offices = offices_on(team, on=on)
    stays = current_stays(team)
    context: dict[str, Any] = {
        "team": team,
        "rows": [(stay, offices.get(stay.household_id)) for stay in stays],
        "past": past_stays(team),
        "supervises": is_supervisor(request, team, on=on),
        "has_leader": any(o.role == Appointment.Role.LEADER for o in offices.values()),
    }
    if context["supervises"] and team.disbanded_on is None:
        neighbours = teamless_neighbours(team.neighbourhood)
        context["admit"] = AdmitForm(households=neighbours, today=on, prefix="admit")
        context["disband"] = DisbandForm(today=on, prefix="disband")
    return render(request, "households/members.html", context | forms)


@login_required
@require_POST
def admit(request: HttpRequest, team_id: int) -> HttpResponse:
    """Take a household of the neighbourhood in, from a day on."""
    on = timezone.localdate()
    team = supervised_team_for(request, team_id, on=on)
    neighbours = teamless_neighbours(team.neighbourhood)
    form = AdmitForm(request.POST, households=neighbours, today=on, prefix="admit")
    if form.is_valid():
        household = form.cleaned_data["household"]
        try:
            move_household(household, team, on=form.cleaned_data["on"])
        except TeamError as error:
            form.add_error(None, str(error))
        else:
            words = {"name": household.holder_name, "team": team}
            messages.success(request, _("Đã nhận hộ %(name)s vào %(team)s.") % words)
            return redirect("team_members", team.pk)
    return _members_page(request, team, on=on, admit=form)


@login_required
@require_POST
def end(request: HttpRequest, team_id: int) -> HttpResponse:
    """Disband the team from a day on; its households are free for other teams."""
    on = timezone.localdate()
    team = supervised_team_for(request, team_id, on=on)
    form = DisbandForm(request.POST, today=on, prefix="disband")
    if form.is_valid():
        try:
            disband(team, on=form.cleaned_data["on"])
        except TeamError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(team)s đã giải thể.") % {"team": team})
            return redirect("ward_teams", team.ward.code)
    return _members_page(request, team, on=on, disband=form)


@login_required
@require_safe
def member(request: HttpRequest, team_id: int, membership_id: int) -> HttpResponse:
    """One household in the team, and what can be changed about its stay."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    return _member_page(request, team, stay_in(team, membership_id), on=on)


def _member_page(
    request: HttpRequest, team: Team, stay: Membership, *, on: date, **forms: Any
) -> HttpResponse:
    office = offices_on(team, on=on).get(stay.household_id)
    now = {"away": stay.away, "can_inspect": stay.can_inspect}
    context: dict[str, Any] = {
        "team": team,
        "stay": stay,
        "household": stay.household,
        "office": office,
        "supervises": is_supervisor(request, team, on=on),
        "availability": AvailabilityForm(initial=now),
    }
    if context["supervises"]:
        log_record_view(request, stay.household)
        context["move"] = MoveForm(teams=sister_teams(team), today=on, prefix="move")
        context["appoint"] = AppointForm(today=on, prefix="appoint")
        if office is not None:
            context["dismiss"] = DismissForm(today=on, prefix="dismiss")
    return render(request, "households/member.html", context | forms)


@login_required
@require_POST
def availability(request: HttpRequest, team_id: int, membership_id: int) -> HttpResponse:
    """Away for long, or not able to walk round: the leader knows best."""
    team = team_for(request, team_id, on=timezone.localdate())
    stay = stay_in(team, membership_id)
    form = AvailabilityForm(request.POST)
    if form.is_valid():
        set_availability(stay, **form.cleaned_data)
    words = {"name": stay.household.holder_name}
    messages.success(request, _("Đã ghi tình trạng của hộ %(name)s.") % words)
    return redirect("team_members", team.pk)


@login_required
@require_POST
def move(request: HttpRequest, team_id: int, membership_id: int) -> HttpResponse:
    """Out of the team from a day on, to another of the neighbourhood or to none."""
    on = timezone.localdate()
    team = supervised_team_for(request, team_id, on=on)
    stay = stay_in(team, membership_id)
    form = MoveForm(request.POST, teams=sister_teams(team), today=on, prefix="move")
    if form.is_valid():
        try:
            move_household(stay.household, form.cleaned_data["team"], on=form.cleaned_data["on"])
        except TeamError as error:
            form.add_error(None, str(error))
        else:
            words = {"name": stay.household.holder_name, "team": team}
            messages.success(request, _("Hộ %(name)s đã rời %(team)s.") % words)
            return redirect("team_members", team.pk)
    return _member_page(request, team, stay, on=on, move=form)


@login_required
@require_POST
def office(request: HttpRequest, team_id: int, membership_id: int) -> HttpResponse:
    """Make the household's person leader or deputy from a day on."""
    on = timezone.localdate()
    team = supervised_team_for(request, team_id, on=on)
    stay = stay_in(team, membership_id)
    form = AppointForm(request.POST, today=on, prefix="appoint")
    if form.is_valid():
        try:
            appointed = appoint(
                team,
                stay.household,
                role=Appointment.Role(form.cleaned_data["role"]),
                user=form.account(),
                on=form.cleaned_data["on"],
            )
        except TeamError as error:
            form.add_error(None, str(error))
        else:
            words = {"name": stay.household.holder_name, "role": appointed.get_role_display()}
            messages.success(request, _("%(name)s nay là %(role)s.") % words)
            return redirect("team_members", team.pk)
    return _member_page(request, team, stay, on=on, appoint=form)


@login_required
@require_POST
def relieve(request: HttpRequest, team_id: int, membership_id: int) -> HttpResponse:
    """End the office that this household holds, from a day on."""
    on = timezone.localdate()
    team = supervised_team_for(request, team_id, on=on)
    stay = stay_in(team, membership_id)
    held = offices_on(team, on=on).get(stay.household_id)
    if held is None:
        return redirect("member", team.pk, stay.pk)
    form = DismissForm(request.POST, today=on, prefix="dismiss")
    if form.is_valid():
        try:
            dismiss(team, role=Appointment.Role(held.role), on=form.cleaned_data["on"])
        except TeamError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã ghi: thôi giữ vai trò."))
            return redirect("team_members", team.pk)
    return _member_page(request, team, stay, on=on, dismiss=form)
