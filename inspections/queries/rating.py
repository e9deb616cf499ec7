"""A ward's teams in one rating year, as the rating reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from households.models import Area, Team
from inspections.models import (
    Assignment,
    ChecklistItem,
    Hazard,
    RatingCriteria,
    Severity,
    TeamPause,
    TeamYearEntry,
)
from inspections.planning.answers import NOT_ASKED, Answer
from inspections.planning.clock import Pause
from inspections.planning.rating import (
    DEFAULT_CRITERIA,
    Criteria,
    Rating,
    RatingPart,
    TeamYear,
    rate_team,
)
from inspections.planning.rating_year import DAY, RatingYear, year_up_to

# The checklist's items on extinguishers and other equipment ("Phương tiện").
EQUIPMENT = "PT-"


@dataclass(frozen=True, slots=True)
class RatedTeam:
    team: Team
    facts: TeamYear
    rating: Rating


def decided_criteria(city: Area | None) -> QuerySet[RatingCriteria]:
    """The ways of judging that a city decided on, the one that holds first."""
    return RatingCriteria.objects.filter(city=city).select_related("set_by").order_by("-pk")


def criteria_of(
    city: Area | None, year: RatingYear | None = None
) -> tuple[Criteria, RatingCriteria | None]:
    """How a city judges, and the row that says so; the project's own suggestion without one.

    ``year``: as it was judged when that year was settled; what was decided later leaves it as it
    was. One query.
    """
    rows = decided_criteria(city)
    if year is not None:
        rows = rows.filter(set_at__date__lte=year.settled_on)
    row = rows.first()
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
    last = rated_until(year, on=on, half=half)
    keys = [team.pk for team in teams]
    pauses = _pauses(keys)
    visits = [
        visit
        for visit in _visits(keys, year.first_day, last)
        # While a team rests its clock stands still: what it left open is not late.
        if not any(pause.covers(visit.due_on) for pause in pauses[visit.team])
    ]
    rounds = _rounds(visits)
    hazards = _hazards(keys, year.first_day, last)
    equipment = _equipment(visits)
    entries = _entries(keys, year)
    found = []
    for team in teams:
        facts = TeamYear(
            team=team.pk,
            founded_on=team.founded_on,
            disbanded_on=team.disbanded_on,
            days_of_rest=_days_of_rest(team, pauses[team.pk], last),
            founding_paper=bool(team.founding_document.strip()),
            **rounds[team.pk],
            **hazards[team.pk],
            **equipment[team.pk],
            **_told(entries.get(team.pk)),
        )
        found.append(RatedTeam(team, facts, rate_team(facts, on=last, criteria=criteria)))
    return found


def rated_until(year: RatingYear, *, on: date, half: bool = False) -> date:
    """The last day of a year, or of its first half, that can be told of on a day."""
    return min(on, year.half_day if half else year.last_day)


Counts = dict[str, Any]


class _Visit(NamedTuple):
    """A planned visit of a round that fell due, and what was found; None where nothing came."""

    team: int
    round: int
    due_on: date
    checklist: int
    home: int
    obstacle: str | None
    done_on: date | None
    answers: str | None


def _pauses(teams: Iterable[int]) -> defaultdict[int, list[Pause]]:
    pauses: defaultdict[int, list[Pause]] = defaultdict(list)
    rows = TeamPause.objects.filter(team__in=list(teams)).order_by("starts_on")
    for team, starts_on, ends_on in rows.values_list("team", "starts_on", "ends_on"):
        pauses[team].append(Pause(starts_on, ends_on))
    return pauses


def _days_of_rest(team: Team, pauses: Iterable[Pause], last: date) -> int:
    """Days of rest in the twelve months up to ``last``, counted from the founding."""
    first = max(team.founded_on, year_up_to(last))
    after = last + DAY
    return sum(
        max(0, (min(pause.ends_on or after, after) - max(pause.starts_on, first)).days)
        for pause in pauses
    )


def _visits(teams: Iterable[int], first: date, last: date) -> list[_Visit]:
    rows = Assignment.objects.filter(
        round__team__in=list(teams), round__due_on__gte=first, round__due_on__lte=last
    )
    return [
        _Visit(*row)
        for row in rows.order_by().values_list(
            "round__team",
            "round",
            "round__due_on",
            "round__checklist",
            "inspected",
            "inspection__obstacle",
            "inspection__done_on",
            "inspection__answers",
        )
    ]


def _rounds(visits: Iterable[_Visit]) -> defaultdict[int, Counts]:
    """Rounds that fell due, those complete in time, and homes due and seen."""
    homes: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    seen: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    timely: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for visit in visits:
        key = visit.team, visit.round
        homes[key].add(visit.home)
        if visit.obstacle == "":
            seen[key].add(visit.home)
            if visit.done_on is not None and visit.done_on <= visit.due_on:
                timely[key].add(visit.home)
    counts: defaultdict[int, Counts] = defaultdict(
        lambda: dict.fromkeys(
            ("rounds", "rounds_on_time", "rounds_complete", "homes_due", "homes_seen"), 0
        )
    )
    for key, due in homes.items():
        mine = counts[key[0]]
        mine["rounds"] += 1
        mine["rounds_on_time"] += timely[key] == due
        mine["rounds_complete"] += seen[key] == due
        mine["homes_due"] += len(due)
        mine["homes_seen"] += len(seen[key])
    return counts


def _hazards(teams: Iterable[int], first: date, last: date) -> defaultdict[int, Counts]:
    """Critical hazards whose day to be fixed came, at homes that were members on that day."""
    left_on = "household__memberships__left_on"
    rows = Hazard.objects.filter(
        Q(**{left_on: None}) | Q(**{f"{left_on}__gt": F("due_on")}),
        severity=Severity.CRITICAL,
        due_on__gte=first,
        due_on__lte=last,
        household__memberships__team__in=list(teams),
        household__memberships__joined_on__lte=F("due_on"),
    ).exclude(state=Hazard.State.WITHDRAWN)
    counts: defaultdict[int, Counts] = defaultdict(lambda: {"critical_due": 0, "critical_fixed": 0})
    for team, due_on, closed_on in rows.order_by().values_list(
        "household__memberships__team", "due_on", "closed_on"
    ):
        counts[team]["critical_due"] += 1
        counts[team]["critical_fixed"] += closed_on is not None and closed_on <= due_on
    return counts


def _equipment(visits: Iterable[_Visit]) -> defaultdict[int, Counts]:
    """Answers on equipment, those asked where it applies and those met."""
    made = [visit for visit in visits if visit.obstacle == ""]
    places = _equipment_places({visit.checklist for visit in made})
    counts: defaultdict[int, Counts] = defaultdict(
        lambda: {"equipment_asked": 0, "equipment_met": 0}
    )
    silent = {NOT_ASKED, Answer.NOT_APPLICABLE.value, Answer.UNSEEN.value}
    for visit in made:
        answers = visit.answers or ""
        asked = [answers[place] for place in places[visit.checklist] if place < len(answers)]
        judged = [letter for letter in asked if letter not in silent]
        counts[visit.team]["equipment_asked"] += len(judged)
        counts[visit.team]["equipment_met"] += sum(Answer(letter).sound for letter in judged)
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
