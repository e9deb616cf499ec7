"""A household's own page: opened by link or typed code, by anyone who holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from firesafety.months import Month
from inspections.forms.code import CodeForm
from inspections.models import Assignment, Inspection
from inspections.queries.closing import closing_day, is_open, rests_since
from inspections.queries.household_link import find_household_link
from inspections.queries.link import find_assignment, find_ended_link
from inspections.queries.photo import photos_by_code
from inspections.queries.visit import known_hazards, latest_receipt, told
from inspections.rules import fixed_photos_for
from inspections.views.replies import asks_json, problem
from inspections.views.sentences import day_words
from inspections.views.wrong_codes import count_wrong, is_whole_link, may_try

Page = Callable[..., HttpResponse]

KEEP_UNTIL = "X-Keep-Until"
# The page that lists what a phone holds has no month of its own.
KEPT_SHELF = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Visit:
    """One opened link: the token as it was written, what it opens, and the day it was opened."""

    token: str
    assignment: Assignment
    on: date

    @property
    def month(self) -> Month:
        return Month.of(self.assignment.round.month)

    @property
    def closed_on(self) -> date | None:
        """The day from which the round takes no more results, once that day has come."""
        round = self.assignment.round
        return None if is_open(round, on=self.on) else closing_day(round)

    @property
    def rests_since(self) -> date | None:
        """The day from which the team rests; its dates move when it works again."""
        return rests_since(self.assignment.round, on=self.on)

    @property
    def due_words(self) -> str:
        return day_words(self.assignment.round.due_on)

    @property
    def visit_words(self) -> str:
        visit_on = self.assignment.visit_on
        return day_words(visit_on) if visit_on else ""

    @property
    def done_words(self) -> str:
        return day_words(self.inspection.done_on) if self.inspection else ""

    @property
    def inspection(self) -> Inspection | None:
        return getattr(self.assignment, "inspection", None)

    @property
    def revision(self) -> int:
        """Of the result that stands recorded; 0 while there is none."""
        return self.inspection.revision if self.inspection else 0


def by_link(page: Page) -> Page:
    """Hand the page its ``Visit``, or answer with a friendly way back in.

    Nothing that a link opens is kept or listed by anyone. The referrer policy is ``same-origin``
    and not ``no-referrer``: under the latter browsers send ``Origin: null`` with a form, and
    Django's check would refuse every form on the page.
    """

    @gzip_page
    @wraps(page)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        return private(_open(page, request, token, **kwargs))

    return guarded


def private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _open(page: Page, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
    if not may_try(request, token):
        if asks_json(request):
            return problem(_("Đã có quá nhiều mã gõ sai từ mạng này."), status=429)
        return render(request, "inspections/link/too_many.html", status=429)
    on = timezone.localdate()
    found = find_assignment(token, on=on)
    if found is None:
        return _not_opened(request, token)
    visit = Visit(token, found, on)
    # While the team rests nobody knows yet when its days end.
    until = on + KEPT_SHELF if visit.rests_since else found.round.missed_on
    return keepable(page(request, visit, **kwargs), request, until)


def _not_opened(request: HttpRequest, text: str) -> HttpResponse:
    """Why a link or code does not open, and the way out; nobody's name.

    A whole link that has ended was no guess: a chat group that opens last month's messages must
    not keep its network from typing codes. A short code counts, whether it ever opened anything.
    """
    context: dict[str, Any] = {"form": CodeForm()}
    ended = find_ended_link(text)
    if ended is None or not is_whole_link(text):
        count_wrong(request)
    if asks_json(request):
        said = _(
            "Đường dẫn này không còn mở được: đã hết tháng hoặc đã cấp lại. Xin hỏi tổ trưởng."
        )
        return problem(said, status=404 if ended is None else 410)
    if ended is None:
        return render(request, "inspections/link/unknown.html", context, status=404)
    return render(request, "inspections/link/ended.html", {**context, "ended": ended}, status=410)


def keepable(response: HttpResponse, request: HttpRequest, until: date) -> HttpResponse:
    """Let the visitor's own phone keep a page for days without signal, up to ``until``.

    The header is read by our own worker in the browser and by nothing else. A page of someone who
    has signed in is never kept.
    """
    page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    if request.method == "GET" and page and not request.user.is_authenticated:
        response.headers[KEEP_UNTIL] = until.isoformat()
    return response


@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: HttpRequest) -> HttpResponse:
    """Type the short code of the paper sheet, or go on with what this phone holds."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        page = render(request, "inspections/link/type_code.html", {"form": form})
        return keepable(private(page), request, timezone.localdate() + KEPT_SHELF)
    code = form.cleaned_data["code"]
    if not may_try(request, code):
        return private(render(request, "inspections/link/too_many.html", status=429))
    if find_assignment(code, on=timezone.localdate()) is None:
        if find_ended_link(code) is not None:
            return private(_not_opened(request, code))
        if find_household_link(code) is not None:
            return private(redirect("household_side", token=code))
        count_wrong(request)
        form.add_unknown()
        return private(
            render(request, "inspections/link/type_code.html", {"form": form}, status=404)
        )
    return private(redirect("assignment", token=code))


@require_safe
@by_link
def assignment(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Who inspects whom, by when, and one button."""
    context = {
        "visit": visit,
        "hazards": known_hazards(visit.assignment),
        "fixed_photos": fixed_photos_for(visit.assignment),
        "overdue": visit.on > visit.assignment.round.due_on and visit.rests_since is None,
    }
    return render(request, "inspections/link/assignment.html", context)


@require_safe
@by_link
def sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The receipt: what stands recorded now."""
    if visit.inspection is None:
        return redirect("assignment", token=visit.token)
    found = told(visit.inspection)
    photos = photos_by_code(visit.inspection)
    context = {
        "visit": visit,
        "submission": latest_receipt(visit.inspection),
        "told": found,
        "failed": [(item, note, photos.get(item.code, ())) for item, note in found.failed],
    }
    return render(request, "inspections/link/sent.html", context)
