"""Keeping a photo: once per sending, clean, at most a few an item, and not for ever."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from households.models import User
from inspections.imaging import CleanPhoto, Fault, PhotoRefused, clean_photo
from inspections.models import Assignment, ChecklistItem, Hazard, Inspection, Photo, Submission
from inspections.planning.answers import unpack_answers
from inspections.services.inspection import new_receipt

TAKEN_BEFORE = timedelta(days=40)  # An older clock is a wrong one, or another month's photo.


class InvalidPhoto(Exception):
    """The photo is not kept. ``str()`` is the sentence for the person."""


class PhotoTooLarge(InvalidPhoto):
    """More bytes than PHOTO_MAX_MEGABYTES."""


class UnknownSubmission(InvalidPhoto):
    """The result that the photo belongs to has not arrived yet: the phone tries again later."""


def store_found_photo(
    assignment: Assignment,
    data: bytes,
    *,
    photo_id: UUID,
    submission_id: UUID,
    code: str,
    at: datetime,
    taken_at: datetime | None = None,
) -> tuple[Photo, bool]:
    """Keep an inspector's photo of an item that failed; the photo, and whether it is new.

    ``submission_id`` is the client id of a result of this assignment. The item must have failed
    in that very result or fail now: a photo may come before or after a correction. Otherwise as
    ``store_photo``; raises UnknownSubmission too.
    """
    submission = (
        Submission.objects.filter(client_id=submission_id, inspection__assignment=assignment)
        .select_related("inspection")
        .first()
    )
    if submission is None:
        raise UnknownSubmission(
            _("Kết quả kiểm tra chưa tới nơi. Xin gửi kết quả trước, rồi gửi lại ảnh.")
        )
    if code not in _found_codes(assignment, submission):
        raise InvalidPhoto(
            _(
                "Mục %(code)s không ghi chưa đạt nên không kèm ảnh được. "
                "Xin sửa kết quả trước, rồi gửi lại ảnh."
            )
            % {"code": code}
        )
    return store_photo(
        submission.inspection,
        data,
        photo_id=photo_id,
        code=code,
        submission=submission,
        at=at,
        taken_at=taken_at,
    )


def store_fixed_photo(
    hazard: Hazard, data: bytes, *, photo_id: UUID, at: datetime
) -> tuple[Photo, bool]:
    """Keep the household's photo of a hazard put right, beside the visit that saw it last.

    Otherwise as ``store_photo``.
    """
    inspection = (
        Inspection.objects.filter(sightings__hazard=hazard).order_by("-done_on", "-pk").first()
    )
    if inspection is None:
        raise InvalidPhoto(_("Chỗ này chưa có phiếu nào để kèm ảnh. Xin đưa ảnh cho tổ trưởng."))
    return store_photo(
        inspection, data, photo_id=photo_id, kind=Photo.Kind.FIXED, code=hazard.code, at=at
    )


def store_photo(
    inspection: Inspection,
    data: bytes,
    *,
    photo_id: UUID,
    at: datetime,
    kind: str = Photo.Kind.FOUND,
    code: str = "",
    submission: Submission | None = None,
    entered_by: User | None = None,
    taken_at: datetime | None = None,
) -> tuple[Photo, bool]:
    """Clean a photo and keep it with an inspection; the photo, and whether it is new.

    ``data`` is the file as it was sent; ``code`` the item, empty for a whole sheet; ``taken_at``
    what the phone says, else the camera's own clock counts. The same ``photo_id`` again returns
    the same photo and changes nothing. Raises InvalidPhoto and PhotoTooLarge.
    """
    if (stored := _find_photo(photo_id, inspection)) is not None:
        return stored, False
    clean = _clean(data)
    name = _name(photo_id, clean)
    # The file first: a row without its file would be a broken picture, while a file without its
    # row is written over by the next try, or swept up.
    storages["photos"].save(name, ContentFile(clean.content))
    photo = Photo(
        client_id=photo_id,
        inspection=inspection,
        submission=submission,
        kind=kind,
        code=code,
        receipt=new_receipt(),
        name=name,
        size=len(clean.content),
        width=clean.width,
        height=clean.height,
        digest=clean.digest,
        perceptual_hash=clean.perceptual_hash,
        taken_at=_believable(taken_at or _on_clock(clean.taken_at), at=at),
        received_at=at,
        entered_by=entered_by,
        expires_on=localdate(at) + timedelta(days=settings.PHOTO_DAYS),
    )
    try:
        return _keep(photo)
    except InvalidPhoto:
        if not Photo.objects.filter(name=name).exists():
            storages["photos"].delete(name)
        raise


def _keep(photo: Photo) -> tuple[Photo, bool]:
    """Write the row into the first free slot; the one that is there where another was quicker."""
    try:
        with transaction.atomic():
            inspection = Inspection.objects.select_for_update().get(pk=photo.inspection_id)
            stored = _find_photo(photo.client_id, inspection)
            if stored is not None:
                return stored, False
            photo.slot = _free_slot(photo)
            photo.save()
    except IntegrityError:
        # The same sending for two inspections at one moment; their locks did not meet.
        stored = _find_photo(photo.client_id, photo.inspection)
        if stored is None:
            raise
        return stored, False
    return photo, True


def _find_photo(photo_id: UUID, inspection: Inspection) -> Photo | None:
    stored = Photo.objects.filter(client_id=photo_id).first()
    if stored is not None and stored.inspection_id != inspection.pk:
        raise InvalidPhoto(_("Ảnh này đã được gửi cho một phiếu khác. Xin chọn lại ảnh."))
    return stored


def _free_slot(photo: Photo) -> int:
    taken = set(
        Photo.objects.filter(
            inspection=photo.inspection_id, kind=photo.kind, code=photo.code, forgotten_at=None
        ).values_list("slot", flat=True)
    )
    free = [slot for slot in range(1, Photo.MOST + 1) if slot not in taken]
    if not free:
        raise InvalidPhoto(
            _("Mỗi mục nhận tối đa %(most)d ảnh. Xin bỏ bớt một ảnh rồi gửi lại.")
            % {"most": Photo.MOST}
        )
    return free[0]


def _clean(data: bytes) -> CleanPhoto:
    most = settings.PHOTO_MAX_MEGABYTES
    if len(data) > most * 1_000_000:
        raise PhotoTooLarge(too_large())
    try:
        return clean_photo(data, max_pixels=settings.PHOTO_MAX_MEGAPIXELS * 1_000_000)
    except PhotoRefused as refused:
        raise InvalidPhoto(fault_sentence(refused.fault)) from refused


def too_large() -> str:
    """What is said of a file over PHOTO_MAX_MEGABYTES."""
    return _("Ảnh nặng quá %(most)d MB. Xin chụp lại với cỡ nhỏ hơn, hoặc gửi ảnh khác.") % {
        "most": settings.PHOTO_MAX_MEGABYTES
    }


def fault_sentence(fault: Fault) -> str:
    """What was wrong with a file and what to do, for the person who sent it."""
    sentences = {
        Fault.NOT_A_PHOTO: _("Tệp này không phải ảnh. Xin chọn ảnh JPEG, PNG, WebP hoặc HEIC."),
        Fault.BROKEN: _("Ảnh bị hỏng hoặc tải lên chưa trọn. Xin chọn lại, hoặc chụp ảnh khác."),
        Fault.ANIMATED: _("Ảnh động không nhận được. Xin chọn một ảnh thường."),
        Fault.TOO_MANY_PIXELS: _("Ảnh có kích thước quá lớn. Xin chụp lại với cỡ nhỏ hơn."),
    }
    return sentences[fault]


def _name(photo_id: UUID, clean: CleanPhoto) -> str:
    """Where the file lies: unguessable, and the same for the same sending tried again."""
    letters = hashlib.sha256(photo_id.bytes + bytes.fromhex(clean.digest)).hexdigest()
    return f"photos/{letters[:2]}/{letters}.jpg"


def _on_clock(taken_at: datetime | None) -> datetime | None:
    return None if taken_at is None else taken_at.replace(tzinfo=get_current_timezone())


def _believable(taken_at: datetime | None, *, at: datetime) -> datetime | None:
    """A moment shortly before the photo came; None for a clock that was never set."""
    if taken_at is None or not at - TAKEN_BEFORE <= taken_at <= at + timedelta(days=1):
        return None
    return taken_at


def _found_codes(assignment: Assignment, submission: Submission) -> set[str]:
    """Items found wrong when the result was sent, or by the result held now."""
    checklist = assignment.round.checklist_id
    codes = list(
        ChecklistItem.objects.filter(checklist=checklist)
        .order_by("position")
        .values_list("code", flat=True)
    )
    return {
        code
        for packed in (submission.answers, submission.inspection.answers)
        for code, answer in (unpack_answers(codes, packed) if packed else {}).items()
        if answer.found
    }
