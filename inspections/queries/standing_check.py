"""Whether the kept figures are what the records say: each counted anew, one by one.

Plainly written and slow on purpose: it shares nothing with what keeps the figures but the words.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate

from firesafety.months import Month
from households.models import Area, Household, Team
from inspections.models import (
    EVER,
    NEVER,
    Assignment,
    Hazard,
    NeighbourhoodMonth,
    NeighbourhoodStanding,
    OpenHazard,
    Round,
    RoundStanding,
    TeamStanding,
)
from inspections.planning.weights import DEFAULT_WEIGHTS, Weights
from inspections.queries.holidays import holidays
from inspections.queries.skipped import operating_calendars
from inspections.queries.weights import weights_of_area

Figures = dict[str, Any]
SUMMED_ROUNDS = ("planned", "done", "obstacle", "late", "households", "inspected", "missing")
SUMMED_TEAMS = ("households", "people", "critical", "major", "minor")


def standing_faults(ward: Area | None = None) -> list[str]:
    """Where a kept figure differs from the records, in sentences; of one ward, or of all."""
    teams = Team.objects.select_related("ward__parent").order_by("pk")
    if ward is not None:
        teams = teams.filter(ward=ward)
    months: dict[tuple[int, date], Figures] = defaultdict(lambda: defaultdict(int))
    places: dict[int, Figures] = defaultdict(lambda: defaultdict(int))
    at_work: dict[int, list[tuple[Figures, list[Figures]]]] = defaultdict(list)
    faults: list[str] = []
    for team in teams:
        places[team.neighbourhood_id]["ward"] = team.ward_id
        rounds = _rounds(team)
        standing, hazards = _team(team, rounds)
        stored = RoundStanding.objects.filter(team=team).in_bulk()
        for key in sorted(rounds.keys() | stored.keys()):
            faults += _differences(f"round {key}", rounds.get(key), stored.get(key))
        for figures in rounds.values():
            month = months[team.neighbourhood_id, figures["month"]]
            _add(month, {**figures, "rounds": 1}, ("rounds", *SUMMED_ROUNDS))
            month["ward"] = team.ward_id
        kept = TeamStanding.objects.filter(pk=team.pk).first()
        if kept is not None:
            standing |= _judged(rounds, kept)
            standing["ceiling"] = _ceiling(standing, weights_of_area(team.ward))
        faults += _differences(f"team {team.pk}", standing, kept)
        told = OpenHazard.objects.filter(team=team).in_bulk()
        for key in sorted(hazards.keys() | told.keys()):
            faults += _differences(f"hazard {key}", hazards.get(key), told.get(key))
        if team.disbanded_on is None:
            _add(places[team.neighbourhood_id], {**standing, "teams": 1}, ("teams", *SUMMED_TEAMS))
            at_work[team.neighbourhood_id].append((standing, list(rounds.values())))
    faults += _sum_faults(ward, months, places)
    return [*faults, *_state_faults(ward, at_work)]


def _sum_faults(
    ward: Area | None, months: dict[tuple[int, date], Figures], places: dict[int, Figures]
) -> Iterable[str]:
    kept_months = NeighbourhoodMonth.objects.all()
    kept_places = NeighbourhoodStanding.objects.all()
    if ward is not None:
        kept_months = kept_months.filter(ward=ward)
        kept_places = kept_places.filter(ward=ward)
    stored = {(row.neighbourhood_id, row.month): row for row in kept_months}
    nothing = dict.fromkeys(("rounds", *SUMMED_ROUNDS), 0)
    for place in sorted(months.keys() | stored.keys()):
        counted = {**nothing, **months.get(place, {})}
        yield from _differences(f"neighbourhood {place[0]}, {place[1]}", counted, stored.get(place))
    here = {row.pk: row for row in kept_places}
    nothing = dict.fromkeys(("teams", *SUMMED_TEAMS), 0)
    for key in sorted(places.keys() | here.keys()):
        counted = {**nothing, **places.get(key, {})}
        yield from _differences(f"neighbourhood {key}", counted, here.get(key))


def _state_faults(
    ward: Area | None, at_work: dict[int, list[tuple[Figures, list[Figures]]]]
) -> Iterable[str]:
    """On the first and the last of the days for which a neighbourhood counts its teams."""
    kept = NeighbourhoodStanding.objects.order_by("pk")
    for row in kept if ward is None else kept.filter(ward=ward):
        if row.states_from >= row.states_until:
            continue
        for day in (row.states_from, row.states_until - timedelta(days=1)):
            states = [_states(*team, on=day) for team in at_work[row.pk]]
            counted = {
                name: sum(name in each for each in states)
                for name in ("late", "hazard_overdue", "silent", "in_time")
            }
            yield from _differences(f"neighbourhood {row.pk} on {day}", counted, row)


def _states(standing: Figures, rounds: list[Figures], *, on: date) -> set[str]:
    """How a team is on a day if it does not rest; its hazards are those of now."""
    begun = [each for each in rounds if each["late_from"] <= on]
    newest = max(begun, key=lambda each: each["month"], default=None)
    found = set()
    if newest is not None and newest["missing"]:
        found.add("late")
    if newest is not None and newest["silent_before"] >= DEFAULT_WEIGHTS.listed_after_silent:
        found.add("silent")
    if standing["oldest_due_on"] < on:
        found.add("hazard_overdue")
    return found or {"in_time"}


def _add(sums: Figures, figures: Figures, names: Iterable[str]) -> None:
    for name in names:
        sums[name] += figures[name]


def _differences(what: str, counted: Figures | None, kept: Model | None) -> Iterable[str]:
    if counted is None:
        yield f"{what}: kept, and there is nothing to keep"
    elif kept is None:
        # What counts nothing need not have a row.
        if any(counted.get(name) for name in ("planned", "rounds", "households", "team")):
            yield f"{what}: not kept"
    else:
        for name, value in counted.items():
            column = f"{name}_id" if hasattr(kept, f"{name}_id") else name
            found = getattr(kept, column)
            same = (
                math.isclose(found, value, rel_tol=1e-9, abs_tol=1e-6)
                if isinstance(value, float) and found is not None
                else found == value
            )
            if not same:
                yield f"{what}: {name} is kept as {found}, and it is {value}"


def _rounds(team: Team) -> dict[int, Figures]:
    """Per round id what its row must say, walking the rounds from the oldest."""
    calendar = operating_calendars({team.ward_id})[team.ward_id]
    counted: dict[int, Figures] = {}
    silent, last_period, heard = 0, None, True
    rounds = list(Round.objects.filter(team=team).order_by("month"))
    visits: dict[int, list[Assignment]] = defaultdict(list)
    for visit in (
        Assignment.objects.filter(round__team=team)
        .select_related("inspection")
        .prefetch_related("inspection__submissions")
    ):
        visits[visit.round_id].append(visit)
    for position, round in enumerate(rounds):
        period = calendar.period(Month.of(round.month))
        follows = last_period is not None and period - last_period <= 1
        silent = silent + 1 if follows and not heard else 0
        later = [_late_from(each) for each in rounds[position + 1 :]]
        figures = _visits(round, team, visits[round.pk])
        counted[round.pk] = {
            "team": team.pk,
            "neighbourhood": team.neighbourhood_id,
            "ward": team.ward_id,
            "month": round.month,
            "late_from": _late_from(round),
            "judged_until": min(later, default=NEVER),
            "silent_before": silent,
            **figures,
        }
        heard = figures["done"] + figures["obstacle"] + figures["late"] > 0
        last_period = period
    return counted


def _late_from(round: Round) -> date:
    day = round.due_on + timedelta(days=1)
    while holidays().rests(day):
        day += timedelta(days=1)
    return day


def _visits(round: Round, team: Team, visits: Iterable[Assignment]) -> Figures:
    closing = round.closed_on or round.missed_on
    if round.closed_on is None and team.paused_on is not None and team.paused_on < closing:
        closing = NEVER
    figures: Figures = dict.fromkeys(("planned", "done", "obstacle", "late"), 0)
    homes, inspected, known, days = set(), set(), set(), []
    for visit in visits:
        figures["planned"] += 1
        homes.add(visit.inspected_id)
        inspection = getattr(visit, "inspection", None)
        if inspection is None:
            continue
        words = [
            each.obstacle
            for each in sorted(
                inspection.submissions.all(), key=lambda one: one.compared_at or one.received_at
            )
            if each.standing == "taken" and localdate(each.received_at) < closing
        ]
        if localdate(inspection.received_at) < closing:
            words.append(inspection.obstacle)
        in_time = bool(words) and words[-1] == ""
        figures["done"] += in_time
        figures["obstacle"] += bool(words) and words[-1] != ""
        figures["late"] += inspection.obstacle == "" and not in_time
        if in_time:
            inspected.add(visit.inspected_id)
        if inspection.obstacle == "":
            known.add(visit.inspected_id)
            days.append(inspection.done_on)
    return {
        **figures,
        "households": len(homes),
        "inspected": len(inspected),
        "missing": len(homes - known),
        "last_done_on": max(days, default=None),
    }


def _team(team: Team, rounds: dict[int, Figures]) -> tuple[Figures, dict[int, Figures]]:
    """What a team's row must say, and each of its open hazards'."""
    stands = team.disbanded_on is None
    stays = team.memberships.filter(left_on=None).select_related("household") if stands else []
    homes = [stay.household for stay in stays]
    found: dict[int, Figures] = {
        hazard.pk: {
            "team": team.pk,
            "household": home.pk,
            "neighbourhood": team.neighbourhood_id,
            "ward": team.ward_id,
            "city": team.ward.parent_id,
            "kind": home.kind,
            "team_number": team.number,
            "name_key": home.name_key,
            "address_key": home.address_key,
            "code": hazard.code,
            "severity": hazard.severity,
            "found_on": hazard.found_on,
            "due_on": hazard.due_on,
            "claimed_on": _claimed_on(hazard),
            "repeats": _months_left(hazard),
        }
        for hazard in Hazard.objects.filter(household__in=homes, state=Hazard.State.OPEN)
        for home in homes
        if hazard.household_id == home.pk
    }
    weights = weights_of_area(team.ward)
    points = {key: _points(hazard, weights) for key, hazard in found.items()}
    levels = [hazard["severity"] for hazard in found.values()]
    return {
        "neighbourhood": team.neighbourhood_id,
        "ward": team.ward_id,
        "city": team.ward.parent_id,
        "number": team.number,
        "active": stands,
        "kinds": "".join(f"|{kind}" for kind in sorted({home.kind for home in homes}))
        + ("|" if homes else ""),
        "longitude": _mean(home.longitude for home in homes),
        "latitude": _mean(home.latitude for home in homes),
        "leader_keys": "\n".join(sorted(_leaders(team, homes))),
        "households": len(homes),
        "people": sum(map(_people, homes)),
        "critical": levels.count("critical"),
        "major": levels.count("major"),
        "minor": levels.count("minor"),
        "oldest_due_on": min(
            (hazard["due_on"] for hazard in found.values() if hazard["claimed_on"] is None),
            default=NEVER,
        ),
        "hazard_points": math.fsum(points.values()),
        "hazard_days": math.fsum(
            points[key] * hazard["found_on"].toordinal() for key, hazard in found.items()
        ),
        "last_done_on": max(
            (each["last_done_on"] for each in rounds.values() if each["last_done_on"]),
            default=None,
        ),
    }, found


def _people(home: Household) -> int:
    """Whoever has to be helped out, and everybody where many sleep or lie under one roof."""
    if home.kind in ("boarding_house", "hospital_ward"):
        return max(home.occupants or 0, home.need_help or 0)
    return home.need_help or 0


def _mean(degrees: Iterable[float | None]) -> float | None:
    known = [each for each in degrees if each is not None]
    return sum(known) / len(known) if known else None


def _leaders(team: Team, homes: Iterable[Household]) -> set[str]:
    offices = team.appointments.filter(role="leader", household__in=list(homes))
    return {office.household.name_key for office in offices}


def _judged(rounds: dict[int, Figures], kept: TeamStanding) -> Figures:
    """What is copied from the round of the days for which a team's row says that it holds."""
    begun = [key for key, each in rounds.items() if each["late_from"] <= kept.judged_from]
    key = max(begun, key=lambda one: rounds[one]["month"], default=None)
    if key is None:
        first = min((each["late_from"] for each in rounds.values()), default=NEVER)
        names = ("judged_missing", "judged_households", "judged_silent")
        nothing = {"judged_round": None, "judged_from": EVER, "judged_until": first}
        return {**nothing, **dict.fromkeys(names, 0)}
    newest = rounds[key]
    return {
        "judged_round": key,
        "judged_from": newest["late_from"],
        "judged_until": newest["judged_until"],
        "judged_missing": newest["missing"],
        "judged_households": newest["households"],
        "judged_silent": newest["silent_before"],
    }


def _ceiling(team: Figures, weights: Weights) -> float:
    """Every hazard at its oldest, the silence and the people counted, and late without end."""
    highest: float = 2 * team["hazard_points"]
    highest += weights.month_silent * min(team["judged_silent"], weights.silent_cap)
    highest += weights.person_at_risk * min(team["people"], weights.people_cap)
    if team["judged_missing"]:
        highest += weights.all_missing * team["judged_missing"] / team["judged_households"]
        highest += weights.day_late * weights.late_cap_days
    return highest


def _claimed_on(hazard: Hazard) -> date | None:
    """The last day on which its household said that it is fixed, unless it was seen after it."""
    said = max((each.reported_on for each in hazard.owner_reports.all()), default=None)
    seen = [
        each.inspection.done_on
        for each in hazard.sightings.select_related("inspection")
        if each.verdict == "seen"
    ]
    return None if said is None or any(day > said for day in seen) else said


def _months_left(hazard: Hazard) -> int:
    rounds = hazard.sightings.filter(verdict__in=("seen", "unseen")).select_related(
        "inspection__assignment"
    )
    return len({each.inspection.assignment.round_id for each in rounds})


def _points(hazard: Figures, weights: Weights) -> float:
    base = {
        "critical": weights.critical_hazard,
        "major": weights.major_hazard,
        "minor": weights.minor_hazard,
    }[hazard["severity"]]
    return float(base * weights.kind_factors[hazard["kind"]])
