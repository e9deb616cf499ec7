"""Sending photos by link: from a phone's queue, and with a form alone."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inspections.models import Inspection, Photo, Submission
from inspections.queries.photo import photo_content
from inspections.services.link import link_token, reissue_link
from inspections.services.round import close_rounds
from inspections.views import uploads
from tests.inspections.photos import SECRETS, photo, picture
from tests.inspections.views.conftest import NOON
from tests.inspections.views.stories import filled, record

PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(data=None, name="IMG_0001.HEIC", kind="application/octet-stream"):
    return SimpleUploadedFile(name, photo() if data is None else data, kind)


@pytest.fixture
def submission(assignment):
    return record(assignment, DIEN_01="F", GAS_01="F").submissions.get()


def queue(client, link, submission, **given):
    """What the phone's queue sends."""
    fields = {
        "photo_id": str(uuid4()),
        "submission_id": str(submission.client_id),
        "item": "DIEN-01",
        "photo": upload(),
    }
    fields |= given
    sent = {name: value for name, value in fields.items() if value is not None}
    return client.post(link + "photos/", sent, headers={"Accept": "application/json"})


def form(client, link, **files):
    named = {f"photo-{code.replace('_', '-')}": each for code, each in files.items()}
    return client.post(link + "photos/", named, headers=PAGE)


def send(client, link, assignment, *, photos=None, **given):
    """The form of the answers with its photos, as a browser without script sends it."""
    data = filled(assignment, client_id=given.pop("client_id", uuid4()), **given)
    return client.post(link + "answers/", data | (photos or {}), headers=PAGE)


class TestFromTheQueue:
    def test_a_photo_is_new_once_and_known_again_with_its_receipt(self, client, link, submission):
        photo_id = str(uuid4())

        first, again = (queue(client, link, submission, photo_id=photo_id) for _ in range(2))

        kept = Photo.objects.get()
        expected = {"photo": photo_id, "receipt": kept.receipt}
        assert [(each.status_code, each.json()) for each in (first, again)] == [
            (201, expected),
            (200, expected),
        ]
        assert [secret for secret in SECRETS if secret in photo_content(kept)] == []

    def test_a_phone_without_cookies_can_send(self, link, submission):
        assert queue(Client(enforce_csrf_checks=True), link, submission).status_code == 201

    def test_a_photo_before_its_result_is_told_to_come_later(self, client, link, assignment):
        submission_id = uuid4()
        early = client.post(
            link + "photos/",
            {
                "photo_id": str(uuid4()),
                "submission_id": str(submission_id),
                "item": "DIEN-01",
                "photo": upload(),
            },
        )

        assert early.status_code == 409
        assert "gửi kết quả trước" in early.json()["error"]
        assert Photo.objects.count() == 0

    @pytest.mark.parametrize(
        "given",
        [
            {"photo_id": None},
            {"photo_id": "khong-phai"},
            {"submission_id": None},
            {"submission_id": "1"},
            {"item": None},
            {"item": "X" * 13},
            {"item": "DIEN-04"},
            {"photo": None},
            {"photo": SimpleUploadedFile("x.jpg", b"")},
            {"photo": SimpleUploadedFile("x.jpg", b"<svg/>", "image/jpeg")},
            {"photo": SimpleUploadedFile("x.jpg", photo()[:500], "image/jpeg")},
        ],
    )
    def test_what_cannot_be_kept_is_told_in_a_sentence(self, client, link, submission, given):
        answer = queue(client, link, submission, **given)

        assert answer.status_code == 422
        assert set(answer.json()) == {"error"}
        assert "Xin" in answer.json()["error"]
        assert Photo.objects.count() == 0

    def test_the_sentence_is_in_the_language_of_the_page(self, client, link, submission, settings):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

        refused = queue(client, link, submission, photo=upload(b"xin chao"))

        assert "This file is no photo" in refused.json()["error"]

    def test_a_fourth_photo_is_refused_and_the_three_stay(self, client, link, submission):
        statuses = [queue(client, link, submission).status_code for _ in range(4)]

        assert statuses == [201, 201, 201, 422]
        assert Photo.objects.count() == 3

    def test_a_photo_that_is_too_large_is_refused_unread(
        self, client, link, submission, settings, monkeypatch
    ):
        settings.PHOTO_MAX_MEGABYTES = 1
        large = upload(photo() + bytes(1_200_000))

        refused = queue(client, link, submission, photo=large)

        assert refused.status_code == 413
        assert "nặng quá 1 MB" in refused.json()["error"]
        # The same without an honest length: the file is cut on its way to the disk.
        monkeypatch.setattr("inspections.views.photo_upload.is_oversized", lambda request: False)
        large.seek(0)
        assert queue(client, link, submission, photo=large).status_code == 413
        assert Photo.objects.count() == 0

    def test_too_many_in_a_few_minutes_are_asked_to_wait(
        self, client, link, submission, monkeypatch
    ):
        monkeypatch.setattr(uploads, "UPLOADS_ALLOWED", 2)

        statuses = [queue(client, link, submission).status_code for _ in range(3)]

        assert statuses == [201, 201, 429]

    def test_a_phones_word_for_the_moment_is_kept_and_nonsense_does_no_harm(
        self, client, link, submission
    ):
        queue(client, link, submission, taken_at="2026-12-11T03:00:00Z")
        queue(client, link, submission, taken_at="hom qua", item="GAS-01")
        queue(client, link, submission, taken_at="2026-13-45T03:00:00Z", item="GAS-01")

        moments = Photo.objects.order_by("pk").values_list("taken_at", flat=True)
        assert moments[0] == datetime(2026, 12, 11, 3, tzinfo=UTC)
        assert [f"{moment:%d/%m}" for moment in moments[1:]] == ["06/12", "06/12"]

    def test_a_result_in_time_gets_its_photos_even_after_the_close(
        self, client, link, submission, assignment
    ):
        close_rounds(on=assignment.round.missed_on)

        assert queue(client, link, submission).status_code == 201

    def test_a_link_that_ended_or_never_was_is_told_in_json(
        self, client, link, submission, assignment
    ):
        unknown = queue(client, f"/k/{'A' * 26}/", submission)
        reissue_link(assignment, issue=1, by=None, at=NOON)
        ended = queue(client, link, submission)

        assert [(each.status_code, list(each.json())) for each in (unknown, ended)] == [
            (404, ["error"]),
            (410, ["error"]),
        ]
        assert "no-store" in ended.headers["Cache-Control"]


class TestWithTheAnswers:
    def test_each_item_has_room_for_photos(self, client, assignment, link):
        page = client.get(link + "answers/").text

        assert 'enctype="multipart/form-data"' in page
        field = '<input type="file" name="photo-DIEN-01" data-photo="DIEN-01"'
        assert f'{field} accept="image/*" multiple>' in page

    def test_photos_come_with_the_answers_and_stand_on_the_receipt(self, client, assignment, link):
        files = {"photo-DIEN-01": [upload(), upload(photo(image=picture(seed=2)))]}

        answer = send(client, link, assignment, photos=files, DIEN_01="F")

        assert (answer.status_code, answer.url) == (302, link + "sent/")
        photos = Photo.objects.all()
        assert [(each.code, each.slot) for each in photos] == [("DIEN-01", 1), ("DIEN-01", 2)]
        receipt = client.get(answer.url).text
        for each in photos:
            assert f"{link}photos/{each.client_id}/small/" in receipt
            assert f"{link}photos/{each.client_id}/small/" in client.get(link + "answers/").text

    def test_the_same_form_sent_twice_keeps_each_photo_once(self, client, assignment, link):
        client_id = uuid4()
        for _ in range(2):
            files = {"photo-DIEN-01": [upload()]}
            send(client, link, assignment, client_id=client_id, photos=files, DIEN_01="F")

        assert (Submission.objects.count(), Photo.objects.count()) == (1, 1)

    def test_a_bad_photo_takes_no_answer_along_and_is_named(
        self, client, assignment, link, settings
    ):
        settings.PHOTO_MAX_MEGABYTES = 1
        files = {
            "photo-DIEN-01": [upload(), upload(b"<svg/>", name="virus.jpg")],
            "photo-GAS-01": [upload(photo() + bytes(1_100_000), name="to-qua.jpg")],
        }

        page = send(client, link, assignment, photos=files, DIEN_01="F", GAS_01="F")

        submission = Submission.objects.get()
        assert page.status_code == 200
        assert submission.receipt in page.text
        assert "virus.jpg. Tệp này không phải ảnh" in page.text
        assert "to-qua.jpg. Ảnh nặng quá 1 MB" in page.text
        assert [each.code for each in Photo.objects.all()] == ["DIEN-01"]
        assert 'name="photo-GAS-01"' in page.text

    def test_without_cookies_the_reason_is_told_too(self, assignment, link):
        files = {"photo-DIEN-01": [upload(b"xin chao")]}

        page = send(Client(enforce_csrf_checks=True), link, assignment, photos=files, DIEN_01="F")

        assert "không phải ảnh" in page.text
        assert Inspection.objects.count() == 1

    def test_a_fourth_photo_is_named_and_three_are_kept(self, client, assignment, link):
        files = {"photo-DIEN-01": [upload(photo(image=picture(seed=n))) for n in range(4)]}

        page = send(client, link, assignment, photos=files, DIEN_01="F")

        assert "tối đa 3 ảnh" in page.text
        assert Photo.objects.count() == 3

    def test_a_photo_of_an_item_that_is_well_is_not_kept(self, client, assignment, link):
        answer = send(client, link, assignment, photos={"photo-DIEN-01": [upload()]})

        assert answer.status_code == 302
        assert Photo.objects.count() == 0

    def test_a_refused_form_says_that_photos_must_be_chosen_again(self, client, assignment, link):
        files = {"photo-DIEN-01": [upload()]}

        page = send(client, link, assignment, photos=files, DIEN_01="F", done_on="hôm qua")

        assert page.status_code == 422
        assert "Riêng ảnh thì xin chọn lại" in page.text
        assert Photo.objects.count() == 0


class TestWithTheFormForPhotos:
    def test_photos_are_added_later(self, client, link, submission):
        answer = form(client, link, DIEN_01=upload(), GAS_01=upload(photo("PNG")))

        assert (answer.status_code, answer.url) == (302, link + "sent/")
        assert [each.code for each in Photo.objects.all()] == ["DIEN-01", "GAS-01"]

    def test_the_page_has_room_only_where_there_is_some(self, client, link, submission):
        for _ in range(3):
            queue(client, link, submission)

        page = client.get(link + "photos/").text

        assert 'name="photo-GAS-01"' in page
        assert 'name="photo-DIEN-01"' not in page
        assert "Đã đủ ảnh" in page

    def test_nothing_chosen_and_nothing_usable_are_explained(self, client, link, submission):
        nothing = form(client, link)
        spoiled = form(client, link, DIEN_01=upload(photo()[:600], name="hong.jpg"))

        assert [each.status_code for each in (nothing, spoiled)] == [422, 422]
        assert "Chưa có ảnh nào được chọn" in nothing.text
        assert "hong.jpg. Ảnh bị hỏng" in spoiled.text
        assert "Kết quả đã được lưu" not in spoiled.text

    def test_too_many_are_asked_to_wait_and_nothing_is_lost(
        self, client, link, submission, monkeypatch
    ):
        monkeypatch.setattr(uploads, "UPLOADS_ALLOWED", 0)

        page = form(client, link, DIEN_01=upload())

        assert page.status_code == 422
        assert "Xin đợi mười phút" in page.text

    def test_a_photo_is_taken_back_and_its_file_with_it(self, client, link, submission, folder):
        queue(client, link, submission)
        kept = Photo.objects.get()

        for _ in range(2):
            client.post(link + "photos/remove/", {"photo": kept.receipt})

        kept.refresh_from_db()
        assert (kept.forgotten_because, kept.name) == ("removed", "")
        assert [path for path in folder.rglob("*") if path.is_file()] == []
        assert str(kept.client_id) not in client.get(link + "photos/").text

    def test_nobody_elses_photo_is_taken_back(self, client, link, submission, round, assignment):
        queue(client, link, submission)
        other = round.assignments.exclude(pk=assignment.pk).first()

        answer = client.post(
            f"/k/{link_token(other)}/photos/remove/", {"photo": Photo.objects.get().receipt}
        )

        assert answer.status_code == 404
        assert Photo.objects.filter(forgotten_at=None).count() == 1

    def test_a_get_takes_nothing_back(self, client, link, submission):
        assert client.get(link + "photos/remove/").status_code == 405

    def test_after_the_close_photos_are_only_shown(self, client, link, submission, round):
        queue(client, link, submission)
        type(round).objects.filter(pk=round.pk).update(closed_on=NOON.date())
        kept = Photo.objects.get()

        page = client.get(link + "photos/").text
        form(client, link, GAS_01=upload())
        client.post(link + "photos/remove/", {"photo": kept.receipt})

        assert str(kept.client_id) in page
        assert 'type="file"' not in page
        assert Photo.objects.filter(forgotten_at=None).count() == 1

    def test_without_a_result_there_is_nothing_to_photograph(self, client, link, assignment):
        assert client.get(link + "photos/").url == link
        record(assignment, obstacle="nobody_home")
        assert form(client, link, DIEN_01=upload()).url == link

    def test_where_all_is_well_no_photo_is_asked_for(self, client, link, assignment):
        record(assignment)

        page = client.get(link + "photos/").text

        assert "không có chỗ nào chưa đạt" in page
        assert 'type="file"' not in page


@pytest.mark.parametrize("number", [1, 3])
def test_photos_cost_the_same_questions_however_many(
    client, link, submission, number, django_assert_num_queries
):
    for seed in range(number):
        queue(client, link, submission, photo=upload(photo(image=picture(seed=seed))))

    for part, questions in (("photos/", 4), ("sent/", 4), ("answers/", 6)):
        with django_assert_num_queries(questions):
            client.get(link + part)


def test_the_file_that_is_written_down_is_cut_at_the_limit(rf, settings):
    settings.PHOTO_MAX_MEGABYTES = 1
    request = rf.post("/", {"a": "câu trả lời", "photo-X": upload(bytes(3_000_000))})

    uploads.cap_uploads(request)

    file = request.FILES["photo-X"]
    assert request.POST["a"] == "câu trả lời"
    assert file.size == 3_000_000
    assert len(file.read()) == 1_000_000
    request.close()
