"""A ward's teams in one rating year, as the rating reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from households.models import Area, Membership, Team
from inspections.models import (
    ChecklistItem,
    Hazard,
    Inspection,
    RatingCriteria,
    Round,
    Severity,
    TeamYearEntry,
)
from inspections.planning.answers import NOT_ASKED, Answer
from inspections.planning.rating import (
    DEFAULT_CRITERIA,
    Criteria,
    Rating,
    RatingPart,
    TeamYear,
    rate_team,
)
from inspections.planning.rating_year import RatingYear

# The checklist's items on extinguishers and other equipment ("Phương tiện").
EQUIPMENT = "PT-"


@dataclass(frozen=True, slots=True)
class RatedTeam:
    team: Team
    facts: TeamYear
    rating: Rating


def criteria_of(city: Area | None) -> tuple[Criteria, RatingCriteria | None]:
    """How a city judges, and the row that says so; the project's own suggestion without one."""
    row = RatingCriteria.objects.filter(city=city).select_related("set_by").first()
    if row is None:
        return DEFAULT_CRITERIA, None
    good, fair, average = row.cut_offs
    return Criteria(
        points={RatingPart(part): float(points) for part, points in row.points.items()},
        cut_offs=(good, fair, average),
        months=row.months,
        known_points=row.known_points,
        meetings=row.meetings,
    ), row


def rated_teams(
    teams: Sequence[Team], year: RatingYear, *, criteria: Criteria, on: date, half: bool = False
) -> list[RatedTeam]:
    """Each team's facts and suggestion, in the order of ``teams``. Five queries.

    ``half``: only what fell into the first half of the year. Nothing after ``on`` counts.
    """
    last = min(on, year.half_day if half else year.last_day)
    keys = [team.pk for team in teams]
    rounds = _rounds(keys, year.first_day, last)
    hazards = _hazards(keys, year.first_day, last)
    equipment = _equipment(keys, year.first_day, last)
    entries = _entries(keys, year)
    found = []
    for team in teams:
        facts = TeamYear(
            team=team.pk,
            founded_on=team.founded_on,
            disbanded_on=team.disbanded_on,
            founding_paper=bool(team.founding_document.strip()),
            **rounds[team.pk],
            **hazards[team.pk],
            **equipment[team.pk],
            **_told(entries.get(team.pk)),
        )
        found.append(RatedTeam(team, facts, rate_team(facts, year, criteria=criteria)))
    return found


Counts = dict[str, Any]


def _rounds(teams: Iterable[int], first: date, last: date) -> defaultdict[int, Counts]:
    """Rounds that fell due, those complete in time, and homes due and seen."""
    seen = Q(assignments__inspection__obstacle="")
    in_time = seen & Q(assignments__inspection__done_on__lte=F("due_on"))
    rows = (
        Round.objects.filter(team__in=list(teams), due_on__gte=first, due_on__lte=last)
        .annotate(
            homes=Count("assignments__inspected", distinct=True),
            seen=Count("assignments__inspected", distinct=True, filter=seen),
            in_time=Count("assignments__inspected", distinct=True, filter=in_time),
        )
        .filter(homes__gt=0)
        .values_list("team", "homes", "seen", "in_time")
    )
    counts: defaultdict[int, Counts] = defaultdict(
        lambda: dict.fromkeys(
            ("rounds", "rounds_on_time", "rounds_complete", "homes_due", "homes_seen"), 0
        )
    )
    for team, homes, seen_homes, timely in rows:
        mine = counts[team]
        mine["rounds"] += 1
        mine["rounds_on_time"] += timely == homes
        mine["rounds_complete"] += seen_homes == homes
        mine["homes_due"] += homes
        mine["homes_seen"] += seen_homes
    return counts


def _hazards(teams: Iterable[int], first: date, last: date) -> defaultdict[int, Counts]:
    """Critical hazards whose day to be fixed came, at homes that were members on that day."""
    at_home = Membership.objects.filter(
        team__in=list(teams),
        household__hazards__severity=Severity.CRITICAL,
        household__hazards__due_on__gte=first,
        household__hazards__due_on__lte=last,
        joined_on__lte=F("household__hazards__due_on"),
    ).filter(Q(left_on=None) | Q(left_on__gt=F("household__hazards__due_on")))
    rows = at_home.exclude(household__hazards__state=Hazard.State.WITHDRAWN).values_list(
        "team", "household__hazards__due_on", "household__hazards__closed_on"
    )
    counts: defaultdict[int, Counts] = defaultdict(lambda: {"critical_due": 0, "critical_fixed": 0})
    for team, due_on, closed_on in rows:
        counts[team]["critical_due"] += 1
        counts[team]["critical_fixed"] += closed_on is not None and closed_on <= due_on
    return counts


def _equipment(teams: Iterable[int], first: date, last: date) -> defaultdict[int, Counts]:
    """Answers on equipment, those asked where it applies and those met."""
    rows = list(
        Inspection.objects.filter(
            obstacle="",
            assignment__round__team__in=list(teams),
            assignment__round__due_on__gte=first,
            assignment__round__due_on__lte=last,
        ).values_list("assignment__round__team", "assignment__round__checklist", "answers")
    )
    places = _equipment_places({checklist for _team, checklist, _answers in rows})
    counts: defaultdict[int, Counts] = defaultdict(
        lambda: {"equipment_asked": 0, "equipment_met": 0}
    )
    silent = {NOT_ASKED, Answer.NOT_APPLICABLE.value, Answer.UNSEEN.value}
    for team, checklist, answers in rows:
        asked = [answers[place] for place in places[checklist] if place < len(answers)]
        judged = [letter for letter in asked if letter not in silent]
        counts[team]["equipment_asked"] += len(judged)
        counts[team]["equipment_met"] += sum(Answer(letter).sound for letter in judged)
    return counts


def _equipment_places(checklists: set[int]) -> defaultdict[int, list[int]]:
    """Per checklist version, where in the packed answers its items on equipment stand."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    seen: defaultdict[int, int] = defaultdict(int)
    rows = ChecklistItem.objects.filter(checklist__in=checklists).order_by("checklist", "position")
    for checklist, code in rows.values_list("checklist", "code"):
        if code.startswith(EQUIPMENT):
            places[checklist].append(seen[checklist])
        seen[checklist] += 1
    return places


def _entries(teams: Iterable[int], year: RatingYear) -> dict[int, TeamYearEntry]:
    """The newest entry of each team."""
    rows = TeamYearEntry.objects.filter(team__in=list(teams), year=year.number).order_by("pk")
    return {entry.team_id: entry for entry in rows}


def _told(entry: TeamYearEntry | None) -> dict[str, Any]:
    names = (
        "roster_confirmed",
        "meetings",
        "drill",
        "reports_due",
        "reports_on_time",
        "fire_from_known_fault",
    )
    return {name: getattr(entry, name, None) for name in names}
