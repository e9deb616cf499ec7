"""Results sent by the program on a phone, which is answered in JSON."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from inspections.models import Inspection, Round, Submission
from inspections.services.link import reissue_link
from inspections.views import wrong_codes
from tests.inspections.views.conftest import NOON
from tests.inspections.views.stories import filled, record

JSON = {"accept": "application/json"}
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def send(client, link, data, part="answers/"):
    return client.post(link + part, data, headers=JSON)


def test_a_result_is_answered_with_its_receipt(client, assignment, link):
    answer = send(client, link, filled(assignment, client_id=uuid4(), DIEN_01="F"))

    stored = Submission.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "receipt": stored.receipt,
        "client_id": str(stored.client_id),
        "revision": 1,
        "received_at": stored.received_at.isoformat(),
    }
    assert datetime.fromisoformat(answer.json()["received_at"]) == NOON
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_obstacle_is_answered_with_its_receipt(client, link):
    data = {"client_id": str(uuid4()), "obstacle": "refused", "done_on": "05/12/2026"}
    data["revisit_on"] = "20/12/2026"

    answer = send(client, link, data, "obstacle/")

    assert answer.json()["receipt"] == Submission.objects.get().receipt
    assert Inspection.objects.get().obstacle == "refused"


def test_the_same_sending_twice_has_one_receipt(client, assignment, link):
    data = filled(assignment, client_id=uuid4()) | {"based_on": "0"}

    first, second = (send(client, link, data).json() for _time in range(2))

    assert first == second
    assert Submission.objects.count() == 1


def test_a_sending_whose_answer_was_lost_is_known_after_the_close(client, assignment, link):
    data = filled(assignment, client_id=uuid4())
    first = send(client, link, data).json()
    Round.objects.update(closed_on=NOON.date())

    assert send(client, link, data).json() == first


def test_a_correction_says_which_revision_it_had_seen(client, assignment, link):
    send(client, link, filled(assignment, client_id=uuid4()) | {"based_on": "0"})

    answer = send(
        client, link, filled(assignment, client_id=uuid4(), DIEN_01="F") | {"based_on": "1"}
    )

    assert answer.json()["revision"] == 2


@pytest.mark.parametrize("part", ["answers/", "obstacle/"])
def test_what_another_phone_sent_meanwhile_is_not_overwritten(client, assignment, link, part):
    record(assignment, DIEN_01="F")
    data = filled(assignment, client_id=uuid4()) | {"obstacle": "away", "based_on": "0"}
    data["revisit_on"] = "20/12/2026"

    answer = send(client, link, data, part)

    assert answer.status_code == 409
    assert answer.json()["revision"] == 1
    assert "đã có kết quả khác" in answer.json()["error"]
    assert (Submission.objects.count(), Inspection.objects.get().revision) == (1, 1)


def test_a_late_copy_of_the_first_sending_does_not_undo_the_second(client, assignment, link):
    first = filled(assignment, client_id=uuid4()) | {"based_on": "0"}
    second = filled(assignment, client_id=uuid4(), DIEN_01="F") | {"based_on": "1"}

    replies = [send(client, link, data).json() for data in (first, second, first)]

    assert replies[0] == replies[2]
    assert [reply["revision"] for reply in replies] == [1, 2, 1]
    assert Inspection.objects.get().revision == 2


def test_the_second_before_the_first_leaves_the_first_to_be_looked_at(client, assignment, link):
    first = filled(assignment, client_id=uuid4()) | {"based_on": "0"}
    second = filled(assignment, client_id=uuid4(), DIEN_01="F") | {"based_on": "0"}

    statuses = [send(client, link, data).status_code for data in (second, first)]

    assert statuses == [200, 409]
    assert "F" in Inspection.objects.get().answers


def test_whoever_says_nothing_of_what_was_seen_corrects_as_before(client, assignment, link):
    record(assignment)

    answer = send(client, link, filled(assignment, client_id=uuid4(), DIEN_01="F"))

    assert (answer.status_code, answer.json()["revision"]) == (200, 2)


def test_each_refused_item_has_its_reason(client, assignment, link):
    data = filled(assignment, client_id=uuid4(), GAS_01="X", done_on="13/12/2026")
    del data["a_DIEN-01"]
    data["n_DIEN-04"] = "x" * 301

    answer = send(client, link, data)

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"DIEN-01", "DIEN-04", "GAS-01"}
    assert answer.json()["errors"]["DIEN-01"] == "Xin chọn một câu trả lời."
    assert Submission.objects.count() == 0


def test_what_only_the_service_sees_has_its_reason_too(client, assignment, link):
    answer = send(client, link, filled(assignment, client_id=uuid4(), done_on="13/12/2026"))

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"done_on"}
    assert "đến hôm nay" in answer.json()["errors"]["done_on"]


def test_after_the_close_the_sentence_says_whom_to_tell(client, assignment, link):
    Round.objects.update(closed_on=NOON.date())

    answer = send(client, link, filled(assignment, client_id=uuid4()))

    assert answer.status_code == 410
    assert "báo tổ trưởng" in answer.json()["error"]


def test_a_link_that_opens_nothing_any_more_says_so(client, assignment, link):
    data = filled(assignment, client_id=uuid4())
    reissue_link(assignment, issue=assignment.link_issue, by=None, at=NOON)
    reissued = send(client, link, data)
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        expired = send(client, link, data)

    assert [reissued.status_code, expired.status_code] == [410, 410]
    assert "không còn mở được" in expired.json()["error"]


def test_guessing_is_limited_for_programs_too(client, assignment, monkeypatch):
    monkeypatch.setattr(wrong_codes, "WRONG_CODES_ALLOWED", 1)
    data = filled(assignment, client_id=uuid4())

    statuses = [send(client, f"/k/ABCDE-1234{n}/", data).status_code for n in range(2)]

    assert statuses == [404, 429]


@pytest.mark.parametrize("headers", [BROWSER, {}, {"accept": "*/*"}])
def test_a_browsers_own_form_is_answered_with_a_page(client, assignment, link, headers):
    data = filled(assignment, client_id=uuid4())

    assert client.post(link + "answers/", data, headers=headers).status_code == 302


def test_a_page_is_a_page_whatever_is_asked(client, link):
    assert "<form" in client.get(link + "answers/", headers=JSON).text


def test_a_phone_that_keeps_no_cookies_can_send(assignment, link):
    strict = Client(enforce_csrf_checks=True)

    assert send(strict, link, filled(assignment, client_id=uuid4())).status_code == 200


def test_the_sentences_follow_the_language_of_the_page(client, assignment, link, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    record(assignment)
    data = filled(assignment, client_id=uuid4()) | {"based_on": "0"}

    assert "another result" in send(client, link, data).json()["error"]
