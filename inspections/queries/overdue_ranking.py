"""The teams to call first, found without judging every team: a city has 83,000 of them.

The database orders all teams by a bound that none outweighs, worked out from the kept figures. Of
those at the head each hazard is looked at, which makes the bound a narrow one, and the plain core
judges the head of these. A team further down whose bound is smaller than a weight already found
cannot stand above it, so what is listed is exactly what judging all would list.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    DateField,
    F,
    FilteredRelation,
    FloatField,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest, Least
from django.db.models.lookups import GreaterThan

from firesafety.months import Month
from households.models import Area, Team
from inspections.models import OpenHazard
from inspections.planning.deadlines import Severity
from inspections.planning.overdue import (
    HazardFacts,
    OverdueTeam,
    RoundFacts,
    hazard_points,
    rank_overdue,
)
from inspections.planning.weights import Weights
from inspections.queries.days import DaysFrom
from inspections.queries.judged import is_kept, judged
from inspections.queries.leaders import leader_of
from inspections.queries.overdue_facts import collect_visits, no_round, team_clocks
from inspections.queries.team_states import judged_teams, to_call

# More calls than anybody makes in a week; a whole ward of ordinary size.
LISTED = 100
# How many more are judged than asked for, so that once is mostly enough to be sure of them.
SPARE = 20
# The database adds in another order than the core; no two teams that differ are so close.
SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Ranking:
    """The head of an area's list, worst first. ``teams`` come with neighbourhood and ward and with
    ``leader``, the id of the household that leads them or None; ``facts`` by team id."""

    ranked: tuple[OverdueTeam, ...]
    teams: dict[int, Team]
    facts: dict[int, RoundFacts]


def rank_area(area: Area, *, on: date, weights: Weights, limit: int = LISTED) -> Ranking:
    """The ``limit`` worst of an area's overdue teams on a day, by the figures kept now.

    Four queries, and those of ``judged.is_kept``; one more where something arrived late, and four
    more where even the spare ones do not tell.
    """
    ask = limit + max(limit // 2, SPARE)
    kept = is_kept(area, on=on)
    while True:
        rows = list(_candidates(area, on=on, weights=weights, limit=2 * ask + 1, kept=kept))
        near, beyond = rows[: 2 * ask], rows[2 * ask :]
        hazards = _hazards([row.pk for row in near])
        for row in near:
            known = (hazard_points(each, on=on, weights=weights) for each in hazards[row.pk])
            row.bound = math.fsum((row.bound_besides, *known))
        near.sort(key=lambda row: (-row.bound, row.pk))
        chosen, spared = near[:ask], near[ask:]
        facts = _facts(chosen, hazards, on=on)
        ranked = rank_overdue(facts.values(), on=on, weights=weights)
        unjudged = [*spared[:1], *beyond]
        certain = [line for line in ranked if all(_outranks(line, each) for each in unjudged)]
        if not unjudged or len(certain) >= limit:
            return Ranking(tuple(certain[:limit]), {row.pk: row for row in chosen}, facts)
        ask *= 2


def _outranks(line: OverdueTeam, first: Any) -> bool:
    """Whether a line stands above the first team that was not judged, and so above all after it.

    Those of the same bound come in the order of their ids, as lines of the same weight do: where
    thousands weigh the same, as before the first result of all, the first of them are certain.
    """
    if abs(line.weight - first.bound) < SAME:
        return line.team < int(first.pk)
    return line.weight > float(first.bound)


def count_overdue(area: Area, *, on: date, weights: Weights) -> int:
    """How many teams the whole list holds."""
    wanted = to_call(on=on, silent_months=weights.listed_after_silent)
    return judged_teams(area, on=on, kept=is_kept(area, on=on)).filter(wanted).count()


def _candidates(area: Area, *, on: date, weights: Weights, limit: int, kept: bool) -> QuerySet[Any]:
    """Teams to call, the highest bound first, each with the round that it is judged by."""
    bound = _bound_of_hazards(on=on, weights=weights) + _bound_besides(
        on=on, weights=weights, kept=kept
    )
    head = (
        judged_teams(area, on=on, kept=kept)
        .filter(to_call(on=on, silent_months=weights.listed_after_silent))
        .order_by(bound.desc(), "pk")
    )
    newest = Q(round_standings__late_from__lte=on, round_standings__judged_until__gt=on)
    besides = _bound_besides(on=on, weights=weights, kept=kept, prefix="standing__")
    return (
        Team.objects.filter(pk__in=head.values("pk")[:limit])
        .select_related("standing", "neighbourhood", "ward")
        .defer("neighbourhood__boundary", "ward__boundary")
        .annotate(
            judged=FilteredRelation("round_standings", condition=newest),
            round=F("judged__round"),
            silent=F("judged__silent_before"),
            month=F("judged__month"),
            starts_on=F("judged__round__starts_on"),
            due_on=F("judged__round__due_on"),
            missed_on=F("judged__round__missed_on"),
            leader=Subquery(leader_of("pk", on=on).values("household")[:1]),
            bound_besides=besides,
            bound=_bound_of_hazards(on=on, weights=weights, prefix="standing__") + besides,
        )
        .order_by("-bound", "pk")
    )


def _bound_of_hazards(*, on: date, weights: Weights, prefix: str = "") -> Any:
    """No less than a team's open hazards weigh; see ``inspections.planning.overdue``.

    A hazard grows evenly until it is ``age_cap_days`` old, so the sum of all of them is at most
    what it would be without that end, and at most twice what it was on the days they were found.
    """
    points, days = F(f"{prefix}hazard_points"), F(f"{prefix}hazard_days")
    grown = (points * _number(on.toordinal()) - days) / _number(weights.age_cap_days)
    return points + Least(Greatest(grown, _number(0)), points)


def _bound_besides(*, on: date, weights: Weights, kept: bool, prefix: str = "") -> Any:
    """No less than all its other parts weigh."""

    def of_round(name: str) -> Any:
        return judged(name, on=on, kept=kept, prefix=prefix)

    late = DaysFrom(Value(on, DateField()), of_round("late_from")) + 1
    share = _number(of_round("missing")) / _number(of_round("households"))
    silent = Least(of_round("silent_before"), Value(weights.silent_cap))
    people = Least(F(f"{prefix}people"), Value(weights.people_cap))
    return (
        _number(weights.month_silent) * _number(silent)
        + Case(
            When(
                GreaterThan(of_round("missing"), 0),
                then=_number(weights.all_missing) * share
                + _number(weights.day_late) * _number(Least(late, Value(weights.late_cap_days))),
            ),
            default=_number(0),
            output_field=FloatField(),
        )
        + _number(weights.person_at_risk) * _number(people)
    )


def _number(value: Any) -> Cast:
    """As a float; a database that holds it for a decimal reckons four times as long."""
    return Cast(value, FloatField())


def _facts(
    rows: Sequence[Any], hazards: Mapping[int, Sequence[HazardFacts]], *, on: date
) -> dict[int, RoundFacts]:
    visits = collect_visits([row.round for row in rows if row.round], on=on)
    clocks = team_clocks([row.pk for row in rows])
    facts = {}
    for row in rows:
        dates = {name: getattr(row, name) for name in ("month", "starts_on", "due_on", "missed_on")}
        dates = dates if row.round else no_round(on)
        facts[row.pk] = RoundFacts(
            team=row.pk,
            **dates | {"month": Month.of(dates["month"])},
            clock=clocks[row.pk],
            assignments=tuple(visits[row.round]) if row.round else (),
            hazards=tuple(hazards[row.pk]),
            months_silent=row.silent or 0,
            people_at_risk=row.standing.people,
        )
    return facts


def _hazards(teams: Collection[int]) -> dict[int, list[HazardFacts]]:
    hazards: dict[int, list[HazardFacts]] = defaultdict(list)
    rows = OpenHazard.objects.filter(team__in=teams).values_list(
        "team", "household", "severity", "found_on", "due_on", "kind", "claimed_on"
    )
    for team, household, severity, found_on, due_on, kind, claimed in rows:
        facts = HazardFacts(household, Severity(severity), found_on, due_on, kind, claimed)
        hazards[team].append(facts)
    return hazards
