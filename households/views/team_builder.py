"""Cut a neighbourhood into teams: choose sizes, look at the drawing, then found them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from households.forms.team import TeamSizesForm
from households.models import Area, User
from households.queries.drawing import seats
from households.queries.household import neighbourhoods, teamless_by_area
from households.queries.team import last_number
from households.services.team import form_teams_in_ward, preview_teams
from households.services.team_ground import planned_sizes
from households.services.team_plan import Leftover, PlannedTeam, TeamPlan
from households.services.team_spots import Spot
from households.views.door import ward_for
from households.views.drawing import Dot, DrawnTeam, draw_teams


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_builder(request: HttpRequest, code: str) -> HttpResponse:
    """GET plans and draws; POST founds the teams of the plan that was on the screen."""
    on = timezone.localdate()
    ward = ward_for(request, code, on=on)
    areas = neighbourhoods(ward)
    waiting = teamless_by_area(ward)
    form = _form(request, areas, waiting)
    context: dict[str, Any] = {"ward": ward, "form": form, "areas": areas, "waiting": waiting}
    if not areas or not form.is_valid():
        return render(request, "households/team_builder.html", context)
    sizes = form.cleaned_data
    plan = preview_teams(ward, **sizes)
    same = request.POST.get("seen") == fingerprint(plan)
    if request.method == "POST" and same and plan.teams:
        formed = form_teams_in_ward(ward, on=on, by=_account(request), **sizes)
        messages.success(request, _founded(formed.numbers, sizes["neighbourhood"] or ward))
        return redirect("ward_teams", ward.code)
    if request.method == "POST":
        messages.warning(
            request, _("Sổ vừa có thay đổi nên tổ được chia lại. Xin xem lại rồi bấm lập tổ.")
        )
    chosen = [sizes["neighbourhood"]] if sizes["neighbourhood"] else areas
    context |= _shown(ward, chosen, plan) | {"planned": _planned(sizes)}
    return render(request, "households/team_builder.html", context)


def _account(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login is required)
    return request.user


def _form(request: HttpRequest, areas: list[Area], waiting: dict[int, int]) -> TeamSizesForm:
    """The sizes asked for, or the usual ones for the first neighbourhood that needs teams."""
    data = request.POST if request.method == "POST" else request.GET
    form = TeamSizesForm(areas=areas)
    first = next((area for area in areas if waiting.get(area.pk)), areas[0] if areas else None)
    usual = {name: field.initial for name, field in form.fields.items()}
    usual["neighbourhood"] = first.pk if first else None
    asked = {name: data.get(name, value) for name, value in usual.items()}
    return TeamSizesForm(asked, areas=areas)


def fingerprint(plan: TeamPlan) -> str:
    """Equal for plans that put the same households together."""
    text = ";".join(
        ",".join(str(spot.household.pk) for spot in team.members) for team in plan.teams
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _founded(numbers: tuple[int, ...], area: Area) -> str:
    if len(numbers) == 1:
        return _("Đã lập tổ %(first)d ở %(area)s.") % {"first": numbers[0], "area": area}
    return _("Đã lập %(count)d tổ ở %(area)s, từ tổ %(first)d đến tổ %(last)d.") % {
        "count": len(numbers),
        "area": area,
        "first": numbers[0],
        "last": numbers[-1],
    }


def _planned(sizes: dict[str, Any]) -> tuple[int, int] | None:
    """The narrower sizes that new teams get; None where they are the limits themselves."""
    limits = sizes["minimum"], sizes["maximum"]
    planned = planned_sizes(size=sizes["size"], minimum=limits[0], maximum=limits[1])
    return None if planned == limits else planned


def _shown(ward: Area, chosen: list[Area], plan: TeamPlan) -> dict[str, Any]:
    area = chosen[0] if len(chosen) == 1 else ward
    first = last_number(ward) + 1
    numbered = list(enumerate(plan.teams, start=first))
    return {
        "area": area,
        "several": len(chosen) > 1,
        "plan": plan,
        "numbered": numbered,
        "leftovers": _by_reason(plan.leftovers),
        "guessed": sum(spot.is_guessed for team in plan.teams for spot in team.members),
        "seen": fingerprint(plan),
        "drawing": _draw(chosen, plan, numbered, title=area.name),
    }


def _by_reason(leftovers: tuple[Leftover, ...]) -> list[tuple[str, list[Leftover]]]:
    return [(reason, list(group)) for reason, group in groupby(leftovers, lambda one: one.reason)]


def _draw(
    areas: list[Area], plan: TeamPlan, numbered: list[tuple[int, PlannedTeam]], *, title: str
) -> SafeString:
    """Planned teams in colour before the teams that are there; nothing without known distances."""
    new = [
        DrawnTeam(number, tuple(_dot(spot) for spot in team.members))
        for number, team in numbered
        if team.diameter_m is not None
    ]
    held = seats(areas)
    old: dict[int, list[Dot]] = defaultdict(list)
    for spot in plan.settled:
        seat = held.get(spot.household.pk)
        if seat is not None and spot.has_place:
            old[seat.team].append(_dot(spot, leads=seat.leads))
    settled = [DrawnTeam(number, tuple(dots), settled=bool(new)) for number, dots in old.items()]
    return draw_teams([*settled, *new], title=_("Sơ đồ các tổ ở %(area)s") % {"area": title})


def _dot(spot: Spot, *, leads: bool = False) -> Dot:
    return Dot(spot.x, spot.y, spot.household.house_number, leads)
