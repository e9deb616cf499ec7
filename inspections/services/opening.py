"""Opening a month everywhere: one queue task a ward, each done exactly once.

The wish and the tasks are stored by one transaction (the queue is a table of the same database),
a ward's rounds and its mark "done" by another. A task that comes twice finds the mark; a task
that never comes is sent again by ``reconcile``.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate
from django_q.tasks import async_task

from firesafety.months import Month
from households.models import Area
from inspections.models import Opening, WardOpening
from inspections.planning.deadlines import plan_dates
from inspections.queries.holidays import holidays
from inspections.queries.opening import (
    teams_to_open,
    unfinished_openings,
    wards_with_unopened_teams,
)
from inspections.rules import deadline_params
from inspections.services.round import OpenedRounds, plan_openings, write_rounds

# A delivery is counted before its work begins, so a ward that kills its worker ends here.
MAX_ATTEMPTS = 10
STALE = timedelta(minutes=15)
OPEN_WARD_TASK = "inspections.tasks.open_ward"


def request_opening(
    month: Month,
    *,
    at: datetime,
    wards: Collection[Area] | None = None,
    revive: bool = False,
    enqueue: bool = True,
) -> Opening:
    """Store the wish to open ``month`` and one task for each ward that is not done.

    A ward that is done is taken up again when it has a team without a round by now. ``revive``
    also gives wards another chance that were given up. ``enqueue=False`` is for a caller that
    opens the wards itself.
    """
    with transaction.atomic():
        opening, _ = Opening.objects.get_or_create(
            month=month.first_day, defaults={"requested_at": at}
        )
        rows = opening.wards.all()
        unopened = set(wards_with_unopened_teams(month, on=localdate(at)))
        if wards is not None:
            asked = {ward.pk for ward in wards}
            unopened &= asked
            rows = rows.filter(ward__in=asked)
        WardOpening.objects.bulk_create(
            [WardOpening(opening=opening, ward_id=ward, queued_at=at) for ward in sorted(unopened)],
            ignore_conflicts=True,
        )
        done = rows.filter(state=WardOpening.State.DONE, ward__in=unopened)
        _take_up_again(opening, done, at=at)
        if revive:
            _take_up_again(opening, rows.filter(state=WardOpening.State.DEAD), at=at)
        if enqueue:
            waiting = rows.filter(state=WardOpening.State.QUEUED).order_by("pk")
            for key in waiting.values_list("pk", flat=True):
                async_task(OPEN_WARD_TASK, key)
    return opening


def _take_up_again(opening: Opening, rows: QuerySet[WardOpening], *, at: datetime) -> None:
    if rows.update(state=WardOpening.State.QUEUED, attempts=0, error="", queued_at=at):
        Opening.objects.filter(pk=opening.pk).update(finished_at=None)


def open_ward(ward_opening_id: int, *, at: datetime) -> WardOpening:
    """Open every round of one ward's part; does nothing when it is done or given up.

    Whatever goes wrong is written on the row and raised again.
    """
    job = _claim(ward_opening_id)
    if job.state != WardOpening.State.QUEUED:
        return job
    month = Month.of(job.opening.month)
    try:
        teams = list(teams_to_open(month, on=localdate(at)).filter(ward=job.ward_id))
        planned = plan_openings(teams, month, at=at)
        with transaction.atomic():
            if _mark_done(job, teams=len(teams)):
                opened = write_rounds(planned, month, at=at)
                _count(job, opened)
                _finish(job.opening_id, at=at)
    except Exception as error:
        WardOpening.objects.filter(pk=job.pk).update(error=f"{type(error).__name__}: {error}")
        raise
    job.refresh_from_db()
    return job


def _claim(ward_opening_id: int) -> WardOpening:
    """Count the delivery, in a transaction of its own so that a kill cannot undo the count."""
    with transaction.atomic():
        rows = WardOpening.objects.select_for_update(of=("self",)).select_related("opening")
        job = rows.get(pk=ward_opening_id)
        if job.state == WardOpening.State.QUEUED:
            job.attempts += 1
            if job.attempts > MAX_ATTEMPTS:
                job.state = WardOpening.State.DEAD
            job.save(update_fields=["attempts", "state"])
    return job


def _mark_done(job: WardOpening, *, teams: int) -> bool:
    """Compare and set: of two deliveries at once, one gets True and writes the rounds."""
    waiting = WardOpening.objects.filter(pk=job.pk, state=WardOpening.State.QUEUED)
    return bool(waiting.update(state=WardOpening.State.DONE, teams=teams, error=""))


def _count(job: WardOpening, opened: OpenedRounds) -> None:
    # Added, not set: a ward taken up again for a late team keeps what it opened before.
    WardOpening.objects.filter(pk=job.pk).update(
        opened=F("opened") + opened.opened,
        assignments=F("assignments") + opened.assignments,
        shortages=F("shortages") + opened.shortages,
    )


def _finish(opening_id: int, *, at: datetime) -> None:
    unfinished_openings().filter(pk=opening_id).update(finished_at=at)


def ensure_months(*, on: date, at: datetime) -> list[Opening]:
    """Open this month, and from the day that the settings name the next one too.

    Run every day: it does not matter when a firing is missed, doubled or late. After its due day
    a month is opened only if nobody ever asked for it, so that a team founded in the month's
    last days does not begin with an overdue round.
    """
    month = Month.of(on)
    months = [month]
    asked = Opening.objects.filter(month=month.first_day).exists()
    if asked and on > plan_dates(month, deadline_params(), holidays()).due_on:
        months = []
    if on.day >= settings.ROUND_OPENS_FROM_DAY:
        months.append(month.next())
    return [request_opening(each, at=at) for each in months]


def reconcile_openings(*, at: datetime) -> int:
    """Send again what has waited too long, and mark what is finished; how many were sent."""
    with transaction.atomic():
        unfinished_openings().update(finished_at=at)
        stale = WardOpening.objects.filter(
            state=WardOpening.State.QUEUED, queued_at__lte=at - STALE
        )
        keys = list(stale.select_for_update().values_list("pk", flat=True))
        WardOpening.objects.filter(pk__in=keys).update(queued_at=at)
        for key in keys:
            async_task(OPEN_WARD_TASK, key)
    return len(keys)
