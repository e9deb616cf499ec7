"""The outbox: each message is claimed once, tried again, given up, and reported on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from households.models import Appointment, User
from inspections.models import Delivery
from inspections.services import message as outbox
from inspections.services.message import (
    MAX_ATTEMPTS,
    claim_delivery,
    rearm,
    reconcile_messages,
    record_delivered,
    record_failed,
    record_sent,
)
from tests.factories import make_team, make_user

from .stories import at, day, open_december, tell_ward


@pytest.fixture
def leader(neighbourhood):
    """Leads a team of which nobody has been seen yet."""
    team = make_team(neighbourhood, 3)
    open_december(team)
    return make_user("lan", leads=team)


@pytest.fixture
def delivery(ward, leader):
    tell_ward(ward, -3)
    return claim_delivery(at=at(day(-3), 9))


def test_a_claimed_message_is_claimed_once(delivery):
    assert claim_delivery(at=at(day(-3), 9)) is None
    assert (delivery.state, delivery.attempts) == (Delivery.State.SENDING, 1)


def test_of_two_who_reach_for_the_same_message_at_once_one_gets_it(ward, leader, monkeypatch):
    tell_ward(ward, -3)
    got = []

    def meanwhile(message, _shorten=outbox.shorten):
        monkeypatch.setattr(outbox, "shorten", _shorten)
        got.append(claim_delivery(at=at(day(-3), 9)))
        return _shorten(message)

    monkeypatch.setattr(outbox, "shorten", meanwhile)
    assert claim_delivery(at=at(day(-3), 9)) is None
    assert [each.attempts for each in got] == [1]
    assert Delivery.objects.get().attempts == 1


def test_a_sender_thought_dead_takes_nothing_down_that_another_does_by_now(delivery):
    reconcile_messages(at=at(day(-3), 10))
    other = claim_delivery(at=at(day(-3), 10))
    record_failed(delivery, error="timeout", again=True, at=at(day(-3), 10))
    record_sent(delivery, reference="old", at=at(day(-3), 10))
    assert Delivery.objects.get().state == Delivery.State.SENDING
    record_sent(other, reference="new", at=at(day(-3), 10))
    assert (Delivery.objects.get().state, Delivery.objects.get().reference) == ("sent", "new")


def test_a_sender_thought_dead_that_got_through_saves_the_second_sending(delivery):
    reconcile_messages(at=at(day(-3), 10))
    record_sent(delivery, reference="m-1", at=at(day(-3), 10))
    assert claim_delivery(at=at(day(-3), 10)) is None
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_what_did_not_go_is_tried_again_later_and_later_and_then_given_up(delivery):
    waits = []
    now = at(day(-3), 9)
    for _attempt in range(MAX_ATTEMPTS):
        record_failed(delivery, error="the provider answered 503", again=True, at=now)
        delivery.refresh_from_db()
        waits.append(delivery.send_after - now)
        now = delivery.send_after
        delivery = claim_delivery(at=now) or delivery
    assert waits[:5] == [timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 80)]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.DEAD, MAX_ATTEMPTS)
    assert delivery.error == "the provider answered 503"


def test_a_dead_message_can_be_given_another_chance_once(delivery):
    record_failed(delivery, error="wrong number", again=False, at=at(day(-3), 9))
    assert rearm(delivery, at=at(day(-3), 10))
    assert not rearm(delivery, at=at(day(-3), 10))
    assert claim_delivery(at=at(day(-3), 10)).attempts == 1
    assert claim_delivery(at=at(day(-3), 10)) is None


def test_sent_anew_it_goes_to_the_number_of_today_under_another_key(ward, leader, settings):
    settings.MESSAGE_CHANNELS = ["http"]
    User.objects.filter(pk=leader.pk).update(phone="+84990000001")
    tell_ward(ward, -3)
    old = claim_delivery(at=at(day(-3), 9))
    first_key = old.idempotency_key
    record_sent(old, reference="m-1", at=at(day(-3), 9))
    record_delivered(first_key, delivered=False, error="no such number")
    User.objects.filter(pk=leader.pk).update(phone="+84990000002")
    assert rearm(Delivery.objects.get(), at=at(day(-3), 10))
    again = claim_delivery(at=at(day(-3), 10))
    assert again.address == "+84990000002"
    assert again.idempotency_key != first_key
    assert record_delivered(again.idempotency_key, delivered=True)
    assert not record_delivered(first_key, delivered=False)
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_whom_nothing_reaches_any_more_is_sent_nothing_anew(delivery, leader):
    record_failed(delivery, error="wrong number", again=False, at=at(day(-3), 9))
    Appointment.objects.filter(user=leader).update(ends_on=day(-4))
    with pytest.raises(ValidationError, match="Không gửi lại được"):
        rearm(delivery, at=at(day(-3), 10))
    assert Delivery.objects.get().state == Delivery.State.DEAD


def test_a_sender_killed_halfway_leaves_a_claim_that_is_freed_and_sent_with_the_same_key(delivery):
    key = delivery.idempotency_key
    assert reconcile_messages(at=at(day(-3), 9) + timedelta(minutes=14)) == 0
    assert reconcile_messages(at=at(day(-3), 9) + timedelta(minutes=15)) == 1
    again = claim_delivery(at=at(day(-3), 10))
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
    assert not record_delivered("digest:0:2026-12-22:http", delivered=True)
    assert not record_delivered("nonsense", delivered=True)


def test_a_message_that_did_not_arrive_is_shown_as_dead(delivery):
    record_sent(delivery, reference="m-1", at=at(day(-3), 9))
    record_delivered(delivery.idempotency_key, delivered=False, error="số không có thật")
    assert (Delivery.objects.get().state, Delivery.objects.get().error) == (
        Delivery.State.DEAD,
        "số không có thật",
    )
