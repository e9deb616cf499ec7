"""Typing in the paper sheets that came back to the leader."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firesafety.access import fetch
from firesafety.months import Month
from households.models import Team, User
from households.views.record_log import log_record_view
from inspections.forms.paper import PaperForm
from inspections.forms.visit import recorded
from inspections.models import Assignment, Photo, Round, Source, Submission
from inspections.queries.checklist import items_for
from inspections.queries.closing import (
    came_late,
    is_open,
    late_until,
    rests_since,
    takes_late_paper,
)
from inspections.queries.photo import photos_of
from inspections.queries.team_month import RowState, team_month
from inspections.queries.version import is_paper
from inspections.queries.visit import known_hazards, whole_checklist
from inspections.rules import may_enter_paper
from inspections.services.confirmation import sign_submission
from inspections.services.inspection import InvalidResult, RoundClosed, record_inspection
from inspections.services.on_paper import mark_on_paper, unmark_on_paper
from inspections.services.photo import InvalidPhoto, store_photo
from inspections.services.refusals import Refused
from inspections.views.door import assignment_of, is_supervised, read_month, team_for
from inspections.views.uploads import read_photo


@login_required
@require_safe
def paper_list(request: HttpRequest, team_id: int, month: str) -> HttpResponse:
    """The month's sheets and which of them are in."""
    on = timezone.localdate()
    team = team_for_paper(request, team_id, on=on)
    seen = team_month(team, read_month(month), on=on)
    if seen.round is None:
        raise Http404
    context = {
        "team": team,
        "month": read_month(month),
        "this_month": seen,
        "unmarked": sum(
            row.state is not RowState.DONE and row.paper_since is None for row in seen.rows
        ),
        **paper_way_in(seen.round, on=on),
    }
    return render(request, "inspections/paper/list.html", context)


@login_required
@require_POST
def paper_mark(request: HttpRequest, team_id: int, month: str) -> HttpResponse:
    """Note that one sheet, or the whole pile, lies on the table; or take that back."""
    on = timezone.localdate()
    team = team_for_paper(request, team_id, on=on)
    round = fetch(Round.objects.all(), team=team, month=read_month(month).first_day)
    asked = request.POST.get("visit", "")
    visits = Assignment.objects.filter(round=round)
    if asked:
        visits = visits.filter(pk=asked if asked.isdecimal() else 0)
    keys = list(visits.values_list("pk", flat=True))
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    if request.POST.get("act") == "unmark":
        unmark_on_paper(round, keys, by=request.user, on=on)
        messages.success(request, _("Đã bỏ dấu."))
        return redirect("paper", team.pk, month)
    try:
        marked = mark_on_paper(round, keys, by=request.user, on=on)
    except RoundClosed as refused:
        messages.error(request, str(refused))
    else:
        words = ngettext(
            "Đã ghi %(n)d phiếu đã làm trên giấy, chưa nhập.",
            "Đã ghi %(n)d phiếu đã làm trên giấy, chưa nhập.",
            marked,
        )
        messages.success(request, words % {"n": marked})
    return redirect("paper", team.pk, month)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_sheet(request: HttpRequest, team_id: int, month: str, assignment_id: int) -> HttpResponse:
    """One sheet as it lies on the table."""
    on = timezone.localdate()
    team = team_for_paper(request, team_id, on=on)
    assignment = assignment_of(team, read_month(month), assignment_id)
    items = items_for(assignment.round, assignment.inspected)
    codes = [item.code for item in whole_checklist(assignment)]
    inspection = getattr(assignment, "inspection", None)
    # What came by phone is not put into the sheet: it says what is written on the paper.
    way_in = paper_way_in(assignment.round, on=on)
    of_paper = inspection if inspection and is_paper(inspection.source) else None
    form = PaperForm(
        items,
        request.POST or None,
        on=on,
        initial=recorded(of_paper, codes),
        hazards=known_hazards(assignment),
        is_late=way_in["late_until"] is not None,
    )
    if is_supervised(team):
        log_record_view(request, assignment.inspected)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
        stored = save_sheet(assignment, form, by=request.user, at=timezone.now())
        if stored is not None:
            keep_sheet_photo(request, stored, "sheet_photo")
            return _go_on(request, team, assignment, stored)
    context = {
        "team": team,
        "month": Month.of(assignment.round.month),
        "assignment": assignment,
        "inspection": inspection,
        "photo_count": photos_of(inspection).count() if inspection else 0,
        "of_phone": inspection is not None and of_paper is None,
        "came_late": inspection is not None and came_late(assignment.round, inspection.received_at),
        **way_in,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "inspections/paper/sheet.html", context, status=status)


def paper_way_in(round: Round, *, on: date) -> dict[str, Any]:
    """Whether a month's paper may be typed in and why, as ``paper/closing.html`` says it.

    ``round`` is loaded with its team. ``late_until`` only where paper is late by now.
    """
    is_late = takes_late_paper(round, on=on)
    return {
        "takes_results": is_late or is_open(round, on=on),
        "late_until": late_until(round) if is_late else None,
        "rests_since": rests_since(round, on=on),
    }


def team_for_paper(request: HttpRequest, team_id: int, *, on: date) -> Team:
    """A team whose paper this user may type in; raises Http404."""
    team = team_for(request, team_id, on=on)
    if not may_enter_paper(request.user, team, on=on):
        raise Http404
    return team


def save_sheet(
    assignment: Assignment, form: PaperForm, *, by: User, at: datetime
) -> Submission | None:
    """Record a sheet and its signature; None, with the reasons on the form, when it is refused."""
    try:
        with transaction.atomic():
            submission = record_inspection(
                assignment,
                form.result(),
                client_id=form.content_id,
                source=Source.PAPER,
                entered_by=by,
                at=at,
            )
            if form.cleaned_data["signed"] and not submission.obstacle:
                sign_submission(submission, by=by, at=at)
    except InvalidResult as refused:
        form.add_errors(refused.errors)
    except RoundClosed as refused:
        form.add_error(None, str(refused))
    except Refused as refused:
        form.add_error("signed", str(refused))
    else:
        return submission
    return None


def keep_sheet_photo(request: HttpRequest, stored: Submission, name: str) -> None:
    """Keep the photo of a sheet that is stored by now; one that cannot be kept is told of."""
    file = request.FILES.get(name)
    if file is None or not isinstance(request.user, User):
        return
    try:
        data = read_photo(file)
        store_photo(
            stored.inspection,
            data,
            photo_id=uuid5(stored.client_id, hashlib.sha256(data).hexdigest()),
            kind=Photo.Kind.SHEET,
            submission=stored,
            entered_by=request.user,
            at=timezone.now(),
        )
    except InvalidPhoto as refused:
        words = _("Phiếu đã lưu. Riêng ảnh chưa lưu được: %(reason)s") % {"reason": refused}
        messages.warning(request, words)


def _tell(request: HttpRequest, assignment: Assignment, submission: Submission) -> None:
    words = {
        "inspector": assignment.inspector.holder_name,
        "inspected": assignment.inspected.holder_name,
        "receipt": submission.receipt,
    }
    messages.success(
        request,
        _("Đã lưu phiếu hộ %(inspector)s xem hộ %(inspected)s. Mã biên nhận %(receipt)s.") % words,
    )


def _go_on(
    request: HttpRequest, team: Team, assignment: Assignment, stored: Submission
) -> HttpResponse:
    """To the next sheet that is not in yet, in the order of the pile, or back to the list.

    A sheet that says something else than what came by phone leads to where both are compared.
    """
    _tell(request, assignment, stored)
    month = str(Month.of(assignment.round.month))
    if stored.standing == Submission.Standing.WAITING:
        return redirect("paper_conflict", team.pk, month, assignment.pk)
    waiting = Assignment.objects.filter(round=assignment.round, inspection=None)
    after = waiting.filter(position__gt=assignment.position).order_by("position").first()
    following = after or waiting.order_by("position").first()
    if following is None or "stop" in request.POST:
        return redirect("paper", team.pk, month)
    return redirect("paper_sheet", team.pk, month, following.pk)
