"""Comparing what came by phone with what came on paper."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from households.models import User
from households.views.record_log import log_record_view
from inspections.models import Inspection
from inspections.queries.conflict import ConflictLine, conflict_of
from inspections.queries.team_month import find_inspection
from inspections.services.conflict import ConflictChanged, settle_conflict
from inspections.views.door import assignment_of, is_supervised, read_month
from inspections.views.paper import team_for_paper
from inspections.views.sentences import answer_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_conflict(
    request: HttpRequest, team_id: int, month: str, assignment_id: int
) -> HttpResponse:
    """Both versions of one visit side by side, and the choice between them."""
    on = timezone.localdate()
    team = team_for_paper(request, team_id, on=on)
    assignment = assignment_of(team, read_month(month), assignment_id)
    inspection = find_inspection(assignment)
    if is_supervised(team):
        log_record_view(request, assignment.inspected)
    status = 200
    if request.method == "POST" and inspection is not None:
        if _settle(request, inspection):
            return redirect("paper", team.pk, month)
        status = 409
    conflict = conflict_of(inspection) if inspection is not None else None
    context = {
        "team": team,
        "month": read_month(month),
        "assignment": assignment,
        "conflict": conflict,
        "differing": _in_words(conflict.differing) if conflict else [],
        "agreeing": _in_words(conflict.agreeing) if conflict else [],
    }
    return render(request, "inspections/paper/conflict.html", context, status=status)


def _in_words(lines: Iterable[ConflictLine]) -> list[tuple[ConflictLine, str, str]]:
    return [(line, answer_words(line.held), answer_words(line.arrived)) for line in lines]


def _settle(request: HttpRequest, inspection: Inspection) -> bool:
    """Do what was chosen; False, with a word, where it has to be looked at again."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    choice = request.POST.get("choice", "")
    if choice not in ("held", "arrived"):
        messages.error(request, _("Xin chọn một trong hai bản."))
        return False
    try:
        settle_conflict(
            inspection,
            take=choice == "arrived",
            seen=request.POST.get("seen", ""),
            by=request.user,
            at=timezone.now(),
        )
    except ConflictChanged:
        messages.error(request, _("Vừa có bản mới gửi tới. Xin so lại rồi chọn lần nữa."))
        return False
    messages.success(request, _("Đã ghi lựa chọn. Bản kia vẫn được giữ để xem lại."))
    return True
