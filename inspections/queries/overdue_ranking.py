"""The teams to call first, found without judging every team: a city has 83,000 of them.

``overdue_candidates`` brings those that may weigh the most. Most of them weigh just what the kept
figures say; the plain core judges the lines that are asked for, and the doubtful ones. A team
further down whose bound is smaller than a weight already found cannot stand above it, so what is
listed is exactly what judging all would list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, Sum

from firesafety.months import Month
from households.models import Area, Team
from inspections.models import NeighbourhoodStanding, OpenHazard
from inspections.planning.deadlines import Severity
from inspections.planning.overdue import HazardFacts, OverdueTeam, RoundFacts, rank_overdue
from inspections.planning.weights import Weights
from inspections.queries.holidays import holidays
from inspections.queries.judged import is_kept
from inspections.queries.overdue_candidates import (
    DATES,
    SAME,
    Asked,
    candidates,
    reach_of,
    team_of,
)
from inspections.queries.overdue_facts import collect_visits, no_round, team_clocks
from inspections.queries.place_states import are_kept
from inspections.queries.standing import resting, summed_within
from inspections.queries.team_states import SILENT_MONTHS, judged_teams, to_call

# More calls than anybody makes in a week; a whole ward of ordinary size.
LISTED = 100
# How many more are looked at than asked for, so that once is mostly enough to be sure of them.
SPARE = 20


@dataclass(frozen=True, slots=True)
class Ranking:
    """Lines of an area's list, worst first. ``teams`` come with neighbourhood and ward and with
    ``leader``, the id of the household that leads them or None; ``facts`` by team id."""

    ranked: tuple[OverdueTeam, ...]
    teams: dict[int, Team]
    facts: dict[int, RoundFacts]


def rank_area(
    area: Area, *, on: date, weights: Weights, limit: int = LISTED, first: int = 0
) -> Ranking:
    """Of the ``limit`` worst of an area's overdue teams all but the ``first`` so many, on a day,
    by the figures kept now.

    Four queries, one more for a city, and those of ``judged.is_kept``; one more where something
    arrived late, and four more where even the spare ones do not tell.
    """
    asked = Asked(on, weights, is_kept(area, on=on), holidays())
    ask = limit + SPARE
    while True:
        rows = list(candidates(area, asked, ask=ask))
        chosen, spared = sorted(rows[:ask], key=_order), rows[ask:]
        near = _worth_judging(chosen, first, limit)
        facts = _facts(near, on=on)
        ranked = rank_overdue(facts.values(), on=on, weights=weights)
        lines = {line.team: line for line in ranked}
        unjudged = [_Weighed(row.weight, row.pk) for row in spared]
        if rows and rows[0].reached > reach_of(ask):
            # The last that was reached, and all behind it, were weighed by their bound alone.
            unjudged.append(_Weighed(rows[0].last_bound, rows[0].last))
        placed = sorted(_weigh(chosen, lines), key=_order)
        certain = [each for each in placed if all(each.above(other) for other in unjudged)]
        if not unjudged or len(certain) >= limit:
            listed = [lines[each.pk] for each in certain[first:limit] if each.pk in lines]
            return Ranking(tuple(listed), {row.pk: team_of(row) for row in near}, facts)
        ask *= 2


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A team by its id and what it weighs; or the first of many that weigh no more than that."""

    weight: float
    pk: int

    def above(self, other: _Weighed) -> bool:
        """Whether it stands above another team, and so above all after that one.

        Those of the same bound come in the order of their ids, as lines of the same weight do:
        where thousands weigh the same, as before the first result of all, the first of them are
        certain.
        """
        if abs(self.weight - other.weight) < SAME:
            return self.pk < other.pk
        return self.weight > other.weight


def _order(team: Any) -> tuple[float, int]:
    # Rounded as the core does, so that it and the database tell the same teams apart.
    return (-round(team.weight, 6), team.pk)


def _worth_judging(rows: Sequence[Any], first: int, limit: int) -> list[Any]:
    """Those of the heaviest teams that the core has to look at to list them from ``first`` on.

    A doubtful one may weigh less than it seems to, and lets others move up; no other team falls.
    """
    doubtful = sum(row.doubtful for row in rows)
    return [
        row for place, row in enumerate(rows) if row.doubtful or first <= place < limit + doubtful
    ]


def _weigh(rows: Iterable[Any], lines: Mapping[int, OverdueTeam]) -> Iterator[_Weighed]:
    """The teams by what they weigh; not those that seemed to be listed and are not."""
    for row in rows:
        if not row.doubtful:
            yield _Weighed(row.weight, row.pk)
        elif row.pk in lines:
            yield _Weighed(lines[row.pk].weight, row.pk)


def count_overdue(area: Area, *, on: date, weights: Weights) -> int:
    """How many teams the whole list holds.

    Two queries for a city whose neighbourhoods have counted for this day; one elsewhere.
    """
    wanted = to_call(on=on, silent_months=weights.listed_after_silent)
    counted = area.level == Area.Level.CITY and weights.listed_after_silent == SILENT_MONTHS
    if not (counted and are_kept(area, on=on)):
        return judged_teams(area, on=on, kept=is_kept(area, on=on)).filter(wanted).count()
    places = NeighbourhoodStanding.objects.filter(summed_within(area))
    troubled = places.aggregate(n=Sum(F("teams") - F("in_time"), default=0))["n"]
    # They were counted as if none rested.
    rests = judged_teams(area, on=on, kept=True).filter(pk__in=resting(on=on).values("team"))
    let_be = rests.filter(Q(missing__gt=0) | Q(silent_months__gte=SILENT_MONTHS))
    return int(troubled - let_be.filter(oldest_due_on__gte=on).count())


def _facts(rows: Sequence[Any], *, on: date) -> dict[int, RoundFacts]:
    hazards = _hazards([row.pk for row in rows])
    visits = collect_visits([row.round for row in rows if row.round], on=on)
    clocks = team_clocks([row.pk for row in rows])
    facts = {}
    for row in rows:
        dates = {name: getattr(row, name) for name in DATES}
        dates = dates if row.round else no_round(on)
        facts[row.pk] = RoundFacts(
            team=row.pk,
            **dates | {"month": Month.of(dates["month"])},
            clock=clocks[row.pk],
            assignments=tuple(visits[row.round]) if row.round else (),
            hazards=tuple(hazards[row.pk]),
            months_silent=row.silent or 0,
            people_at_risk=row.people,
        )
    return facts


def _hazards(teams: Collection[int]) -> dict[int, list[HazardFacts]]:
    hazards: dict[int, list[HazardFacts]] = defaultdict(list)
    rows = (
        OpenHazard.objects.filter(team__in=teams)
        .order_by()
        .values_list("team", "household", "severity", "found_on", "due_on", "kind", "claimed_on")
    )
    for team, household, severity, found_on, due_on, kind, claimed in rows:
        facts = HazardFacts(household, Severity(severity), found_on, due_on, kind, claimed)
        hazards[team].append(facts)
    return hazards
