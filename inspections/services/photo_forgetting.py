"""Forgetting photos: the file goes, and a row stays that says there was one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet

from inspections.models import Photo

STRAY_AFTER = timedelta(days=1)  # A sending under way has written its file, and not yet its row.
FOLDERS = [f"photos/{number:02x}" for number in range(256)]


def forget_photo(photo: Photo, *, because: str, at: datetime) -> bool:
    """Delete a photo's file and all that tells of its content; whether it was still there.

    ``because`` is one of ``Photo.Reason``. Stopped halfway it is done again: a row without a file
    is not left behind, and deleting a file that is gone does no harm.
    """
    if photo.name:
        storages["photos"].delete(photo.name)
    forgotten = _blank(Photo.objects.filter(pk=photo.pk), because=because, at=at)
    photo.refresh_from_db()
    return bool(forgotten)


def forget_at_commit(photos: QuerySet[Photo], *, because: str, at: datetime) -> int:
    """Forget photos together with what else a transaction does; how many.

    Their files go once it is committed, so that a rollback loses none; one that is left behind
    by a stop in between is swept up the next night.
    """
    kept = photos.filter(forgotten_at=None)
    names = list(kept.values_list("name", flat=True))
    for name in names:
        transaction.on_commit(lambda name=name: storages["photos"].delete(name), robust=True)  # type: ignore[misc]
    return _blank(kept, because=because, at=at)


def _blank(photos: QuerySet[Photo], *, because: str, at: datetime) -> int:
    return photos.filter(forgotten_at=None).update(
        name="",
        digest="",
        perceptual_hash="",
        taken_at=None,
        forgotten_at=at,
        forgotten_because=because,
    )


def forget_photos(photos: Iterable[Photo], *, because: str, at: datetime) -> int:
    """Forget many; how many. One that fails keeps none of the others, and is raised at the end."""
    forgotten = 0
    failure: Exception | None = None
    for photo in photos:
        try:
            forgotten += forget_photo(photo, because=because, at=at)
        except Exception as error:  # Whatever the storage raises.
            failure = error
    if failure is not None:
        raise failure
    return forgotten


def expire_photos(*, on: date, at: datetime, dry_run: bool = False) -> int:
    """Forget every photo whose day has come; how many. A dry run only counts."""
    due = Photo.objects.filter(forgotten_at=None, expires_on__lte=on)
    if dry_run:
        return due.count()
    return forget_photos(due.iterator(), because=Photo.Reason.EXPIRED, at=at)


def sweep_photos(*, at: datetime) -> int:
    """Delete files that no row knows, left by sendings that were cut off; how many."""
    return sum(_sweep(folder, at=at) for folder in FOLDERS)


def _sweep(folder: str, *, at: datetime) -> int:
    storage = storages["photos"]
    try:
        names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
    except FileNotFoundError:
        return 0
    names -= set(Photo.objects.filter(name__in=names).values_list("name", flat=True))
    stray = [name for name in names if storage.get_modified_time(name) < at - STRAY_AFTER]
    for name in stray:
        storage.delete(name)
    return len(stray)
