"""Forgetting photos: the file goes, the row says there was one, twice equals once."""

import os
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from inspections import tasks
from inspections.models import Photo
from inspections.services import photo_forgetting
from inspections.services.photo import store_photo
from inspections.services.photo_forgetting import (
    expire_photos,
    forget_at_commit,
    forget_photo,
    sweep_photos,
)
from tests.factories import make_team
from tests.inspections.photos import photo, picture
from tests.inspections.views.stories import record

from .stories import at, open_december

NOON = at(date(2026, 12, 12), 12)
LATER = at(date(2028, 1, 16), 4)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def inspection(neighbourhood):
    assignment = open_december(make_team(neighbourhood, 3)).assignments.first()
    return record(assignment, at=NOON, DIEN_01="F")


def keep(inspection, *, photo_id=None, seed=0, moment=NOON) -> Photo:
    return store_photo(
        inspection,
        photo(image=picture(seed=seed)),
        photo_id=photo_id or uuid4(),
        code="DIEN-01",
        at=moment,
    )[0]


def files(folder) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_photo_is_forgotten_on_its_day_and_a_line_says_there_was_one(inspection, folder):
    old, young = keep(inspection), keep(inspection, seed=1, moment=NOON + timedelta(days=1))

    assert expire_photos(on=old.expires_on - timedelta(days=1), at=LATER) == 0
    assert expire_photos(on=old.expires_on, at=LATER) == 1

    old.refresh_from_db()
    assert files(folder) == {young.name}
    assert (old.name, old.digest, old.perceptual_hash, old.taken_at) == ("", "", "", None)
    assert (old.forgotten_at, old.forgotten_because) == (LATER, "expired")
    assert (old.code, old.received_at, len(old.receipt)) == ("DIEN-01", NOON, 11)


def test_expiring_twice_changes_nothing_more(inspection):
    kept = keep(inspection)
    expire_photos(on=kept.expires_on, at=LATER)
    before = list(Photo.objects.values())

    assert expire_photos(on=kept.expires_on, at=LATER + timedelta(days=1)) == 0
    assert list(Photo.objects.values()) == before


def test_a_run_that_was_killed_between_file_and_row_is_finished_by_the_next(
    inspection, folder, monkeypatch
):
    kept = keep(inspection)
    with monkeypatch.context() as patched:
        patched.setattr(Photo, "refresh_from_db", None)
        patched.setattr(Photo.objects, "filter", None)
        with pytest.raises(TypeError):
            forget_photo(kept, because="expired", at=LATER)
    assert files(folder) == set()
    assert Photo.objects.get().name == kept.name

    assert expire_photos(on=kept.expires_on, at=LATER) == 1
    assert Photo.objects.get().name == ""


def test_one_photo_that_cannot_be_deleted_keeps_none_of_the_others(inspection, folder, monkeypatch):
    first = keep(inspection)
    keep(inspection, seed=1)
    storage = storages["photos"]
    delete = storage.delete

    def stubborn(name):
        if name == first.name:
            raise OSError("the disk says no")
        delete(name)

    monkeypatch.setattr(storage, "delete", stubborn)

    with pytest.raises(OSError, match="the disk says no"):
        expire_photos(on=first.expires_on, at=LATER)

    assert files(folder) == {first.name}
    assert set(Photo.objects.filter(forgotten_at=None)) == {first}


def test_a_forgotten_photo_frees_its_place_and_does_not_come_back(inspection, folder):
    photo_id = uuid4()
    kept = keep(inspection, photo_id=photo_id)
    keep(inspection, seed=1)
    keep(inspection, seed=2)

    assert forget_photo(kept, because="removed", at=NOON) is True
    assert forget_photo(kept, because="removed", at=LATER) is False

    assert keep(inspection, seed=3).slot == 1
    again = keep(inspection, photo_id=photo_id)
    assert (again, again.name) == (kept, "")
    assert len(files(folder)) == 3


def test_files_that_no_row_knows_are_swept_up_after_a_day(inspection, folder):
    kept = keep(inspection)
    stray, fresh = "photos/0a/stray.jpg", "photos/0b/fresh.jpg"
    for name in (stray, fresh):
        storages["photos"].save(name, ContentFile(b"x"))
    for name, age in ((stray, 2), (kept.name, 2), (fresh, 0)):
        moment = (NOON - timedelta(days=age)).timestamp()
        os.utime(folder / name, (moment, moment))

    assert sweep_photos(at=NOON) == 1
    assert files(folder) == {kept.name, fresh}
    assert sweep_photos(at=NOON) == 0


def test_a_dry_run_counts_and_forgets_nothing(inspection, folder):
    kept = keep(inspection)
    assert expire_photos(on=kept.expires_on, at=LATER, dry_run=True) == 1
    assert files(folder) == {kept.name}


def test_files_go_with_the_transaction_that_forgets_them_and_stay_with_one_that_fails(
    inspection, folder, django_capture_on_commit_callbacks
):
    kept = keep(inspection)
    with transaction.atomic():
        forget_at_commit(Photo.objects.all(), because="erased", at=LATER)
        transaction.set_rollback(True)
    assert (Photo.objects.get().name, files(folder)) == (kept.name, {kept.name})

    for expected in (1, 0):
        with django_capture_on_commit_callbacks(execute=True):
            assert forget_at_commit(Photo.objects.all(), because="erased", at=LATER) == expected
    assert (Photo.objects.get().name, files(folder)) == ("", set())


def test_the_daily_task_sweeps(inspection, monkeypatch):
    ran = []
    monkeypatch.setattr(tasks, "sweep_photos", lambda *, at: ran.append("sweep"))

    tasks.sweep_photos_daily()

    assert ran == ["sweep"]
    assert len(photo_forgetting.FOLDERS) == 256
