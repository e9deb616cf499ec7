"""Showing photos: through one door each, to nobody else, and kept by no cache on the way."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firesafety.access import fetch
from firesafety.months import Month
from households.views.record_log import log_look, log_record_view
from inspections.imaging import small_photo
from inspections.models import ChecklistItem, Hazard, Photo
from inspections.queries.photo import photo_content, photos_of, photos_of_hazard
from inspections.rules import (
    hazards_visible_to,
    photos_opened_by_assignment,
    photos_opened_by_household,
    photos_visible_to,
)
from inspections.services.household_link import household_by_token
from inspections.views.door import assignment_of, is_supervised, read_month, team_for
from inspections.views.link import Visit, by_link, private
from inspections.views.wrong_codes import count_wrong, is_whole_link, may_try


@login_required
@require_safe
def photo(request: HttpRequest, photo_id: UUID, size: str = "") -> HttpResponse:
    """A photo for the team's leader and the officers above."""
    visible = photos_visible_to(request.user, on=timezone.localdate())
    related = visible.select_related("inspection__assignment__inspected")
    found = fetch(related, client_id=photo_id)
    log_look(request, found.inspection.assignment.inspected)
    return show(found, size=size)


@require_safe
@by_link
def assignment_photo(
    request: HttpRequest, visit: Visit, photo_id: UUID, size: str = ""
) -> HttpResponse:
    """A photo of the very visit that a link opens."""
    opened = photos_opened_by_assignment(visit.assignment)
    return show(fetch(opened, client_id=photo_id), size=size)


@require_safe
def household_photo(
    request: HttpRequest, token: str, photo_id: UUID, size: str = ""
) -> HttpResponse:
    """A photo of a household's own home, by its own link."""
    if not may_try(request, token):
        return private(HttpResponse(status=429))
    link = household_by_token(token, timezone.now())
    if link is None:
        # A page that was left open past its time asks for several photos at once: no guesses.
        if not is_whole_link(token):
            count_wrong(request)
        raise Http404
    return show(fetch(photos_opened_by_household(link), client_id=photo_id), size=size)


def show(photo: Photo, *, size: str = "") -> HttpResponse:
    """The picture itself, as a picture and as nothing else; ``size`` "small" for a list."""
    try:
        content = photo_content(photo)
    except FileNotFoundError as error:
        raise Http404 from error
    response = private(HttpResponse(small_photo(content) if size else content))
    response.headers["Content-Type"] = "image/jpeg"
    response.headers["Content-Disposition"] = f'inline; filename="{photo.receipt}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@login_required
@require_safe
def inspection_photos(
    request: HttpRequest, team_id: int, month: str, assignment_id: int
) -> HttpResponse:
    """What was photographed on one visit, item by item."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    found = assignment_of(team, read_month(month), assignment_id)
    if is_supervised(team):
        log_record_view(request, found.inspected)
    inspection = getattr(found, "inspection", None)
    context = {
        "team": team,
        "month": Month.of(found.round.month),
        "assignment": found,
        "groups": _groups(
            list(photos_of(inspection)) if inspection else [], checklist=found.round.checklist_id
        ),
    }
    return private(render(request, "inspections/team/photos.html", context))


@login_required
@require_safe
def hazard_photos(request: HttpRequest, hazard_id: int) -> HttpResponse:
    """What was photographed of one hazard, visit after visit."""
    on = timezone.localdate()
    visible = hazards_visible_to(request.user, on=on).select_related("household", "item")
    hazard: Hazard = fetch(visible, pk=hazard_id)
    log_look(request, hazard.household)
    context = {"hazard": hazard, "photos": photos_of_hazard(hazard)}
    return private(render(request, "inspections/team/hazard_photos.html", context))


def _groups(photos: list[Photo], *, checklist: int) -> list[tuple[str, list[Photo]]]:
    """Photos under the words of their item; those of a whole sheet under none. One query."""
    codes = {photo.code for photo in photos}
    items = ChecklistItem.objects.filter(checklist=checklist, code__in=codes)
    words = {item.code: item.text for item in items}
    return [
        (words.get(code, ""), list(group))
        for code, group in groupby(photos, key=lambda photo: photo.code)
    ]
