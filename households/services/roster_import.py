"""A roster file handed in on the page: kept with its preview, then applied at most once."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from firesafety.language import say_in_each
from households.models import Area, RosterImport, User
from households.rosters import check_file_size

from .roster import apply_import, read_for_ward
from .roster_plan import ImportPlan, RowPlan, preview_import

MEGABYTE = 1024 * 1024


def receive_roster(
    ward: Area, file: bytes, *, name: str, by: User | None, at: datetime
) -> RosterImport:
    """Keep a file and what it would do to the register; nothing in the register changes yet.

    A file that is already waiting for this ward is previewed afresh in its old place. Raises
    RosterFileError.
    """
    check_file_size(len(file), limit=settings.ROSTER_MAX_MEGABYTES * MEGABYTE)
    roster = read_for_ward(ward, file, name=name)
    digest = hashlib.sha256(file).hexdigest()
    with transaction.atomic():
        Area.objects.select_for_update().get(pk=ward.pk)
        plan = preview_import(ward, roster)
        waiting = ward.roster_imports.filter(
            digest=digest, state=RosterImport.State.PREVIEWED
        ).first()
        received = waiting or RosterImport(ward=ward, digest=digest)
        received.file_name = name[:200]
        received.uploaded_by, received.uploaded_at = by, at
        _note(received, plan, notices=[say_in_each(notice) for notice in roster.notices])
        if waiting is None:
            # The name people gave may be anything; the disk gets one of ours.
            stored = f"{digest[:16]}{Path(name).suffix.lower()[:5]}"
            received.file.save(stored, ContentFile(file), save=False)
        received.save()
    return received


def apply_received(received: RosterImport, *, on: date, at: datetime) -> RosterImport:
    """Apply a previewed file in one transaction; one that was applied before is left alone.

    The register may have changed since the preview: what is done is what the file means now, and
    the outcomes say so.
    """
    with transaction.atomic():
        received = (
            RosterImport.objects.select_for_update().select_related("ward").get(pk=received.pk)
        )
        if received.state == RosterImport.State.APPLIED:
            return received
        with received.file.open("rb") as file:
            roster = read_for_ward(received.ward, file.read(), name=received.file_name)
        plan = apply_import(received.ward, roster, on=on)
        _note(received, plan, notices=[say_in_each(notice) for notice in roster.notices])
        received.state, received.applied_at = RosterImport.State.APPLIED, at
        received.save()
    return received


def _note(received: RosterImport, plan: ImportPlan, *, notices: list[dict[str, str]]) -> None:
    received.counts = plan.counts() | {
        "missing": len(plan.missing),
        "new_neighbourhoods": list(plan.new_neighbourhoods),
        "notices": notices,
    }
    received.outcomes = [_outcome(line) for line in plan.rows]


def _outcome(line: RowPlan) -> list[Any]:
    """``[row, outcome, household id or null, doubts, who]``, as the model describes it."""
    doubts = [
        [d.column, d.code, say_in_each(d.message), d.value, d.proposed, d.severity]
        for d in line.doubts
    ]
    household = line.household.pk if line.household else None
    return [line.row.number, line.outcome, household, doubts, _who(line)]


def _who(line: RowPlan) -> str:
    row = line.row
    address = " ".join(part for part in (row.house_number, row.street) if part)
    return ", ".join(part for part in (row.holder_name, address, row.neighbourhood) if part)
