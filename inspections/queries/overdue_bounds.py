"""What a team to call weighs, or no less than that, as expressions that a database reckons with.

For rows of ``TeamStanding``. The plain core ``inspections.planning.overdue`` says what a team
weighs exactly. What a kept row cannot tell, results that lie on paper and a clock that stood still
for one team alone, makes a team weigh less than is reckoned here; ``is_doubtful`` finds these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Least
from django.db.models.lookups import GreaterThan

from inspections.models import OpenHazard, TeamPause
from inspections.planning.deadlines import Severity
from inspections.planning.holidays import Holidays
from inspections.planning.weights import Weights
from inspections.queries.days import DaysFrom
from inspections.queries.judged import judged
from inspections.queries.on_paper import on_paper_on

DAY = timedelta(days=1)
# Nowhere do all days of a year rest.
YEAR = 366


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
    age = DaysFrom(_day(on), F("found_on"))
    cap = Value(weights.age_cap_days)
    weight = points_when_found(weights) * (_number(1) + _number(Least(age, cap)) / _number(cap))
    known = Q(found_on__lte=on)
    return total_of_hazards(Sum(weight, filter=known, output_field=FloatField()))


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


def bound_besides(*, on: date, weights: Weights, kept: bool, rest: Holidays) -> Any:
    """No less than all its other parts weigh; ``kept`` as in ``judged.judged``."""

    def of_round(name: str) -> Any:
        return judged(name, on=on, kept=kept)

    days = _days_late(of_round("late_from"), on=on, most=weights.late_cap_days, rest=rest)
    return _besides(
        of_round("silent_before"),
        of_round("missing"),
        of_round("households"),
        _number(days),
        weights,
    )


def is_doubtful(*, on: date) -> Any:
    """Whether a team may weigh less than is reckoned here: where it rests or has rested since its
    round was due, or where results of that round lie on paper.

    For rows with the ``round`` that a team is judged by, and ``late_from`` of that round.
    """
    since = Q(ends_on=None) | Q(ends_on__gt=OuterRef("late_from"))
    pauses = TeamPause.objects.filter(since, team=OuterRef("pk"), starts_on__lte=on)
    papers = on_paper_on(on).filter(assignment__round=OuterRef("round"))
    return Exists(pauses) | Exists(papers)


def _days_late(late_from: Any, *, on: date, most: int, rest: Holidays) -> Any:
    """How many days from the first late one up to ``on`` count, ``most`` at the most."""
    days = DaysFrom(_day(on), late_from) + 1
    for first, last in _rests(on, most=most, rest=rest):
        rested = DaysFrom(_day(last), Greatest(late_from, _day(first))) + 1
        days = days - Greatest(rested, 0)
    return Least(days, Value(most))


def _rests(on: date, *, most: int, rest: Holidays) -> Iterator[tuple[date, date]]:
    """First and last day of each time of rest among the last days of which ``most`` count."""
    last: date | None = None
    counted = 0
    for back in range(most + YEAR):
        day = on - back * DAY
        if rest.rests(day):
            last = last or day
            continue
        if last is not None:
            yield day + DAY, last
        last, counted = None, counted + 1
        if counted == most:
            return


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


def _day(day: date) -> Value:
    return Value(day, DateField())


def _number(value: Any) -> Cast:
    """As a float; a database that holds it for a decimal reckons four times as long."""
    return Cast(value, FloatField())
