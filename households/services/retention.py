"""Forgetting what the registry has kept long enough. Each is told the moment before which.

With ``dry_run`` nothing is touched; either way the answer is how many rows or files it is about.
A second time finds nothing.
"""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from firesafety.stray_files import sweep_files
from households.models import Household, RecordView, RosterImport

from .household_erasure import erase_household, objections


@transaction.atomic
def forget_record_views(*, before: datetime, dry_run: bool = False) -> int:
    """Who looked at records before."""
    rows = RecordView.objects.filter(at__lt=before)
    return rows.count() if dry_run else rows.delete()[0]


@transaction.atomic
def forget_waiting_rosters(*, before: datetime, dry_run: bool = False) -> int:
    """Files handed in before and never applied, with their previews."""
    rows = RosterImport.objects.filter(state=RosterImport.State.PREVIEWED, uploaded_at__lt=before)
    if dry_run:
        return rows.count()
    names = _files(rows)
    forgotten = rows.delete()[0]
    _delete_files(names)
    return forgotten


@transaction.atomic
def forget_roster_files(*, before: datetime, dry_run: bool = False) -> int:
    """Files applied before; what became of their rows stays."""
    rows = RosterImport.objects.filter(
        state=RosterImport.State.APPLIED, applied_at__lt=before
    ).exclude(file="")
    if dry_run:
        return rows.count()
    names = _files(rows)
    forgotten = rows.update(file="")
    _delete_files(names)
    return forgotten


def sweep_rosters(*, at: datetime, dry_run: bool = False) -> int:
    """Files of rosters that no row knows: a stop came after the row was written, and before the
    file was deleted."""
    known = RosterImport.objects.exclude(file="").values_list("file", flat=True)
    return sweep_files("rosters", [known], at=at, dry_run=dry_run)


@transaction.atomic
def forget_roster_reports(*, before: datetime, dry_run: bool = False) -> int:
    """What became of the rows of files applied before: they quote names and numbers."""
    rows = RosterImport.objects.filter(
        state=RosterImport.State.APPLIED, applied_at__lt=before
    ).exclude(outcomes=[])
    return rows.count() if dry_run else rows.update(outcomes=[])


@transaction.atomic
def forget_sessions(*, before: datetime, dry_run: bool = False) -> int:
    """Sessions that ran out before, with what was noted of their machines."""
    rows = Session.objects.filter(expire_date__lt=before)
    gone = UserSession.objects.exclude(
        session_key__in=Session.objects.exclude(pk__in=rows).values("session_key")
    )
    count = int(rows.count() + gone.count())
    if not dry_run:
        # Machines first: they are told by the sessions that remain.
        gone.delete()
        rows.delete()
    return count


def erase_departed_households(*, before: datetime, at: datetime, dry_run: bool = False) -> int:
    """Households that left before and were not erased yet; those with objections wait."""
    left = Household.objects.filter(left_on__lt=localdate(before), erased_on=None)
    ready = [home for home in left.select_related("neighbourhood") if not objections(home)]
    if not dry_run:
        reason = _("Hết thời hạn lưu theo thiết lập của trang")
        for household in ready:
            erase_household(household, reason=reason, by=None, at=at, on=localdate(at))
    return len(ready)


def _files(rows: QuerySet[RosterImport]) -> set[str]:
    return set(rows.exclude(file="").values_list("file", flat=True))


def _delete_files(names: set[str]) -> None:
    """Delete stored files that no row speaks of any more, once the rows are written."""
    used = set(RosterImport.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names - used:
        transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]
