"""What the queue runs, through the queue's own machinery where that matters."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_q.models import OrmQ, Task

from firesafety.months import Month
from inspections import tasks
from inspections.models import Assignment, Round
from inspections.services.opening import request_opening
from inspections.services.print_job import request_printing
from tests.factories import make_team
from tests.inspections.queueing import drain
from tests.inspections.services.stories import DECEMBER, at, open_december

FIRST = date(2026, 12, 1)


@pytest.mark.usefixtures("queue_runs_here")
def test_asking_for_a_month_ends_in_open_rounds_through_the_queue(ward, neighbourhood):
    make_team(neighbourhood, 12)
    request_opening(DECEMBER, at=at(FIRST))
    request_opening(DECEMBER, at=at(FIRST))
    drain()
    assert not OrmQ.objects.exists()
    assert Task.objects.filter(success=True).count() == 2
    assert Round.objects.count() == 1
    assert Assignment.objects.count() == 12


@pytest.fixture
def opened(neighbourhood):
    return open_december(make_team(neighbourhood, 3))


def test_rounds_are_closed_for_the_day_that_was_meant(opened):
    tasks.close_rounds_daily("2027-01-03T17:15:00+00:00")
    assert not Round.objects.exclude(closed_on=None).exists()
    tasks.close_rounds_daily("2027-01-04T17:15:00+00:00")
    assert Round.objects.get().closed_on == date(2027, 1, 5)


def test_old_results_are_forgotten_and_new_ones_kept(db):
    now = timezone.now()
    for days in (1, 20):
        stopped = now - timedelta(days=days)
        Task.objects.create(
            id=f"{days}", name=f"{days}", func="x", started=stopped, stopped=stopped, success=True
        )
    tasks.prune_results()
    assert [task.pk for task in Task.objects.all()] == ["1"]


def test_a_beat_leaves_the_moment_behind(db):
    cache.delete(tasks.HEARTBEAT)
    tasks.beat()
    assert cache.get(tasks.HEARTBEAT) is not None


def test_the_reconciler_looks_after_wards_and_files(ward, opened, neighbourhood):
    make_team(neighbourhood, 4)
    long_ago = timezone.now() - timedelta(hours=1)
    request_opening(Month(2027, 1), at=long_ago)
    request_printing(ward, DECEMBER, what="checklists", language="vi", by=None, at=long_ago)
    OrmQ.objects.all().delete()
    tasks.reconcile()
    assert OrmQ.objects.count() == 2
