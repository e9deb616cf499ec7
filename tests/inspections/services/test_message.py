"""Being told what is overdue: written once a day, sent once, stopped when it is done."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from django_q.models import OrmQ

from households.models import Appointment, Household
from households.services.account import choose_language
from inspections.models import Delivery, Message, Snooze, Telling
from inspections.planning.answers import Answer
from inspections.planning.ladder import Rung
from inspections.services.inspection import Result
from inspections.services.message import (
    MAX_ATTEMPTS,
    claim_deliveries,
    rearm,
    reconcile_messages,
    record_delivered,
    record_failed,
    record_sent,
    request_telling,
    tell,
)
from inspections.services.pause import pause_team
from inspections.services.snooze import snooze
from tests.factories import make_team, make_user
from tests.touring import has_vietnamese_letter

from .stories import at, open_december
from .test_inspection import answers_of, send

DUE = date(2026, 12, 25)
EVERYONE = tuple(Rung)


@pytest.fixture
def team(neighbourhood):
    made = make_team(neighbourhood, 3, number=5)
    open_december(made)
    return made


@pytest.fixture
def leader(team):
    return make_user("lan", leads=team)


def day(after):
    return DUE + timedelta(days=after)


def tell_ward(ward, after, *, rungs=EVERYONE, hour=8):
    return tell(ward, rungs=rungs, on=day(after), at=at(day(after), hour))


def told():
    """Who was told of what at which rung, in order."""
    return [
        (each.message.user.username if each.message.user else each.message.household_id, each.rung)
        for each in Telling.objects.select_related("message__user").order_by("pk")
    ]


def test_leader_ward_and_city_are_told_each_on_their_day(ward, team, leader, officer, city_officer):
    for after in range(-5, 15):
        tell_ward(ward, after)
    seen = [(each.message.user.username, (each.on - DUE).days) for each in Telling.objects.all()]
    assert set(seen) == {
        ("lan", -3), ("lan", 4), ("lan", 11),
        ("hanh", 3), ("hanh", 10),
        ("quang", 14),
    }  # fmt: skip
    assert len(seen) == 6


def test_telling_twice_on_a_day_tells_once(ward, team, leader):
    assert tell_ward(ward, -3) == 1
    assert tell_ward(ward, -3, hour=15) == 0
    assert (Message.objects.count(), Telling.objects.count(), Delivery.objects.count()) == (1, 1, 1)


def test_the_text_names_the_team_and_no_household(ward, team, leader):
    tell_ward(ward, 4)
    message = Message.objects.get()
    assert "Tổ 5, Khu vực 1" in message.text
    assert "đã quá hạn 25/12/2026 4 ngày" in message.text
    assert f"/teams/{team.pk}/" in message.text
    assert message.text.endswith("Cháy: gọi 114")
    names = Household.objects.values_list("holder_name", flat=True)
    assert not [name for name in names if name in message.text + message.brief]
    assert len(message.brief) <= 300


def test_everybody_reads_in_the_language_of_their_own_choice(ward, team, leader, officer):
    choose_language(officer, "en")
    tell_ward(ward, 4)
    told = {each.user: each for each in Message.objects.select_related("user")}
    assert {user: each.language for user, each in told.items()} == {leader: "vi", officer: "en"}
    assert "đã quá hạn 25/12/2026 4 ngày" in told[leader].text
    for words in (told[officer].subject, told[officer].text, told[officer].brief):
        assert "Fire: call 114" in words or words == told[officer].subject
        assert not has_vietnamese_letter(words.replace("Khu vực 1", ""))


def test_what_was_written_stays_in_its_language(ward, team, leader):
    tell_ward(ward, 4)
    choose_language(leader, "en")
    assert tell_ward(ward, 4) == 0
    assert Message.objects.get().language == "vi"


def test_a_household_without_an_account_is_written_to_in_the_sites_language(ward, team, settings):
    settings.MESSAGE_CHANNELS = ["http"]
    household = Appointment.objects.get(team=team, role="leader").household
    Household.objects.filter(pk=household.pk).update(phone="+84990000001")
    with override("en"):
        tell_ward(ward, -3)
    message = Message.objects.get()
    assert (message.language, message.subject[:8]) == ("vi", "Việc cần")


def test_a_long_digest_names_the_most_pressing_teams_and_counts_the_others(
    ward, neighbourhood, officer, monkeypatch
):
    monkeypatch.setattr("inspections.services.digest_text.TEAMS_NAMED", 2)
    for number in (11, 12, 13, 14):
        open_december(make_team(neighbourhood, 3, number=number))
    tell_ward(ward, 3)
    message = Message.objects.get(user=officer)
    assert "4 tổ" in message.subject
    assert message.text.count("/teams/") == 2
    assert "Và 2 tổ khác, xem danh sách" in message.text
    assert message.tellings.count() == 4


def test_once_every_home_is_seen_nobody_is_told(ward, team, leader, officer):
    for assignment in team.rounds.get().assignments.all():
        send(assignment, on=date(2026, 12, 20))
    assert tell_ward(ward, 3) == 0


def test_a_visit_in_vain_is_not_a_visit(ward, team, leader):
    first, *others = team.rounds.get().assignments.all()
    send(first, Result(obstacle="nobody_home", done_on=date(2026, 12, 6)))
    for assignment in others:
        send(assignment, on=date(2026, 12, 20))
    assert tell_ward(ward, -3) == 1


def test_a_hazard_is_told_of_when_its_day_comes(ward, team, leader):
    for assignment in team.rounds.get().assignments.all():
        code = next(iter(answers_of(assignment)))
        send(assignment, on=date(2026, 12, 6), **{code.replace("-", "_"): Answer.FAIL})
    tell_ward(ward, -12)
    assert {each.concern.split(":")[0] for each in Telling.objects.all()} == {"hazard"}
    assert "3 chỗ chưa sửa đã tới ngày" in Message.objects.get().text


def test_a_resting_team_is_left_in_peace(ward, team, leader, officer):
    pause_team(team, on=date(2026, 12, 20))
    assert tell_ward(ward, 14) == 0


def test_without_a_leaders_account_the_officer_hears_on_the_leaders_day_and_why(
    ward, team, officer
):
    tell_ward(ward, -3)
    assert told() == [("hanh", "ward")]
    assert Telling.objects.get().skipped == "unreachable"
    assert "không liên lạc được người phụ trách ở dưới" in Message.objects.get().text


def test_a_team_that_has_no_leader_is_told_of_to_the_officer(ward, team, officer):
    Appointment.objects.filter(team=team).delete()
    tell_ward(ward, -3)
    assert Telling.objects.get().skipped == "nobody"
    assert "tổ chưa có tổ trưởng nhận được tin" in Message.objects.get().text


def test_a_leader_without_an_account_is_reached_at_the_households_number(
    ward, team, officer, settings
):
    settings.MESSAGE_CHANNELS = ["http"]
    household = Appointment.objects.get(team=team, role="leader").household
    Household.objects.filter(pk=household.pk).update(phone="+84990000001")
    tell_ward(ward, -3)
    assert told() == [(household.pk, "leader")]
    assert Delivery.objects.get().address == "+84990000001"


def test_a_duty_that_has_ended_brings_no_more_messages(ward, team, officer):
    officer.duties.update(ends_on=day(-4))
    assert tell_ward(ward, 14) == 0


def test_in_the_evening_a_message_waits_for_the_morning(ward, team, leader):
    tell_ward(ward, -3, hour=21)
    assert claim_deliveries(at=at(day(-3), 23)) == []
    assert len(claim_deliveries(at=at(day(-2), 7))) == 1


def test_what_was_done_before_it_was_sent_is_not_sent(ward, team, leader):
    tell_ward(ward, -3, hour=21)
    for assignment in team.rounds.get().assignments.all():
        send(assignment, on=date(2026, 12, 22))
    assert claim_deliveries(at=at(day(-2), 8)) == []
    assert Delivery.objects.get().state == Delivery.State.DROPPED


@pytest.fixture
def delivery(ward, team, leader):
    tell_ward(ward, -3)
    return claim_deliveries(at=at(day(-3), 9))[0]


def test_a_claimed_message_is_claimed_once(delivery):
    assert claim_deliveries(at=at(day(-3), 9)) == []
    assert (delivery.state, delivery.attempts) == (Delivery.State.SENDING, 1)


def test_what_did_not_go_is_tried_again_later_and_later_and_then_given_up(delivery):
    waits = []
    now = at(day(-3), 9)
    for _attempt in range(MAX_ATTEMPTS):
        record_failed(delivery, error="the provider answered 503", again=True, at=now)
        delivery.refresh_from_db()
        waits.append(delivery.send_after - now)
        now = delivery.send_after
        again = claim_deliveries(at=now)
        delivery = again[0] if again else delivery
    assert waits[:5] == [timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 80)]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.DEAD, MAX_ATTEMPTS)
    assert delivery.error == "the provider answered 503"


def test_a_dead_message_can_be_given_another_chance_once(delivery):
    record_failed(delivery, error="wrong number", again=False, at=at(day(-3), 9))
    delivery.refresh_from_db()
    assert rearm(delivery, at=at(day(-3), 10))
    assert not rearm(delivery, at=at(day(-3), 10))
    assert len(claim_deliveries(at=at(day(-3), 10))) == 1


def test_a_sender_killed_halfway_leaves_a_claim_that_is_freed_and_sent_with_the_same_key(delivery):
    key = delivery.idempotency_key
    assert reconcile_messages(at=at(day(-3), 9) + timedelta(minutes=14)) == 0
    assert reconcile_messages(at=at(day(-3), 9) + timedelta(minutes=15)) == 1
    again = claim_deliveries(at=at(day(-3), 10))[0]
    assert (again.idempotency_key, again.attempts) == (key, 2)


def test_one_that_kills_its_sender_each_time_is_given_up(delivery):
    Delivery.objects.update(attempts=MAX_ATTEMPTS)
    assert reconcile_messages(at=at(day(-3), 10)) == 0
    assert Delivery.objects.get().state == Delivery.State.DEAD


def test_a_report_counts_however_often_and_even_before_our_own_note(delivery):
    assert record_delivered(delivery.idempotency_key, delivered=True)
    record_sent(delivery, reference="m-1", at=at(day(-3), 9))
    assert record_delivered(delivery.idempotency_key, delivered=True)
    assert record_delivered(delivery.idempotency_key, delivered=False, error="late")
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_a_report_of_what_was_never_sent_is_not_known(delivery):
    assert not record_delivered("digest:leader:0:2026-12-22:http", delivered=True)
    assert not record_delivered("nonsense", delivered=True)


def test_a_message_that_did_not_arrive_is_shown_as_dead(delivery):
    record_sent(delivery, reference="m-1", at=at(day(-3), 9))
    record_delivered(delivery.idempotency_key, delivered=False, error="số không có thật")
    assert (Delivery.objects.get().state, Delivery.objects.get().error) == (
        Delivery.State.DEAD,
        "số không có thật",
    )


def put_off(team, by, **changes):
    concern = f"round:{team.rounds.get().pk}"
    asked = {
        "rung": Rung.LEADER,
        "until": day(7),
        "reason": " Cả tổ về quê ăn giỗ ",
        "by": by,
        "on": day(-3),
        "at": at(day(-3)),
    }
    return snooze(team, concern, **{**asked, **changes})


def test_putting_off_silences_the_leader_until_the_day_and_not_the_officer(
    ward, team, leader, officer
):
    assert put_off(team, leader).reason == "Cả tổ về quê ăn giỗ"
    put_off(team, leader)
    assert Snooze.objects.count() == 1
    for after in range(-3, 8):
        tell_ward(ward, after)
    assert told() == [("hanh", "ward"), ("lan", "leader")]


@pytest.mark.parametrize("changes", [{"until": day(-3)}, {"until": day(12)}, {"reason": "  "}])
def test_putting_off_needs_a_reason_and_a_day_that_is_near(team, leader, changes):
    with pytest.raises(ValidationError, match="Xin"):
        put_off(team, leader, **changes)
    assert not Snooze.objects.exists()


def test_a_day_is_asked_for_as_one_task_a_ward_and_one_a_city(ward, team):
    assert request_telling(on=day(0)) == 2
    assert [task.func() for task in OrmQ.objects.order_by("pk")] == [
        "inspections.tasks.tell_ward",
        "inspections.tasks.tell_city",
    ]


def test_the_number_of_questions_does_not_grow_with_the_teams(ward, team, officer, neighbourhood):
    def questions(after):
        with CaptureQueriesContext(connection) as asked:
            tell_ward(ward, after)
        return len(asked)

    one = questions(3)
    for number in (6, 7):
        open_december(make_team(neighbourhood, 3, number=number))
    assert questions(4) == one
