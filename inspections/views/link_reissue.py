"""Taking a visit's link back and making a new one: a card was lost, or went to the wrong door."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firesafety.months import Month
from households.models import User
from inspections.services.link import reissue_link
from inspections.views.door import assignment_of, read_month, team_for
from inspections.views.link import private


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_reissue(
    request: HttpRequest, team_id: int, month: str, assignment_id: int
) -> HttpResponse:
    """What it does and who did it before, and a button that does it."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    now = timezone.now()
    on = timezone.localdate(now)
    team = team_for(request, team_id, on=on)
    found = assignment_of(team, read_month(month), assignment_id)
    opens = found.round.missed_on >= on
    if request.method == "POST" and opens:
        # What the button was drawn for: pressed twice, it takes back one link and not two.
        seen = request.POST.get("issue", "")
        if seen.isdigit() and reissue_link(found, issue=int(seen), by=request.user, at=now):
            messages.success(request, _("Đã thu hồi mã cũ và cấp mã mới. Xin in phiếu mới."))
        return redirect("link_reissue", team.pk, month, found.pk)
    context = {
        "team": team,
        "month": Month.of(found.round.month),
        "assignment": found,
        "opens": opens,
        "revocations": found.revocations.select_related("revoked_by"),
    }
    page = render(request, "inspections/team/link_reissue.html", context)
    return private(page)
