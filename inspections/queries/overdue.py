"""Which teams an officer should call, and why: rows to facts, facts to a ranked list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from firesafety.months import Month
from households.models import Appointment, Area, Household, Membership, Team
from inspections.models import Assignment, Hazard, Inspection, Round
from inspections.planning.calendar import OperatingCalendar
from inspections.planning.deadlines import Severity, plan_dates
from inspections.planning.overdue import (
    AssignmentFacts,
    Cause,
    HazardFacts,
    Missing,
    OverdueTeam,
    Part,
    PartCode,
    RoundFacts,
    RoundState,
    rank_overdue,
)
from inspections.planning.weights import DEFAULT_WEIGHTS
from inspections.queries.skipped import operating_calendars

# A cause beside the core's, for a team that is listed for no missing visit.
HAZARD_OVERDUE = "hazard_overdue"
SILENT = "silent"
CROWDED = (Household.Kind.BOARDING_HOUSE, Household.Kind.HOSPITAL_WARD)


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A household that nobody has inspected, who was to do it, and why it is not done."""

    household: Household
    inspectors: tuple[Household, ...]
    cause: Cause


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """A team to call. ``month`` is that of its last round past due; ``planned`` its households.

    ``cause`` is a ``Cause``, the commonest among the missing, or HAZARD_OVERDUE or SILENT.
    ``score`` is the sum of the points of ``parts``; ``critical`` counts open critical hazards.
    """

    team: Team
    month: Month
    state: RoundState
    cause: str
    days_late: int
    missing: tuple[MissingLine, ...]
    planned: int
    critical: int
    hazards_overdue: int
    score: float
    parts: tuple[Part, ...]
    leader: Household | None


def teams_in(area: Area) -> QuerySet[Team]:
    """Teams of an area and all below it."""
    return Team.objects.filter(
        Q(neighbourhood=area) | Q(ward=area) | Q(neighbourhood__parent=area) | Q(ward__parent=area)
    )


def overdue_list(area: Area, *, on: date) -> list[OverdueLine]:
    """The overdue teams of an area, worst first. Eight queries, whatever their number.

    A team is judged by its newest round past the due day: one that closed with households
    missing stays listed until the next month's is due, for closing it has inspected nobody.
    """
    facts = _collect(area, on=on)
    ranked = rank_overdue(facts.values(), on=on)
    teams = Team.objects.select_related("neighbourhood", "ward").in_bulk(
        [each.team for each in ranked]
    )
    households = Household.objects.in_bulk(set(_named(ranked)))
    leaders = _leaders([each.team for each in ranked], on=on)
    return [
        OverdueLine(
            team=teams[each.team],
            month=each.month,
            state=each.state,
            cause=_main_cause(each.missing, overdue=each.hazards_overdue),
            days_late=each.days_late,
            missing=tuple(
                MissingLine(
                    households[missing.household],
                    tuple(households[inspector] for inspector in missing.inspectors),
                    missing.cause,
                )
                for missing in each.missing
            ),
            planned=len({visit.inspected for visit in facts[each.team].assignments}),
            critical=_value(each, PartCode.CRITICAL_HAZARDS),
            hazards_overdue=each.hazards_overdue,
            score=each.score,
            parts=each.parts,
            leader=leaders.get(each.team),
        )
        for each in ranked
    ]


def _named(ranked: Iterable[OverdueTeam]) -> Iterable[int]:
    for each in ranked:
        for missing in each.missing:
            yield missing.household
            yield from missing.inspectors


def _value(line: OverdueTeam, code: PartCode) -> int:
    return next((part.value for part in line.parts if part.code is code), 0)


def _main_cause(missing: Iterable[Missing], *, overdue: int) -> str:
    """The commonest cause; of equals the more telling one, which the core lists later."""
    counts = Counter(each.cause for each in missing)
    if not counts:
        return HAZARD_OVERDUE if overdue else SILENT
    order = list(Cause)
    return max(counts, key=lambda cause: (counts[cause], order.index(cause))).value


def _leaders(teams: Iterable[int], *, on: date) -> dict[int, Household]:
    rows = (
        Appointment.objects.filter(
            team__in=list(teams), role=Appointment.Role.LEADER, starts_on__lte=on
        )
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("household")
        .order_by("starts_on")
    )
    return {each.team_id: each.household for each in rows}


def _collect(area: Area, *, on: date) -> dict[int, RoundFacts]:
    """Per team, what the core judges it by. Six queries; seven where months are skipped."""
    teams = teams_in(area).filter(founded_on__lte=on)
    teams = teams.filter(Q(disbanded_on=None) | Q(disbanded_on__gt=on))
    past = _past_rounds(teams, on=on)
    visits = _visits([rounds[0]["pk"] for rounds in past.values()], on=on)
    hazards = _hazards(teams, on=on)
    people = _people(teams, on=on)
    rows = list(teams.order_by("pk").values_list("pk", "paused_on", "ward"))
    calendars = operating_calendars({ward for _key, _paused_on, ward in rows})
    facts = {}
    for key, paused_on, ward in rows:
        rounds = past.get(key, [])
        dates = rounds[0] if rounds else _no_round(on)
        facts[key] = RoundFacts(
            team=key,
            month=Month.of(dates["month"]),
            starts_on=dates["starts_on"],
            due_on=dates["due_on"],
            missed_on=dates["missed_on"],
            paused=paused_on is not None and paused_on <= on,
            assignments=tuple(visits[dates["pk"]]) if rounds else (),
            hazards=tuple(hazards[key]),
            months_silent=_months_silent(rounds, calendars[ward]),
            people_at_risk=people.get(key, 0),
        )
    return facts


def _past_rounds(teams: QuerySet[Team], *, on: date) -> dict[int, list[dict[str, Any]]]:
    """Per team its rounds past the due day, newest first, as far back as silence counts."""
    first = Month.of(on).plus(-DEFAULT_WEIGHTS.silent_cap - 2).first_day
    received = Inspection.objects.filter(assignment__round=OuterRef("pk"), done_on__lte=on)
    rows = (
        Round.objects.filter(team__in=teams.values("pk"), due_on__lt=on, month__gte=first)
        .annotate(received=Exists(received))
        .order_by("team", "-month")
        .values("pk", "team", "month", "starts_on", "due_on", "missed_on", "received")
    )
    past: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        past[row["team"]].append(row)
    return past


def _months_silent(rounds: list[dict[str, Any]], calendar: OperatingCalendar) -> int:
    """Operating months in a row before the newest round with a round and nothing received."""
    silent = 0
    for newer, older in pairwise(rounds):
        first, second = (calendar.period(Month.of(each["month"])) for each in (older, newer))
        if older["received"] or second - first > 1:
            break
        silent += 1
    return silent


def _no_round(on: date) -> dict[str, Any]:
    """Dates for a team of which no round is past due. Without visits, none of them is late."""
    dates = plan_dates(Month.of(on))
    return {
        "month": dates.starts_on,
        "starts_on": dates.starts_on,
        "due_on": dates.due_on,
        "missed_on": dates.missed_on,
    }


def _visits(rounds: Iterable[int], *, on: date) -> dict[int, list[AssignmentFacts]]:
    rows = (
        Assignment.objects.filter(round__in=list(rounds))
        .order_by("round", "position")
        .values_list(
            "round", "inspector", "inspected", "inspection__obstacle", "inspection__done_on"
        )
    )
    visits: dict[int, list[AssignmentFacts]] = defaultdict(list)
    for round, inspector, inspected, obstacle, done_on in rows:
        known = done_on is not None and done_on <= on
        visits[round].append(
            AssignmentFacts(
                inspector,
                inspected,
                done=known and not obstacle,
                cause=Cause(obstacle) if known and obstacle else Cause.NOT_DONE,
            )
        )
    return visits


def _members(teams: QuerySet[Team], *, on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(team__in=teams.values("pk"), joined_on__lte=on).filter(
        Q(left_on=None) | Q(left_on__gt=on)
    )


def _hazards(teams: QuerySet[Team], *, on: date) -> dict[int, list[HazardFacts]]:
    """What was open on the day at the teams' members of that day."""
    is_open = (
        Q(household__hazards__found_on__lte=on)
        & ~Q(household__hazards__state=Hazard.State.WITHDRAWN)
        & (Q(household__hazards__closed_on=None) | Q(household__hazards__closed_on__gt=on))
    )
    rows = (
        _members(teams, on=on)
        .filter(is_open)
        .values_list(
            "team",
            "household",
            "household__hazards__severity",
            "household__hazards__found_on",
            "household__hazards__due_on",
            "household__kind",
        )
    )
    hazards: dict[int, list[HazardFacts]] = defaultdict(list)
    for team, household, severity, found_on, due_on, kind in rows:
        facts = HazardFacts(household, Severity(severity), found_on, due_on, kind)
        hazards[team].append(facts)
    return hazards


def _people(teams: QuerySet[Team], *, on: date) -> dict[int, int]:
    """People in premises where many sleep or lie under one roof."""
    crowded = _members(teams, on=on).filter(household__kind__in=CROWDED)
    sums = crowded.values("team").annotate(people=Sum("household__occupants", default=0))
    return dict(sums.order_by("team").values_list("team", "people"))
