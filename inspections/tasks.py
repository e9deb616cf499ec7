"""What the queue runs: ids in, one service each, the clock read here. Safe to run twice."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import cast

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone
from django_q.models import Task

from firesafety.months import Month
from households.models import Area, Team
from inspections.messaging import Outgoing, Refused, TryLater, channel
from inspections.models import Delivery, PrintJob
from inspections.printing import packing
from inspections.printing.catalogue import TEAM_SHEETS
from inspections.printing.joining import OpenPart
from inspections.printing.packing import write_part
from inspections.queries.paper import teams_in_order
from inspections.services import opening
from inspections.services.household_link import ensure_links_of_visited
from inspections.services.message import (
    claim_delivery,
    reconcile_messages,
    record_failed,
    record_sent,
    request_sending,
)
from inspections.services.pause import end_due_pauses
from inspections.services.photo_forgetting import sweep_photos
from inspections.services.print_job import (
    claim_joining,
    finish_printing,
    is_wanted,
    reconcile_printing,
    release_joining,
)
from inspections.services.print_part import claim_part, finish_part, release_part
from inspections.services.review import ensure_reviews
from inspections.services.review import review_ward as look_at_ward
from inspections.services.round import close_rounds
from inspections.services.standing import move_on
from inspections.services.telling import request_telling, tell

RESULTS_KEPT = timedelta(days=14)
HEARTBEAT = "queue-heartbeat"
SENDING_LASTS = timedelta(minutes=4)  # well within the time that the queue gives a task
FAILURES_RUNNING = 3

logger = logging.getLogger(__name__)


def open_ward(ward_opening_id: int) -> None:
    """Open the month of one ward."""
    opening.open_ward(ward_opening_id, at=timezone.now())


def judge_teams_daily() -> None:
    """Keep beside each team what is said of it from today on."""
    move_on(on=timezone.localdate())


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


def end_pauses_daily() -> None:
    """Let the teams work again whose rest was meant to end by today."""
    end_due_pauses(on=timezone.localdate())


def reconcile() -> None:
    """Send again what got lost on the way."""
    opening.reconcile_openings(at=timezone.now())
    reconcile_printing(at=timezone.now())
    reconcile_messages(at=timezone.now())


def prune_results() -> None:
    """Forget the queue's old results."""
    Task.objects.filter(stopped__lt=timezone.now() - RESULTS_KEPT).delete()


def sweep_photos_daily() -> None:
    """Delete files of photos that no row knows; those whose time is over go with retention."""
    sweep_photos(at=timezone.now())


def beat() -> None:
    """Prove that tasks are being worked on.

    With one task due every minute a queue that stands still is noticed even when nobody wants
    anything of it, and the moment left behind is there for monitoring.
    """
    cache.set(HEARTBEAT, timezone.now().isoformat(), timeout=None)


def print_part(print_part_id: int) -> None:
    """Print some teams of a job; a part that cannot be printed is given back before it is told."""
    part = claim_part(print_part_id, at=timezone.now())
    if part is None:
        return
    try:
        with TemporaryFile() as file:
            teams = teams_in_order(part.teams)
            # The day of the request, so that a night does not fall between the parts.
            on = timezone.localdate(part.job.requested_at)
            _ensure_links(part.job, teams)
            pages = write_part(file, part.job, teams, on=on)
            finish_part(part, file, pages=pages, at=timezone.now())
    except Exception:
        release_part(part)
        raise


def _ensure_links(job: PrintJob, teams: Sequence[Team]) -> None:
    """Rounds of before have no links of households yet, and one may have been revoked."""
    sheet = TEAM_SHEETS.get(job.what)
    if sheet is not None and sheet.links == "households":
        ensure_links_of_visited(teams, Month.of(job.month))


def join_parts(print_job_id: int) -> None:
    """Make one file of a job's parts."""
    job = claim_joining(print_job_id)
    if job is None:
        return
    parts = list(job.parts.all())
    names = [part.file.name for part in parts if part.pages]
    openers = [cast(OpenPart, partial(default_storage.open, name)) for name in names]
    try:
        with TemporaryFile() as file:
            packing.join_parts(file, job.packing, openers)
            finish_printing(job, file, pages=sum(part.pages for part in parts))
    except Exception:
        # A cancelled job's parts go while they are read.
        if is_wanted(job):
            release_joining(job)
            raise


def tell_daily() -> None:
    """Have everybody told today of what is due or overdue, one task a city."""
    request_telling(on=timezone.localdate())


def tell_area(area_id: int) -> None:
    """Tell leaders and officers of one city; those of today, whenever this comes to run."""
    area = Area.objects.select_related("parent").get(pk=area_id)
    tell(area, on=timezone.localdate(), at=timezone.now())


def send_messages() -> None:
    """Send what waits. Nothing is open in the database while a provider takes its time.

    A channel that fails several times running is left in peace until ``reconcile`` comes by, so
    that a provider which is down neither holds a worker nor uses up the attempts of every message.
    """
    until = timezone.now() + SENDING_LASTS
    failures: Counter[str] = Counter()
    while timezone.now() < until:
        down = [channel for channel, count in failures.items() if count >= FAILURES_RUNNING]
        delivery = claim_delivery(at=timezone.now(), without=down)
        if delivery is None:
            return
        went = _send(delivery)
        failures[delivery.channel] = 0 if went else failures[delivery.channel] + 1
    request_sending()


def _send(delivery: Delivery) -> bool:
    """Whether the channel did its part; a refused address is the message's fault."""
    message = delivery.message
    outgoing = Outgoing(
        key=delivery.idempotency_key,
        address=delivery.address,
        subject=message.subject,
        text=message.text,
        brief=message.brief,
        language=message.language,
    )
    try:
        reference = channel(delivery.channel)(outgoing)
    except Refused as error:
        record_failed(delivery, error=str(error), again=False, at=timezone.now())
    except TryLater as error:
        record_failed(delivery, error=str(error), again=True, at=timezone.now())
        return False
    except Exception as error:
        # Whatever is wrong with this one, the others are still to go.
        logger.exception("Message %s could not be sent", outgoing.key)
        record_failed(delivery, error=type(error).__name__, again=True, at=timezone.now())
        return False
    else:
        record_sent(delivery, reference=reference, at=timezone.now())
    return True


def review_daily() -> None:
    """See that each ward's last closed month is looked at."""
    ensure_reviews(on=timezone.localdate(), at=timezone.now())


def review_ward(review_id: int) -> None:
    """Look at one ward's sheets, and draw the homes to see again."""
    look_at_ward(review_id, at=timezone.now())
