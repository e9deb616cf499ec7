"""A month of rest: no rounds in it, and the rotation goes on after it as if it were not there."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from firesafety.months import Month
from inspections.models import Opening, Round, SkippedMonth
from inspections.planning.overdue import RoundState
from inspections.queries.opening import team_inputs
from inspections.queries.team_month import team_month
from inspections.services import opening, skipped
from inspections.services import round as round_service
from inspections.services.opening import ensure_months, open_ward
from inspections.services.round import open_round, plan_openings, write_rounds
from inspections.services.skipped import SkipRefused, skip_month, take_up_month
from tests.factories import make_neighbourhood, make_team, make_ward

from .stories import DECEMBER, at, open_december
from .test_round import complete, visits_of

JANUARY, TET = Month(2027, 1), Month(2027, 2)
DAY = date(2026, 12, 12)


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 5)


@pytest.mark.parametrize("who", ["ward", "city"])
def test_no_round_is_opened_in_a_skipped_month(team, ward, who):
    skip_month(ward if who == "ward" else ward.parent, TET, by=None, at=at(DAY))

    ensure_months(on=TET.first_day, at=at(TET.first_day))

    for job in Opening.objects.get(month=TET.first_day).wards.all():
        open_ward(job.pk, at=at(TET.first_day))
    assert open_round(team, TET, at=at(TET.first_day)) is None
    assert not Round.objects.exists()


def test_another_ward_works_on(team, ward):
    skip_month(ward, TET, by=None, at=at(DAY))
    other = make_team(make_neighbourhood(make_ward("31135", "Phường Ninh Kiều")), 3)

    assert open_round(other, TET, at=at(TET.first_day)) is not None


def test_the_months_on_both_sides_follow_each_other(team, ward):
    skip_month(ward, JANUARY, by=None, at=at(DAY))
    complete(open_december(team))

    (inputs,) = team_inputs([team], TET, on=TET.first_day)

    assert {inputs.period - meeting.period for meeting in inputs.history} == {1}


def test_a_team_that_rests_a_month_still_meets_once_around(neighbourhood, ward):
    team = make_team(neighbourhood, 5)
    skip_month(ward, JANUARY, by=None, at=at(DAY))
    seen = []
    for number in range(5):
        month = DECEMBER.plus(number)
        round = open_round(team, month, at=at(month.first_day))
        if round is not None:
            seen += visits_of(round)
            complete(round)

    assert len(seen) == len(set(seen)) == 5 * 4


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_who_skips_waits_until_the_opening_is_through(neighbourhood, ward):
    team = make_team(neighbourhood, 3)
    planned = plan_openings([team], TET, at=at(TET.first_day))
    outcome = []

    def skip():
        try:
            skip_month(ward, TET, by=None, at=at(DAY))
        except SkipRefused as refused:
            outcome.append(refused)
        finally:
            connection.close()

    officer = Thread(target=skip)
    with transaction.atomic():
        write_rounds(planned, TET, at=at(TET.first_day))
        officer.start()
        wait_until_somebody_waits()
    officer.join()

    assert len(outcome) == 1
    assert not SkippedMonth.objects.exists()


def wait_until_somebody_waits():
    """Until another connection waits for a lock of ours."""
    waiting = "select count(*) from pg_locks where not granted"
    for _attempt in range(100_000):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits.")


def test_skipping_twice_is_skipping_once(ward, db):
    for _ in range(2):
        skip_month(ward, TET, note="nghỉ Tết", by=None, at=at(DAY))

    assert list(SkippedMonth.objects.values_list("month", "note")) == [(TET.first_day, "nghỉ Tết")]


def test_what_is_open_is_not_skipped(team, ward):
    open_december(team)

    with pytest.raises(SkipRefused, match="đã chia lượt"):
        skip_month(ward, DECEMBER, by=None, at=at(DAY))
    with pytest.raises(SkipRefused, match="đã chia lượt"):
        skip_month(ward.parent, DECEMBER, by=None, at=at(DAY))


def test_a_ward_that_is_given_the_month_off_while_it_opens_is_not_opened(team, ward, monkeypatch):
    ensure_months(on=TET.first_day, at=at(TET.first_day))
    job = Opening.objects.get(month=TET.first_day).wards.get()
    plan = opening.plan_openings

    def interrupted(*args, **options):
        planned = plan(*args, **options)
        skip_month(ward, TET, by=None, at=at(TET.first_day))  # the officer is quicker
        return planned

    with monkeypatch.context() as patched:
        patched.setattr(opening, "plan_openings", interrupted)
        assert open_ward(job.pk, at=at(TET.first_day)).state == "done"
    assert not Round.objects.exists()
    assert take_up_month(ward, TET, on=TET.first_day)
    ensure_months(on=TET.first_day, at=at(TET.first_day))
    open_ward(job.pk, at=at(TET.first_day))
    assert Round.objects.get().team == team


@pytest.mark.parametrize("who", ["ward", "city"])
def test_opening_and_skipping_wait_for_each_other(team, ward, who, monkeypatch):
    planned = plan_openings([team], TET, at=at(TET.first_day))
    held = []
    monkeypatch.setattr(skipped, "hold_calendars", lambda wards: held.append(list(wards)))
    monkeypatch.setattr(round_service, "hold_calendars", lambda wards: held.append(list(wards)))

    skip_month(ward if who == "ward" else ward.parent, JANUARY, by=None, at=at(DAY))
    write_rounds(planned, TET, at=at(TET.first_day))

    assert held == [[ward], [ward]]


def test_the_past_is_not_rewritten(ward, db):
    with pytest.raises(SkipRefused, match="đã qua"):
        skip_month(ward, Month(2026, 11), by=None, at=at(DAY))
    with pytest.raises(SkipRefused, match="đã qua"):
        take_up_month(ward, Month(2026, 11), on=DAY)


def test_a_month_can_be_taken_up_again(team, ward):
    skip_month(ward, TET, by=None, at=at(DAY))

    assert (take_up_month(ward, TET, on=DAY), take_up_month(ward, TET, on=DAY)) == (True, False)
    assert open_round(team, TET, at=at(TET.first_day)) is not None


def test_a_team_is_not_late_in_a_month_of_rest(team, ward):
    skip_month(ward, TET, by=None, at=at(DAY))

    assert team_month(team, TET, on=date(2027, 2, 28)).state is RoundState.NOT_OPEN
