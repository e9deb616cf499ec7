"""One team's month as its page and its summary show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from firesafety.months import Month
from households.models import Household, Membership, Team
from inspections.models import Assignment, Hazard, Inspection, Obstacle, Round
from inspections.planning.answers import count_found
from inspections.planning.clock import Clock, Pause
from inspections.planning.overdue import (
    AssignmentFacts,
    Cause,
    RoundFacts,
    RoundState,
    find_missing,
    round_state,
)
from inspections.queries.closing import came_late, rests_since
from inspections.queries.confirmation import open_disputes
from inspections.queries.conflict import waiting_conflicts
from inspections.queries.hazard import with_story
from inspections.queries.on_paper import with_paper
from inspections.queries.photo import hazard_photo_count, inspection_photo_count


class RowState(StrEnum):
    DONE = "done"
    WAITING = "waiting"
    OBSTACLE = "obstacle"  # someone went and could not get in
    LATE = "late"  # waiting past the due day


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One visit of the month and what became of it.

    ``came_late``: typed in after the month had closed, which changes none of its figures.
    ``paper_since``: the day on which the leader said that it lies on paper, not typed in yet.
    """

    assignment: Assignment
    inspector: Household
    inspected: Household
    state: RowState
    obstacle: str = ""
    done_on: date | None = None
    source: str = ""
    failed_count: int = 0
    photo_count: int = 0
    came_late: bool = False
    paper_since: date | None = None

    @property
    def obstacle_label(self) -> str:
        return str(Obstacle(self.obstacle).label) if self.obstacle else ""


@dataclass(frozen=True, slots=True)
class ShortageLine:
    """A household that nobody could be found for, the planner's reason and its numbers."""

    household: Household
    reason: str
    numbers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TeamMonth:
    """``round`` is None, and the rest is empty, when the team has no round in the month.

    ``ahead``: the visits of a later month that was asked for too, in their order.
    """

    team: Team
    month: Month
    round: Round | None
    state: RoundState
    due_on: date | None
    rows: tuple[AssignmentRow, ...]
    hazards: tuple[Hazard, ...]
    shortages: tuple[ShortageLine, ...]
    remaining: int
    ahead: tuple[Assignment, ...] = ()

    @property
    def done(self) -> int:
        return sum(row.state is RowState.DONE for row in self.rows)


def team_month(team: Team, month: Month, *, on: date, ahead: Month | None = None) -> TeamMonth:
    """A team's month on a day. Three queries, whatever the team's size; four with a shortage at a
    household that has no other part in the month.

    ``remaining`` counts households that nobody has inspected yet; ``hazards`` are those open at
    its present members, the soonest due first. The visits of ``ahead``, a later month, are read
    along with those of the month itself.
    """
    hazards = tuple(open_hazards(team, on=on))
    rounds = _rounds(team, month, ahead)
    round = rounds.get(month)
    if round is None:
        state = RoundState.PAUSED if is_paused(team, on=on) else RoundState.NOT_OPEN
        return TeamMonth(team, month, None, state, None, (), hazards, (), 0)
    round.team = team
    read = list(
        with_paper(Assignment.objects.filter(round__in=rounds.values()), on=on)
        .select_related("inspector", "inspected", "inspection")
        .annotate(photo_count=inspection_photo_count())
        .order_by("position")
    )
    assignments = [assignment for assignment in read if assignment.round_id == round.pk]
    people = {each.pk: each for visit in read for each in (visit.inspector, visit.inspected)}
    facts = round_facts(round, team, map(assignment_facts, assignments), on=on)
    return TeamMonth(
        team=team,
        month=month,
        round=round,
        state=round_state(facts, on=on),
        due_on=round.due_on,
        rows=tuple(_row(assignment, round, on=on) for assignment in assignments),
        hazards=hazards,
        shortages=tuple(shortage_lines([round], known=people)),
        remaining=len(find_missing(facts.assignments)),
        ahead=tuple(assignment for assignment in read if assignment.round_id != round.pk),
    )


def _rounds(team: Team, *months: Month | None) -> dict[Month, Round]:
    """The team's rounds of these months, each with what waits for its leader. One query."""
    days = [month.first_day for month in months if month is not None]
    rows = Round.objects.filter(team=team, month__in=days).annotate(
        conflicts=_number_of(waiting_conflicts()), disputes=_number_of(open_disputes())
    )
    return {Month.of(round.month): round for round in rows.order_by("month")}


def _number_of(waiting: QuerySet[Any]) -> Coalesce:
    """In a query over rounds: how many rows about their results there are."""
    mine = waiting.filter(inspection__assignment__round=OuterRef("pk")).order_by()
    counts = mine.values("inspection__assignment__round").annotate(n=Count("pk"))
    return Coalesce(Subquery(counts.values("n")), 0)


def open_hazards(team: Team, *, on: date) -> Iterable[Hazard]:
    """Open hazards at the team's members of a day, the soonest due first. One query."""
    members = Membership.objects.filter(team=team, joined_on__lte=on).filter(
        Q(left_on=None) | Q(left_on__gt=on)
    )
    hazards = Hazard.objects.filter(household__in=members.values("household"))
    return (
        with_story(hazards)
        .filter(state=Hazard.State.OPEN)
        .select_related("household", "item")
        .annotate(photo_count=hazard_photo_count())
        .order_by("due_on", "pk")
    )


def is_paused(team: Team, *, on: date) -> bool:
    return team.paused_on is not None and team.paused_on <= on


def round_facts(
    round: Round, team: Team, assignments: Iterable[AssignmentFacts], *, on: date
) -> RoundFacts:
    """What the plain core asks of a round, without hazards and silence."""
    return RoundFacts(
        team=team.pk,
        month=Month.of(round.month),
        starts_on=round.starts_on,
        due_on=round.due_on,
        missed_on=round.missed_on,
        closed_on=round.closed_on,
        clock=Clock(() if team.paused_on is None else (Pause(team.paused_on),)),
        assignments=tuple(assignments),
    )


def assignment_facts(assignment: Assignment) -> AssignmentFacts:
    """One visit as the plain core sees it; ``inspection`` is loaded with the assignment."""
    inspection = find_inspection(assignment)
    return AssignmentFacts(
        inspector=assignment.inspector_id,
        inspected=assignment.inspected_id,
        done=inspection is not None and inspection.completed,
        cause=_cause(assignment, inspection),
    )


def _cause(assignment: Assignment, inspection: Inspection | None) -> Cause:
    if getattr(assignment, "paper_since", None) is not None:
        return Cause.ON_PAPER
    return Cause(inspection.obstacle) if inspection and inspection.obstacle else Cause.NOT_DONE


def find_inspection(assignment: Assignment) -> Inspection | None:
    """The result of an assignment, or None while there is none."""
    found: Inspection | None = getattr(assignment, "inspection", None)
    return found


def _row(assignment: Assignment, round: Round, *, on: date) -> AssignmentRow:
    inspection = find_inspection(assignment)
    inspector, inspected = assignment.inspector, assignment.inspected
    if inspection is None:
        late = on > round.due_on and rests_since(round, on=on) is None
        waiting = RowState.LATE if late else RowState.WAITING
        return AssignmentRow(
            assignment, inspector, inspected, waiting, paper_since=_paper_since(assignment)
        )
    return AssignmentRow(
        assignment,
        inspector,
        inspected,
        RowState.DONE if inspection.completed else RowState.OBSTACLE,
        obstacle=inspection.obstacle,
        done_on=inspection.done_on,
        source=inspection.source,
        photo_count=assignment.photo_count,  # type: ignore[attr-defined] # Annotated above.
        failed_count=count_found(inspection.answers),
        came_late=came_late(round, inspection.received_at),
        paper_since=None if inspection.completed else _paper_since(assignment),
    )


def _paper_since(assignment: Assignment) -> date | None:
    since: date | None = assignment.paper_since  # type: ignore[attr-defined] # Annotated above.
    return since


def shortage_lines(
    rounds: Iterable[Round], *, known: Mapping[int, Household] | None = None
) -> list[ShortageLine]:
    """The shortages of rounds with their households: one query, none when all are ``known``."""
    kept = [line for round in rounds for line in round.shortages]
    households = dict(known or {})
    unknown = {household for household, _, _ in kept} - households.keys()
    if unknown:
        households |= Household.objects.in_bulk(unknown)
    return [
        ShortageLine(households[household], reason, numbers) for household, reason, numbers in kept
    ]
