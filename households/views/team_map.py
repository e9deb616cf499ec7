"""A neighbourhood's teams on a drawing, where one household can be picked and moved."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from households.forms.team import MoveForm
from households.models import Area
from households.queries.drawing import seats
from households.queries.household import neighbourhoods
from households.queries.team import sister_teams
from households.services.team_move import preview_move
from households.services.team_spots import households_of, place
from households.views.door import stay_in, supervised_team_for, ward_for
from households.views.drawing import Dot, DrawnTeam, draw_teams

NEAREST = 6  # teams farther off than that nobody would walk to


@login_required
@require_safe
def team_map(request: HttpRequest, code: str) -> HttpResponse:
    """Every team of one neighbourhood; each dot leads to that household's page of moving."""
    ward = ward_for(request, code, on=timezone.localdate())
    areas = neighbourhoods(ward)
    asked = request.GET.get("neighbourhood", "")
    area = next((one for one in areas if str(one.pk) == asked), None)
    if asked and area is None:
        raise Http404
    area = area or (areas[0] if areas else None)
    context: dict[str, Any] = {"ward": ward, "areas": areas, "area": area}
    if area is not None:
        context["drawing"] = _draw(area)
    return render(request, "households/team_map.html", context)


def _draw(area: Area) -> SafeString:
    held = seats([area])
    teams: dict[int, list[Dot]] = defaultdict(list)
    teamless = []
    for spot in place(households_of({area.pk: area}))[0]:
        if not spot.has_place:
            continue
        household, seat = spot.household, held.get(spot.household.pk)
        if seat is None:
            href = reverse("household", args=[household.pk])
            teamless.append(
                Dot(spot.x, spot.y, household.house_number, False, href, str(household))
            )
        else:
            href = reverse("member_effect", args=[seat.team_id, seat.stay_id])
            teams[seat.team].append(
                Dot(spot.x, spot.y, household.house_number, seat.leads, href, str(household))
            )
    drawn = [DrawnTeam(number, tuple(dots)) for number, dots in sorted(teams.items())]
    title = _("Sơ đồ các tổ ở %(area)s") % {"area": area.name}
    return draw_teams(drawn, others=teamless, title=title)


@login_required
@require_safe
def member_effect(request: HttpRequest, team_id: int, membership_id: int) -> HttpResponse:
    """What moving one household would do to both teams, before anybody confirms it."""
    on = timezone.localdate()
    team = supervised_team_for(request, team_id, on=on)
    stay = stay_in(team, membership_id)
    preview = preview_move(stay)
    form = MoveForm(teams=sister_teams(team), today=on, prefix="move")
    return render(
        request,
        "households/member_effect.html",
        {
            "team": team,
            "stay": stay,
            "household": stay.household,
            "preview": preview,
            "effects": preview.effects[:NEAREST],
            "minimum": settings.TEAM_MINIMUM,
            "maximum": settings.TEAM_MAXIMUM,
            "team_field": form.add_prefix("team"),
            "day_field": form.add_prefix("on"),
            "today": on,
        },
    )
