"""Typing in a whole pile of returned sheets on one page."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from firesafety.access import fetch
from households.models import Team, User
from inspections.forms.pile import PileRow, pile_row
from inspections.models import Round, Submission
from inspections.queries.pile import pile_sheets
from inspections.views.door import read_month
from inspections.views.paper import keep_sheet_photo, paper_way_in, save_sheet, team_for_paper


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_pile(request: HttpRequest, team_id: int, month: str) -> HttpResponse:
    """A row a sheet. What is right is stored, what is not stays on the page as it was typed."""
    at = timezone.now()
    on = timezone.localdate(at)
    team = team_for_paper(request, team_id, on=on)
    round = fetch(Round.objects.all(), team=team, month=read_month(month).first_day)
    round.team = team
    way_in = paper_way_in(round, on=on)
    data = request.POST if request.method == "POST" else None
    is_late = way_in["late_until"] is not None
    rows = [pile_row(sheet, data, on=on, is_late=is_late) for sheet in pile_sheets(round)]
    if data is not None:
        wanted = data.get("row", "")
        sent = [row for row in rows if row.touched and wanted in ("", row.key)]
        assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
        for row in sent:
            save_row(row, by=request.user, at=at)
            if row.stored is not None:
                keep_sheet_photo(request, row.stored, f"{row.key}-sheet_photo")
        if all(row.stored for row in rows if row.touched):
            return _done(request, team, rows, month)
    context = {
        "team": team,
        "month": read_month(month),
        "rows": rows,
        **way_in,
        "wrong": [row for row in rows if row.problems],
        "stored": sum(row.stored is not None for row in rows),
    }
    status = 422 if context["wrong"] else 200
    return render(request, "inspections/paper/pile.html", context, status=status)


def save_row(row: PileRow, *, by: User, at: datetime) -> None:
    """Store one row, or note on it why it cannot be; its neighbours have no part in that."""
    if row.form.is_valid():
        row.stored = save_sheet(row.sheet.assignment, row.form, by=by, at=at)
    row.collect_problems()


def _done(request: HttpRequest, team: Team, rows: list[PileRow], month: str) -> HttpResponse:
    _tell(request, rows)
    return redirect("paper_pile", team.pk, month)


def _tell(request: HttpRequest, rows: list[PileRow]) -> None:
    stored = [row.stored for row in rows if row.stored is not None]
    if stored:
        words = ngettext("Đã lưu %(n)d phiếu.", "Đã lưu %(n)d phiếu.", len(stored))
        messages.success(request, words % {"n": len(stored)})
    waiting = sum(each.standing == Submission.Standing.WAITING for each in stored)
    if waiting:
        words = ngettext(
            "%(n)d phiếu khác với kết quả đã gửi bằng điện thoại. Cả hai bản đều được giữ; xin so"
            " lại.",
            "%(n)d phiếu khác với kết quả đã gửi bằng điện thoại. Cả hai bản đều được giữ; xin so"
            " lại.",
            waiting,
        )
        messages.warning(request, words % {"n": waiting})
