"""How much a visitor may send: bytes of one file, and files of one link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from inspections.models import Assignment
from inspections.services.photo import PhotoTooLarge, too_large

# A full checklist with three photos of every item, and as many again for a bad connection.
UPLOADS_ALLOWED = 120
WINDOW_SECONDS = 600
FORM_BYTES = 100_000  # what stands around the photo


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file down as far as a photo may be long, and lets the rest pass by.

    The rest of the form is read all the same: a photo that is too large takes no answer along.
    The size that the file is said to have is the true one, so it is known as too large.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.room = max_bytes()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.room > 0:
            super().receive_data_chunk(raw_data[: self.room], start)
        self.room -= len(raw_data)


def max_bytes() -> int:
    """The largest photo that is taken, in bytes."""
    return int(settings.PHOTO_MAX_MEGABYTES) * 1_000_000


def cap_uploads(request: HttpRequest) -> None:
    """Let no file of this request fill the disk. To be called before its form is read."""
    request.upload_handlers = [CappedUploadHandler(request)]


def is_oversized(request: HttpRequest) -> bool:
    """Whether a request that holds one photo announces more than a photo may have."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > max_bytes() + FORM_BYTES


def read_photo(file: UploadedFile) -> bytes:
    """What was sent; raises PhotoTooLarge before it is read: it ends where the limit is."""
    if (file.size or 0) > max_bytes():
        raise PhotoTooLarge(too_large())
    data: bytes = file.read()
    return data


def may_upload(assignment: Assignment, *, files: int) -> bool:
    """Count files that one link sends; False once there were too many within ten minutes."""
    key = f"uploads:{assignment.pk}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return int(cache.incr(key, files)) <= UPLOADS_ALLOWED
    except ValueError:  # It ran out between the two.
        cache.set(key, files, WINDOW_SECONDS)
        return files <= UPLOADS_ALLOWED
