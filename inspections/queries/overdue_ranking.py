"""The teams to call first, found without judging every team: a city has 83,000 of them.

The database orders teams by a bound that none outweighs, worked out from the kept figures; of a
city's it looks only at those whose kept ceiling reaches that high. Of the teams at the head each
hazard is looked at, which makes the bound a narrow one, and the plain core judges the head of
these. A team further down whose bound is smaller than a weight already found cannot stand above
it, so what is listed is exactly what judging all would list. Most of those at the head weigh just
what the kept figures say, and the core looks only at those of them that are asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    F,
    FilteredRelation,
    Model,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Window,
)
from django.db.models.aggregates import Count, Min
from django.db.models.functions import FirstValue

from firesafety.months import Month
from households.models import Area, Team
from inspections.models import NeighbourhoodStanding, OpenHazard, TeamStanding
from inspections.planning.deadlines import Severity
from inspections.planning.holidays import Holidays
from inspections.planning.overdue import HazardFacts, OverdueTeam, RoundFacts, rank_overdue
from inspections.planning.weights import Weights
from inspections.queries.holidays import holidays
from inspections.queries.judged import is_kept, judged
from inspections.queries.leaders import leader_of
from inspections.queries.overdue_bounds import (
    bound_besides,
    bound_of_hazards,
    is_doubtful,
    weight_of_hazards,
)
from inspections.queries.overdue_facts import collect_visits, no_round, team_clocks
from inspections.queries.place_states import are_kept
from inspections.queries.standing import resting, summed_within, within
from inspections.queries.team_states import (
    SILENT_MONTHS,
    all_judged_teams,
    judged_teams,
    to_call,
)

# More calls than anybody makes in a week; a whole ward of ordinary size.
LISTED = 100
# How many more are judged than asked for, so that once is mostly enough to be sure of them.
SPARE = 20
# Of so many of a city's teams each is weighed, to know how high a ceiling has to reach.
HEAD = 1000
# Of the round that a team is judged by.
DATES = ("month", "starts_on", "due_on", "missed_on")
# What a list says of a team, besides that which its own row has.
NAMED = {
    "labels": "team__labels",
    "neighbourhood_name": "team__neighbourhood__name",
    "ward_name": "team__ward__name",
}
OWN = ("number", "labels", "neighbourhood_id", "ward_id")
TOLD = (
    *("number", "neighbourhood_id", "ward_id", "people", "leader", "round", "silent", *DATES),
    *("weight", "doubtful", "reached", "last_bound", "last"),
)
# The database adds in another order than the core; no two teams that differ are so close.
SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Ranking:
    """Lines of an area's list, worst first. ``teams`` come with neighbourhood and ward and with
    ``leader``, the id of the household that leads them or None; ``facts`` by team id."""

    ranked: tuple[OverdueTeam, ...]
    teams: dict[int, Team]
    facts: dict[int, RoundFacts]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the teams are weighed by: the day, a city's weights, whether their kept rounds hold
    (``judged.is_kept``), and the days on which no clock runs."""

    on: date
    weights: Weights
    kept: bool
    rest: Holidays


def rank_area(
    area: Area, *, on: date, weights: Weights, limit: int = LISTED, first: int = 0
) -> Ranking:
    """Of the ``limit`` worst of an area's overdue teams all but the ``first`` so many, on a day,
    by the figures kept now.

    Four queries, one more for a city, and those of ``judged.is_kept``; one more where something
    arrived late, and four more where even the spare ones do not tell.
    """
    asked = _Asked(on, weights, is_kept(area, on=on), holidays())
    ask = limit + SPARE
    while True:
        rows = list(_candidates(area, asked, ask=ask))
        chosen, spared = sorted(rows[:ask], key=_order), rows[ask:]
        near = _worth_judging(chosen, first, limit)
        facts = _facts(near, on=on)
        ranked = rank_overdue(facts.values(), on=on, weights=weights)
        lines = {line.team: line for line in ranked}
        unjudged = [_Weighed(row.weight, row.pk) for row in spared]
        if rows and rows[0].reached > _reach(ask):
            # The last that was reached, and all behind it, were weighed by their bound alone.
            unjudged.append(_Weighed(rows[0].last_bound, rows[0].last))
        placed = sorted(_weigh(chosen, lines), key=_order)
        certain = [each for each in placed if all(each.above(other) for other in unjudged)]
        if not unjudged or len(certain) >= limit:
            listed = [lines[each.pk] for each in certain[first:limit] if each.pk in lines]
            return Ranking(tuple(listed), {row.pk: _team(row) for row in near}, facts)
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


def _reach(ask: int) -> int:
    """How many teams by their bound are weighed more closely, for the head of ``ask``."""
    return 2 * ask


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


def _candidates(area: Area, asked: _Asked, *, ask: int) -> QuerySet[Any, Any]:
    """Teams to call, the heaviest first, ``ask`` and one more, each with the round it is judged by.

    ``weight`` is what it weighs, or no less where it is ``doubtful``. That was worked out for the
    ``reached`` whose bounds are highest; ``last`` of them is a team, ``last_bound`` its bound.
    """
    reach = _reach(ask) + 1
    teams = _by_bound(asked).filter(within(area))
    if asked.kept and area.level == Area.Level.CITY:
        teams = _high_enough(teams, reach)
    return _heaviest(asked).filter(pk__in=teams.values("pk")[:reach])[: ask + 1]


# Both are put together once for a day and a city's weights: that takes longer than to answer them.


@lru_cache(maxsize=16)
def _by_bound(asked: _Asked) -> QuerySet[TeamStanding]:
    """All teams to call, the highest ``bound`` first."""
    wanted = to_call(on=asked.on, silent_months=asked.weights.listed_after_silent)
    teams = all_judged_teams(on=asked.on, kept=asked.kept).filter(wanted)
    bound = bound_of_hazards(on=asked.on, weights=asked.weights) + _besides(asked)
    return teams.annotate(bound=bound).order_by("-bound", "pk")


@lru_cache(maxsize=16)
def _heaviest(asked: _Asked) -> QuerySet[Any, Any]:
    """All teams as ``_candidates`` has them."""
    on, weights = asked.on, asked.weights
    return (
        TeamStanding.objects.annotate(
            **_round(on=on, kept=asked.kept),
            leader=Subquery(leader_of("pk", on=on).values("household")[:1]),
            late_from=judged("late_from", on=on, kept=asked.kept),
            besides=_besides(asked),
        )
        .annotate(
            bound=bound_of_hazards(on=on, weights=weights) + F("besides"),
            weight=weight_of_hazards(on=on, weights=weights) + F("besides"),
            doubtful=is_doubtful(on=on),
        )
        .annotate(
            reached=Window(Count("pk")),
            last_bound=Window(Min("bound")),
            last=Window(FirstValue("pk"), order_by=[F("bound").asc(), F("pk").desc()]),
            **{name: F(path) for name, path in NAMED.items()},
        )
        .order_by("-weight", "pk")
        .values_list("pk", *TOLD, *NAMED, named=True)
    )


def _besides(asked: _Asked) -> Any:
    return bound_besides(on=asked.on, weights=asked.weights, kept=asked.kept, rest=asked.rest)


def _round(*, on: date, kept: bool) -> dict[str, Any]:
    """The round that a team is judged by, its days, and the ``silent`` months before it."""
    if kept:
        columns = {name: F(f"judged_round__{name}") for name in DATES}
        return {"round": F("judged_round"), "silent": F("judged_silent"), **columns}
    holds = Q(team__round_standings__late_from__lte=on, team__round_standings__judged_until__gt=on)
    return {
        "judged": FilteredRelation("team__round_standings", condition=holds),
        "round": F("judged__round"),
        "silent": F("judged__silent_before"),
        **{name: F(f"judged__round__{name}") for name in DATES},
    }


def _high_enough(teams: QuerySet[TeamStanding], reach: int) -> QuerySet[TeamStanding]:
    """Those of a city's teams whose ceiling is no lower than the bound of its ``reach`` highest.

    The ceilings are kept in order, so neither question goes through the city. One query.
    """
    head = teams.order_by(F("ceiling").desc()).values_list(F("bound"), flat=True)
    bounds = sorted(head[: max(HEAD, 2 * reach)], reverse=True)
    return teams.filter(ceiling__gte=bounds[reach - 1] - SAME) if len(bounds) >= reach else teams


def _team(row: Any) -> Team:
    """The team with what lists tell of it, as if it had been loaded with these columns only."""
    own = {name: getattr(row, name) for name in OWN}
    team: Any = _loaded(Team, id=row.pk, **own)
    team.neighbourhood = _loaded(Area, id=row.neighbourhood_id, name=row.neighbourhood_name)
    team.ward = _loaded(Area, id=row.ward_id, name=row.ward_name)
    team.leader = row.leader
    return cast(Team, team)


def _loaded(model: type[Model], **values: Any) -> Model:
    names = [each.attname for each in model._meta.concrete_fields if each.attname in values]
    return model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])


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
