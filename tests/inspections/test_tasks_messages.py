"""The whole way of a message: written by one task, sent by another, to a bad provider too."""

from datetime import date, timedelta

import pytest
import time_machine

from households.models import Appointment, Household
from inspections import tasks
from inspections.models import Delivery, Message
from tests.factories import make_team
from tests.inspections.messaging.fake_provider import provider
from tests.inspections.services.stories import at, open_december

EIGHT = at(date(2026, 12, 22))
TAKEN = (200, '{"reference": "m-1"}')


@pytest.fixture
def fake(settings):
    with provider() as running:
        settings.MESSAGE_CHANNELS = ["http"]
        settings.PROVIDER_URL = running.url
        settings.PROVIDER_SECONDS = 5.0
        yield running


@pytest.fixture
def told(ward, neighbourhood, fake):
    """A leader without an account was told of the round on the morning of 22/12."""
    team = make_team(neighbourhood, 3)
    open_december(team)
    leader = Appointment.objects.get(team=team, role="leader").household
    Household.objects.filter(pk=leader.pk).update(phone="+84990000001")
    with time_machine.travel(EIGHT, tick=False):
        tasks.tell_ward(ward.pk)
        tasks.tell_city(ward.parent_id)
    return Delivery.objects.get()


def send(minutes=0):
    with time_machine.travel(EIGHT + timedelta(minutes=minutes), tick=False):
        tasks.send_messages()
    return Delivery.objects.get()


def test_a_message_is_sent_once_however_often_the_task_runs(told, fake):
    fake.answers = [TAKEN]
    assert send().state == send(1).state == Delivery.State.SENT
    assert [each["to"] for each in fake.sent] == ["+84990000001"]
    assert Delivery.objects.get().reference == "m-1"


def test_a_provider_that_fails_first_gets_the_same_message_later(told, fake):
    fake.answers = [(503, "busy"), TAKEN]
    assert send().state == Delivery.State.WAITING
    assert send(4).state == Delivery.State.WAITING
    assert send(5).state == Delivery.State.SENT
    assert [each["key"] for each in fake.sent] == [told.idempotency_key] * 2


def test_a_provider_whose_answer_is_lost_puts_it_on_the_air_once(told, fake):
    fake.answers = [(200, "torn off"), TAKEN]
    send()
    assert send(5).state == Delivery.State.SENT
    assert (len(fake.sent), len(fake.accepted)) == (2, 1)


def test_a_sender_killed_before_it_could_note_the_answer_does_no_harm(told, fake, monkeypatch):
    fake.answers = [TAKEN]

    def killed(*_args, **_options):
        raise SystemExit

    with monkeypatch.context() as during:
        during.setattr(tasks, "record_sent", killed)
        with pytest.raises(SystemExit):
            send()
    with time_machine.travel(EIGHT + timedelta(minutes=20), tick=False):
        tasks.reconcile()
    assert send(21).state == Delivery.State.SENT
    assert (len(fake.sent), len(fake.accepted)) == (2, 1)


def test_a_number_that_the_provider_refuses_is_not_tried_again(told, fake):
    fake.answers = [(422, "không phải số di động")]
    assert send().state == send(600).state == Delivery.State.DEAD
    assert len(fake.sent) == 1


def test_the_daily_job_and_its_tasks_may_run_any_number_of_times(told, ward):
    for _again in range(2):
        with time_machine.travel(EIGHT + timedelta(hours=1), tick=False):
            tasks.tell_daily()
            tasks.tell_ward(ward.pk)
            tasks.tell_city(ward.parent_id)
    assert Message.objects.count() == 1
