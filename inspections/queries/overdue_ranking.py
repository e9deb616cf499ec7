"""The teams to call first, found without judging every team: a city has 83,000 of them.

The database orders teams by a bound that none outweighs, worked out from the kept figures; of a
city's it looks only at those whose kept ceiling reaches that high. Of the teams at the head each
hazard is looked at, which makes the bound a narrow one, and the plain core judges the head of
these. A team further down whose bound is smaller than a weight already found cannot stand above
it, so what is listed is exactly what judging all would list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from django.db.models import (
    F,
    FilteredRelation,
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
from inspections.planning.overdue import HazardFacts, OverdueTeam, RoundFacts, rank_overdue
from inspections.planning.weights import Weights
from inspections.queries.judged import is_kept
from inspections.queries.leaders import leader_of
from inspections.queries.overdue_bounds import (
    bound_besides,
    bound_of_hazards,
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
# All that is told of a team on the list itself.
NAMED = ("team__number", "team__labels", "team__neighbourhood__name", "team__ward__name")
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

    Four queries, one more for a city, and those of ``judged.is_kept``; one more where something
    arrived late, and four more where even the spare ones do not tell.
    """
    ask = limit + SPARE
    kept = is_kept(area, on=on)
    while True:
        rows = list(_candidates(area, on=on, weights=weights, ask=ask, kept=kept))
        chosen, spared = rows[:ask], rows[ask:]
        facts = _facts(chosen, on=on)
        ranked = rank_overdue(facts.values(), on=on, weights=weights)
        unjudged = [_First(row.weight, row.pk) for row in spared]
        if rows and rows[0].reached > _reach(ask):
            # The last that was reached, and all behind it, were weighed by their bound alone.
            unjudged.append(_First(rows[0].last_bound, rows[0].last))
        certain = [line for line in ranked if all(first.below(line) for first in unjudged)]
        if not unjudged or len(certain) >= limit:
            return Ranking(tuple(certain[:limit]), {row.pk: _team(row) for row in chosen}, facts)
        ask *= 2


@dataclass(frozen=True, slots=True)
class _First:
    """The first team that was not judged: no other of those weighs more than its ``bound``."""

    bound: float
    team: int

    def below(self, line: OverdueTeam) -> bool:
        """Whether a line stands above it, and so above all after it.

        Those of the same bound come in the order of their ids, as lines of the same weight do:
        where thousands weigh the same, as before the first result of all, the first of them are
        certain.
        """
        if abs(line.weight - self.bound) < SAME:
            return line.team < self.team
        return line.weight > self.bound


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


def _candidates(area: Area, *, on: date, weights: Weights, ask: int, kept: bool) -> QuerySet[Any]:
    """Teams to call, the heaviest first, ``ask`` and one more, each with the round it is judged by.

    ``weight`` is what it weighs if all else is as its kept figures say. That was worked out for the
    ``reached`` whose bounds are highest; ``last`` of them is a team, ``last_bound`` its bound.
    """
    reach = _reach(ask) + 1
    teams = _by_bound(on, weights, kept).filter(within(area))
    if kept and area.level == Area.Level.CITY:
        teams = _high_enough(teams, reach)
    return _weighed(on, weights, kept).filter(pk__in=teams.values("pk")[:reach])[: ask + 1]


# Both are put together once for a day and a city's weights: that takes longer than to answer them.


@lru_cache(maxsize=16)
def _by_bound(on: date, weights: Weights, kept: bool) -> QuerySet[TeamStanding]:
    """All teams to call, the highest ``bound`` first."""
    wanted = to_call(on=on, silent_months=weights.listed_after_silent)
    bound = bound_of_hazards(on=on, weights=weights) + bound_besides(
        on=on, weights=weights, kept=kept
    )
    teams = all_judged_teams(on=on, kept=kept).filter(wanted)
    return teams.annotate(bound=bound).order_by("-bound", "pk")


@lru_cache(maxsize=16)
def _weighed(on: date, weights: Weights, kept: bool) -> QuerySet[Any]:
    """All teams as ``_candidates`` has them."""
    return (
        TeamStanding.objects.select_related("team__neighbourhood", "team__ward")
        .only("people", *NAMED)
        .annotate(
            **_round(on=on, kept=kept),
            leader=Subquery(leader_of("pk", on=on).values("household")[:1]),
            besides=bound_besides(on=on, weights=weights, kept=kept),
        )
        .annotate(
            bound=bound_of_hazards(on=on, weights=weights) + F("besides"),
            weight=weight_of_hazards(on=on, weights=weights) + F("besides"),
        )
        .annotate(
            reached=Window(Count("pk")),
            last_bound=Window(Min("bound")),
            last=Window(FirstValue("pk"), order_by=[F("bound").asc(), F("pk").desc()]),
        )
        .order_by("-weight", "pk")
    )


def _round(*, on: date, kept: bool) -> dict[str, Any]:
    """The round that a team is judged by, its days, and the ``silent`` months before it."""
    dates = ("month", "starts_on", "due_on", "missed_on")
    if kept:
        columns = {name: F(f"judged_round__{name}") for name in dates}
        return {"round": F("judged_round"), "silent": F("judged_silent"), **columns}
    holds = Q(team__round_standings__late_from__lte=on, team__round_standings__judged_until__gt=on)
    return {
        "judged": FilteredRelation("team__round_standings", condition=holds),
        "round": F("judged__round"),
        "silent": F("judged__silent_before"),
        **{name: F(f"judged__round__{name}") for name in dates},
    }


def _high_enough(teams: QuerySet[TeamStanding], reach: int) -> QuerySet[TeamStanding]:
    """Those of a city's teams whose ceiling is no lower than the bound of its ``reach`` highest.

    The ceilings are kept in order, so neither question goes through the city. One query.
    """
    head = teams.order_by(F("ceiling").desc()).values_list(F("bound"), flat=True)
    bounds = sorted(head[: max(HEAD, 2 * reach)], reverse=True)
    return teams.filter(ceiling__gte=bounds[reach - 1] - SAME) if len(bounds) >= reach else teams


def _team(row: Any) -> Team:
    team: Any = row.team
    team.leader = row.leader
    return cast(Team, team)


def _facts(rows: Sequence[Any], *, on: date) -> dict[int, RoundFacts]:
    hazards = _hazards([row.pk for row in rows])
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
