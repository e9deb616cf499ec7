"""Changing an open round when somebody leaves, joins or goes away in the middle of the month.

What is published stays wherever it can, and what has a result always stays.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from firesafety.months import Month
from households.models import User
from inspections.models import Assignment, Repair, Round
from inspections.planning.rotation import Mode, Plan, Visit, plan_team
from inspections.queries.opening import team_inputs
from inspections.queries.team_month import find_inspection
from inspections.services.household_link import ensure_links
from inspections.services.link import set_link
from inspections.services.round import pack_shortage
from inspections.services.standing import recount_rounds


class RepairRefused(ValueError):
    """A closed round is not changed any more."""


@dataclass(frozen=True, slots=True)
class RoundChange:
    """What a repair takes out of a round and puts into it; nothing where all still fits."""

    removed: tuple[Assignment, ...]
    added: tuple[Visit, ...]
    plan: Plan

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    @property
    def touched(self) -> frozenset[int]:
        """The households that need to be told."""
        gone = {key for each in self.removed for key in (each.inspector_id, each.inspected_id)}
        come = {key for each in self.added for key in (each.inspector, each.inspected)}
        return frozenset(gone | come)

    @property
    def fingerprint(self) -> str:
        """Names the change, so that what is applied is what was seen."""
        parts = [sorted(each.pk for each in self.removed), [tuple_of(v) for v in self.added]]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def tuple_of(visit: Visit) -> tuple[int, int]:
    return visit.inspector, visit.inspected


def plan_repair(round: Round, *, on: date) -> RoundChange:
    """The fewest changes that make the round fit its team as it stands on a day. Only reads.

    The round keeps the mode and crew it was opened with. Raises RepairRefused once it takes no
    results.
    """
    refuse_closed(round, on=on)
    rows = list(round.assignments.select_related("inspection", "inspector", "inspected"))
    return _compare(round, rows, on=on)


def repair_round(
    round: Round, *, at: datetime, by: User | None = None, seen: str | None = None
) -> RoundChange:
    """Apply the repair and return what changed; nothing the second time.

    With ``seen``, the fingerprint of what somebody was shown, nothing is written where the change
    has become another one meanwhile; the caller compares and shows it again. Raises RepairRefused.
    """
    on = localdate(at)
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round.pk)
        refuse_closed(locked, on=on)
        rows = list(locked.assignments.select_for_update(of=("self",)).order_by("position"))
        rows = list(
            Assignment.objects.filter(pk__in=[row.pk for row in rows])
            .select_related("inspection", "inspector", "inspected")
            .order_by("position")
        )
        change = _compare(locked, rows, on=on)
        if seen is not None and seen != change.fingerprint:
            return change
        if change:
            _write(locked, rows, change, at=at, by=by)
    return change


def refuse_closed(round: Round, *, on: date) -> None:
    """Raises RepairRefused for a round that takes no results any more."""
    if round.closed_on is not None or round.missed_on <= on:
        raise RepairRefused(str(round.pk))


def _compare(round: Round, rows: Sequence[Assignment], *, on: date) -> RoundChange:
    (inputs,) = team_inputs([round.team], Month.of(round.month), on=on)
    published = {Visit(row.inspector_id, row.inspected_id): row for row in rows}
    results = {visit: find_inspection(row) for visit, row in published.items()}
    done = [visit for visit, result in results.items() if result and result.completed]
    plan = plan_team(
        replace(
            inputs,
            mode=Mode(round.mode),
            crew_size=round.crew_size,
            keep=tuple(published),
            done=tuple(done),
        )
    )
    planned = set(plan.visits)
    return RoundChange(
        # Whoever stood before a closed door has left a result: that row is history.
        removed=tuple(
            row for visit, row in published.items() if visit not in planned and not results[visit]
        ),
        added=tuple(visit for visit in plan.visits if visit not in published),
        plan=plan,
    )


def _write(
    round: Round, rows: Sequence[Assignment], change: RoundChange, *, at: datetime, by: User | None
) -> None:
    last = max((row.position for row in rows), default=0)
    Repair.objects.create(
        round=round,
        at=at,
        by=by,
        removed=[[row.inspector_id, row.inspected_id] for row in change.removed],
        added=[list(tuple_of(visit)) for visit in change.added],
        digest_before=round.input_digest,
        digest_after=change.plan.digest,
    )
    Assignment.objects.filter(pk__in=[row.pk for row in change.removed]).delete()
    Assignment.objects.bulk_create(
        set_link(
            Assignment(
                public_id=uuid.uuid4(),
                round=round,
                inspector_id=visit.inspector,
                inspected_id=visit.inspected,
                position=position,
            )
        )
        for position, visit in enumerate(change.added, start=last + 1)
    )
    ensure_links((visit.inspected for visit in change.added), Month.of(round.month))
    round.input_digest = change.plan.digest
    round.engine_version = change.plan.engine_version
    round.shortages = [pack_shortage(shortage) for shortage in change.plan.shortages]
    round.save(update_fields=["input_digest", "engine_version", "shortages"])
    recount_rounds([round.pk])
