"""A household's rights over its data: a copy, erasure, and who looked."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firesafety.vietnamese import clean_text
from households.forms.privacy import EraseForm
from households.models import Household, User
from households.queries.household_record import Section, household_record
from households.queries.record_view import search_record_views
from households.rules import may_read_record_views, record_views_visible_to
from households.services.household import HouseholdError
from households.services.household_erasure import erase_household, objections
from households.views.door import household_for
from households.views.record_log import log_record_view

ROWS_PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, household_id: int) -> HttpResponseBase:
    """What a copy holds; POST hands it out, to be given to the household alone."""
    found = household_for(request, household_id, on=timezone.localdate())
    log_record_view(request, found)
    sections = household_record(found)
    if request.method != "POST":
        context = {"household": found, "sections": sections}
        return render(request, "households/export.html", context)
    answer = FileResponse(
        _copy(request, found, sections), as_attachment=True, filename=f"ho-so-{found.pk}.zip"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _copy(request: HttpRequest, household: Household, sections: list[Section]) -> io.BytesIO:
    """A page to read and the same for machines, with the files."""
    context = {"household": household, "sections": sections, "at": timezone.localtime()}
    data = {
        section.key: [
            dict(zip([key for key, _title in section.columns], row, strict=True))
            for row in section.rows
        ]
        for section in sections
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        copy.writestr("ho-so.html", render_to_string("households/copy.html", context, request))
        text = json.dumps(data, ensure_ascii=False, indent=1, default=lambda day: day.isoformat())
        copy.writestr("ho-so.json", text)
        for section in sections:
            for name, content in section.files:
                copy.writestr(f"{section.key}/{name}", content)
    out.seek(0)
    return out


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, household_id: int) -> HttpResponse:
    """What goes and what stays; POST erases, once and for good."""
    on = timezone.localdate()
    found = household_for(request, household_id, on=on)
    if found.erased_on is not None:
        return redirect("household", found.pk)
    log_record_view(request, found)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
        reason = form.cleaned_data["reason"]
        try:
            erase_household(found, reason=reason, by=request.user, at=timezone.now(), on=on)
        except HouseholdError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã xóa dữ liệu cá nhân của hộ."))
            return redirect("household", found.pk)
    context = {"household": found, "form": form, "objections": objections(found)}
    status = 422 if form.errors else 200
    return render(request, "households/erase.html", context, status=status)


@login_required
@require_safe
def household_views(request: HttpRequest, household_id: int) -> HttpResponse:
    """Who looked at one household's record: for the city's officer, to answer when it asks."""
    on = timezone.localdate()
    if not may_read_record_views(request.user, on=on):
        raise Http404
    found = household_for(request, household_id, on=on)
    looks = found.record_views.select_related("user")
    return _views_page(request, looks, household=found)


@login_required
@require_safe
def record_views(request: HttpRequest) -> HttpResponse:
    """Who looked at which record, newest first; ``?q=`` finds an officer or a household."""
    on = timezone.localdate()
    if not may_read_record_views(request.user, on=on):
        raise Http404
    words = clean_text(request.GET.get("q", ""))[:100]
    looks = search_record_views(record_views_visible_to(request.user, on=on), words)
    return _views_page(request, looks, q=words)


def _views_page(request: HttpRequest, looks: Any, **context: Any) -> HttpResponse:
    page = Paginator(looks, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "households/record_views.html", {"page": page, "q": "", **context})
