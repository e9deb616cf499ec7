"""What the plain core judges teams by, read from the records as they were known on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)

from firesafety.months import Month
from households.models import Membership, Team
from inspections.models import Assignment, Hazard, Inspection, Round, Submission, TeamPause
from inspections.planning.calendar import OperatingCalendar
from inspections.planning.clock import Clock, Pause
from inspections.planning.deadlines import Severity, first_working_day, plan_dates
from inspections.planning.overdue import AssignmentFacts, Cause, HazardFacts, RoundFacts
from inspections.planning.weights import CROWDED, people_at_risk
from inspections.queries.days import end_of
from inspections.queries.hazard import claimed_on, known_ended, known_found_on
from inspections.queries.holidays import holidays
from inspections.queries.on_paper import is_on_paper
from inspections.queries.skipped import operating_calendars
from inspections.queries.version import held_words

DAY = timedelta(days=1)


def collect_facts(teams: Collection[int], *, on: date) -> dict[int, RoundFacts]:
    """Per team id, its newest round past due and what else counts. Seven queries, or eight.

    A team of which no round is past due is judged by its hazards alone.
    """
    past = _past_rounds(teams, on=on)
    visits = collect_visits([rounds[0]["pk"] for rounds in past.values()], on=on)
    hazards = _hazards(teams, on=on)
    people = _people(teams, on=on)
    clocks = team_clocks(teams)
    wards = dict(Team.objects.filter(pk__in=teams).order_by("pk").values_list("pk", "ward"))
    calendars = operating_calendars(set(wards.values()))
    facts = {}
    for key, ward in wards.items():
        rounds = past.get(key, [])
        dates: dict[str, Any] = rounds[0] if rounds else dict(no_round(on))
        facts[key] = RoundFacts(
            team=key,
            month=Month.of(dates["month"]),
            starts_on=dates["starts_on"],
            due_on=dates["due_on"],
            missed_on=dates["missed_on"],
            clock=clocks[key],
            assignments=tuple(visits[dates["pk"]]) if rounds else (),
            hazards=tuple(hazards[key]),
            months_silent=_months_silent(rounds, calendars[ward]),
            people_at_risk=people.get(key, 0),
        )
    return facts


def team_clocks(teams: Collection[int]) -> dict[int, Clock]:
    """Per team id its clock, with the site's holidays. One query."""
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for team, starts_on, ends_on in TeamPause.objects.filter(team__in=teams).values_list(
        "team", "starts_on", "ends_on"
    ):
        pauses[team].append(Pause(starts_on, ends_on))
    rest = holidays()
    return {team: Clock(tuple(pauses[team]), rest) for team in teams}


def no_round(on: date) -> dict[str, date]:
    """Dates for a team of which no round is past due. Without visits, none of them is late."""
    dates = plan_dates(Month.of(on))
    return {
        "month": dates.starts_on,
        "starts_on": dates.starts_on,
        "due_on": dates.due_on,
        "missed_on": dates.missed_on,
    }


def _past_rounds(teams: Collection[int], *, on: date) -> dict[int, list[dict[str, Any]]]:
    """Per team its rounds that are past due, newest first."""
    heard = Inspection.objects.filter(assignment__round=OuterRef("pk"), received_at__lt=end_of(on))
    # What was corrected since was heard of before.
    told = Submission.objects.filter(
        inspection__assignment__round=OuterRef("pk"), received_at__lt=end_of(on)
    )
    rows = (
        Round.objects.filter(team__in=teams, due_on__lt=on)
        .annotate(received=Exists(heard) | Exists(told))
        .order_by("team", "-month")
        .values("pk", "team", "month", "starts_on", "due_on", "missed_on", "received")
    )
    rest = holidays()
    past: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        # Right after holidays a due day may be over, and no day that counts has passed.
        if past[row["team"]] or first_working_day(row["due_on"] + DAY, rest) <= on:
            past[row["team"]].append(row)
    return {team: rounds for team, rounds in past.items() if rounds}


def _months_silent(rounds: list[dict[str, Any]], calendar: OperatingCalendar) -> int:
    """Operating months in a row before the newest round with a round and nothing received."""
    silent = 0
    for newer, older in pairwise(rounds):
        first, second = (calendar.period(Month.of(each["month"])) for each in (older, newer))
        if older["received"] or second - first > 1:
            break
        silent += 1
    return silent


def collect_visits(rounds: Iterable[int], *, on: date) -> dict[int, list[AssignmentFacts]]:
    """Per round id its visits as they were known at the end of a day. One query, or two."""
    rows = list(_visits(on).filter(round__in=list(rounds)))
    later = [row[3] for row in rows if row[5]]
    before = _words_until(later, on=on)
    visits: dict[int, list[AssignmentFacts]] = defaultdict(list)
    for round, inspector, inspected, inspection, last, is_later, on_paper in rows:
        obstacle: str | None = before.get(inspection) if is_later else last
        cause = Cause(obstacle) if obstacle else Cause.NOT_DONE
        visits[round].append(
            AssignmentFacts(
                inspector,
                inspected,
                done=obstacle == "",
                cause=Cause.ON_PAPER if on_paper else cause,
            )
        )
    return visits


@lru_cache(maxsize=2)
def _visits(on: date) -> QuerySet[Assignment, Any]:
    """All visits and what is known of them. Put together once a day, and then asked of rounds."""
    return (
        Assignment.objects.annotate(is_on_paper=is_on_paper(on), is_later=_is_later(on))
        .order_by("round", "position")
        .values_list(
            "round",
            "inspector",
            "inspected",
            "inspection",
            "inspection__obstacle",
            "is_later",
            "is_on_paper",
        )
    )


def _is_later(on: date) -> ExpressionWrapper[Any]:
    """Whether a visit's last word came after a day; null where there is none."""
    later = Q(inspection__received_at__gte=end_of(on))
    return ExpressionWrapper(later, BooleanField(null=True))


def _words_until(inspections: Collection[int], *, on: date) -> dict[int, str]:
    """Per inspection id the obstacle ("" for done) that was its last word at the end of a day."""
    if not inspections:
        return {}
    rows = held_words(until=end_of(on)).filter(inspection__in=inspections)
    return dict(rows.values_list("inspection", "obstacle"))


def _members(on: date, *, prefix: str = "") -> Q:
    """The stays that held on a day; of rows that lead to them by ``prefix``."""
    begun = Q(**{f"{prefix}joined_on__lte": on})
    return begun & (Q(**{f"{prefix}left_on": None}) | Q(**{f"{prefix}left_on__gt": on}))


def _hazards(teams: Collection[int], *, on: date) -> dict[int, list[HazardFacts]]:
    """What was known to be open on the day at the teams' members of that day.

    A hazard that turned out to be noted by mistake was none on any day.
    """
    stay = "household__memberships__"
    rows = (
        Hazard.objects.filter(_members(on, prefix=stay), **{f"{stay}team__in": teams})
        .exclude(state=Hazard.State.WITHDRAWN)
        .annotate(known=known_found_on(OuterRef("pk"), on=on))
        .filter(~known_ended(OuterRef("pk"), on=on), known__isnull=False)
        .values_list(
            f"{stay}team",
            "household",
            "severity",
            "known",
            "found_on",
            "due_on",
            "household__kind",
            claimed_on(OuterRef("pk"), on=on),
        )
    )
    hazards: dict[int, list[HazardFacts]] = defaultdict(list)
    for team, household, severity, known, found_on, due_on, kind, claimed in rows:
        # What late paper told of an earlier day was due later, for all that was known then.
        due = due_on + (known - found_on)
        hazards[team].append(HazardFacts(household, Severity(severity), known, due, kind, claimed))
    return hazards


def _people(teams: Collection[int], *, on: date) -> dict[int, int]:
    """Per team id the people whom a fire at its members' endangers most."""
    stays = Membership.objects.filter(_members(on), team__in=teams)
    some = Q(household__kind__in=CROWDED) | Q(household__need_help__gt=0)
    rows = stays.filter(some).values_list(
        "team", "household__kind", "household__occupants", "household__need_help"
    )
    people: dict[int, int] = defaultdict(int)
    for team, kind, occupants, need_help in rows:
        people[team] += people_at_risk(kind, occupants=occupants or 0, need_help=need_help or 0)
    return people
