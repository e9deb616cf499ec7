"""The inspected household's own page: what was found at home, and what it has to say to that."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from math import ceil
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from firesafety.access import fetch
from firesafety.months import Month
from households.models import Household
from inspections.forms.code import CodeForm
from inspections.forms.household_side import FixedForm, PlainForm, ReplyForm, VisitDayForm
from inspections.models import Hazard, HouseholdLink, Reschedule
from inspections.queries.household_link import find_household_link
from inspections.queries.household_side import open_hazards_of, visit_lines, visits_to
from inspections.queries.team_month import find_inspection
from inspections.queries.visit import next_visit_day, told
from inspections.services.confirmation import answer_by_link
from inspections.services.owner_report import report_fixed
from inspections.services.photo import InvalidPhoto, store_fixed_photo
from inspections.services.refusals import Refused, RoundClosed
from inspections.services.reschedule import move_visit
from inspections.views.link import private
from inspections.views.sendings import may_send, next_span
from inspections.views.uploads import cap_uploads, read_photo
from inspections.views.wrong_codes import count_wrong, may_try

Page = Callable[..., HttpResponse]

TOO_MANY = "too_many"
FIXED_PHOTOS = UUID("5a0bdc3e-6b5e-4f0e-9a43-1d2f1c7a9c12")  # The space of their derived ids.


@dataclass(frozen=True, slots=True)
class Side:
    """One opened link of a household, and the moment it was opened."""

    token: str
    link: HouseholdLink
    at: datetime

    @property
    def household(self) -> Household:
        return self.link.household

    @property
    def month(self) -> Month:
        return Month.of(self.link.month)

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)


def by_household_link(page: Page) -> Page:
    """Hand the page its ``Side``, or say in words why the link opens nothing."""

    @wraps(page)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        return private(_open(page, request, token, **kwargs))

    return guarded


def _open(page: Page, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
    if not may_try(request, token):
        return render(request, "inspections/link/too_many.html", status=429)
    at = timezone.now()
    link = find_household_link(token)
    if link is None:
        count_wrong(request)
        return render(request, "inspections/link/unknown.html", {"form": CodeForm()}, status=404)
    if link.state(at) != HouseholdLink.State.OPEN:
        return render(request, "inspections/household_side/ended.html", {"link": link}, status=410)
    return page(request, Side(token, link, at), **kwargs)


@require_safe
@by_household_link
def household_side(request: HttpRequest, side: Side) -> HttpResponse:
    """Who comes when, what was found, and the ways to answer."""
    context = {
        "side": side,
        "lines": visit_lines(side.household, side.month, on=side.on),
        "hazards": open_hazards_of(side.household),
    }
    return render(request, "inspections/household_side/side.html", context)


# As on an assignment's page, the address is the secret that allows the sending: no cookie takes
# part, and a chat app's browser that keeps none must not lose what was typed.


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@by_household_link
def household_reply(request: HttpRequest, side: Side, assignment_id: int) -> HttpResponse:
    """Agree with a result, or say what is not right about it."""
    visit = fetch(visits_to(side.household, side.month), pk=assignment_id, inspection__obstacle="")
    inspection = find_inspection(visit)
    assert inspection is not None  # noqa: S101 - asked for above.
    form = ReplyForm(request.POST or None, initial={"revision": inspection.revision})
    if request.method == "POST" and form.is_valid() and _may_send(request, side, form):
        data = form.cleaned_data
        done = _try(
            form,
            lambda: answer_by_link(
                inspection,
                revision=data["revision"],
                verdict=data["verdict"],
                sentence=data["sentence"],
                at=side.at,
            ),
        )
        if done:
            return redirect("household_side", side.token)
    context = {
        "side": side,
        "form": form,
        "visit": visit,
        "told": told(inspection),
        "revision": inspection.revision,
    }
    return _page(request, "reply", form, context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@by_household_link
def household_day(request: HttpRequest, side: Side, assignment_id: int) -> HttpResponse:
    """Ask the inspector to come on another day."""
    visit = fetch(visits_to(side.household, side.month), pk=assignment_id)
    day = visit.visit_on or next_visit_day(visit.round, on=side.on)
    form = VisitDayForm(request.POST or None, on=side.on, initial={"visit_on": day})
    if request.method == "POST" and form.is_valid() and _may_send(request, side, form):
        data = form.cleaned_data
        asker = Reschedule.Asker.HOUSEHOLD
        done = _try(
            form,
            lambda: move_visit(visit, data["visit_on"], asker=asker, note=data["note"], at=side.at),
        )
        if done:
            return redirect("household_side", side.token)
    return _page(request, "day", form, {"side": side, "form": form, "visit": visit})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@by_household_link
def household_fixed(request: HttpRequest, side: Side, hazard_id: int) -> HttpResponse:
    """Say that something has been put right; a neighbour looks at it on the next visit."""
    cap_uploads(request)
    hazard = fetch(open_hazards_of(side.household), pk=hazard_id)
    refused = ""
    # An empty form is a whole answer here, so that the method tells and not its content.
    form = FixedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _may_send(request, side, form):
        note = form.cleaned_data["note"]
        if _try(form, lambda: report_fixed(hazard, note=note, at=side.at)):
            refused = _keep_photo(request, hazard, at=side.at)
            if not refused:
                return redirect("household_side", side.token)
    # No cookie takes part, so the very reply tells that only the photo was not kept.
    context = {"side": side, "form": form, "hazard": hazard, "photo_refused": refused}
    return _page(request, "fixed", form, context)


def _keep_photo(request: HttpRequest, hazard: Hazard, *, at: datetime) -> str:
    """Keep the photo of what was put right, if one was chosen; why it could not be kept."""
    file = request.FILES.get("photo")
    if file is None:
        return ""
    try:
        data = read_photo(file)
        # The same file for the same hazard is one photo, however often it is sent.
        photo_id = uuid5(FIXED_PHOTOS, f"{hazard.pk} {hashlib.sha256(data).hexdigest()}")
        store_fixed_photo(hazard, data, photo_id=photo_id, at=at)
    except InvalidPhoto as refused:
        return str(refused)
    return ""


def _may_send(request: HttpRequest, side: Side, form: PlainForm) -> bool:
    """Whether this is not one sending too many; else when to come back stands on the form, with
    everything that was typed.
    """
    if may_send(request, side.link, at=side.at):
        return True
    words = _(
        "Lần này chưa gửi được, vì trong ít phút đã gửi quá nhiều lần. Những gì đã lưu vẫn còn. "
        "Xin gửi lại từ %(time)s."
    ) % {"time": f"{next_span(side.at):%H:%M}"}
    form.add_error(None, ValidationError(words, code=TOO_MANY))
    return False


def _try(form: PlainForm, write: Callable[[], object]) -> bool:
    """Whether it could be written; else the reason stands on the form."""
    try:
        write()
    except (Refused, RoundClosed) as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _page(
    request: HttpRequest, name: str, form: PlainForm, context: dict[str, Any]
) -> HttpResponse:
    too_many = form.has_error(NON_FIELD_ERRORS, TOO_MANY)
    status = 429 if too_many else 422 if form.errors else 200
    page = render(request, f"inspections/household_side/{name}.html", context, status=status)
    if too_many:
        at = context["side"].at
        page.headers["Retry-After"] = str(ceil((next_span(at) - at).total_seconds()))
    return page
