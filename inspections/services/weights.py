"""Deciding on the order of a city's calls, and trying it out before."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import DateField, F, FloatField, Sum, Value

from households.models import Area, User
from inspections.models import CityWeights, TeamStanding
from inspections.planning.weights import Weights, write_weights
from inspections.queries.days import DaysFrom
from inspections.queries.overdue_bounds import (
    kept_ceiling,
    points_when_found,
    total_of_hazards,
)
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
    """Bring the kept points of all teams in line, in two statements for the whole city."""
    teams = TeamStanding.objects.filter(ward__parent=city)
    # Locked first: a hazard that is being noted at this moment is then seen, or waits for us.
    list(teams.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    points = points_when_found(weights)
    ordinal = DaysFrom(F("found_on"), Value(date(1, 1, 1), DateField())) + 1
    teams.update(
        hazard_points=total_of_hazards(Sum(points)),
        hazard_days=total_of_hazards(Sum(points * ordinal, output_field=FloatField())),
    )
    teams.update(ceiling=kept_ceiling(weights))
