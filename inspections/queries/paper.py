"""Everything that the sheets of a few teams are made from, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from firesafety.months import Month
from households.models import Appointment, Area, Household, Membership, Team
from households.queries.reform import show_as_of
from inspections.models import Assignment, ChecklistItem, Hazard, Round, Sighting
from inspections.queries.photo import hazard_photo_count

HISTORY_SHOWN = 12  # months, this one included


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many visits a month had, and how many of them took place."""

    month: Month
    planned: int
    done: int


@dataclass(frozen=True, slots=True)
class TeamPaper:
    """One team's round with its visits, the hazards at its households and its leader.

    ``hazards``: per household, open on the day asked for, the soonest due first, each with its
    ``photo_count``.
    """

    team: Team
    round: Round
    assignments: tuple[Assignment, ...]
    hazards: dict[int, list[Hazard]]
    leader: Household | None
    history: tuple[MonthCount, ...] = field(default=())


def teams_with_round(month: Month) -> QuerySet[Team]:
    """Teams that have a round in a month, by number."""
    rounds = Round.objects.filter(month=month.first_day)
    return Team.objects.filter(pk__in=rounds.values("team")).order_by("ward", "number")


def ward_teams_with_round(
    ward: Area, month: Month, *, neighbourhood: int | None = None, picked: Collection[int] = ()
) -> list[Team]:
    """Those of a ward, by number: of one neighbourhood, or only the ``picked`` ones, if any."""
    teams = teams_with_round(month).filter(ward=ward)
    if neighbourhood is not None:
        teams = teams.filter(neighbourhood=neighbourhood)
    return list(teams.filter(pk__in=picked) if picked else teams)


def printable_teams(ward: Area, months: Collection[Month]) -> list[Team]:
    """The ward's teams with a round in any of these months, by neighbourhood. One query."""
    rounds = Round.objects.filter(month__in=[month.first_day for month in months])
    return list(
        Team.objects.filter(ward=ward, pk__in=rounds.values("team"))
        .select_related("neighbourhood")
        .order_by("neighbourhood__code", "number")
    )


def teams_in_order(keys: Sequence[int]) -> list[Team]:
    """These teams in this order; one that is no more is left out. One query."""
    found = Team.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def team_papers(
    teams: Collection[Team], month: Month, *, on: date, history: bool = False
) -> list[TeamPaper]:
    """The papers of those ``teams`` that have a round in ``month``, in their order.

    Six queries, and one more with ``history``, whatever the number of teams.
    """
    keys = [team.pk for team in teams]
    rounds = {
        round.team_id: round
        for round in Round.objects.filter(team__in=keys, month=month.first_day).select_related(
            "team__neighbourhood", "team__ward__parent", "checklist"
        )
    }
    show_as_of([round.team for round in rounds.values()], day=month.first_day)
    assignments = _assignments(rounds.values())
    hazards = _hazards(keys, on=on)
    leaders = _leaders(keys, on=on)
    past = _history(keys, month) if history else {}
    return [
        TeamPaper(
            team=round.team,
            round=round,
            assignments=tuple(assignments[round.pk]),
            hazards=hazards[key],
            leader=leaders.get(key),
            history=tuple(past.get(key, ())),
        )
        for key in keys
        if (round := rounds.get(key)) is not None
    ]


def _assignments(rounds: Iterable[Round]) -> dict[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = defaultdict(list)
    rows = (
        Assignment.objects.filter(round__in=list(rounds))
        .select_related("inspector", "inspected", "inspection")
        .order_by("round", "position")
    )
    for assignment in rows:
        found[assignment.round_id].append(assignment)
    return found


def _hazards(teams: Collection[int], *, on: date) -> dict[int, dict[int, list[Hazard]]]:
    """Per team and household: what was open on ``on`` at its members of that day."""
    members = Membership.objects.filter(team__in=teams, joined_on__lte=on).filter(
        Q(left_on=None) | Q(left_on__gt=on)
    )
    team_of = dict(members.values_list("household", "team"))
    sightings = Sighting.objects.select_related("inspection").order_by("pk")
    rows = (
        Hazard.objects.filter(household__in=members.values("household"), found_on__lte=on)
        .exclude(state=Hazard.State.WITHDRAWN)
        .filter(Q(closed_on=None) | Q(closed_on__gt=on))
        .select_related("item", "household")
        .annotate(photo_count=hazard_photo_count())
        .prefetch_related(Prefetch("sightings", sightings))
        .order_by("due_on", "pk")
    )
    found: dict[int, dict[int, list[Hazard]]] = defaultdict(lambda: defaultdict(list))
    for hazard in rows:
        found[team_of[hazard.household_id]][hazard.household_id].append(hazard)
    return found


def _leaders(teams: Collection[int], *, on: date) -> dict[int, Household]:
    rows = (
        Appointment.objects.filter(team__in=teams, role=Appointment.Role.LEADER, starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("household")
        .order_by("starts_on")
    )
    return {appointment.team_id: appointment.household for appointment in rows}


def _history(teams: Collection[int], month: Month) -> dict[int, list[MonthCount]]:
    rows = (
        Round.objects.filter(
            team__in=teams,
            month__lte=month.first_day,
            month__gt=month.plus(-HISTORY_SHOWN).first_day,
        )
        .order_by("month")
        .annotate(
            planned=Count("assignments"),
            done=Count("assignments", filter=Q(assignments__inspection__obstacle="")),
        )
        .values_list("team", "month", "planned", "done")
    )
    found: dict[int, list[MonthCount]] = defaultdict(list)
    for team, first_day, planned, done in rows:
        found[team].append(MonthCount(Month.of(first_day), planned, done))
    return found


def items_of(checklist: int) -> tuple[ChecklistItem, ...]:
    """A version's items in their order."""
    return tuple(ChecklistItem.objects.filter(checklist=checklist).order_by("position"))
