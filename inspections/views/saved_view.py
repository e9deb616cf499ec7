"""Keeping a list as one's own view, and dropping it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firesafety.access import fetch
from households.models import Area, User
from inspections.models import SavedView
from inspections.rules import saved_views_of
from inspections.services.saved_view import SavedViewRefused, delete_view, save_view
from inspections.views.door import area_for

PAGES = {SavedView.Shown.TEAMS: "team_list", SavedView.Shown.HAZARDS: "hazard_list"}


@login_required
@require_POST
def keep(request: HttpRequest, code: str, shown: str) -> HttpResponse:
    """Keep the list that the visitor looks at under the name given, and go back to it."""
    if shown not in PAGES:
        raise Http404
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    area = area_for(request, code, on=timezone.localdate())
    query = request.POST.get("query", "")
    name = request.POST.get("name", "")
    try:
        view = save_view(request.user, area, shown=shown, name=name, query=query, at=timezone.now())
    except SavedViewRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã lưu cách xem “%(name)s”.") % {"name": view.name})
    return redirect(_address(area, shown, query))


@login_required
@require_POST
def drop(request: HttpRequest, view_id: int) -> HttpResponse:
    """Drop one of the visitor's own views."""
    view = fetch(saved_views_of(request.user).select_related("area"), pk=view_id)
    delete_view(view)
    messages.success(request, _("Đã xóa cách xem “%(name)s”.") % {"name": view.name})
    return redirect(_address(view.area, view.shown, ""))


def _address(area: Area, shown: str, query: str) -> str:
    """The list's own address: whatever ``query`` says, it stays behind the question mark."""
    path = reverse(PAGES[SavedView.Shown(shown)], args=[area.code])
    return f"{path}?{query}" if query else path
