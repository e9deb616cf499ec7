"""Homes that an officer is asked to see again, and the page on which the visit is written down."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firesafety.access import fetch
from firesafety.downloads import table_file
from firesafety.tables import Cell, Column, TableFormat
from households.models import User
from households.views.record_log import log_record_view
from inspections.forms.spot_check import SpotCheckForm
from inspections.models import Inspection
from inspections.planning.agreement import Agreements, wilson_interval
from inspections.planning.answers import unpack_answers
from inspections.queries.review import (
    RecheckLine,
    latest_review,
    own_answers,
    recheck_lines,
    team_agreements,
)
from inspections.queries.visit import whole_checklist
from inspections.rules import inspections_to_spot_check, wards_supervised_by
from inspections.services.spot_check import SpotCheckRefused, record_spot_check
from inspections.views.coaching import questions
from inspections.views.door import supervised_ward


@login_required
@require_safe
def rechecks(request: HttpRequest, code: str) -> HttpResponse:
    """The ward's sample of the month, why some of it, and how far peers and officers agree."""
    on = timezone.localdate()
    ward = supervised_ward(request, code, on=on)
    review = latest_review(ward)
    lines = recheck_lines(review) if review else []
    teams, drawn = team_agreements(ward, on=on)
    context = {
        "ward": ward,
        "review": review,
        "lines": [(line, questions(line.recheck.kinds)) for line in lines],
        "teams": [(line.team, line.found, interval(line.found)) for line in teams],
        "drawn": drawn,
        "drawn_interval": interval(drawn),
    }
    return render(request, "inspections/review/rechecks.html", context)


@login_required
@require_safe
def rechecks_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The sample with its questions, to take along on the way, as a table file."""
    ward = supervised_ward(request, code, on=timezone.localdate())
    review = latest_review(ward)
    columns = [
        Column(_("Hộ"), 28),
        Column(_("Địa chỉ"), 30),
        Column(_("Tổ"), 10),
        Column(_("Khu vực"), 24),
        Column(_("Hàng xóm xem ngày"), 14),
        Column(_("Muốn hỏi gì"), 60),
        Column(_("Cán bộ xem ngày"), 14),
    ]
    rows = (_cells(line) for line in (recheck_lines(review) if review else []))
    title = _("Nên xem lại ở %(ward)s") % {"ward": ward.name}
    return table_file(
        columns, rows, file_format=file_format, title=title, name=f"{code}-nen-xem-lai"
    )


def _cells(line: RecheckLine) -> list[Cell]:
    inspection = line.recheck.inspection
    home, team = inspection.assignment.inspected, inspection.assignment.round.team
    return [
        home.holder_name,
        home.address,
        str(team),
        team.neighbourhood.name,
        inspection.done_on,
        " ".join(questions(line.recheck.kinds)),
        line.check.done_on if line.check else None,
    ]


def interval(found: Agreements) -> tuple[int, int] | None:
    """In how many percent of homes nothing is overlooked, with 95 % confidence; None where nothing
    was compared."""
    if not found.homes:
        return None
    low, high = wilson_interval(found.sound, found.homes)
    return (round(100 * low), round(100 * high))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def spot_check(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The neighbour's items without the neighbour's answers: one looks for oneself first.

    What the same officer wrote down before stands in the form, to be corrected.
    """
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    on = timezone.localdate()
    visible = inspections_to_spot_check(request.user, on=on)
    inspection = fetch(
        visible.select_related(
            "assignment__round__team__ward", "assignment__inspected", "assignment__round__checklist"
        ),
        pk=inspection_id,
    )
    log_record_view(request, inspection.assignment.inspected)
    team = inspection.assignment.round.team
    # An officer of one neighbourhood has no list of the ward to come from or to go back to.
    listed = wards_supervised_by(request.user, on=on).filter(pk=team.ward_id).exists()
    items = whole_checklist(inspection.assignment)
    codes = [item.code for item in items]
    asked = unpack_answers(codes, inspection.answers)
    shown = [item for item in items if item.code in asked]
    if not shown:
        raise Http404
    own = own_answers(inspection, request.user)
    form = SpotCheckForm.of(own, shown, request.POST or None, codes=codes, on=on)
    if request.method == "POST" and form.is_valid() and _store(request, inspection, form, on=on):
        messages.success(request, _("Đã ghi lần đến xem. Cảm ơn cán bộ."))
        return redirect("rechecks", team.ward.code) if listed else redirect("team", team.pk)
    context = {
        "inspection": inspection,
        "household": inspection.assignment.inspected,
        "team": team,
        "listed": listed,
        "own": own,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "inspections/review/spot_check.html", context, status=status)


def _store(request: HttpRequest, inspection: Inspection, form: SpotCheckForm, *, on: date) -> bool:
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    try:
        record_spot_check(
            inspection,
            form.answers(),
            codes=[item.code for item in whole_checklist(inspection.assignment)],
            remark=form.cleaned_data["remark"],
            done_on=form.cleaned_data["done_on"],
            client_id=form.content_id,
            officer=request.user,
            on=on,
            at=timezone.now(),
        )
    except SpotCheckRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True
