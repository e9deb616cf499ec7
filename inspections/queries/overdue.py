"""Which teams an officer should call, and why: rows to facts, facts to a ranked list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from firesafety.months import Month
from households.models import Area, Household, Team
from inspections.planning.overdue import (
    Cause,
    Missing,
    OverdueTeam,
    Part,
    PartCode,
    RoundFacts,
    RoundState,
    rank_overdue,
)
from inspections.queries.leaders import leader_of
from inspections.queries.overdue_facts import collect_facts
from inspections.queries.overdue_ranking import Ranking, rank_area
from inspections.queries.weights import weights_of_area

# A cause beside the core's, for a team that is listed for no missing visit.
HAZARD_OVERDUE = "hazard_overdue"
SILENT = "silent"
BATCH = 500


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
    ``score`` and ``weight`` as in ``OverdueTeam``; ``critical`` counts open critical hazards.
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
    weight: float
    parts: tuple[Part, ...]
    leader: Household | None


def teams_in(area: Area) -> QuerySet[Team]:
    """Teams of an area and all below it."""
    return Team.objects.filter(
        Q(neighbourhood=area) | Q(ward=area) | Q(neighbourhood__parent=area) | Q(ward__parent=area)
    )


def overdue_list(area: Area, *, on: date) -> list[OverdueLine]:
    """The overdue teams of an area, worst first, as the records knew them on any day.

    A team is judged by its newest round past the due day: one that closed with households
    missing stays listed until the next month's is due, for closing it has inspected nobody.
    Ten queries for each BATCH of teams.
    """
    weights = weights_of_area(area)
    standing = teams_in(area).filter(founded_on__lte=on)
    standing = standing.filter(Q(disbanded_on=None) | Q(disbanded_on__gt=on))
    keys = list(standing.order_by("pk").values_list("pk", flat=True).distinct())
    lines: list[OverdueLine] = []
    for first in range(0, len(keys), BATCH):
        facts = collect_facts(keys[first : first + BATCH], on=on)
        ranked = rank_overdue(facts.values(), on=on, weights=weights)
        leader = Subquery(leader_of("pk", on=on).values("household")[:1])
        teams = (
            Team.objects.select_related("neighbourhood", "ward")
            .annotate(leader=leader)
            .in_bulk([each.team for each in ranked])
        )
        lines += describe(ranked, facts, teams)
    return sorted(lines, key=lambda line: (-line.weight, line.team.pk, line.month))


def worst_teams(area: Area, *, on: date) -> Ranking:
    """The head of an area's list by what is kept now; ``describe`` tells more of any of it."""
    return rank_area(area, on=on, weights=weights_of_area(area))


def describe(
    ranked: Sequence[OverdueTeam],
    facts: Mapping[int, RoundFacts],
    teams: Mapping[int, Team],
) -> list[OverdueLine]:
    """Ranked teams with the people concerned, in the order given. One query.

    Of a household no more is loaded than its name and its telephone number.

    ``teams`` as ``Ranking`` has them.
    """
    leaders = {each.team: _leader(teams[each.team]) for each in ranked}
    # A page of them names some hundreds.
    known = Household.objects.only("holder_name", "phone")
    households = known.in_bulk({*_named(ranked), *leaders.values()} - {None})
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
            weight=each.weight,
            parts=each.parts,
            leader=households.get(leaders[each.team]),
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


def _leader(team: Any) -> int | None:
    found: int | None = team.leader
    return found
