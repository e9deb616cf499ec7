"""Every periodic job of the site, as one table; ``manage.py sync_schedules`` writes it.

Only cron lines: django-q2 counts its other types from the last run in UTC, and a monthly job at
one in the morning here, which is the day before there, drifts to the 29th and stays. Each job may
be missed, doubled or late without harm, so nothing catches up.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django_q.models import Schedule

from inspections.planning.ladder import TOLD_AT_HOUR

OURS = "firesafety: "


@dataclass(frozen=True, slots=True)
class Job:
    """``cron`` is read on the clock of TIME_ZONE. ``intended`` names the argument, if any, in
    which the job is told the moment it was meant for, as ISO text in UTC."""

    name: str
    func: str
    cron: str
    intended: str | None = None


JOBS = (
    # First of all, for until then a city's pages ask the rounds of every team.
    Job("judge_teams", "inspections.tasks.judge_teams_daily", "1 0 * * *"),
    # Before the month is opened: a team that works again has a round in it.
    Job("end_pauses", "inspections.tasks.end_pauses_daily", "2 0 * * *"),
    Job("ensure_months", "inspections.tasks.ensure_months_daily", "5 0 * * *", "intended"),
    Job("close_rounds", "inspections.tasks.close_rounds_daily", "15 0 * * *", "intended"),
    Job("tell", "inspections.tasks.tell_daily", f"0 {TOLD_AT_HOUR} * * *"),
    Job("review", "inspections.tasks.review_daily", "45 1 * * *"),
    Job("reconcile", "inspections.tasks.reconcile", "*/10 * * * *"),
    Job("prune_results", "inspections.tasks.prune_results", "30 3 * * *"),
    Job("sweep_photos", "inspections.tasks.sweep_photos_daily", "45 3 * * *"),
    Job("retention", "firesafety.tasks.apply_retention_daily", "40 3 * * *"),
    Job("beat", "inspections.tasks.beat", "* * * * *"),
)


@dataclass(frozen=True, slots=True)
class Synced:
    """What ``sync_schedules`` changed."""

    created: int
    updated: int
    removed: int


@transaction.atomic
def sync_schedules() -> Synced:
    """Make the stored schedules of ours equal to ``JOBS``. Others are left alone.

    Names are not unique in the table, so doubled rows of ours are removed too.
    """
    created = updated = removed = 0
    for job in JOBS:
        rows = list(Schedule.objects.filter(name=OURS + job.name).order_by("pk"))
        removed += _remove(rows[1:])
        changed = _write(rows[0] if rows else Schedule(name=OURS + job.name), job)
        created += changed and not rows
        updated += changed and bool(rows)
    gone = Schedule.objects.filter(name__startswith=OURS)
    removed += _remove(list(gone.exclude(name__in=[OURS + job.name for job in JOBS])))
    return Synced(created, updated, removed)


def _remove(rows: list[Schedule]) -> int:
    for row in rows:
        row.delete()
    return len(rows)


def _write(row: Schedule, job: Job) -> bool:
    """Whether anything had to be written: an unchanged job keeps its next run."""
    wanted = {
        "func": job.func,
        "schedule_type": Schedule.CRON,
        "cron": job.cron,
        "intended_date_kwarg": job.intended,
        "repeats": -1,
    }
    if row.pk and all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(row, name, value)
    # Saving a changed cron line alone would leave the next run where the old line had put it.
    row.next_run = row.calculate_next_run()
    row.save()
    return True
