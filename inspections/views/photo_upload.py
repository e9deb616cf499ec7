"""Taking photos by link: one at a time from a phone's queue, or with a form and no script."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import uuid5

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from firesafety.access import fetch
from inspections.forms.photo import PhotoForm
from inspections.models import ChecklistItem, Inspection, Photo, Submission
from inspections.queries.photo import photos_by_code
from inspections.queries.visit import latest_receipt, told
from inspections.rules import photos_opened_by_assignment
from inspections.services.photo import (
    InvalidPhoto,
    PhotoTooLarge,
    UnknownSubmission,
    store_found_photo,
    too_large,
)
from inspections.services.photo_forgetting import forget_photo
from inspections.views.link import Visit, by_link, private
from inspections.views.uploads import cap_uploads, is_oversized, max_bytes, may_upload

Page = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Refused:
    """A photo that was not taken, and why."""

    item: ChecklistItem
    name: str
    sentence: str


def in_json(page: Page) -> Page:
    """Tell a phone's queue in JSON why its link does not open; people get the page."""

    @wraps(page)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = page(request, **kwargs)
        is_page = response.headers["Content-Type"].startswith("text/html")
        if is_page and response.status_code >= 400 and _from_queue(request):
            return private(_error(_link_words(response.status_code), response.status_code))
        return response

    return guarded


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_json
@by_link
def assignment_photos(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The photos of a visit's faults. POST adds some: as the queue sends them, or by form."""
    if request.method == "POST" and _from_queue(request):
        return _take_one(request, visit)
    inspection = visit.inspection
    if inspection is None or not inspection.completed:
        return redirect("assignment", token=visit.token)
    if request.method != "POST":
        return photo_page(request, visit, inspection)
    if visit.closed_on:
        return render(request, "inspections/link/closed.html", {"visit": visit})
    cap_uploads(request)
    if not request.FILES:
        return photo_page(request, visit, inspection, empty=True)
    if refused := take_photos(request, visit, inspection):
        return photo_page(request, visit, inspection, refused=refused)
    return redirect("assignment_sent", token=visit.token)


@csrf_exempt
@require_POST
@by_link
def assignment_photo_remove(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take a photo back: the wrong one, or one with somebody in it."""
    if visit.closed_on:
        return render(request, "inspections/link/closed.html", {"visit": visit})
    wanted = request.POST.get("photo", "")
    opened = photos_opened_by_assignment(visit.assignment).filter(kind=Photo.Kind.FOUND)
    photo = fetch(opened, receipt=wanted)
    forget_photo(photo, because=Photo.Reason.REMOVED, at=timezone.now())
    return redirect("assignment_photos", token=visit.token)


def after_answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where a sent result leads: to its receipt, or first to the photos that could not be taken.

    The answers are stored by now. The page is the reply to the very form that was sent, so that
    a browser without cookies is told too; loading it again stores nothing twice.
    """
    inspection = Inspection.objects.get(assignment=visit.assignment)
    refused = take_photos(request, visit, inspection) if request.FILES else []
    if refused:
        return photo_page(request, visit, inspection, refused=refused, just_sent=True)
    return redirect("assignment_sent", token=visit.token)


def take_photos(request: HttpRequest, visit: Visit, inspection: Inspection) -> list[Refused]:
    """Keep the form's photos of items that fail now; those that could not be kept."""
    submission = latest_receipt(inspection)
    chosen = [
        (item, file)
        for item, _note in told(inspection).found
        for file in request.FILES.getlist(f"photo-{item.code}")
    ]
    if not may_upload(visit.assignment, files=len(chosen)):
        return [Refused(item, file.name or "", _too_many()) for item, file in chosen]
    refused = []
    for item, file in chosen:
        try:
            _take(visit, submission, item.code, file)
        except InvalidPhoto as reason:
            refused.append(Refused(item, file.name or "", str(reason)))
    return refused


def photo_page(
    request: HttpRequest,
    visit: Visit,
    inspection: Inspection,
    *,
    refused: list[Refused] | None = None,
    just_sent: bool = False,
    empty: bool = False,
) -> HttpResponse:
    """Each item that failed with its photos, and room for more while the round is open."""
    photos = photos_by_code(inspection)
    context = {
        "visit": visit,
        "submission": latest_receipt(inspection),
        "groups": [
            (item, photos.get(item.code, []), Photo.MOST - len(photos.get(item.code, [])))
            for item, _note in told(inspection).found
        ],
        "refused": refused or [],
        "just_sent": just_sent,
        "empty": empty,
    }
    status = 422 if (refused and not just_sent) or empty else 200
    return render(request, "inspections/link/photos.html", context, status=status)


def _from_queue(request: HttpRequest) -> bool:
    """Whether a script sends this: a browser's own form always asks for a page."""
    asks = request.headers.get("Accept", "")
    return request.method == "POST" and "text/html" not in asks


def _take_one(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The contract of the phone's queue: 201 the first time, 200 again, 4xx with a sentence."""
    if is_oversized(request):
        return _error(too_large(), 413)
    if not may_upload(visit.assignment, files=1):
        return _error(_too_many(), 429)
    cap_uploads(request)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _error(form.first_error, 422)
    sent = form.cleaned_data
    try:
        _refuse_large(sent["photo"])
        photo, is_new = store_found_photo(
            visit.assignment,
            sent["photo"].read(),
            photo_id=sent["photo_id"],
            submission_id=sent["submission_id"],
            code=sent["item"],
            at=timezone.now(),
            taken_at=sent["taken_at"],
        )
    except UnknownSubmission as reason:
        return _error(str(reason), 409)
    except PhotoTooLarge as reason:
        return _error(str(reason), 413)
    except InvalidPhoto as reason:
        return _error(str(reason), 422)
    answer = {"photo": str(photo.client_id), "receipt": photo.receipt}
    return JsonResponse(answer, status=201 if is_new else 200)


def _take(visit: Visit, submission: Submission, code: str, file: UploadedFile) -> None:
    _refuse_large(file)
    data = file.read()
    # A form has no ids of its own for its photos: the same file for the same item is one photo.
    name = f"{code} {hashlib.sha256(data).hexdigest()}"
    store_found_photo(
        visit.assignment,
        data,
        photo_id=uuid5(visit.assignment.public_id, name),
        submission_id=submission.client_id,
        code=code,
        at=timezone.now(),
    )


def _refuse_large(file: UploadedFile) -> None:
    """Before it is read: what was written down of it ends where the limit is."""
    if (file.size or 0) > max_bytes():
        raise PhotoTooLarge(too_large())


def _error(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


def _too_many() -> str:
    return _("Đã có quá nhiều ảnh gửi lên trong ít phút. Xin đợi mười phút rồi gửi lại.")


def _link_words(status: int) -> str:
    if status == 410:
        return _("Phiếu này đã hết hạn hoặc đã được cấp mã mới. Xin hỏi tổ trưởng.")
    if status == 429:
        return _("Đã có quá nhiều mã gõ sai từ mạng này. Xin đợi mười phút rồi gõ lại.")
    return _("Đường dẫn này không mở được. Xin gõ lại mã in trên phiếu, hoặc hỏi tổ trưởng.")
