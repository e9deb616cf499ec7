"""``manage.py work``: run the queue, and start it anew when it stands still.

A django-q2 cluster can freeze for good when an idle worker dies while it waits for a task: its
processes live, the queue grows, nothing runs, and stopping it hangs (django-q2 issue 23, open).
So the cluster runs in a session of its own, its workers leave a mark in a directory at the start
and end of each task, and this process looks at the marks and at the queue. It asks only the
cluster's first process to stop: one whose every process is signalled at once hangs as well.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_q.models import OrmQ
from django_q.signals import post_execute_in_worker, pre_execute

logger = logging.getLogger("firesafety.work")

LOOK_SECONDS = 0.5
COUNT_SECONDS = 10.0
FROZEN_SECONDS = 90.0
# A cluster that ends by itself this soon is not helped by starting it again and again.
SHORT_LIFE_SECONDS = 20.0
SHORT_LIVES = 5


class Step(StrEnum):
    KEEP = "keep"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of a running cluster, in seconds of one clock.

    ``waiting``: tasks that could be fetched now; ``progress``: when a task last began or ended;
    ``busy_since``: when the oldest task began that a living worker is at, if any.
    """

    waiting: int
    progress: float
    busy_since: float | None = None


def decide(now: float, look: Look, calm: float, *, timeout: float) -> Step:
    """Whether the cluster must be started anew.

    ``calm`` is when the queue was last seen empty, or the cluster started. A worker at a task is
    given until ``timeout``, after which django-q itself should have ended the task, and then as
    long as an idle one.
    """
    if not look.waiting:
        return Step.KEEP
    if look.busy_since is not None and now - look.busy_since < timeout + FROZEN_SECONDS:
        return Step.KEEP
    return Step.RESTART if now - max(calm, look.progress) >= FROZEN_SECONDS else Step.KEEP


class Command(BaseCommand):
    help = "Run the queue's workers, and start them anew when they stand still."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cluster", type=Path, help="(for its own use) where marks are left")

    def handle(self, *, cluster: Path | None, **options: Any) -> None:
        if cluster is not None:
            run_cluster(cluster)
            return
        if not Supervisor(timeout=settings.Q_CLUSTER["timeout"]).run():
            raise CommandError("The queue's workers end as soon as they are started; see the log.")


def run_cluster(marks: Path) -> None:
    """Be the cluster: leave marks around each task, and end with the supervisor."""
    _end_with_parent()

    def begin(**kwargs: Any) -> None:
        (marks / f"busy-{os.getpid()}").touch()
        (marks / "progress").touch()

    def end(**kwargs: Any) -> None:
        (marks / f"busy-{os.getpid()}").unlink(missing_ok=True)
        (marks / "progress").touch()

    # The signals keep only weak references unless told otherwise.
    pre_execute.connect(begin, weak=False)
    post_execute_in_worker.connect(end, weak=False)
    call_command("qcluster")


def _end_with_parent() -> None:
    """Ask Linux to send SIGTERM when the supervisor dies: an orphan would go on fetching tasks."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Supervisor:
    """Keeps one cluster running until it is asked to stop."""

    def __init__(self, *, timeout: float) -> None:
        self._timeout = timeout
        self._stops = 0  # how often we were asked to stop

    def run(self) -> bool:
        """True when asked to stop; False when the cluster will not stay alive."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        short_lives = 0
        while not self._stops and short_lives < SHORT_LIVES:
            started = time.monotonic()
            with TemporaryDirectory(prefix="firesafety-queue-") as marks:
                self._run_one(Path(marks))
            is_short = time.monotonic() - started < SHORT_LIFE_SECONDS
            short_lives = short_lives + 1 if is_short else 0
        return bool(self._stops)

    def _on_signal(self, number: int, frame: object) -> None:
        self._stops += 1

    def _run_one(self, marks: Path) -> None:
        """Run one cluster until it ends, stands still, or we are asked to stop."""
        command = [sys.executable, sys.argv[0], "work", "--cluster", str(marks)]
        cluster = subprocess.Popen(command, start_new_session=True)  # noqa: S603  (our own words)
        try:
            if self._watch(cluster, marks) is Step.RESTART:
                logger.error("The queue stood still for %d s; starting it anew.", FROZEN_SECONDS)
                release_fetched()
            else:
                self._stop(cluster)
        finally:
            # Its children outlive a first process that was killed, and would go on fetching.
            with suppress(ProcessLookupError):
                os.killpg(cluster.pid, signal.SIGKILL)
            cluster.wait()

    def _watch(self, cluster: subprocess.Popen[bytes], marks: Path) -> Step:
        calm = counted = time.time()
        while not self._stops and cluster.poll() is None:
            time.sleep(LOOK_SECONDS)
            now = time.time()
            if now - counted < COUNT_SECONDS:
                continue
            counted = now
            look = look_at(marks)
            if not look.waiting:
                calm = now
            if decide(now, look, calm, timeout=self._timeout) is Step.RESTART:
                return Step.RESTART
        if not self._stops:
            logger.error("The queue's workers ended with code %s.", cluster.returncode)
        return Step.KEEP

    def _stop(self, cluster: subprocess.Popen[bytes]) -> None:
        """Let running tasks finish; a second signal, or their time-out, ends the waiting."""
        if cluster.poll() is None:
            cluster.terminate()
        last = time.monotonic() + self._timeout + FROZEN_SECONDS
        while cluster.poll() is None and self._stops < 2 and time.monotonic() < last:
            time.sleep(LOOK_SECONDS / 5)


def release_fetched() -> None:
    """Let the tasks be fetched again that the frozen cluster held; they would wait for an hour.

    One that another machine is at is then done twice, which equals once for every task of ours.
    """
    with suppress(DatabaseError):
        OrmQ.objects.filter(lock__gt=timezone.now()).update(lock=timezone.now())


def look_at(marks: Path) -> Look:
    """What the marks and the queue tell; an unreachable database is not the cluster's fault."""
    begun = [_age(mark) for mark in marks.glob("busy-*") if _is_alive(mark)]
    return Look(
        waiting=_count_waiting(),
        progress=_age(marks / "progress"),
        busy_since=min(begun, default=None),
    )


def _age(mark: Path) -> float:
    """When a mark was left; 0 for one that is not there (any more)."""
    try:
        return mark.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _is_alive(mark: Path) -> bool:
    try:
        os.kill(int(mark.name.removeprefix("busy-")), 0)
    except ProcessLookupError:
        return False
    return True


def _count_waiting() -> int:
    close_old_connections()
    try:
        return int(OrmQ.objects.filter(lock__lte=timezone.now()).count())
    except DatabaseError:
        return 0
