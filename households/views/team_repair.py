"""Keep existing teams when people come and go: see who would move and why, then apply it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from households.forms.team import RepairForm
from households.models import Area, Grouping, User
from households.queries.grouping import last_grouping
from households.queries.household import neighbourhoods
from households.services.team_life import TeamError
from households.services.team_repair import RepairPlan, preview_repair, repair_teams_in_ward
from households.services.team_undo import objections, undo_grouping
from households.views.door import ward_for
from households.views.drawing import Dot, DrawnTeam, draw_teams


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_repair(request: HttpRequest, code: str) -> HttpResponse:
    """GET plans and draws; POST applies the plan that was on the screen, or shows the new one."""
    on = timezone.localdate()
    ward = ward_for(request, code, on=on)
    areas = neighbourhoods(ward)
    form = _form(request, areas)
    context: dict[str, Any] = {"ward": ward, "form": form, "areas": areas}
    if not areas or not form.is_valid():
        return render(request, "households/team_repair.html", context)
    asked = form.cleaned_data | _limits()
    if request.method == "POST":
        plan, done = _apply(request, ward, asked)
        if done is not None:
            messages.success(request, _repaired(done))
            return redirect("ward_teams", ward.code)
    else:
        plan = preview_repair(ward, **asked)
    area = asked["neighbourhood"]
    context |= {
        "plan": plan,
        "seen": plan.digest(),
        "area": area or ward,
        "leaders_moved": sum(move.leads for move in plan.moves),
        "drawing": _draw(plan, title=(area or ward).name),
    }
    return render(request, "households/team_repair.html", context)


def _limits() -> dict[str, int]:
    return {
        "size": settings.TEAM_SIZE,
        "minimum": settings.TEAM_MINIMUM,
        "maximum": settings.TEAM_MAXIMUM,
    }


def _form(request: HttpRequest, areas: list[Area]) -> RepairForm:
    data = request.POST if request.method == "POST" else request.GET
    usual = {"neighbourhood": areas[0].pk if areas else "", "patience": "keep"}
    return RepairForm({name: data.get(name, usual[name]) for name in usual}, areas=areas)


def _apply(
    request: HttpRequest, ward: Area, asked: dict[str, Any]
) -> tuple[RepairPlan, Grouping | None]:
    assert isinstance(request.user, User)  # noqa: S101  (login is required)
    seen = request.POST.get("seen", "")
    try:
        done = repair_teams_in_ward(
            ward, on=timezone.localdate(), seen=seen, by=request.user, **asked
        )
    except TeamError as error:
        messages.error(request, str(error))
        return preview_repair(ward, **asked), None
    if done.grouping is None and done.plan.moves:
        messages.warning(
            request, _("Sổ vừa có thay đổi nên cách sắp xếp đã khác. Xin xem lại rồi bấm áp dụng.")
        )
    return done.plan, done.grouping


def _repaired(grouping: Grouping) -> str:
    count = len(grouping.moved)
    return ngettext(
        "Đã sắp xếp lại: %(count)d hộ có tổ mới.",
        "Đã sắp xếp lại: %(count)d hộ có tổ mới.",
        count,
    ) % {"count": count}


def _draw(plan: RepairPlan, *, title: str) -> SafeString:
    """The teams as they would be; a ring around everyone who moves."""
    moved = {move.household.pk for move in plan.moves}
    teams: dict[int, list[Dot]] = defaultdict(list)
    rings = []
    for spot, label in zip(plan.ground.spots, plan.after.tolist(), strict=True):
        if spot.has_place:
            seat = plan.seats.get(spot.household.pk)
            leads = seat is not None and seat.leads and spot.household.pk not in moved
            dot = Dot(spot.x, spot.y, spot.household.house_number, leads)
            teams[plan.number(label)].append(dot)
            if spot.household.pk in moved:
                rings.append(dot)
    drawn = [DrawnTeam(number, tuple(dots)) for number, dots in sorted(teams.items())]
    return draw_teams(drawn, marked=rings, title=_("Sơ đồ các tổ ở %(area)s") % {"area": title})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_undo(request: HttpRequest, code: str) -> HttpResponse:
    """GET says what would be taken back, or why it cannot be; POST takes it back."""
    on = timezone.localdate()
    ward = ward_for(request, code, on=on)
    last = last_grouping(ward)
    if request.method == "POST" and last and request.POST.get("grouping") == str(last.pk):
        try:
            undo_grouping(last, on=on)
        except TeamError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã hoàn lại: các hộ trở về tổ cũ từ hôm nay."))
            return redirect("ward_teams", ward.code)
    context = {
        "ward": ward,
        "grouping": last,
        "objections": objections(last) if last else [],
        "newcomers": sum(before is None for _h, before, _a in last.moved) if last else 0,
    }
    return render(request, "households/team_undo.html", context)
