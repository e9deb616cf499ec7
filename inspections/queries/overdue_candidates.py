"""The teams that may weigh the most, as the database finds them among a city's 83,000.

It orders teams by a bound that none outweighs, worked out from the kept figures; of a city's it
looks only at those whose kept ceiling reaches that high. Of the teams at the head each hazard is
looked at, which makes the bound a narrow one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, FilteredRelation, Model, Q, QuerySet, Subquery, Window
from django.db.models.aggregates import Count, Min
from django.db.models.functions import FirstValue

from households.models import Area, Team
from inspections.models import TeamStanding
from inspections.planning.holidays import Holidays
from inspections.planning.weights import Weights
from inspections.queries.judged import judged
from inspections.queries.leaders import leader_of
from inspections.queries.overdue_bounds import (
    bound_besides,
    bound_of_hazards,
    is_doubtful,
    weight_of_hazards,
)
from inspections.queries.standing import within
from inspections.queries.team_states import all_judged_teams, to_call

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
# What a row tells of its team, and all that it tells.
OWN = ("number", "labels", "neighbourhood_id", "ward_id")
TOLD = (
    *("number", "neighbourhood_id", "ward_id", "people", "leader", "round", "silent", *DATES),
    *("weight", "doubtful", "reached", "last_bound", "last"),
)
# The database adds in another order than the core; no two teams that differ are so close.
SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Asked:
    """What the teams are weighed by: the day, a city's weights, whether their kept rounds hold
    (``judged.is_kept``), and the days on which no clock runs."""

    on: date
    weights: Weights
    kept: bool
    rest: Holidays


def reach_of(ask: int) -> int:
    """How many teams by their bound are weighed more closely, for the head of ``ask``."""
    return 2 * ask


def candidates(area: Area, asked: Asked, *, ask: int) -> QuerySet[Any, Any]:
    """Teams to call, the heaviest first, ``ask`` and one more, each with the round it is judged by.

    ``weight`` is what it weighs, or no less where it is ``doubtful``. That was worked out for the
    ``reached`` whose bounds are highest; ``last`` of them is a team, ``last_bound`` its bound.
    """
    reach = reach_of(ask) + 1
    teams = _by_bound(asked).filter(within(area))
    if asked.kept and area.level == Area.Level.CITY:
        teams = _high_enough(teams, reach)
    return _heaviest(asked).filter(pk__in=teams.values("pk")[:reach])[: ask + 1]


# Both are put together once for a day and a city's weights: that takes longer than to answer them.


@lru_cache(maxsize=16)
def _by_bound(asked: Asked) -> QuerySet[TeamStanding]:
    """All teams to call, the highest ``bound`` first."""
    wanted = to_call(on=asked.on, silent_months=asked.weights.listed_after_silent)
    teams = all_judged_teams(on=asked.on, kept=asked.kept).filter(wanted)
    bound = bound_of_hazards(on=asked.on, weights=asked.weights) + _besides(asked)
    return teams.annotate(bound=bound).order_by("-bound", "pk")


@lru_cache(maxsize=16)
def _heaviest(asked: Asked) -> QuerySet[Any, Any]:
    """All teams as ``candidates`` has them."""
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


def _besides(asked: Asked) -> Any:
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


def team_of(row: Any) -> Team:
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
