"""When the supervisor starts the queue anew, told as plain moments."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_q.models import OrmQ, Schedule

from firesafety.management.commands import work
from firesafety.management.commands.work import FROZEN_SECONDS, Look, Step, decide, look_at
from firesafety.schedules import JOBS

TIMEOUT = 600
LONG = FROZEN_SECONDS


@pytest.mark.parametrize(
    ("look", "calm", "step"),
    [
        # nothing waits, however long nothing has moved
        (Look(waiting=0, progress=0), 0, Step.KEEP),
        # something waits and nothing moves
        (Look(waiting=1, progress=0), 10_000 - LONG, Step.RESTART),
        (Look(waiting=1, progress=10_000 - LONG), 0, Step.RESTART),
        # it has not waited long enough, or something has moved meanwhile
        (Look(waiting=9, progress=0), 10_001 - LONG, Step.KEEP),
        (Look(waiting=9, progress=10_001 - LONG), 0, Step.KEEP),
        # a worker is at a long task, and may be until its time-out and a little more
        (Look(waiting=9, progress=0, busy_since=10_001 - LONG - TIMEOUT), 0, Step.KEEP),
        (Look(waiting=9, progress=0, busy_since=10_000 - LONG - TIMEOUT), 0, Step.RESTART),
    ],
)
def test_a_queue_is_restarted_only_when_work_waits_and_nothing_moves(look, calm, step):
    assert decide(10_000, look, calm, timeout=TIMEOUT) is step


def test_the_look_counts_what_could_be_fetched_and_believes_living_workers_only(
    db, tmp_path, monkeypatch
):
    # It begins by closing a connection that has grown old; here that is the test's own.
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    now = timezone.now()
    OrmQ.objects.create(key="firesafety", payload="", lock=now - timedelta(seconds=5))
    OrmQ.objects.create(key="firesafety", payload="", lock=now + timedelta(hours=1))  # being done
    assert look_at(tmp_path) == Look(waiting=1, progress=0.0, busy_since=None)
    (tmp_path / "progress").touch()
    os.utime(tmp_path / "progress", (700, 700))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for pid, began in ((os.getpid(), 500), (ended.pid, 100)):
        mark = tmp_path / f"busy-{pid}"
        mark.touch()
        os.utime(mark, (began, began))
    assert look_at(tmp_path) == Look(waiting=1, progress=700.0, busy_since=500.0)


def test_the_schedules_are_written_by_their_command(db, capsys):
    call_command("sync_schedules")
    assert Schedule.objects.count() == len(JOBS)
    assert f"{len(JOBS)} created" in capsys.readouterr().err
