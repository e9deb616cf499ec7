"""Which teams a month is opened for, what their plans follow from, and how far the work is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from firesafety.months import Month
from households.models import Area, Membership, Team
from inspections.models import (
    Assignment,
    Exclusion,
    Inspection,
    Opening,
    Round,
    SecondInspector,
    SkippedMonth,
    WardOpening,
)
from inspections.planning.calendar import OperatingCalendar
from inspections.planning.rotation import Meeting, Member, Mode, TeamInput
from inspections.queries.skipped import operating_calendars

# Above this many, all exclusions are read: SQLite takes no longer list of values.
HOUSEHOLDS_NAMED = 5_000

# The planner lets a pair's age grow to three rounds of the team: 42 months for 15 households.
# Older meetings change no plan of a team in which everybody goes once, so they need not be read.
HISTORY_MONTHS = 48

# Where some have to go twice, turns are taken evenly only as far back as they are remembered.
LOAD_MONTHS = 120


def day_judged(month: Month, *, on: date) -> date:
    """The day on which teams and members are looked at: ``on``, or the nearest day of the month."""
    return min(max(on, month.first_day), month.last_day)


def teams_to_open(month: Month, *, on: date) -> QuerySet[Team]:
    """Teams that have a round in ``month``: founded, not paused, not disbanded, with members.

    None where the ward or its city skips the month.
    """
    day = day_judged(month, on=on)
    members = Membership.objects.filter(team=OuterRef("pk"), joined_on__lte=day).filter(
        Q(left_on=None) | Q(left_on__gt=day)
    )
    return (
        Team.objects.exclude(_rests(month))
        .filter(founded_on__lte=day)
        .filter(Q(paused_on=None) | Q(paused_on__gt=day))
        .filter(Q(disbanded_on=None) | Q(disbanded_on__gt=day))
        .alias(members=members.values("team").annotate(n=Count("pk")).values("n"))
        .filter(members__gt=0)
    )


def _rests(month: Month) -> Q:
    """Whether a team's ward or its city skips the month."""
    skipped = SkippedMonth.objects.filter(month=month.first_day).values("area")
    return Q(ward__in=skipped) | Q(ward__parent__in=skipped)


def team_inputs(
    teams: Collection[Team],
    month: Month,
    *,
    on: date,
    calendars: Mapping[int, OperatingCalendar] | None = None,
) -> list[TeamInput]:
    """What each team's plan follows from, in the order of ``teams``. Four queries at most.

    ``calendars``: of the teams' wards, by id, where somebody has read them already.
    """
    day = day_judged(month, on=on)
    if calendars is None:
        calendars = operating_calendars({team.ward_id for team in teams})
    periods = {team.pk: calendars[team.ward_id] for team in teams}
    members = _members(teams, periods, day=day)
    excluded = exclusions_of(members, day=day)
    uneven = {team.pk for team in teams if _is_uneven(members[team.pk], excluded[team.pk])}
    history = _history(teams, month, periods, uneven=uneven)
    return [
        TeamInput(
            team=team.pk,
            members=tuple(members[team.pk]),
            history=tuple(history[team.pk]),
            period=periods[team.pk].period(month),
            mode=Mode(team.mode),
            excluded=excluded[team.pk],
            crew_size=team.crew_size,
            no_repeat=settings.ROTATION_NO_REPEAT,
        )
        for team in teams
    ]


def _is_uneven(members: Iterable[Member], excluded: Collection[frozenset[int]]) -> bool:
    """Whether somebody may have to go twice while another goes once."""
    return bool(excluded) or any(
        not member.can_inspect or member.visits_needed != 1 for member in members
    )


def _members(
    teams: Iterable[Team], calendars: Mapping[int, OperatingCalendar], *, day: date
) -> dict[int, list[Member]]:
    rows = (
        Membership.objects.filter(team__in=[team.pk for team in teams], joined_on__lte=day)
        .filter(Q(left_on=None) | Q(left_on__gt=day))
        .order_by("household")
        .annotate(twice=Exists(_second_inspectors(day=day)))
        .values_list("twice", "team", "household", "joined_on", "away", "can_inspect")
    )
    members: dict[int, dict[int, Member]] = defaultdict(dict)
    for twice, team, household, joined_on, away, can_inspect in rows:
        # Where someone cannot inspect, a neighbour may be asked to go twice; else someone would
        # be left out every month. Who can is asked once as long as that serves everyone.
        members[team][household] = Member(
            household,
            calendars[team].period(Month.of(joined_on)),
            away=away,
            can_inspect=can_inspect,
            visits_needed=2 if twice else 1,
            visits_cap=2,
        )
    return defaultdict(list, {team: list(found.values()) for team, found in members.items()})


def _second_inspectors(*, day: date) -> QuerySet[SecondInspector]:
    """In a query over memberships: the wish that two neighbours go to the household."""
    rows = SecondInspector.objects.filter(membership=OuterRef("pk"), starts_on__lte=day)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=day))


def exclusions_of(
    members: Mapping[int, Iterable[Member]], *, day: date
) -> dict[int, frozenset[frozenset[int]]]:
    """Per team, the pairs of its members that are not sent to each other. One query."""
    team_of = {member.id: team for team, found in members.items() for member in found}
    rows = Exclusion.objects.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))
    if len(team_of) <= HOUSEHOLDS_NAMED:
        rows = rows.filter(first__in=list(team_of))
    pairs: dict[int, set[frozenset[int]]] = defaultdict(set)
    for first, second in rows.values_list("first", "second"):
        if first in team_of and team_of[first] == team_of.get(second):
            pairs[team_of[first]].add(frozenset((first, second)))
    found: dict[int, frozenset[frozenset[int]]] = defaultdict(frozenset)
    return found | {team: frozenset(each) for team, each in pairs.items()}


def _history(
    teams: Iterable[Team],
    month: Month,
    calendars: Mapping[int, OperatingCalendar],
    *,
    uneven: Collection[int],
) -> dict[int, list[Meeting]]:
    """Completed inspections only: a visit that was planned and not made comes back first."""
    since = Q(assignment__round__month__gte=month.plus(-HISTORY_MONTHS).first_day)
    if uneven:
        longer = Q(assignment__round__month__gte=month.plus(-LOAD_MONTHS).first_day)
        since |= longer & Q(assignment__round__team__in=uneven)
    rows = Inspection.objects.filter(
        since,
        obstacle="",
        assignment__round__team__in=[team.pk for team in teams],
        assignment__round__month__lt=month.first_day,
    ).values_list(
        "assignment__round__team",
        "assignment__round__month",
        "assignment__inspector",
        "assignment__inspected",
    )
    history: dict[int, list[Meeting]] = defaultdict(list)
    for team, first_day, inspector, inspected in rows.order_by("pk").iterator(chunk_size=5000):
        period = calendars[team].period(Month.of(first_day))
        history[team].append(Meeting(period, inspector, inspected))
    return history


@dataclass(frozen=True, slots=True)
class OpeningProgress:
    """How far the opening of a month is: wards by state, and what stands so far."""

    queued: int = 0
    done: int = 0
    dead: int = 0
    teams: int = 0
    opened: int = 0
    assignments: int = 0
    shortages: int = 0

    @property
    def wards(self) -> int:
        return self.queued + self.done + self.dead


def opening_progress(month: Month, *, wards: Iterable[Area] | None = None) -> OpeningProgress:
    """Counted from the wards' rows, never from the queue's: a task proves no work. One query."""
    rows = WardOpening.objects.filter(opening__month=month.first_day)
    if wards is not None:
        rows = rows.filter(ward__in=wards)
    state = WardOpening.State
    counts = rows.aggregate(
        queued=Count("pk", filter=Q(state=state.QUEUED)),
        done=Count("pk", filter=Q(state=state.DONE)),
        dead=Count("pk", filter=Q(state=state.DEAD)),
        teams=Sum("teams", default=0),
        opened=Sum("opened", default=0),
        assignments=Sum("assignments", default=0),
        shortages=Sum("shortages", default=0),
    )
    return OpeningProgress(**counts)


def wards_with_unopened_teams(month: Month, *, on: date) -> QuerySet[Team, int]:
    """Ids of wards with a team that should have a round in ``month`` and has none."""
    opened = Round.objects.filter(month=month.first_day).values("team")
    waiting = teams_to_open(month, on=on).exclude(pk__in=opened)
    return waiting.order_by("ward").values_list("ward", flat=True).distinct()


def unfinished_openings() -> QuerySet[Opening]:
    """Openings that are not marked finished although no ward of theirs waits any more."""
    waiting = WardOpening.objects.filter(state=WardOpening.State.QUEUED)
    return Opening.objects.filter(finished_at=None).exclude(pk__in=waiting.values("opening"))


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What stands of a month: active teams, those of them still without a round, and the rows."""

    teams: int
    teams_waiting: int
    rounds: int
    assignments: int
    shortages: int


def month_figures(month: Month, *, on: date, wards: Collection[Area] | None = None) -> MonthFigures:
    """Counted from the rounds themselves. Four queries.

    ``rounds`` and what follows count every round of the month, that of a team paused since too.
    """
    teams = teams_to_open(month, on=on)
    rounds = Round.objects.filter(month=month.first_day)
    if wards is not None:
        teams, rounds = teams.filter(ward__in=wards), rounds.filter(team__ward__in=wards)
    short = rounds.exclude(shortages=[]).values_list("shortages", flat=True)
    return MonthFigures(
        teams=teams.count(),
        teams_waiting=teams.exclude(
            pk__in=Round.objects.filter(month=month.first_day).values("team")
        ).count(),
        rounds=rounds.count(),
        assignments=Assignment.objects.filter(round__in=rounds).count(),
        shortages=sum(map(len, short)),
    )
