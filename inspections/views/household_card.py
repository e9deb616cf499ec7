"""A household's own link on an officer's or a leader's screen: to show, to send, to take back."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firesafety.access import fetch
from firesafety.months import Month
from households.models import Household, Team, User
from households.views.record_log import log_record_view
from inspections.models import HouseholdLink
from inspections.queries.household_link import household_ways
from inspections.rules import household_links_visible_to
from inspections.services.household_link import ensure_links, revoke_household_link
from inspections.views.door import is_supervised, read_month
from inspections.views.link import private
from inspections.views.paper import team_for_paper


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def household_card(
    request: HttpRequest, team_id: int, month: str, household_id: int
) -> HttpResponse:
    """The household's own link for the month; POST makes one where there is none that opens."""
    team = team_for_paper(request, team_id, on=timezone.localdate())
    wanted = read_month(month)
    household = _visited(team, wanted, household_id)
    # The link on this page opens all that the household itself is shown.
    if is_supervised(team):
        log_record_view(request, household)
    if request.method == "POST":
        ensure_links([household.pk], wanted)
        return redirect("household_card", team.pk, month, household.pk)
    context = {
        "team": team,
        "month": wanted,
        "household": household,
        "revocable": _links_of(request, household, wanted).filter(revoked_at=None).exists(),
    }
    way = household_ways([household], wanted).get(household.pk)
    if way is not None:
        context |= {"url": way.url, "code": way.code, "qr": qr_drawing(way.url)}
    return private(render(request, "inspections/team/household_card.html", context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def household_link_revoke(
    request: HttpRequest, team_id: int, month: str, household_id: int
) -> HttpResponse:
    """What taking the link back does and who did it before, and a button that does it.

    Raises Http404 where there never was a link, and of a household that left the team.
    """
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    now = timezone.now()
    team = team_for_paper(request, team_id, on=timezone.localdate(now))
    wanted = read_month(month)
    household = _visited(team, wanted, household_id)
    links = list(_links_of(request, household, wanted).select_related("revoked_by"))
    if not links:
        raise Http404
    if request.method == "POST":
        # What the button was drawn for: pressed twice, it takes back one link and not two.
        seen = [link for link in links if str(link.pk) == request.POST.get("link")]
        if seen and revoke_household_link(seen[0], by=request.user, at=now):
            messages.success(
                request, _("Đã thu hồi đường dẫn của hộ. Tờ giấy cũ không mở được nữa.")
            )
        return redirect("household_card", team.pk, month, household.pk)
    standing = next((link for link in links if link.revoked_at is None), None)
    context = {
        "team": team,
        "month": wanted,
        "household": household,
        "link": standing,
        "opens": standing is not None and standing.state(now) == HouseholdLink.State.OPEN,
        "revocations": [link for link in links if link.revoked_at is not None],
    }
    return private(render(request, "inspections/team/household_link_revoke.html", context))


def qr_drawing(url: str) -> SafeString:
    """The address as a QR code, an SVG without styles or scripts, dark on white in any theme."""
    drawing = segno.make(url, error="m", micro=False).svg_inline(
        light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(drawing)  # noqa: S308 - drawn by us from an address of our own.


def _visited(team: Team, month: Month, household_id: int) -> Household:
    """A household that somebody visits in the team's month; raises Http404."""
    households = Household.objects.filter(
        assignments_received__round__team=team,
        assignments_received__round__month=month.first_day,
    )
    return fetch(households.distinct(), pk=household_id)


def _links_of(request: HttpRequest, household: Household, month: Month) -> QuerySet[HouseholdLink]:
    """The household's links of the month that this user looks after, also those taken back."""
    visible = household_links_visible_to(request.user, on=timezone.localdate())
    return visible.filter(household=household, month=month.first_day)
