"""One part of a print job: claimed by one worker, printed, handed in, or given back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import Q
from django_q.tasks import async_task

from inspections.models import PrintJob, PrintPart
from inspections.services.print_file import discard_file, file_digest, keep_file
from inspections.services.print_job import JOIN_PARTS_TASK, MAX_ATTEMPTS, PRINT_PART_TASK

# A worker that has had a part for longer than a task may take (Q_CLUSTER's timeout) is dead.
LEASE = timedelta(minutes=11)


def claim_part(part_id: int, *, at: datetime) -> PrintPart | None:
    """Take a part to print, its attempt counted before the work; None when it is not to be had.

    It is not when it is printed, when another worker is at it, when its job was cancelled or
    given up, and when it was tried too often: then the job is given up.
    """
    part = PrintPart.objects.select_related("job__ward").filter(pk=part_id).first()
    if part is None or part.job.state != PrintJob.State.QUEUED:
        return None
    free = PrintPart.objects.filter(
        Q(claimed_at=None) | Q(claimed_at__lte=at - LEASE),
        pk=part_id,
        state=PrintPart.State.WAITING,
        attempts=part.attempts,
    )
    if part.attempts >= MAX_ATTEMPTS:
        if free.exists():
            _give_up(part)
        return None
    if not free.update(attempts=part.attempts + 1, claimed_at=at):
        return None
    part.refresh_from_db(fields=["attempts", "claimed_at"])
    return part


def finish_part(part: PrintPart, file: BinaryIO, *, pages: int, at: datetime) -> bool:
    """Keep a part's pages; False when nobody wants them any more. The last part calls the joining.

    The job's row is locked while its parts are counted, so that of two that finish at once
    exactly one is the last.
    """
    # A job's own folder of names: no other job's file goes when this one's does.
    own = f"prints/parts/{part.job_id}-{part.number}-{file_digest(file)}.{part.job.packing}"
    name = keep_file(own, file)
    with transaction.atomic():
        job = PrintJob.objects.select_for_update(of=("self",)).get(pk=part.job_id)
        kept = job.state == PrintJob.State.QUEUED and bool(
            PrintPart.objects.filter(pk=part.pk, state=PrintPart.State.WAITING).update(
                state=PrintPart.State.DONE, file=name, pages=pages
            )
        )
        if kept:
            job.teams_done += len(part.teams)
            job.pages += pages
            job.moved_at = at
            job.save(update_fields=["teams_done", "pages", "moved_at"])
            if not job.parts.filter(state=PrintPart.State.WAITING).exists():
                async_task(JOIN_PARTS_TASK, job.pk)
    if not kept and not PrintPart.objects.filter(file=name).exists():
        discard_file(name)
    return kept


def release_part(part: PrintPart) -> None:
    """Give back a part that could not be printed: to be tried at once, or its job is given up."""
    with transaction.atomic():
        given_back = PrintPart.objects.filter(
            pk=part.pk,
            state=PrintPart.State.WAITING,
            attempts=part.attempts,
            job__state=PrintJob.State.QUEUED,
        ).update(claimed_at=None)
        if given_back and part.attempts < MAX_ATTEMPTS:
            async_task(PRINT_PART_TASK, part.pk)
        elif given_back:
            _give_up(part)


def _give_up(part: PrintPart) -> None:
    PrintJob.objects.filter(pk=part.job_id, state=PrintJob.State.QUEUED).update(
        state=PrintJob.State.DEAD
    )
