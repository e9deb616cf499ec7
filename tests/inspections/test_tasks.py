"""What the queue runs, through the queue's own machinery where that matters."""

import multiprocessing
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.models import OrmQ, Task
from django_q.monitor import monitor
from django_q.pusher import pusher
from django_q.queues import Queue
from django_q.worker import worker
from pypdf import PdfReader

from firesafety.months import Month
from inspections import tasks
from inspections.models import Assignment, PrintJob, Round
from inspections.services import print_job as printing
from inspections.services.opening import request_opening
from inspections.services.print_job import (
    MAX_ATTEMPTS,
    prune_prints,
    reconcile_printing,
    request_printing,
)
from tests.factories import make_team
from tests.inspections.services.stories import DECEMBER, at, open_december

FIRST = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def files(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    return tmp_path


@pytest.fixture(autouse=True)
def _connection_stays_open(monkeypatch):
    """The queue's processes begin by closing what they inherited; here that is the test's own."""
    for part in ("worker", "monitor"):
        monkeypatch.setattr(f"django_q.{part}.close_old_django_connections", lambda: None)
    # A worker that has grown makes room for a new one; the process of a whole test run has grown.
    monkeypatch.setattr(Conf, "MAX_RSS", None)


def drain():
    """Let a pusher, a worker and a monitor of the queue handle everything that waits, here."""
    waiting, results = Queue(), Queue()
    stop = multiprocessing.Event()
    stop.set()  # one round of fetching, then end
    for _ in range(OrmQ.objects.count()):
        pusher(waiting, stop, get_broker())
    waiting.put("STOP")
    worker(waiting, results, multiprocessing.Value("f", -1))
    results.put("STOP")
    monitor(results)


def test_asking_for_a_month_ends_in_open_rounds_through_the_queue(ward, neighbourhood):
    make_team(neighbourhood, 12)
    request_opening(DECEMBER, at=at(FIRST))
    request_opening(DECEMBER, at=at(FIRST))
    drain()
    assert not OrmQ.objects.exists()
    assert Task.objects.filter(success=True).count() == 2
    assert Round.objects.count() == 1
    assert Assignment.objects.count() == 12


def ask(ward, *, what="checklists", when=None):
    when = when or at(FIRST)
    return request_printing(ward, DECEMBER, what=what, language="vi", by=None, at=when)


def text_of(job):
    with default_storage.open(job.file.name) as file:
        pages = PdfReader(BytesIO(file.read())).pages
        assert len(pages) == job.pages
        return "\n".join(page.extract_text() for page in pages)


@pytest.fixture
def opened(neighbourhood):
    return open_december(make_team(neighbourhood, 3))


def test_asking_twice_for_a_file_that_waits_is_one_job(ward, opened):
    assert ask(ward) == ask(ward)
    assert ask(ward, what="summaries") != ask(ward)
    assert OrmQ.objects.count() == 2


def test_a_wards_pages_come_out_of_the_queue_as_one_file(ward, opened):
    job = ask(ward)
    drain()
    job.refresh_from_db()
    assert (job.state, job.teams, job.teams_done, job.attempts) == ("done", 1, 1, 1)
    text = text_of(job)
    for assignment in opened.assignments.all():
        assert assignment.inspected.holder_name in text
    assert "Cháy: gọi 114" in text
    ask(ward)
    assert PrintJob.objects.count() == 2  # a finished file may be asked for again


def test_printing_the_same_pages_again_is_the_same_file(ward, opened, files):
    first = ask(ward, what="summaries")
    tasks.print_ward(first.pk)
    second = ask(ward, what="summaries")
    tasks.print_ward(second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.file.name == second.file.name
    assert len(list((files / "prints").iterdir())) == 1


def test_a_delivery_after_the_file_is_done_prints_nothing(ward, opened):
    job = ask(ward)
    tasks.print_ward(job.pk)
    job.refresh_from_db()
    before = list(PrintJob.objects.values())
    tasks.print_ward(job.pk)
    assert list(PrintJob.objects.values()) == before


def test_two_deliveries_at_once_leave_one_file(ward, opened, files, monkeypatch):
    job = ask(ward, what="summaries")
    whole = tasks.write_pages

    def overtaken(out, *args, **options):
        monkeypatch.setattr(tasks, "write_pages", whole)
        tasks.print_ward(job.pk)  # the other worker is quicker, and prints one team more
        return whole(out, [], *args[1:], **options)

    monkeypatch.setattr(tasks, "write_pages", overtaken)
    tasks.print_ward(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert [f"prints/{path.name}" for path in (files / "prints").iterdir()] == [job.file.name]


def test_a_job_that_kills_its_worker_is_given_up(ward, opened, monkeypatch):
    job = ask(ward)

    def killed(*args, **options):
        raise SystemExit

    monkeypatch.setattr(tasks, "write_pages", killed)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(SystemExit):
            tasks.print_ward(job.pk)
    tasks.print_ward(job.pk)
    job.refresh_from_db()
    assert job.state == "dead"


def test_progress_is_told_while_the_pages_are_printed(ward, neighbourhood, opened, monkeypatch):
    make_team(neighbourhood, 3)
    open_december(make_team(neighbourhood, 3))
    told = []
    monkeypatch.setattr("inspections.printing.parts.CHUNK", 1)
    monkeypatch.setattr(tasks, "count_printed", lambda job, done: told.append(done))
    tasks.print_ward(ask(ward).pk)
    assert told == [1, 2]


def test_a_job_that_got_lost_is_sent_again(ward, opened):
    job = ask(ward)
    OrmQ.objects.all().delete()
    assert reconcile_printing(at=at(FIRST) + timedelta(minutes=5)) == 0
    assert reconcile_printing(at=at(FIRST) + timedelta(minutes=25)) == 1
    drain()
    job.refresh_from_db()
    assert job.state == "done"


def test_old_files_are_deleted_and_shared_ones_kept(ward, opened, files):
    old = ask(ward, what="summaries")
    tasks.print_ward(old.pk)
    new = ask(ward, what="summaries", when=at(date(2027, 1, 20)))
    tasks.print_ward(new.pk)
    other = ask(ward)
    tasks.print_ward(other.pk)
    assert prune_prints(on=FIRST + printing.KEPT) == 0
    assert prune_prints(on=FIRST + printing.KEPT + timedelta(days=1)) == 2
    assert [job.pk for job in PrintJob.objects.all()] == [new.pk]
    assert [path.name for path in (files / "prints").iterdir()] == [
        PrintJob.objects.get().file.name.removeprefix("prints/")
    ]


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
    ask(ward, when=long_ago)
    OrmQ.objects.all().delete()
    tasks.reconcile()
    assert OrmQ.objects.count() == 2
