"""The inspected household's own page."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from inspections.models import Confirmation, Hazard, OwnerReport, Photo, Reschedule
from inspections.services.household_link import (
    revoke_household_link,
)
from inspections.services.link import link_token
from inspections.services.round import open_round
from inspections.views import sendings
from tests.factories import make_user
from tests.inspections.household_links import household_code, household_link, household_url
from tests.inspections.photos import photo
from tests.inspections.views.conftest import DECEMBER, NOON
from tests.inspections.views.stories import record


@pytest.fixture
def side(assignment, settings):
    url = household_url(assignment.inspected, DECEMBER)
    return url.removeprefix(settings.SITE_URL) + "/"


def test_the_page_tells_what_was_found_at_home(client, assignment, side):
    record(assignment, DIEN_01="F", DIEN_02="S")

    page = client.get(side)

    assert page.status_code == 200
    assert assignment.inspector.holder_name in page.text
    assert "Thấy và sửa ngay tại chỗ" in page.text
    assert "Chưa trả lời" in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"] == "no-store, private"


def test_nobody_sees_another_neighbours_results(client, assignment, round, side):
    other = round.assignments.exclude(inspected=assignment.inspected).first()
    record(other, DIEN_01="F")
    hazard = Hazard.objects.get()

    page = client.get(side).text

    assert "Những chỗ chưa đạt" not in page
    assert other.inspected.address not in page
    for part in (f"reply/{other.pk}/", f"day/{other.pk}/", f"fixed/{hazard.pk}/"):
        assert client.get(side + part).status_code == 404
        assert client.post(side + part, {"verdict": "agreed", "revision": 1}).status_code == 404
    assert not Confirmation.objects.exists()
    assert not OwnerReport.objects.exists()


def test_the_household_agrees_and_sending_twice_is_once(client, assignment, side):
    record(assignment)
    data = {"verdict": "agreed", "revision": 1}

    answers = [client.post(f"{side}reply/{assignment.pk}/", data) for _ in range(2)]

    assert [answer.url for answer in answers] == [side, side]
    assert Confirmation.objects.get().verdict == "agreed"
    assert "Chủ nhà đồng ý" in client.get(side).text


def test_a_dispute_needs_a_sentence_and_deletes_nothing(client, assignment, side):
    record(assignment, DIEN_01="F")
    reply = f"{side}reply/{assignment.pk}/"

    bare = client.post(reply, {"verdict": "disputed", "revision": 1})
    told = client.post(
        reply, {"verdict": "disputed", "sentence": "Dây đã bọc lại rồi", "revision": 1}
    )

    assert bare.status_code == 422
    assert "Xin viết một câu" in bare.text
    assert told.status_code == 302
    page = client.get(side).text
    assert "Chủ nhà chưa đồng ý" in page
    assert "Dây đã bọc lại rồi" in page
    assert Hazard.objects.get().state == "open"


def test_what_was_typed_stays_when_the_result_changed_meanwhile(client, assignment, side):
    record(assignment)
    record(assignment, DIEN_01="F")

    page = client.post(
        f"{side}reply/{assignment.pk}/",
        {"verdict": "disputed", "sentence": "Chưa đúng", "revision": 1},
    )

    assert page.status_code == 422
    assert "Kết quả vừa được sửa lại" in page.text
    assert "Chưa đúng</textarea>" in page.text.replace("\n", "")
    # What is shown now is what the next sending answers.
    assert 'name="revision" value="2"' in page.text


def test_after_its_days_silence_is_no_agreement(client, assignment, side):
    record(assignment)

    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        page = client.get(side).text
        late = client.post(f"{side}reply/{assignment.pk}/", {"verdict": "agreed", "revision": 1})

    assert "đã qua và chưa có trả lời" in page
    assert late.status_code == 422
    assert not Confirmation.objects.exists()


def test_a_visit_that_was_not_made_has_nothing_to_answer(client, assignment, side):
    record(assignment, obstacle="nobody_home")

    assert client.get(f"{side}reply/{assignment.pk}/").status_code == 404
    assert "Hẹn ngày khác" in client.get(side).text


def test_the_household_says_another_day(client, assignment, link, side):
    day = f"{side}day/{assignment.pk}/"

    answer = client.post(day, {"visit_on": "18/12/2026", "note": "sau 18 giờ"})

    assert answer.url == side
    assert "Hẹn ngày 18/12/2026" in client.get(side).text
    assert "thứ Sáu 18/12/2026" in client.get(link).text
    kept = Reschedule.objects.get()
    assert (kept.asker, kept.note, kept.visit_on) == (
        "household",
        "sau 18 giờ",
        date(2026, 12, 18),
    )


@pytest.mark.parametrize("day", ["11/12/2026", "30/02/2026", "01/03/2027", ""])
def test_a_day_that_cannot_be_is_explained(client, assignment, side, day):
    page = client.post(f"{side}day/{assignment.pk}/", {"visit_on": day, "note": "tối"})

    assert page.status_code == 422
    assert 'value="tối"' in page.text
    assert not Reschedule.objects.exists()


def test_the_owner_says_fixed_and_a_neighbour_still_has_to_see_it(client, assignment, side):
    record(assignment, DIEN_01="F")
    hazard = Hazard.objects.get()
    fixed = f"{side}fixed/{hazard.pk}/"

    answers = [client.post(fixed, {"note": "đã thay ổ cắm"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert OwnerReport.objects.count() == 1
    hazard.refresh_from_db()
    assert hazard.state == "open"
    assert "chủ hộ báo đã sửa 12/12/2026, chờ hàng xóm xem" in client.get(side).text


def test_a_preview_bot_changes_nothing(client, assignment, side):
    record(assignment, DIEN_01="F")
    hazard = Hazard.objects.get()
    before = Confirmation.objects.count(), OwnerReport.objects.count(), Reschedule.objects.count()

    for part in ("", f"reply/{assignment.pk}/", f"day/{assignment.pk}/", f"fixed/{hazard.pk}/"):
        assert client.get(side + part).status_code == 200
        assert client.head(side + part).status_code == 200

    after = Confirmation.objects.count(), OwnerReport.objects.count(), Reschedule.objects.count()
    assert before == after


def test_links_that_ended_say_so(client, assignment, side, officer):
    link = household_link(assignment.inspected, DECEMBER)
    assert client.get("/h/" + "0" * 26 + "/").status_code == 404

    with time_machine.travel(link.expires_at, tick=False):
        expired = client.get(side)
    revoke_household_link(link, by=officer, at=NOON)
    revoked = client.get(side)

    assert (expired.status_code, revoked.status_code) == (410, 410)
    assert "đã hết hạn" in expired.text
    assert "đã được thu hồi" in revoked.text


def test_the_typed_code_leads_here_too(client, assignment, side):
    code = household_code(assignment.inspected, DECEMBER)

    answer = client.post("/k/", {"code": code})

    assert answer.url.startswith("/h/")
    assert assignment.inspected.holder_name in client.get(answer.url).text
    assert client.get(side.upper().rstrip("/")).status_code == 200


def test_who_is_signed_in_makes_no_difference(client, assignment, side, team):
    for user in (None, make_user("la-mat"), make_user("lan", leads=team)):
        if user:
            client.force_login(user)
        assert client.get(side).status_code == 200


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_costs_the_same_however_much_is_open(
    client, assignment, side, size, django_assert_num_queries
):
    codes = ("DIEN_01", "DIEN_02", "DIEN_03")[:size]
    record(assignment, **dict.fromkeys(codes, "F"))
    # link, visits, held versions, answers, checklist, hazards
    with django_assert_num_queries(6):
        assert client.get(side).text.count("Báo đã sửa<") == size


class TestTooManySendings:
    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    @pytest.fixture
    def ways(self, assignment, side):
        """What can be sent, in its place and valid."""
        record(assignment, DIEN_01="F")
        return {
            f"{side}reply/{assignment.pk}/": {"verdict": "agreed", "revision": 1},
            f"{side}fixed/{Hazard.objects.get().pk}/": {"note": "đã thay ổ cắm"},
        }

    @pytest.fixture
    def allow(self, monkeypatch):
        def _allow(*, link=1000, address=1000):
            monkeypatch.setattr(sendings, "SENDINGS_OF_LINK", link)
            monkeypatch.setattr(sendings, "SENDINGS_OF_ADDRESS", address)

        return _allow

    def test_are_refused_with_what_was_typed_and_when_to_come_back(
        self, client, assignment, side, ways, allow
    ):
        allow(link=0)
        another_day = {"visit_on": "18/12/2026", "note": "sau 18 giờ"}
        for path, data in (*ways.items(), (f"{side}day/{assignment.pk}/", another_day)):
            page = client.post(path, data)
            assert page.status_code == 429
            assert "Những gì đã lưu vẫn còn. Xin gửi lại từ 12:10." in page.text
            assert page["Retry-After"] == "600"
            assert page["Cache-Control"] == "no-store, private"
            assert data.get("note", "") in page.text
        assert not Confirmation.objects.exists()
        assert not Reschedule.objects.exists()
        assert not OwnerReport.objects.exists()

    def test_lose_nothing_that_was_sent_before(self, client, side, ways, allow):
        allow(link=2)
        assert [client.post(path, data).status_code for path, data in ways.items()] == [302] * 2
        assert [client.post(path, data).status_code for path, data in ways.items()] == [429] * 2
        assert Confirmation.objects.get().verdict == "agreed"
        assert OwnerReport.objects.get().note == "đã thay ổ cắm"
        # Looking is never refused.
        assert client.get(side).status_code == 200
        assert [client.get(path).status_code for path in ways] == [200] * 2

    def test_keep_no_photo(self, client, ways, allow):
        allow(link=0)
        upload = SimpleUploadedFile("anh.jpg", photo(), content_type="image/jpeg")
        path = next(path for path in ways if "/fixed/" in path)
        assert client.post(path, {"note": "", "photo": upload}).status_code == 429
        assert not Photo.objects.exists()

    def test_are_forgotten_when_the_time_said_has_come(self, client, ways, allow):
        allow(link=1)
        path, data = next(iter(ways.items()))
        with time_machine.travel(NOON + timedelta(minutes=4), tick=False):
            answers = [client.post(path, data) for _time in range(2)]
        assert "Xin gửi lại từ 12:10." in answers[1].text
        assert answers[1]["Retry-After"] == "360"
        with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
            later = client.post(path, data)
        assert [each.status_code for each in (*answers, later)] == [302, 429, 302]

    def test_are_each_households_own(self, client, round, assignment, ways, allow, settings):
        allow(link=1)
        other = round.assignments.exclude(inspected=assignment.inspected).first()
        record(other)
        theirs = household_url(other.inspected, DECEMBER).removeprefix(settings.SITE_URL)
        reply = {"verdict": "agreed", "revision": 1}
        for path, data in ways.items():
            client.post(path, data)
        assert client.post(f"{theirs}/reply/{other.pk}/", reply).status_code == 302

    def test_of_one_address_are_counted_over_all_its_links(
        self, client, round, assignment, ways, allow, settings
    ):
        allow(address=1)
        other = round.assignments.exclude(inspected=assignment.inspected).first()
        record(other)
        theirs = household_url(other.inspected, DECEMBER).removeprefix(settings.SITE_URL)
        path, data = next(iter(ways.items()))
        assert client.post(path, data).status_code == 302
        assert client.post(f"{theirs}/reply/{other.pk}/", data).status_code == 429
        elsewhere = client.post(f"{theirs}/reply/{other.pk}/", data, REMOTE_ADDR="192.0.2.7")
        assert elsewhere.status_code == 302

    def test_are_not_what_a_family_does(self, client, ways):
        """Everything sent, and sent again and again: one of each."""
        for path, data in ways.items():
            answers = {client.post(path, data).status_code for _time in range(20)}
            assert answers == {302}
        assert Confirmation.objects.count() == 1
        assert OwnerReport.objects.count() == 1

    def test_are_not_those_that_were_filled_in_wrongly(self, client, assignment, side, ways, allow):
        allow(link=1)
        reply = f"{side}reply/{assignment.pk}/"
        wrong = {client.post(reply, {"verdict": "disputed"}).status_code for _time in range(3)}
        assert wrong == {422}
        assert client.post(reply, ways[reply]).status_code == 302


class TestAPhotoOfWhatWasFixed:
    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    @pytest.fixture
    def fixed(self, assignment, side):
        record(assignment, DIEN_01="F", DIEN_02="F")
        return f"{side}fixed/{Hazard.objects.get(code='DIEN-01').pk}/"

    def send(self, client, fixed, content, **data):
        upload = SimpleUploadedFile("anh.jpg", content, content_type="image/jpeg")
        return client.post(fixed, {"note": "đã thay", "photo": upload, **data})

    def test_is_kept_once_and_closes_nothing(self, client, fixed, side):
        answers = [self.send(client, fixed, photo()) for _time in range(2)]
        assert [answer.url for answer in answers] == [side, side]
        kept = Photo.objects.get()
        assert (kept.kind, kept.code, kept.entered_by) == ("fixed", "DIEN-01", None)
        assert Hazard.objects.get(code="DIEN-01").state == "open"
        assert OwnerReport.objects.get().note == "đã thay"

    def test_that_is_no_photo_takes_the_report_not_along(self, client, fixed):
        page = self.send(client, fixed, b"khong phai anh")
        assert "Riêng ảnh chưa lưu được" in page.text
        assert OwnerReport.objects.get().note == "đã thay"
        assert not Photo.objects.exists()

    def test_may_be_left_out(self, client, fixed, side):
        assert client.post(fixed, {"note": ""}).url == side
        assert not Photo.objects.exists()

    def test_is_shown_to_the_next_inspector_until_somebody_has_seen_it_fixed(
        self, client, fixed, assignment, team
    ):
        self.send(client, fixed, photo())
        january = open_round(team, DECEMBER.next(), at=NOON)
        coming = january.assignments.get(inspected=assignment.inspected)
        other = january.assignments.exclude(inspected=assignment.inspected).first()
        kept = Photo.objects.get()

        def shown(visit):
            url = f"/k/{link_token(visit)}/photos/{kept.client_id}/"
            page = client.get(f"/k/{link_token(visit)}/").text
            return str(kept.client_id) in page, client.get(url).status_code

        assert (shown(coming), shown(other)) == ((True, 200), (False, 404))
        Hazard.objects.filter(code="DIEN-01").update(state="fixed", closed_on=NOON.date())
        assert shown(coming) == (False, 404)
