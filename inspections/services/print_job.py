"""A ward's pages as a job of the queue: asked for, claimed, counted while it runs, finished."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django_q.tasks import async_task

from firesafety.months import Month
from households.models import Area, User
from inspections.models import PrintJob

MAX_ATTEMPTS = 3
STALE = timedelta(minutes=20)
KEPT = timedelta(days=60)
PRINT_WARD_TASK = "inspections.tasks.print_ward"


def request_printing(
    ward: Area,
    month: Month,
    *,
    what: str,
    language: str,
    by: User | None,
    at: datetime,
) -> PrintJob:
    """Ask for a ward's file; while the same one waits or is being printed, that is the answer."""
    with transaction.atomic():
        job, created = PrintJob.objects.get_or_create(
            ward=ward,
            month=month.first_day,
            what=what,
            language=language,
            state=PrintJob.State.QUEUED,
            defaults={"requested_by": by, "requested_at": at},
        )
        if created:
            async_task(PRINT_WARD_TASK, job.pk)
    return job


def claim_printing(job_id: int, *, teams: int) -> PrintJob | None:
    """Count a delivery before its work begins; None when there is nothing to do any more."""
    with transaction.atomic():
        job = PrintJob.objects.select_for_update(of=("self",)).get(pk=job_id)
        if job.state != PrintJob.State.QUEUED:
            return None
        job.attempts += 1
        if job.attempts > MAX_ATTEMPTS:
            job.state = PrintJob.State.DEAD
        job.teams, job.teams_done = teams, 0
        job.save(update_fields=["attempts", "state", "teams", "teams_done"])
    return job if job.state == PrintJob.State.QUEUED else None


def count_printed(job: PrintJob, teams_done: int) -> None:
    """Let the page that waits for the file show how far it is."""
    PrintJob.objects.filter(pk=job.pk).update(teams_done=teams_done)


def finish_printing(job: PrintJob, file: BinaryIO, *, pages: int) -> PrintJob:
    """Keep the file and mark the job done. Two deliveries of one job keep one file.

    The name is the content's: unguessable, and the same pages are the same file.
    """
    name = f"prints/{_digest(file)}.pdf"
    if not default_storage.exists(name):
        file.seek(0)
        default_storage.save(name, File(file))
    finished = PrintJob.objects.filter(pk=job.pk, state=PrintJob.State.QUEUED).update(
        state=PrintJob.State.DONE, file=name, pages=pages, teams_done=job.teams
    )
    if not finished and not PrintJob.objects.filter(file=name).exists():
        # Another delivery was quicker, with other pages: nobody would ever delete these.
        default_storage.delete(name)
    job.refresh_from_db()
    return job


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def reconcile_printing(*, at: datetime) -> int:
    """Send again the jobs that have waited too long; how many. A delivery too many does no harm."""
    with transaction.atomic():
        waiting = PrintJob.objects.filter(state=PrintJob.State.QUEUED, requested_at__lte=at - STALE)
        keys = list(waiting.select_for_update().values_list("pk", flat=True))
        PrintJob.objects.filter(pk__in=keys).update(requested_at=at)
        for key in keys:
            async_task(PRINT_WARD_TASK, key)
    return len(keys)


def prune_prints(*, on: date, kept: timedelta = KEPT, dry_run: bool = False) -> int:
    """Delete files asked for long ago, with their jobs: they hold names and telephone numbers.

    With ``dry_run`` only how many there are.
    """
    old = PrintJob.objects.filter(requested_at__date__lt=on - kept)
    if dry_run:
        return old.count()
    names = set(old.exclude(file="").values_list("file", flat=True))
    names -= set(PrintJob.objects.exclude(pk__in=old).values_list("file", flat=True))
    deleted, _ = old.delete()
    for name in names:
        default_storage.delete(name)
    return deleted
