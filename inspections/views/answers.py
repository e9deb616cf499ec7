"""Sending a result by link: the items, or why nobody could get in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from inspections.forms.visit import AnswersForm, ObstacleForm, recorded
from inspections.models import Source, Submission
from inspections.queries.checklist import items_for
from inspections.queries.photo import photos_by_code
from inspections.queries.visit import known_hazards, next_visit_day, whole_checklist
from inspections.services.inspection import (
    InvalidResult,
    RoundClosed,
    Superseded,
    record_inspection,
)
from inspections.views.link import Visit, by_link
from inspections.views.photo_upload import after_answers
from inspections.views.replies import asks_json, invalid, problem, receipt
from inspections.views.uploads import cap_uploads

# The address itself is the secret that allows the sending; no cookie of the visitor takes part,
# so there is nothing that a foreign page could abuse. A chat app's browser that keeps no cookies
# must not throw away what someone has just typed.


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The items by heading, four answers each."""
    if visit.closed_on and not asks_json(request):
        return render(request, "inspections/link/closed.html", {"visit": visit})
    assignment = visit.assignment
    cap_uploads(request)
    items = items_for(assignment.round, assignment.inspected)
    done = visit.inspection if visit.inspection and visit.inspection.completed else None
    initial = recorded(done, [item.code for item in whole_checklist(assignment)])
    form = AnswersForm(
        items,
        request.POST or None,
        on=visit.on,
        initial=initial,
        hazards=known_hazards(assignment),
        photos=photos_by_code(done),
    )
    if asks_json(request):
        return _reply(visit, form)
    if request.method == "POST" and form.is_valid() and _send(visit, form):
        return after_answers(request, visit)
    context = {"visit": visit, "form": form, "photos_to_choose_again": bool(request.FILES)}
    return render(request, "inspections/link/answers.html", context, status=_status(form))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def obstacle(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Why the visit could not take place."""
    if visit.closed_on and not asks_json(request):
        return render(request, "inspections/link/closed.html", {"visit": visit})
    initial = {"revisit_on": next_visit_day(visit.assignment.round, on=visit.on)}
    if visit.inspection is not None and visit.inspection.obstacle:
        initial = recorded(visit.inspection, ())
    form = ObstacleForm(request.POST or None, on=visit.on, initial=initial)
    if asks_json(request):
        return _reply(visit, form)
    if request.method == "POST" and form.is_valid() and _send(visit, form):
        return redirect("assignment_sent", token=visit.token)
    context = {"visit": visit, "form": form}
    return render(request, "inspections/link/obstacle.html", context, status=_status(form))


def _send(visit: Visit, form: AnswersForm | ObstacleForm) -> bool:
    """Record what the form holds; False, with the reasons on the form, when it is refused."""
    try:
        _record(visit, form)
    except InvalidResult as refused:
        form.add_errors(refused.errors)
        return False
    except RoundClosed as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _reply(visit: Visit, form: AnswersForm | ObstacleForm) -> JsonResponse:
    """As ``_send``, to the program on a phone, which minds what it had seen when it wrote."""
    if not form.is_valid():
        return invalid(form)
    try:
        stored = _record(visit, form, based_on=form.cleaned_data["based_on"])
    except InvalidResult as refused:
        form.add_errors(refused.errors)
        return invalid(form)
    except Superseded as refused:
        return problem(str(refused), status=409, revision=refused.revision)
    except RoundClosed as refused:
        return problem(str(refused), status=410)
    return receipt(stored)


def _record(
    visit: Visit, form: AnswersForm | ObstacleForm, *, based_on: int | None = None
) -> Submission:
    at = timezone.now()
    return record_inspection(
        visit.assignment,
        form.result(),
        client_id=form.content_id,
        source=Source.PHONE,
        based_on=based_on,
        timing=form.timing(at=at),
        at=at,
    )


def _status(form: AnswersForm | ObstacleForm) -> int:
    return 422 if form.errors else 200
