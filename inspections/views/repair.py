"""Changing an open month: first shown, then done."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firesafety.access import fetch
from firesafety.months import Month
from households.models import Team, User
from inspections.models import Round
from inspections.queries.rotation import household_names
from inspections.queries.team_month import is_paused
from inspections.services.repair import RepairRefused, RoundChange, plan_repair, repair_round
from inspections.views.door import read_month, team_for
from inspections.views.sentences import plan_shortage_sentences


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_repair(request: HttpRequest, team_id: int, month: str) -> HttpResponse:
    """What would change in the month's visits, and a button that changes it."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    round = fetch(
        Round.objects.select_related("team"), team=team, month=read_month(month).first_day
    )
    if is_paused(team, on=on):
        raise Http404
    try:
        if request.method == "POST":
            return _apply(request, team, round, on=on)
        return _show(request, team, round, plan_repair(round, on=on))
    except RepairRefused as refused:
        raise Http404 from refused


def _apply(request: HttpRequest, team: Team, round: Round, *, on: date) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    seen = request.POST.get("seen", "")
    change = repair_round(round, at=timezone.now(), by=request.user, seen=seen)
    if change and seen != change.fingerprint:
        messages.error(
            request, _("Trong lúc xem đã có thay đổi khác. Xin xem lại rồi bấm lần nữa.")
        )
        return _show(request, team, round, change, status=409)
    if change:
        names = ", ".join(sorted(household_names(change.touched).values()))
        messages.success(
            request,
            _("Đã sửa lượt. Chỉ cần báo và đưa phiếu mới cho: %(names)s.") % {"names": names},
        )
    return redirect(f"{redirect('team', team.pk).url}?month={Month.of(round.month)}")


def _show(
    request: HttpRequest, team: Team, round: Round, change: RoundChange, *, status: int = 200
) -> HttpResponse:
    names = household_names(change.touched)
    context = {
        "team": team,
        "month": Month.of(round.month),
        "change": change,
        "removed": [(names[e.inspector_id], names[e.inspected_id]) for e in change.removed],
        "added": [(names[visit.inspector], names[visit.inspected]) for visit in change.added],
        "kept": len(change.plan.visits) - len(change.added),
        "touched": sorted(names.values()),
        "shortages": plan_shortage_sentences(change.plan.shortages),
    }
    return render(request, "inspections/team/repair.html", context, status=status)
