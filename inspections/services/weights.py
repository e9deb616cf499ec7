"""Deciding on the order of a city's calls, and trying it out before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import (
    Case,
    DateField,
    F,
    FloatField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from households.models import Area, User
from inspections.models import CityWeights, OpenHazard, TeamStanding
from inspections.planning.deadlines import Severity
from inspections.planning.weights import Weights, write_weights
from inspections.queries.days import DaysFrom
from inspections.queries.overdue_ranking import Ranking, rank_area
from inspections.queries.weights import decided_weights, weights_of_area


@transaction.atomic
def decide_weights(
    city: Area, weights: Weights, *, note: str, by: User | None, at: datetime
) -> CityWeights | None:
    """Let ``weights`` hold in a city from now on; what held before stays readable.

    Deciding what holds already changes nothing. Returns the decision that holds, None where the
    project's own do.
    """
    # Whoever comes second waits here, and then compares with what the first one decided.
    Area.objects.select_for_update().get(pk=city.pk)
    if weights != weights_of_area(city):
        CityWeights.objects.create(
            city=city, values=write_weights(weights), note=note.strip(), set_by=by, set_at=at
        )
        _weigh_again(city, weights)
    return decided_weights(city).first()


def try_weights(city: Area, weights: Weights, *, on: date, limit: int) -> Ranking:
    """The head of the city's list as it would be under ``weights``. Nothing of it stays."""
    with transaction.atomic():
        _weigh_again(city, weights)
        ranking = rank_area(city, on=on, weights=weights, limit=limit)
        transaction.set_rollback(True)
    return ranking


def _weigh_again(city: Area, weights: Weights) -> None:
    """Bring the kept points of all teams in line, in one statement for the whole city."""
    teams = TeamStanding.objects.filter(ward__parent=city)
    # Locked first: a hazard that is being noted at this moment is then seen, or waits for us.
    list(teams.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    points = Case(
        *(
            When(severity=level, kind=kind, then=Value(weights.of_hazard(level) * factor))
            for level in Severity
            for kind, factor in weights.kind_factors.items()
        ),
        default=Value(0.0),
        output_field=FloatField(),
    )
    ordinal = DaysFrom(F("found_on"), Value(date(1, 1, 1), DateField())) + 1
    hazards = OpenHazard.objects.filter(team=OuterRef("team")).order_by().values("team")
    teams.update(
        hazard_points=_total(hazards.annotate(total=Sum(points)).values("total")),
        hazard_days=_total(
            hazards.annotate(total=Sum(points * ordinal, output_field=FloatField())).values("total")
        ),
    )


def _total(rows: QuerySet[OpenHazard, Any]) -> Coalesce:
    return Coalesce(Subquery(rows), Value(0.0), output_field=FloatField())
