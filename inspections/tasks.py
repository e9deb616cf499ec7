"""What the queue runs: ids in, one service each, the clock read here. Safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from tempfile import TemporaryFile

from django.core.cache import cache
from django.utils import timezone
from django_q.models import Task

from firesafety.months import Month
from households.models import Team
from inspections.models import PrintJob
from inspections.printing.packs import teams_to_print, write_pages
from inspections.services import opening
from inspections.services.print_job import (
    claim_printing,
    count_printed,
    finish_printing,
    reconcile_printing,
)
from inspections.services.round import close_rounds

RESULTS_KEPT = timedelta(days=14)
HEARTBEAT = "queue-heartbeat"


def open_ward(ward_opening_id: int) -> None:
    """Open the month of one ward."""
    opening.open_ward(ward_opening_id, at=timezone.now())


def ensure_months_daily(intended: str) -> None:
    """Open the month of the day that this firing was meant for, whenever it comes to run.

    And that of today: after a long sleep one firing is left, and it was meant for the first night.
    """
    meant = timezone.localdate(datetime.fromisoformat(intended))
    for day in sorted({meant, timezone.localdate()}):
        opening.ensure_months(on=day, at=timezone.now())


def close_rounds_daily(intended: str) -> None:
    """Close what the day that this firing was meant for closes."""
    close_rounds(on=timezone.localdate(datetime.fromisoformat(intended)))


def reconcile() -> None:
    """Send again what got lost on the way."""
    opening.reconcile_openings(at=timezone.now())
    reconcile_printing(at=timezone.now())


def prune_results() -> None:
    """Forget the queue's old results."""
    Task.objects.filter(stopped__lt=timezone.now() - RESULTS_KEPT).delete()


def beat() -> None:
    """Prove that tasks are being worked on.

    With one task due every minute a queue that stands still is noticed even when nobody wants
    anything of it, and the moment left behind is there for monitoring.
    """
    cache.set(HEARTBEAT, timezone.now().isoformat(), timeout=None)


def print_ward(print_job_id: int) -> None:
    """Print one ward's pages into a file."""
    asked = PrintJob.objects.get(pk=print_job_id)
    month = Month.of(asked.month)
    teams: list[Team] = teams_to_print(month, ward=asked.ward)
    job = claim_printing(print_job_id, teams=len(teams))
    if job is None:
        return
    with TemporaryFile() as file:
        printed = write_pages(
            file,
            teams,
            month,
            what=job.what,
            language=job.language,
            on=timezone.localdate(),
            progress=lambda done: count_printed(job, done),
        )
        finish_printing(job, file, pages=printed.pages)
