"""Deciding between two versions of one visit: what came by phone and what came on paper."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from households.models import Household, User
from inspections.models import Assignment, Inspection, Submission
from inspections.queries.conflict import conflict_of
from inspections.queries.visit import whole_checklist
from inspections.services.version import hold


class ConflictChanged(Exception):
    """Another version arrived since the two were shown: they have to be looked at again."""


def settle_conflict(
    inspection: Inspection, *, take: bool, seen: str, by: User, at: datetime
) -> Submission | None:
    """Take the version that waits, or keep the one held; both stay readable.

    ``seen`` is the fingerprint of what was shown. None, and nothing changes, where nothing waits
    any more: it was decided already. Allowed after the round closed, since both versions came in
    time. Raises ConflictChanged.
    """
    with transaction.atomic():
        assignment = (
            Assignment.objects.select_for_update(of=("self",))
            .select_related("round", "inspected")
            .get(pk=inspection.assignment_id)
        )
        Household.objects.select_for_update().get(pk=assignment.inspected_id)
        held = Inspection.objects.get(pk=inspection.pk)
        held.assignment = assignment
        conflict = conflict_of(held)
        if conflict is None:
            return None
        if conflict.fingerprint != seen:
            raise ConflictChanged(str(inspection.pk))
        waiting = conflict.waiting
        waiting.standing = Submission.Standing.TAKEN if take else Submission.Standing.ASIDE
        waiting.compared_by, waiting.compared_at = by, at
        waiting.save(update_fields=["standing", "compared_by", "compared_at"])
        if take:
            codes = [item.code for item in whole_checklist(assignment)]
            hold(held, waiting, codes, on=localdate(at))
        return waiting
