"""The whole way of a message: written by one task, sent by another, to a bad provider too."""

import threading
from datetime import date, timedelta

import httpx
import pytest
import time_machine
from django_q.models import OrmQ

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
        tasks.tell_area(ward.parent_id)
    return Delivery.objects.get()


def send_all(minutes=0):
    with time_machine.travel(EIGHT + timedelta(minutes=minutes), tick=False):
        tasks.send_messages()


def send(minutes=0):
    send_all(minutes)
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
            tasks.tell_area(ward.parent_id)
    assert Message.objects.count() == 1


@pytest.fixture
def five(ward, neighbourhood, fake):
    """Five leaders without an account were told."""
    for number in range(5):
        team = make_team(neighbourhood, 3)
        open_december(team)
        leader = Appointment.objects.get(team=team, role="leader").household
        Household.objects.filter(pk=leader.pk).update(phone=f"+8499000000{number}")
    with time_machine.travel(EIGHT, tick=False):
        tasks.tell_area(ward.parent_id)


def states():
    return sorted(Delivery.objects.values_list("state", "attempts"))


def test_a_provider_that_is_down_is_left_in_peace_for_a_while_and_costs_few_attempts(five, fake):
    fake.answers = [(503, "busy")]
    send_all()
    assert states() == [("waiting", 0)] * 2 + [("waiting", 1)] * 3
    fake.answers = [TAKEN]
    send_all(10)
    assert states() == [("sent", 1)] * 2 + [("sent", 2)] * 3


def test_one_refused_number_holds_up_nobody(five, fake):
    fake.answers = [(422, "no")] * 4 + [TAKEN]
    send_all()
    assert states() == [("dead", 1)] * 4 + [("sent", 1)]


def test_one_that_we_cannot_send_ourselves_holds_up_nobody(five, fake, monkeypatch, caplog):
    fake.answers = [TAKEN]
    broken = iter([UnicodeEncodeError("ascii", "ế", 0, 1, "no")])

    def post(*args, _post=httpx.post, **options):
        for error in broken:
            raise error
        return _post(*args, **options)

    monkeypatch.setattr(httpx, "post", post)
    send_all()
    assert states() == [("sent", 1)] * 4 + [("waiting", 1)]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    caplog.clear()


def test_a_sending_that_takes_long_makes_room_for_other_work_and_asks_to_go_on(
    five, fake, monkeypatch
):
    monkeypatch.setattr(tasks, "SENDING_LASTS", timedelta(0))
    OrmQ.objects.all().delete()
    send_all()
    assert fake.sent == []
    assert [task.func() for task in OrmQ.objects.all()] == ["inspections.tasks.send_messages"]


def test_what_is_taken_before_the_answer_times_out_is_put_on_the_air_once(told, fake, settings):
    settings.PROVIDER_SECONDS = 0.2
    over = threading.Event()
    fake.answers = [lambda: over.wait(10) and None, TAKEN]
    assert send().state == Delivery.State.WAITING
    over.set()
    settings.PROVIDER_SECONDS = 5.0
    assert send(5).state == Delivery.State.SENT
    assert (len(fake.sent), len(fake.accepted)) == (2, 1)
