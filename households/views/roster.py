"""A roster in three steps: hand the file in, look at what it would do, apply it."""

from __future__ import annotations

import io
from typing import Any, Literal

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firesafety.language import said_here
from households.forms.roster import UploadForm
from households.models import User
from households.queries.household import neighbourhoods
from households.queries.roster import doubt_groups, row_outcomes
from households.rosters import RosterFileError, blank_roster, check_file_size, write_report
from households.services.roster_import import apply_received, receive_roster
from households.views.door import roster_for, ward_for

MEGABYTE = 1024 * 1024
ROWS_PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Step one: choose a file. It is kept and previewed; the register does not change."""
    ward = ward_for(request, code, on=timezone.localdate())
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        assert isinstance(request.user, User)  # noqa: S101
        try:
            _check_size(file.size)
            received = receive_roster(
                ward, file.read(), name=file.name, by=request.user, at=timezone.now()
            )
        except RosterFileError as error:
            form.add_error("file", str(error))
        else:
            return redirect("roster", received.pk)
    context = {
        "ward": ward,
        "form": form,
        "megabytes": settings.ROSTER_MAX_MEGABYTES,
        "received": ward.roster_imports.defer("outcomes", "counts").select_related("uploaded_by")[
            :10
        ],
    }
    return render(request, "households/roster_upload.html", context)


def _check_size(size: int) -> None:
    check_file_size(size, limit=settings.ROSTER_MAX_MEGABYTES * MEGABYTE)


@login_required
@require_GET
def blank(request: HttpRequest, code: str) -> FileResponse:
    """An empty roster to fill in, with the ward's neighbourhoods to choose from."""
    ward = ward_for(request, code, on=timezone.localdate())
    file = blank_roster(
        ward_name=ward.name,
        emergency_number=settings.EMERGENCY_NUMBER,
        neighbourhoods=[area.name for area in neighbourhoods(ward)],
    )
    return FileResponse(
        io.BytesIO(file), as_attachment=True, filename=f"danh-sach-{ward.code}.xlsx"
    )


@login_required
@require_GET
def roster(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Step two: one sentence with numbers, then the doubtful rows by reason. Also the result."""
    received = roster_for(request, roster_id, on=timezone.localdate())
    groups = doubt_groups(received)
    context: dict[str, Any] = {
        "received": received,
        "ward": received.ward,
        "counts": received.counts,
        "notices": [said_here(notice) for notice in received.counts["notices"]],
        "groups": groups,
    }
    reason = request.GET.get("reason")
    if reason is None:
        return render(request, "households/roster.html", context)
    group = next((group for group in groups if group.code == reason), None)
    if group is None:
        raise Http404
    page = Paginator(group.cells, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context |= {"group": group, "page": page}
    return render(request, "households/roster_reason.html", context)


@login_required
@require_POST
def apply(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Step three: write it. Pressing twice writes once."""
    received = roster_for(request, roster_id, on=timezone.localdate())
    try:
        received = apply_received(received, on=timezone.localdate(), at=timezone.now())
    except (RosterFileError, OSError):
        messages.error(request, _("Không mở lại được tệp đã gửi. Xin gửi lại tệp."))
        return redirect("roster_upload", received.ward.code)
    messages.success(
        request,
        _("Đã ghi vào sổ: thêm %(created)d hộ, sửa %(updated)d hộ.") % received.counts,
    )
    return redirect("roster", received.pk)


@login_required
@require_GET
def report(
    request: HttpRequest, roster_id: int, file_format: Literal["csv", "xlsx"]
) -> HttpResponseBase:
    """What became, or would become, of every row."""
    received = roster_for(request, roster_id, on=timezone.localdate())
    file = io.BytesIO()
    write_report(row_outcomes(received), out=file, file_format=file_format)
    file.seek(0)
    name = f"ket-qua-{received.pk}.{file_format}"
    return FileResponse(file, as_attachment=True, filename=name)
