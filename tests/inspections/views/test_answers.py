"""Sending a result by link."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from inspections.models import Hazard, Inspection, Submission
from tests.inspections.views.conftest import NOON
from tests.inspections.views.stories import codes_of, filled, hidden_id, record


def send(client, link, assignment, **given):
    """Open the page and send it filled in; the answer without following."""
    given.setdefault("client_id", hidden_id(client.get(link + "answers/")))
    return client.post(link + "answers/", filled(assignment, **given))


def test_every_item_asked_has_four_answers(client, assignment, link):
    page = client.get(link + "answers/").text

    for code in codes_of(assignment):
        letters = [letter for letter in "PFNU" if f'name="a_{code}" value="{letter}"' in page]
        assert letters == ["P", "F", "N", "U"]


def test_a_result_is_stored_and_leads_to_its_receipt(client, assignment, link):
    answer = send(client, link, assignment, DIEN_01="F", GAS_01="N", remark="Nhà sạch sẽ")

    assert answer.status_code == 302
    receipt = client.get(answer.url).text
    stored = Submission.objects.get()
    assert stored.receipt in receipt
    assert "Nhà sạch sẽ" in receipt
    assert (stored.source, stored.entered_by) == ("phone", None)
    assert str(stored.done_on) == "2026-12-06"
    assert list(Hazard.objects.values_list("code", "state")) == [("DIEN-01", "open")]


def test_a_note_is_kept_where_something_is_wrong(client, assignment, link):
    data = filled(assignment, client_id=uuid4(), DIEN_01="F")
    data |= {"n_DIEN-01": "Dây hở sau tủ", "n_GAS-01": "không ai đọc"}

    client.post(link + "answers/", data)

    assert Inspection.objects.get().notes == {"DIEN-01": "Dây hở sau tủ"}
    assert "Dây hở sau tủ" in client.get(link + "sent/").text


def test_sending_twice_stores_once_with_the_same_receipt(client, assignment, link):
    client_id = hidden_id(client.get(link + "answers/"))

    first = client.get(send(client, link, assignment, client_id=client_id).url).text
    second = client.get(send(client, link, assignment, client_id=client_id).url).text

    receipt = Submission.objects.get().receipt
    assert receipt in first
    assert receipt in second


def test_what_was_changed_after_going_back_is_a_correction(client, assignment, link):
    client_id = hidden_id(client.get(link + "answers/"))
    send(client, link, assignment, client_id=client_id)

    send(client, link, assignment, client_id=client_id, DIEN_01="F")

    assert Inspection.objects.get().revision == 2
    assert Hazard.objects.get().code == "DIEN-01"


def test_the_page_opens_again_with_what_was_sent(client, assignment, link):
    send(client, link, assignment, DIEN_01="F", remark="Hẹn xem lại")

    page = client.get(link + "answers/").text

    assert 'name="a_DIEN-01" value="F" checked' in page
    assert page.count(' value="P" checked') == len(codes_of(assignment)) - 1
    assert "Hẹn xem lại" in page
    assert 'value="06/12/2026"' in page


def test_a_correction_withdraws_what_was_noted_by_mistake(client, assignment, link):
    send(client, link, assignment, DIEN_01="F")

    send(client, link, assignment)

    assert Hazard.objects.get().state == Hazard.State.WITHDRAWN


def test_an_item_left_out_is_named_and_the_rest_is_kept(client, assignment, link):
    data = filled(assignment, client_id=uuid4(), DIEN_04="F", remark="Giữ lại")
    del data["a_DIEN-01"]
    data["n_DIEN-04"] = "Ổ cắm cháy"

    page = client.post(link + "answers/", data)

    assert page.status_code == 422
    assert 'href="#item-DIEN-01"' in page.text
    assert 'href="#item-DIEN-04"' not in page.text
    assert 'id="item-DIEN-01"' in page.text
    assert 'name="a_DIEN-04" value="F" checked' in page.text
    assert ("Ổ cắm cháy" in page.text, "Giữ lại" in page.text) == (True, True)
    assert hidden_id(page) == data["client_id"]
    assert Inspection.objects.count() == 0


@pytest.mark.parametrize("day", ["", "hôm qua", "31/11/2026", "13/12/2026", "30/11/2026"])
def test_a_day_that_cannot_be_is_refused(client, assignment, link, day):
    page = send(client, link, assignment, done_on=day)

    assert page.status_code == 422
    assert 'href="#id_done_on"' in page.text
    assert Inspection.objects.count() == 0


@pytest.mark.parametrize("day", ["6/12/2026", "06-12-2026", "06.12.26", "2026-12-06"])
def test_a_day_is_read_as_people_write_it(client, assignment, link, day):
    data = filled(assignment, client_id=uuid4(), done_on=day.replace(".26", ".2026"))

    client.post(link + "answers/", data)

    assert str(Inspection.objects.get().done_on) == "2026-12-06"


@pytest.mark.parametrize("client_id", ["", "khong-phai-uuid"])
def test_a_page_without_its_id_asks_to_be_loaded_again(client, assignment, link, client_id):
    page = send(client, link, assignment, client_id=client_id)

    assert page.status_code == 422
    assert "Xin tải lại trang rồi gửi lại" in page.text


def test_an_answer_that_is_none_of_the_four_is_refused(client, assignment, link):
    assert send(client, link, assignment, DIEN_01="X").status_code == 422


def test_a_browser_that_keeps_no_cookies_can_send(assignment, link):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(link + "answers/", filled(assignment, client_id=uuid4()))

    assert answer.status_code == 302


def test_why_nobody_could_get_in_is_recorded_without_counting_as_done(client, assignment, link):
    data = {"client_id": str(uuid4()), "obstacle": "nobody_home"}
    data |= {"done_on": "05/12/2026", "revisit_on": "15/12/2026"}

    answer = client.post(link + "obstacle/", data)

    assert answer.status_code == 302
    inspection = Inspection.objects.get()
    assert (inspection.obstacle, inspection.completed) == ("nobody_home", False)
    assert inspection.revisit_on == date(2026, 12, 15)
    assert "thứ Ba 15/12/2026" in client.get(link).text
    assert "Không có ai ở nhà" in client.get(answer.url).text
    assert "Bắt đầu" in client.get(link).text


def test_a_cause_must_be_chosen(client, link):
    page = client.post(link + "obstacle/", {"client_id": str(uuid4()), "done_on": "05/12/2026"})

    assert page.status_code == 422
    assert "Xin chọn một lý do." in page.text


def test_getting_in_later_replaces_the_cause(client, assignment, link):
    record(assignment, obstacle="refused")

    send(client, link, assignment)

    assert Inspection.objects.get().completed
    assert Submission.objects.count() == 2


def test_without_a_result_there_is_no_receipt(client, link):
    assert client.get(link + "sent/").url == link


def test_the_language_follows_the_switch(client, link, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    page = client.get(link + "answers/").text

    assert 'lang="en"' in page
    assert "Wiring and sockets intact" in page


class TestHowLongItTook:
    """The page's own signed moment, or what a phone says of itself; no part of the result."""

    def times(self, client, link, assignment, **more):
        data = filled(assignment, client_id=uuid4()) | more
        assert client.post(link + "answers/", data).status_code == 302
        return Submission.objects.values_list("finished_at", "seconds").get()

    def drawn(self, client, link):
        return re.search(r'name="drawn_at" value="([^"]+)"', client.get(link + "answers/").text)[1]

    def test_is_told_by_the_page_where_there_is_no_script(self, client, assignment, link):
        drawn = self.drawn(client, link)
        with time_machine.travel(NOON + timedelta(minutes=9), tick=False):
            told = self.times(client, link, assignment, drawn_at=drawn)
        assert told == (NOON + timedelta(minutes=9), 540)

    def test_goes_on_from_the_first_page_when_something_was_left_out(
        self, client, assignment, link
    ):
        drawn = self.drawn(client, link)
        with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
            page = client.post(link + "answers/", {"drawn_at": drawn})
        assert f'value="{drawn}"' in page.text

    @pytest.mark.parametrize("drawn", ["", "abc", "1vP2Sb:1vP2Sb:forged", "\0"])
    def test_is_unknown_where_the_page_does_not_tell(self, client, assignment, link, drawn):
        assert self.times(client, link, assignment, drawn_at=drawn) == (None, None)

    def test_is_unknown_of_a_page_that_lay_open_for_days(self, client, assignment, link):
        drawn = self.drawn(client, link)
        with time_machine.travel(NOON + timedelta(days=4), tick=False):
            assert self.times(client, link, assignment, drawn_at=drawn) == (None, None)

    @pytest.mark.parametrize(
        ("finished_at", "seconds", "kept"),
        [
            ("2026-12-12T03:00:00.000Z", "600", (NOON - timedelta(hours=2), 600)),
            ("2026-12-12T10:00:00", "86401", (None, None)),
            ("2031-01-01T00:00:00Z", "-5", (None, None)),
            ("2026-13-45T00:00:00Z", "nhanh", (None, None)),
        ],
    )
    def test_is_told_by_a_phone_as_far_as_it_can_be_true(
        self, client, assignment, link, finished_at, seconds, kept
    ):
        drawn = self.drawn(client, link)
        sent = {"finished_at": finished_at, "seconds": seconds, "drawn_at": drawn}
        assert self.times(client, link, assignment, **sent) == kept

    def test_makes_no_other_submission(self, client, assignment, link):
        data = filled(assignment, client_id=uuid4())
        for seconds in ("600", "700"):
            client.post(link + "answers/", data | {"seconds": seconds})
        assert Submission.objects.get().seconds == 600
