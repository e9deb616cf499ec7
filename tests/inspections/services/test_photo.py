"""Keeping photos: once, clean, three an item, at the right result."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from inspections.imaging import photo_faults
from inspections.models import Photo
from inspections.planning.answers import Answer
from inspections.queries.photo import photo_content, photos_by_code, photos_of
from inspections.services import photo as service
from inspections.services.inspection import Result, record_inspection
from inspections.services.photo import (
    InvalidPhoto,
    PhotoTooLarge,
    UnknownSubmission,
    store_found_photo,
    store_photo,
)
from tests.factories import make_team
from tests.inspections.photos import photo, picture
from tests.inspections.views.stories import codes_of

from .stories import VIETNAM, at, open_december

NOON = at(date(2026, 12, 12), 12)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def round(neighbourhood):
    return open_december(make_team(neighbourhood, 3))


@pytest.fixture
def assignment(round):
    return round.assignments.select_related("round", "inspected").first()


def answer(assignment, **given):
    """The result of a visit as the phone sends it; the submission."""
    answers = dict.fromkeys(codes_of(assignment), Answer.PASS)
    answers |= {code.replace("_", "-"): Answer(letter) for code, letter in given.items()}
    return record_inspection(
        assignment,
        Result(answers=answers, done_on=NOON.date()),
        client_id=uuid4(),
        source="phone",
        at=NOON,
    )


@pytest.fixture
def submission(assignment):
    return answer(assignment, DIEN_01="F", GAS_01="F")


def send(assignment, submission, data=None, *, photo_id=None, code="DIEN-01", **more):
    return store_found_photo(
        assignment,
        data or photo(),
        photo_id=photo_id or uuid4(),
        submission_id=submission.client_id,
        code=code,
        at=NOON,
        **more,
    )


def files(folder) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_photo_is_kept_clean_under_a_name_that_tells_nothing(assignment, submission, folder):
    kept, is_new = send(assignment, submission)

    assert is_new
    assert photo_faults(photo_content(kept)) == []
    assert files(folder) == {kept.name}
    assert (folder / kept.name).stat().st_mode & 0o777 == 0o600
    assert len(kept.name) > 64
    assert str(kept.client_id) not in kept.name
    assert (kept.kind, kept.code, kept.slot, kept.submission) == ("found", "DIEN-01", 1, submission)
    assert (kept.size, kept.width, kept.height) == ((folder / kept.name).stat().st_size, 640, 480)
    assert kept.received_at == NOON
    assert kept.expires_on == date(2026, 12, 12) + timedelta(days=400)
    assert len(kept.perceptual_hash) == 16


def test_the_same_sending_twice_is_one_photo_with_one_receipt(assignment, submission, folder):
    photo_id = uuid4()

    first, again = (send(assignment, submission, photo_id=photo_id) for _ in range(2))

    assert (first[1], again[1]) == (True, False)
    assert first[0] == again[0]
    assert first[0].receipt == again[0].receipt
    assert len(files(folder)) == 1


def test_a_sending_that_was_cut_off_before_its_row_leaves_no_second_file(
    assignment, submission, folder, monkeypatch
):
    photo_id = uuid4()

    def killed(photo):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(service, "_keep", killed)
        with pytest.raises(KeyboardInterrupt):
            send(assignment, submission, photo_id=photo_id)
    assert (Photo.objects.count(), len(files(folder))) == (0, 1)

    kept, is_new = send(assignment, submission, photo_id=photo_id)

    assert is_new
    assert files(folder) == {kept.name}


def test_two_deliveries_at_one_moment_keep_one(assignment, submission, folder, monkeypatch):
    """The second has looked before the first has written, and finds out when it writes."""
    photo_id = uuid4()
    first, _ = send(assignment, submission, photo_id=photo_id)
    find, looks = service._find_photo, []

    def look_too_early(*given):
        looks.append(given)
        return None if len(looks) == 1 else find(*given)

    monkeypatch.setattr(service, "_find_photo", look_too_early)

    again, is_new = send(assignment, submission, photo_id=photo_id)

    assert (again, is_new, len(looks)) == (first, False, 2)
    assert files(folder) == {first.name}


def test_an_item_takes_three_photos_and_another_item_its_own(assignment, submission, folder):
    for seed in range(3):
        send(assignment, submission, photo(image=picture(seed=seed)))
    before = files(folder)

    with pytest.raises(InvalidPhoto, match="tối đa 3 ảnh"):
        send(assignment, submission, photo(image=picture(seed=4)))

    assert files(folder) == before
    send(assignment, submission, code="GAS-01")
    held = photos_by_code(submission.inspection)
    assert {code: [each.slot for each in group] for code, group in held.items()} == {
        "DIEN-01": [1, 2, 3],
        "GAS-01": [1],
    }


def test_the_database_itself_holds_the_limit(assignment, submission):
    kept, _ = send(assignment, submission)
    fields = {f.attname: getattr(kept, f.attname) for f in Photo._meta.fields if f.name != "id"}

    for slot in (1, 4):
        copy = fields | {"client_id": uuid4(), "receipt": f"R{slot}", "slot": slot}
        with pytest.raises(IntegrityError), transaction.atomic():
            Photo.objects.create(**copy)


def test_a_photo_waits_for_its_result(assignment, submission, round):
    other = round.assignments.exclude(pk=assignment.pk).first()

    with pytest.raises(UnknownSubmission, match="gửi kết quả trước"):
        store_found_photo(
            assignment, photo(), photo_id=uuid4(), submission_id=uuid4(), code="DIEN-01", at=NOON
        )
    with pytest.raises(UnknownSubmission):
        send(other, submission)


def test_a_photo_may_come_before_or_after_a_correction(assignment, submission):
    correction = answer(assignment, GAS_01="F", DIEN_04="F")

    send(assignment, submission, code="DIEN-01")
    send(assignment, submission, code="DIEN-04")
    send(assignment, correction, code="DIEN-04")

    codes = photos_of(submission.inspection).values_list("code", flat=True)
    assert sorted(codes) == ["DIEN-01", "DIEN-04", "DIEN-04"]


@pytest.mark.parametrize("code", ["DIEN-04", "KHONG-CO", ""])
def test_an_item_that_never_failed_takes_no_photo(assignment, submission, code, folder):
    with pytest.raises(InvalidPhoto, match="không ghi chưa đạt"):
        send(assignment, submission, code=code)

    assert files(folder) == set()


def test_a_photo_of_one_visit_is_not_had_by_another(assignment, submission, round):
    other = round.assignments.select_related("round", "inspected").exclude(pk=assignment.pk).first()
    theirs = answer(other, DIEN_01="F")
    kept, _ = send(assignment, submission)

    with pytest.raises(InvalidPhoto, match="phiếu khác"):
        send(other, theirs, photo_id=kept.client_id)

    assert photo_content(kept)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg/>", "không phải ảnh"),
        (photo()[:800], "bị hỏng"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(assignment, submission, folder, data, words):
    with pytest.raises(InvalidPhoto, match=words):
        send(assignment, submission, data)

    assert (Photo.objects.count(), files(folder)) == (0, set())


def test_bytes_and_pixels_are_limited_by_settings(assignment, submission, settings):
    settings.PHOTO_MAX_MEGAPIXELS = 1
    with pytest.raises(InvalidPhoto, match="kích thước quá lớn"):
        send(assignment, submission, photo(image=picture(1300, 1000)))

    settings.PHOTO_MAX_MEGABYTES = 1
    with pytest.raises(PhotoTooLarge, match="nặng quá 1 MB"):
        send(assignment, submission, photo() + bytes(1_000_000))


def test_the_phones_word_for_the_moment_counts_before_the_cameras(assignment, submission):
    said = datetime(2026, 12, 11, 3, tzinfo=UTC)

    by_camera, _ = send(assignment, submission)
    by_phone, _ = send(assignment, submission, taken_at=said)
    never_set, _ = send(assignment, submission, photo(taken="1970:01:01 00:00:00"))

    assert by_camera.taken_at == datetime(2026, 12, 6, 9, 10, 11, tzinfo=VIETNAM)
    assert by_phone.taken_at == said
    assert never_set.taken_at is None


def test_a_sheet_and_a_mended_fault_have_photos_of_their_own(submission, officer):
    sheet, _ = store_photo(
        submission.inspection,
        photo(),
        photo_id=uuid4(),
        kind=Photo.Kind.SHEET,
        entered_by=officer,
        at=NOON,
    )
    mended, _ = store_photo(
        submission.inspection,
        photo(),
        photo_id=uuid4(),
        kind=Photo.Kind.FIXED,
        code="DIEN-01",
        at=NOON,
    )

    assert set(photos_of(submission.inspection)) == {sheet, mended}
    assert (sheet.entered_by, sheet.code, mended.slot) == (officer, "", 1)
    assert photos_by_code(submission.inspection) == {}


def test_a_file_that_is_gone_is_not_found(assignment, submission):
    kept, _ = send(assignment, submission)
    storages["photos"].delete(kept.name)

    with pytest.raises(FileNotFoundError):
        photo_content(kept)
