"""Opening and closing a team's month."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from firesafety.months import Month
from households.models import Area, Team
from inspections.models import Assignment, Checklist, Round
from inspections.planning.deadlines import plan_dates
from inspections.planning.rotation import Plan, Shortage, plan_rounds
from inspections.queries.checklist import current_checklist
from inspections.queries.holidays import holidays
from inspections.queries.opening import team_inputs, teams_to_open
from inspections.queries.skipped import operating_calendars
from inspections.rules import deadline_params
from inspections.services.checklist import publish_checklist, read_items
from inspections.services.household_link import ensure_links
from inspections.services.link import set_link
from inspections.services.skipped import hold_calendars
from inspections.services.standing import recount_rounds

BATCH = 500


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """A team's month as planned, not stored yet."""

    team: int
    mode: str
    crew_size: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class OpenedRounds:
    """What opening changed: rounds made, rounds that stood already, rows made in the new ones."""

    opened: int = 0
    already_open: int = 0
    assignments: int = 0
    shortages: int = 0


def open_round(team: Team, month: Month, *, at: datetime) -> Round | None:
    """Open one team's month. The standing round when there is one; None for a team at rest."""
    open_rounds([team], month, at=at)
    return Round.objects.filter(team=team, month=month.first_day).first()


def open_rounds(teams: Collection[Team], month: Month, *, at: datetime) -> OpenedRounds:
    """Open the month of every team that should have one and has none. Twice equals once.

    Raises IntegrityError when someone else opens one of them at the same moment; then nothing of
    this call is stored and it can be made again.
    """
    planned = plan_openings(teams, month, at=at)
    with transaction.atomic():
        return write_rounds(planned, month, at=at)


def plan_openings(teams: Collection[Team], month: Month, *, at: datetime) -> list[PlannedRound]:
    """Plan the missing rounds. Only reads, so that no one waits for a lock while we think."""
    on = localdate(at)
    keys = [team.pk for team in teams]
    standing = Round.objects.filter(team__in=keys, month=month.first_day).values("team")
    missing = list(teams_to_open(month, on=on).filter(pk__in=keys).exclude(pk__in=standing))
    inputs = team_inputs(missing, month, on=on)
    return [
        PlannedRound(each.team, each.mode.value, each.crew_size, plan)
        for each, plan in zip(inputs, plan_rounds(inputs), strict=True)
    ]


def write_rounds(planned: Collection[PlannedRound], month: Month, *, at: datetime) -> OpenedRounds:
    """Store planned rounds, their assignments and links; those that stand by now are left alone.

    So are teams whose ward has been given the month off while we were planning. Call it within
    a transaction, and no earlier than its other locks: the wards' calendars are held until its
    end.
    """
    teams = [each.team for each in planned]
    resting = _hold_calendars(teams, month)
    standing = set(
        Round.objects.filter(team__in=teams, month=month.first_day).values_list("team", flat=True)
    )
    new = [each for each in planned if each.team not in standing | resting]
    if not new:
        return OpenedRounds(already_open=len(standing))
    checklist = current_checklist() or publish_checklist(read_items(), on=localdate(at))
    rounds = Round.objects.bulk_create(
        [_make_round(each, month, checklist=checklist, at=at) for each in new], batch_size=BATCH
    )
    assignments = [
        assignment
        for each, round in zip(new, rounds, strict=True)
        for assignment in _make_assignments(each.plan, round)
    ]
    Assignment.objects.bulk_create(assignments, batch_size=BATCH)
    ensure_links((assignment.inspected_id for assignment in assignments), month)
    recount_rounds([round.pk for round in rounds])
    return OpenedRounds(
        opened=len(new),
        already_open=len(standing),
        assignments=len(assignments),
        shortages=sum(len(each.plan.shortages) for each in new),
    )


def _hold_calendars(teams: Collection[int], month: Month) -> set[int]:
    """Let nobody give the teams' wards the month off until our transaction ends; who rests."""
    ward_of = dict(Team.objects.filter(pk__in=teams).order_by("pk").values_list("pk", "ward"))
    wards = set(ward_of.values())
    hold_calendars(Area.objects.filter(pk__in=wards))
    calendars = operating_calendars(wards)
    return {team for team, ward in ward_of.items() if calendars[ward].rests(month)}


def _make_round(
    planned: PlannedRound, month: Month, *, checklist: Checklist, at: datetime
) -> Round:
    dates = plan_dates(month, deadline_params(), holidays())
    is_full = month.month in settings.CHECKLIST_FULL_MONTHS
    return Round(
        team_id=planned.team,
        month=month.first_day,
        mode=planned.mode,
        crew_size=planned.crew_size,
        checklist=checklist,
        scope=Round.Scope.FULL if is_full else Round.Scope.CORE,
        starts_on=dates.starts_on,
        due_on=dates.due_on,
        missed_on=dates.missed_on,
        opened_at=at,
        input_digest=planned.plan.digest,
        engine_version=planned.plan.engine_version,
        shortages=[pack_shortage(shortage) for shortage in planned.plan.shortages],
    )


def pack_shortage(shortage: Shortage) -> list[object]:
    """As ``Round.shortages`` keeps it: household, reason code, and what the sentence needs."""
    return [
        shortage.household,
        shortage.reason.value,
        {
            "needed": shortage.needed,
            "assigned": shortage.assigned,
            "way_out": shortage.way_out.value,
            "helper": shortage.helper,
            "other": shortage.other,
        },
    ]


def _make_assignments(plan: Plan, round: Round) -> Iterable[Assignment]:
    for position, visit in enumerate(plan.visits, start=1):
        yield set_link(
            Assignment(
                public_id=uuid.uuid4(),
                round=round,
                inspector_id=visit.inspector,
                inspected_id=visit.inspected,
                position=position,
            )
        )


def close_rounds(*, on: date) -> int:
    """Close every round whose days of grace are over; how many. No figure changes after that.

    The day stored is the one it should have been, whenever the job came to run.
    """
    over = Round.objects.filter(closed_on=None, missed_on__lte=on)
    # The clock of a team that rested before the day came stands still: nothing of it is over.
    resting = Q(team__paused_on__lt=F("missed_on"))
    keys = over.exclude(resting).values("pk")
    return Round.objects.filter(pk__in=keys).update(closed_on=F("missed_on"))
