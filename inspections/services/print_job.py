"""A ward's pages as a job of the queue: asked for, printed in parts, joined, cancelled, retried."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import Q
from django_q.tasks import async_task

from firesafety.months import Month
from firesafety.stray_files import sweep_files
from households.models import Area, Team, User
from inspections.models import PrintJob, PrintPart
from inspections.queries.paper import teams_with_round
from inspections.services.print_file import discard_file, file_digest, keep_file

MAX_ATTEMPTS = 3
STALE = timedelta(minutes=20)
KEPT = timedelta(days=60)
# Two pages a checklist and one for the assignments: some 250 pages for teams of twelve.
TEAMS_PER_PART = 10
PRINT_PART_TASK = "inspections.tasks.print_part"
JOIN_PARTS_TASK = "inspections.tasks.join_parts"


class NothingToPrint(Exception):
    """None of the teams that were asked for has a round in the month."""


def request_printing(
    ward: Area,
    month: Month,
    *,
    what: str,
    language: str,
    by: User | None,
    at: datetime,
    teams: Sequence[Team] | None = None,
    options: Mapping[str, str] | None = None,
    packing: str = PrintJob.Packing.PDF,
    teams_per_part: int = TEAMS_PER_PART,
) -> PrintJob:
    """Ask for a file; while the same one waits or is being printed, that is the answer.

    ``teams``: of this ward and with a round in the month, in printing order; all of them when
    None. Raises NothingToPrint when there are none.
    """
    chosen = list(teams_with_round(month).filter(ward=ward) if teams is None else teams)
    if not chosen:
        raise NothingToPrint(f"{ward.code} {month}")
    keys = [team.pk for team in chosen]
    wanted = dict(options or {})
    with transaction.atomic():
        job, created = PrintJob.objects.get_or_create(
            ward=ward,
            month=month.first_day,
            what=what,
            language=language,
            request_key=_request_key(wanted, packing, keys),
            state=PrintJob.State.QUEUED,
            defaults={
                "options": wanted,
                "packing": packing,
                "teams": len(keys),
                "requested_by": by,
                "requested_at": at,
                "moved_at": at,
            },
        )
        if created:
            _divide(job, keys, teams_per_part)
            _send(job)
    return job


def _request_key(options: Mapping[str, str], packing: str, teams: Sequence[int]) -> str:
    said = json.dumps([sorted(options.items()), str(packing), list(teams)])
    return hashlib.sha256(said.encode()).hexdigest()


def _divide(job: PrintJob, teams: Sequence[int], size: int) -> None:
    PrintPart.objects.bulk_create(
        PrintPart(job=job, number=number, teams=list(teams[start : start + size]))
        for number, start in enumerate(range(0, len(teams), size), start=1)
    )


def _send(job: PrintJob) -> None:
    """Give the queue what is missing: the parts not printed yet, or else the joining."""
    missing = job.parts.filter(state=PrintPart.State.WAITING).values_list("pk", flat=True)
    for key in missing:
        async_task(PRINT_PART_TASK, key)
    if not missing:
        async_task(JOIN_PARTS_TASK, job.pk)


def claim_joining(job_id: int) -> PrintJob | None:
    """Count a delivery before its work begins; None when there is nothing to join, or not yet."""
    with transaction.atomic():
        job = PrintJob.objects.select_for_update(of=("self",)).get(pk=job_id)
        waiting = job.parts.filter(state=PrintPart.State.WAITING)
        if job.state != PrintJob.State.QUEUED or waiting.exists():
            return None
        job.attempts += 1
        if job.attempts > MAX_ATTEMPTS:
            job.state = PrintJob.State.DEAD
        job.save(update_fields=["attempts", "state"])
    return job if job.state == PrintJob.State.QUEUED else None


def release_joining(job: PrintJob) -> None:
    """Try again to join what could not be joined, or give the job up after too many times."""
    with transaction.atomic():
        if job.attempts < MAX_ATTEMPTS:
            async_task(JOIN_PARTS_TASK, job.pk)
        else:
            PrintJob.objects.filter(pk=job.pk, state=PrintJob.State.QUEUED).update(
                state=PrintJob.State.DEAD
            )


def is_wanted(job: PrintJob) -> bool:
    """Whether somebody still waits for the job's file."""
    return PrintJob.objects.filter(pk=job.pk, state=PrintJob.State.QUEUED).exists()


def finish_printing(job: PrintJob, file: BinaryIO, *, pages: int) -> PrintJob:
    """Keep the file, mark the job done and let its parts go. Two deliveries keep one file.

    The name is the content's: unguessable, and the same pages are the same file.
    """
    name = keep_file(f"prints/{file_digest(file)}.{job.packing}", file)
    with transaction.atomic():
        finished = PrintJob.objects.filter(pk=job.pk, state=PrintJob.State.QUEUED).update(
            state=PrintJob.State.DONE, file=name, pages=pages, teams_done=job.teams
        )
        parts = _let_parts_go([job.pk]) if finished else set()
    for part in parts:
        discard_file(part)
    if not finished and not PrintJob.objects.filter(file=name).exists():
        # Another delivery was quicker, with other pages: nobody would ever delete these.
        discard_file(name)
    job.refresh_from_db()
    return job


def cancel_printing(job: PrintJob) -> bool:
    """Stop a job that is not done and delete what it has printed; False when it is too late.

    A part that is being printed at this moment finds its job cancelled when it hands in its pages.
    """
    with transaction.atomic():
        cancelled = PrintJob.objects.filter(pk=job.pk, state=PrintJob.State.QUEUED).update(
            state=PrintJob.State.CANCELLED
        )
        parts = _let_parts_go([job.pk]) if cancelled else set()
    for part in parts:
        discard_file(part)
    return bool(cancelled)


def retry_printing(job: PrintJob, *, at: datetime) -> bool:
    """Take a job up again that was given up: only its missing parts are printed.

    False when it has no parts to go on from, was not given up, or the same is being printed.
    """
    try:
        with transaction.atomic():
            if not job.parts.exists():
                return False
            taken_up = PrintJob.objects.filter(pk=job.pk, state=PrintJob.State.DEAD).update(
                state=PrintJob.State.QUEUED, attempts=0, moved_at=at
            )
            if not taken_up:
                return False
            job.parts.filter(state=PrintPart.State.WAITING).update(attempts=0, claimed_at=None)
            _send(job)
    except IntegrityError:  # The same was asked for in the meantime.
        return False
    return True


def reconcile_printing(*, at: datetime) -> int:
    """Send again the jobs in which nothing moved for too long; how many. Twice does no harm."""
    quiet = Q(moved_at__lte=at - STALE) | Q(moved_at=None, requested_at__lte=at - STALE)
    with transaction.atomic():
        waiting = PrintJob.objects.filter(quiet, state=PrintJob.State.QUEUED)
        jobs = list(waiting.select_for_update(of=("self",)))
        PrintJob.objects.filter(pk__in=[job.pk for job in jobs]).update(moved_at=at)
        for job in jobs:
            _send(job)
    return len(jobs)


def prune_prints(*, on: date, kept: timedelta = KEPT, dry_run: bool = False) -> int:
    """Delete files asked for long ago, with their jobs: they hold names and telephone numbers.

    Returns how many jobs went; with ``dry_run`` only how many there are.
    """
    old = PrintJob.objects.filter(requested_at__date__lt=on - kept)
    if dry_run:
        return old.count()
    keys = list(old.values_list("pk", flat=True))
    names = set(old.exclude(file="").values_list("file", flat=True))
    names -= set(PrintJob.objects.exclude(pk__in=keys).values_list("file", flat=True))
    with transaction.atomic():
        names |= _let_parts_go(keys)
        PrintJob.objects.filter(pk__in=keys).delete()
    for name in names:
        discard_file(name)
    return len(keys)


def sweep_prints(*, at: datetime, dry_run: bool = False) -> int:
    """Delete printed files and parts that no row knows, left by a stop in between; how many."""
    known = [
        rows.exclude(file="").values_list("file", flat=True)
        for rows in (PrintJob.objects.all(), PrintPart.objects.all())
    ]
    folders = ("prints", "prints/parts")
    return sum(sweep_files(folder, known, at=at, dry_run=dry_run) for folder in folders)


@transaction.atomic
def withdraw_prints(wards: Collection[int]) -> int:
    """Take back all that was printed of some wards: somebody's name must not stand there any more.

    Finished jobs and those given up are deleted, those under way are cancelled; how many. Their
    files go once this is committed.
    """
    State = PrintJob.State
    jobs = PrintJob.objects.filter(ward__in=wards).exclude(state=State.CANCELLED)
    keys = list(jobs.select_for_update(of=("self",)).values_list("pk", flat=True))
    jobs = PrintJob.objects.filter(pk__in=keys)
    jobs.filter(state=State.QUEUED).update(state=State.CANCELLED)
    names = set(jobs.exclude(file="").values_list("file", flat=True)) | _let_parts_go(keys)
    jobs.exclude(state=State.CANCELLED).delete()
    names -= set(PrintJob.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names:
        transaction.on_commit(lambda name=name: discard_file(name))  # type: ignore[misc]
    return len(keys)


def _let_parts_go(jobs: Sequence[int]) -> set[str]:
    """Delete the rows of the jobs' parts; the names of their files, to delete after."""
    parts = PrintPart.objects.filter(job__in=jobs)
    names = set(parts.exclude(file="").values_list("file", flat=True))
    parts.delete()
    return names
