"""The leader's and the officer's view of the two sides: answers, signatures, disputes."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firesafety.access import fetch
from households.models import User
from inspections.models import Confirmation, Inspection, Round
from inspections.queries.two_sides import sides_rows
from inspections.services.confirmation import mark_signed, settle_dispute, unmark_signed
from inspections.services.refusals import Refused
from inspections.views.door import read_month
from inspections.views.paper import team_for_paper

Row = TypeVar("Row", bound=Model)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def two_sides(request: HttpRequest, team_id: int, month: str) -> HttpResponse:
    """What each inspected household said; signatures on paper and talks are noted here."""
    on = timezone.localdate()
    team = team_for_paper(request, team_id, on=on)
    round = fetch(Round.objects.all(), team=team, month=read_month(month).first_day)
    if request.method == "POST":
        _write(request, round)
        return redirect("two_sides", team.pk, month)
    context = {"team": team, "month": read_month(month), "rows": sides_rows(round)}
    return render(request, "inspections/team/two_sides.html", context)


def _row(rows: QuerySet[Row], key: str) -> Row:
    """The row that a button names; raises Http404."""
    if not key.isdecimal():
        raise Http404
    return fetch(rows, pk=int(key))


def _write(request: HttpRequest, round: Round) -> None:
    """Do what one button asks for: signed, unsigned, or talked over."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    at, user = timezone.now(), request.user
    mine = Inspection.objects.filter(assignment__round=round)
    try:
        if "signed" in request.POST:
            mark_signed(_row(mine, request.POST["signed"]), by=user, at=at)
            messages.success(request, _("Đã ghi: chủ nhà đã ký trên phiếu."))
        elif "unsigned" in request.POST:
            unmark_signed(_row(mine, request.POST["unsigned"]), by=user, at=at)
            messages.success(request, _("Đã bỏ dấu đã ký."))
        else:
            disputes = Confirmation.objects.filter(inspection__in=mine)
            dispute = _row(disputes, request.POST.get("settled", ""))
            text = request.POST.get("settlement", "")
            settle_dispute(dispute, settlement=text, by=user, at=at)
            messages.success(request, _("Đã ghi điều hai bên trao đổi. Chỗ chưa sửa vẫn được giữ."))
    except Refused as refused:
        messages.error(request, str(refused))
