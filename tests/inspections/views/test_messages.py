"""The inbox, a team's reminders, and what a provider reports: who sees them, what they change."""

import json
from datetime import date

import pytest
import time_machine

from households.models import User
from inspections.messaging.provider import signature
from inspections.models import Delivery, Message, Snooze
from inspections.planning.ladder import Rung
from inspections.services.message import claim_delivery, record_failed
from inspections.services.round import open_round
from inspections.services.telling import tell
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.views.conftest import DECEMBER, OPENED
from tests.inspections.views.test_access import expected, outcomes, people  # noqa: F401 - a fixture

LATE = date(2026, 12, 29)


@pytest.fixture(autouse=True)
def _after_the_due_day():
    with time_machine.travel(OPENED.replace(day=29), tick=False):
        yield


@pytest.fixture
def leader(team):
    return make_user("lan", leads=team)


@pytest.fixture
def told(ward, round, leader, officer):
    tell(ward, on=LATE, at=OPENED.replace(day=29))
    return Message.objects.get(user=leader)


def test_a_reader_finds_the_message_and_says_that_it_is_read(client, told, leader):
    client.force_login(leader)
    page = client.get("/messages/").content.decode()
    assert "1 tin chưa đọc" in page
    assert "đã quá hạn 25/12/2026 4 ngày" in page
    assert Message.objects.get(pk=told.pk).read_at is None
    answer = client.post(f"/messages/{told.pk}/read/", follow=True).content.decode()
    assert "Đã đọc hết." in answer
    first = Message.objects.get(pk=told.pk).read_at
    with time_machine.travel(OPENED.replace(day=30), tick=False):
        client.post(f"/messages/{told.pk}/read/")
    assert Message.objects.get(pk=told.pk).read_at == first


def test_every_page_counts_what_its_reader_has_not_read(client, told, team, leader):
    client.force_login(leader)
    counted = "(1 tin chưa đọc)"
    assert counted in client.get(f"/teams/{team.pk}/").text
    assert counted in client.get("/account/").text
    read = client.post(f"/messages/{told.pk}/read/", follow=True).text
    assert "tin chưa đọc" not in read
    assert "tin chưa đọc" not in client.get("/account/").text


def test_what_others_have_not_read_is_not_counted(client, told, stranger):
    client.force_login(stranger)
    assert "tin chưa đọc" not in client.get("/account/").text
    client.logout()
    assert "tin chưa đọc" not in client.get("/login/").text


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_count_comes_with_the_account_and_costs_no_question(
    client, stranger, number, django_assert_num_queries
):
    for day in range(1, 1 + number):
        Message.objects.create(
            key=f"digest:{day}",
            user=stranger,
            rung=Rung.LEADER,
            on=date(2026, 12, day),
            created_at=OPENED,
        )
    client.force_login(stranger)
    # The session, the account, three for what it answers for.
    with django_assert_num_queries(5):
        page = client.get("/account/")
    assert page.wsgi_request.user.unread_messages == number
    assert ("tin chưa đọc" in page.text) is bool(number)


def test_nobody_reads_what_was_said_to_another(client, told, officer):
    client.force_login(officer)
    assert client.post(f"/messages/{told.pk}/read/").status_code == 404
    client.logout()
    assert client.get("/messages/").status_code == 302


def test_an_empty_inbox_says_when_something_will_stand_there(client, stranger):
    client.force_login(stranger)
    assert "Chưa có tin nào" in client.get("/messages/").content.decode()


def test_a_teams_reminders_are_open_to_its_leader_and_the_officers_above(
    client,
    people,  # noqa: F811
    team,
):
    assert outcomes(client, people, f"/teams/{team.pk}/told/") == expected(
        "leader", "officer", "neighbourhood officer", "city officer"
    )


def test_others_put_nothing_off_and_send_nothing_again(client, told, team, round):
    delivery = Delivery.objects.get(message=told)
    other = make_team(make_neighbourhood(make_ward("31117", "Phường Ninh Kiều")), 3)
    client.force_login(make_user("le", leads=other))
    asked = {"concern": f"round:{round.pk}", "until": "05/01/2027", "reason": "bận"}
    assert client.post(f"/teams/{team.pk}/told/", asked).status_code == 404
    assert client.post(f"/teams/{team.pk}/told/{delivery.pk}/again/").status_code == 404
    assert client.post(f"/teams/{other.pk}/told/{delivery.pk}/again/").status_code == 404
    assert not Snooze.objects.exists()


def test_a_leader_puts_the_round_off_with_a_reason_that_the_officer_reads(
    client, told, team, round, leader, officer
):
    client.force_login(leader)
    asked = {"concern": f"round:{round.pk}", "until": "05/01/2027", "reason": "Cả tổ về quê"}
    answer = client.post(f"/teams/{team.pk}/told/", asked, follow=True)
    assert "Sẽ nhắc lại từ ngày 05/01/2027" in answer.content.decode()
    assert Snooze.objects.get().rung == "leader"
    client.force_login(officer)
    page = client.get(f"/teams/{team.pk}/told/").text
    put_off = page[page.index("Đang tạm hoãn") :]
    assert "Tháng 12/2026: còn hộ chưa kiểm tra, hạn 25/12/2026" in put_off
    assert "Cả tổ về quê" in put_off


@pytest.mark.parametrize(("day", "months"), [(21, ["11", "12"]), (22, ["12"])])
def test_a_month_that_nobody_is_told_of_any_more_is_not_open(
    client, team, round, leader, day, months
):
    """The leader hears of December from three days before the 25th on."""
    open_round(team, DECEMBER.previous(), at=OPENED)
    client.force_login(leader)
    with time_machine.travel(OPENED.replace(day=day), tick=False):
        concerns = client.get(f"/teams/{team.pk}/told/").context["concerns"]
    assert [each.words[6:8] for each in concerns] == months


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until": "29/12/2026"}, "không muộn hơn 12/01/2027"),
        ({"until": "13/01/2027"}, "không muộn hơn 12/01/2027"),
        ({"until": "mai"}, "Ngày phải viết như"),
        ({"reason": " "}, "Xin ghi lý do"),
        ({"concern": "hazard:1"}, "không còn trong danh sách"),
    ],
)
def test_what_cannot_be_put_off_is_said_and_nothing_is_stored(
    client, team, round, leader, wrong, said
):
    client.force_login(leader)
    asked = {"concern": f"round:{round.pk}", "until": "05/01/2027", "reason": "bận", **wrong}
    answer = client.post(f"/teams/{team.pk}/told/", asked)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Snooze.objects.exists()


def test_each_speaks_in_their_own_charge(client, team, round, leader, officer, city_officer):
    for user in (leader, officer, city_officer):
        client.force_login(user)
        asked = {"concern": f"round:{round.pk}", "until": "05/01/2027", "reason": "bận"}
        client.post(f"/teams/{team.pk}/told/", asked)
    assert set(Snooze.objects.values_list("by__username", "rung")) == {
        ("lan", "leader"),
        ("hanh", "ward"),
        ("quang", "city"),
    }


def test_what_could_not_be_sent_is_shown_with_its_cause_and_can_be_sent_again(
    client, told, team, officer
):
    while delivery := claim_delivery(at=OPENED.replace(day=29)):
        record_failed(delivery, error="answered 422", again=False, at=OPENED.replace(day=29))
    client.force_login(officer)
    page = client.get(f"/teams/{team.pk}/told/").content.decode()
    assert "answered 422" in page
    delivery = Delivery.objects.get(message=told)
    answer = client.post(f"/teams/{team.pk}/told/{delivery.pk}/again/", follow=True)
    assert "Sẽ gửi lại tin này" in answer.content.decode()
    assert Delivery.objects.get(pk=delivery.pk).state == Delivery.State.WAITING


def test_what_reaches_nobody_any_more_is_said_to_whoever_would_send_it_again(
    client, told, team, leader, officer
):
    delivery = claim_delivery(at=OPENED.replace(day=29))
    record_failed(delivery, error="answered 422", again=False, at=OPENED.replace(day=29))
    User.objects.filter(pk=delivery.message.user_id).update(is_active=False)
    client.force_login(leader if delivery.message.user == officer else officer)
    answer = client.post(f"/teams/{team.pk}/told/{delivery.pk}/again/", follow=True)
    assert "Không gửi lại được" in answer.text
    assert Delivery.objects.get(pk=delivery.pk).state == Delivery.State.DEAD


def test_whoever_keeps_the_site_finds_all_that_was_given_up_and_sends_it_again(
    client, told, admin_user
):
    while delivery := claim_delivery(at=OPENED.replace(day=29)):
        record_failed(delivery, error="answered 422", again=False, at=OPENED.replace(day=29))
    client.force_login(admin_user)
    listed = "/admin/inspections/delivery/?state__exact=dead"
    page = client.get(listed).text
    keys = [each.message.key for each in Delivery.objects.select_related("message")]
    assert [key for key in keys if key not in page] == []
    rows = list(Delivery.objects.values_list("pk", flat=True))
    client.post(listed, {"action": "send_again", "_selected_action": rows})
    assert set(Delivery.objects.values_list("state", "series")) == {("waiting", 1)}


def questions(client, django_assert_max_num_queries, path):
    with django_assert_max_num_queries(20) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_pages_ask_no_more_of_three_than_of_one(
    client, told, team, ward, neighbourhood, officer, django_assert_max_num_queries
):
    client.force_login(officer)
    paths = ("/messages/", f"/teams/{team.pk}/told/")
    one = [questions(client, django_assert_max_num_queries, path) for path in paths]
    for day in (30, 31):
        open_round(make_team(neighbourhood, 3), DECEMBER, at=OPENED)
        tell(ward, on=date(2026, 12, day), at=OPENED.replace(day=day))
    assert Message.objects.filter(user=officer).count() > 1
    assert [questions(client, django_assert_max_num_queries, path) for path in paths] == one


def report(client, body, *, signed=None):
    written = json.dumps(body).encode() if not isinstance(body, bytes) else body
    return client.post(
        "/messages/report/",
        written,
        content_type="application/json",
        headers={"X-Signature": signature(written) if signed is None else signed},
    )


@pytest.fixture
def sent(told, settings):
    settings.PROVIDER_SECRET = "known to two"
    return claim_delivery(at=OPENED.replace(day=29))


def test_a_signed_report_marks_the_delivery_however_often_it_comes(client, sent):
    body = {"key": sent.idempotency_key, "delivered": True}
    assert [report(client, body).status_code for _ in range(2)] == [200, 200]
    assert Delivery.objects.get(pk=sent.pk).state == Delivery.State.DELIVERED


@pytest.mark.parametrize(
    ("body", "signed", "status"),
    [
        ({"key": "digest:1:2026-12-29:console", "delivered": True}, "0" * 64, 403),
        ({"key": "nobody's", "delivered": True}, None, 404),
        ({"delivered": True}, None, 400),
        ({"key": "x", "delivered": "yes"}, None, 400),
        (b"not json", None, 400),
        (b"x" * 10_001, None, 413),
    ],
)
def test_any_other_report_changes_nothing(client, sent, body, signed, status):
    assert report(client, body, signed=signed).status_code == status
    assert Delivery.objects.get(pk=sent.pk).state == Delivery.State.SENDING
