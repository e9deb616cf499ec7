from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import localtime
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler

from firesafety.schedules import JOBS, OURS, Synced, sync_schedules
from inspections.models import Opening
from inspections.tasks import ensure_months_daily
from tests.inspections.services.stories import VIETNAM, at

pytestmark = pytest.mark.django_db


def schedule(name):
    return Schedule.objects.get(name=OURS + name)


def test_the_table_is_written_once_and_then_left_alone():
    assert sync_schedules() == Synced(created=len(JOBS), updated=0, removed=0)
    before = list(Schedule.objects.order_by("pk").values())
    assert sync_schedules() == Synced(0, 0, 0)
    assert list(Schedule.objects.order_by("pk").values()) == before


def test_a_changed_line_moves_the_next_run_too():
    sync_schedules()
    Schedule.objects.filter(name=OURS + "close_rounds").update(cron="0 5 1 1 *")
    stale = schedule("close_rounds")
    stale.next_run = at(date(2030, 1, 1), 5)
    stale.save()
    assert sync_schedules().updated == 1
    assert schedule("close_rounds").next_run < at(date(2030, 1, 1), 5)


def test_what_is_no_longer_ours_goes_and_what_never_was_stays():
    Schedule.objects.create(name=OURS + "from last year", func="x.y")
    Schedule.objects.create(name=OURS + "beat", func="x.y")
    Schedule.objects.create(name=OURS + "beat", func="x.y")
    Schedule.objects.create(name="someone else's", func="x.y")
    assert sync_schedules().removed == 2
    assert set(Schedule.objects.values_list("name", flat=True)) == {
        "someone else's",
        *(OURS + job.name for job in JOBS),
    }


def test_every_job_is_a_cron_line_that_runs_for_ever_and_can_be_found():
    sync_schedules()
    for row in Schedule.objects.all():
        # Monthly and quarterly types drift to the 29th in this time zone, and stay there.
        assert (row.schedule_type, row.repeats, row.args, row.kwargs) == ("C", -1, None, None)
        row.full_clean(exclude=["hook", "args", "kwargs", "minutes", "cluster"])
        module, _, name = row.func.rpartition(".")
        assert callable(getattr(__import__(module, fromlist=[name]), name))


def firings(name, *, count):
    """The moments that one job is due, one after the other, on the clock here."""
    row, moments = schedule(name), []
    for _ in range(count):
        with time_machine.travel(row.next_run, tick=False):
            row.next_run = row.calculate_next_run()
        moments.append(localtime(row.next_run))
    return moments


@pytest.mark.parametrize(
    ("name", "first", "step"),
    [
        ("ensure_months", datetime(2026, 11, 23, 0, 5, tzinfo=VIETNAM), timedelta(days=1)),
        ("close_rounds", datetime(2026, 11, 23, 0, 15, tzinfo=VIETNAM), timedelta(days=1)),
        ("prune_results", datetime(2026, 11, 23, 3, 30, tzinfo=VIETNAM), timedelta(days=1)),
        ("sweep_photos", datetime(2026, 11, 23, 3, 45, tzinfo=VIETNAM), timedelta(days=1)),
        ("reconcile", datetime(2026, 11, 22, 8, 10, tzinfo=VIETNAM), timedelta(minutes=10)),
        ("beat", datetime(2026, 11, 22, 8, 1, tzinfo=VIETNAM), timedelta(minutes=1)),
    ],
)
def test_24_firings_in_a_row_come_when_they_should_on_the_clock_here(name, first, step):
    with time_machine.travel(at(date(2026, 11, 22)), tick=False):
        sync_schedules()
    assert localtime(schedule(name).next_run) == first
    assert firings(name, count=24) == [first + step * (n + 1) for n in range(24)]


def test_a_firing_tells_its_job_the_moment_it_was_meant_for(monkeypatch):
    # The scheduler begins by closing what it inherited; here that is the test's own.
    monkeypatch.setattr("django_q.scheduler.close_old_django_connections", lambda: None)
    with time_machine.travel(at(date(2026, 11, 30)), tick=False):
        sync_schedules()
    # The queue slept through the night and wakes in the afternoon.
    with time_machine.travel(at(date(2026, 12, 1), 15), tick=False):
        scheduler()
    tasks = [row.task for row in OrmQ.objects.all()]
    (opening,) = [t for t in tasks if t["func"] == "inspections.tasks.ensure_months_daily"]
    assert opening["kwargs"] == {"intended": "2026-11-30T17:05:00+00:00"}


def test_the_intended_moment_is_read_on_the_clock_here():
    """17:05 in UTC on the last of November is the first of December in Vietnam."""
    with time_machine.travel(datetime(2026, 12, 3, tzinfo=UTC), tick=False):
        ensure_months_daily("2026-11-30T17:05:00+00:00")
    assert [opening.month for opening in Opening.objects.all()] == [date(2026, 12, 1)]


def test_a_queue_that_slept_over_the_turn_of_the_month_opens_the_month_it_wakes_in():
    with time_machine.travel(at(date(2026, 12, 5)), tick=False):
        ensure_months_daily("2026-11-19T17:05:00+00:00")
    months = Opening.objects.order_by("month").values_list("month", flat=True)
    assert list(months) == [date(2026, 11, 1), date(2026, 12, 1)]
