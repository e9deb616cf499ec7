"""What a team to call weighs, or no less than that, as expressions that a database reckons with.

For rows of ``TeamStanding``. The plain core ``inspections.planning.overdue`` says what a team
weighs exactly; whatever a kept row cannot tell, such as results that lie on paper or a clock that
stood still, makes it weigh less than is reckoned here.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    DateField,
    F,
    FloatField,
    OuterRef,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Least
from django.db.models.lookups import GreaterThan

from inspections.models import OpenHazard
from inspections.planning.deadlines import Severity
from inspections.planning.weights import Weights
from inspections.queries.days import DaysFrom
from inspections.queries.judged import judged


def bound_of_hazards(*, on: date, weights: Weights) -> Any:
    """No less than a team's open hazards weigh on a day.

    A hazard grows evenly until it is ``age_cap_days`` old, so the sum of all of them is at most
    what it would be without that end, and at most twice what it was on the days they were found.
    """
    points, days = F("hazard_points"), F("hazard_days")
    grown = (points * _number(on.toordinal()) - days) / _number(weights.age_cap_days)
    return points + Least(Greatest(grown, _number(0)), points)


def weight_of_hazards(*, on: date, weights: Weights) -> Coalesce:
    """What a team's open hazards weigh on a day, each looked at: for few teams at a time."""
    age = DaysFrom(Value(on, DateField()), F("found_on"))
    cap = Value(weights.age_cap_days)
    grown = _number(Greatest(Least(age, cap), 0)) / _number(cap)
    weight = points_when_found(weights) * (_number(1) + grown)
    return total_of_hazards(Sum(weight, output_field=FloatField()))


def points_when_found(weights: Weights) -> Case:
    """What an ``OpenHazard`` weighs on the day it was found."""
    kinds: dict[float, list[str]] = defaultdict(list)
    for kind, factor in weights.kind_factors.items():
        kinds[factor].append(kind)
    return Case(
        *(
            When(severity=level, kind__in=alike, then=Value(weights.of_hazard(level) * factor))
            for level in Severity
            for factor, alike in kinds.items()
        ),
        default=Value(0.0),
        output_field=FloatField(),
    )


def total_of_hazards(total: Any) -> Coalesce:
    """A sum over a team's open hazards, 0 where it has none."""
    hazards = OpenHazard.objects.filter(team=OuterRef("pk")).order_by().values("team")
    rows = hazards.annotate(total=total).values("total")
    return Coalesce(Subquery(rows), Value(0.0), output_field=FloatField())


def bound_besides(*, on: date, weights: Weights, kept: bool) -> Any:
    """No less than all its other parts weigh; ``kept`` as in ``judged.judged``."""

    def of_round(name: str) -> Any:
        return judged(name, on=on, kept=kept)

    late = DaysFrom(Value(on, DateField()), of_round("late_from")) + 1
    days = _number(Least(late, Value(weights.late_cap_days)))
    return _besides(
        of_round("silent_before"), of_round("missing"), of_round("households"), days, weights
    )


def kept_ceiling(weights: Weights) -> Any:
    """``planning.weights.ceiling`` of what a row keeps."""
    return F("hazard_points") * _number(2) + _besides(
        F("judged_silent"),
        F("judged_missing"),
        F("judged_households"),
        _number(weights.late_cap_days),
        weights,
    )


def _besides(silent: Any, missing: Any, households: Any, days: Any, weights: Weights) -> Any:
    """What silence, ``days`` late, those missing and people in danger weigh together."""
    return (
        _number(weights.month_silent) * _number(Least(silent, Value(weights.silent_cap)))
        + Case(
            When(
                GreaterThan(missing, 0),
                then=_number(weights.all_missing)
                * (_number(missing) / _number(Greatest(households, 1)))
                + _number(weights.day_late) * days,
            ),
            default=_number(0),
            output_field=FloatField(),
        )
        + _number(weights.person_at_risk) * _number(Least(F("people"), Value(weights.people_cap)))
    )


def _number(value: Any) -> Cast:
    """As a float; a database that holds it for a decimal reckons four times as long."""
    return Cast(value, FloatField())
