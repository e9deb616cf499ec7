"""What was said to the one who is signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from firesafety.access import fetch
from inspections.rules import messages_visible_to
from inspections.services.message import mark_read

PER_PAGE = 20


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest first. Opening the page marks nothing: only saying so does."""
    mine = messages_visible_to(request.user)
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    unread = mine.filter(read_at=None).count()
    return render(request, "inspections/messages/inbox.html", {"page": page, "unread": unread})


@login_required
@require_POST
def read(request: HttpRequest, message_id: int) -> HttpResponse:
    """The reader has taken note."""
    mark_read(fetch(messages_visible_to(request.user), pk=message_id), at=timezone.now())
    return redirect("inbox")
