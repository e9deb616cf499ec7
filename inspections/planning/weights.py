"""What each part of an overdue team's score weighs: the one place to change the order of calls."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from .deadlines import Severity

# People asleep, many, or unable to walk: the same fault there endangers more of them.
KIND_FACTORS: Mapping[str, float] = MappingProxyType(
    {
        "house": 1.0,
        "house_business": 1.5,
        "shop": 1.5,
        "market_stall": 1.5,
        "boarding_house": 2.0,
        "hospital_ward": 2.0,
    }
)


# A visit that its leader says lies on paper weighs this share of one of which nothing is known: it
# is still missing, and what is left to do is typing.
ON_PAPER_SHARE = 0.5

# Where many sleep or lie under one roof, so that those who live there count one by one.
CROWDED = ("boarding_house", "hospital_ward")


def people_at_risk(kind: str, *, occupants: int, need_help: int) -> int:
    """How many people of a premises a fire endangers most.

    Everybody where many sleep or lie under one roof; elsewhere those whom somebody has to help out:
    the old, the small, the disabled.
    """
    return max(occupants, need_help) if kind in CROWDED else need_help


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of each part, our own suggestion and no grade.

    A hazard's points are those of its severity × the factor of its premises × its age, growing
    evenly from 1 on the day it was found to 2 at ``age_cap_days``. As it stands, one critical
    hazard outweighs all the lateness that one round can gather (20 + 0.5 × 30).
    """

    critical_hazard: float = 40.0
    major_hazard: float = 8.0
    minor_hazard: float = 1.0
    kind_factors: Mapping[str, float] = field(default_factory=lambda: KIND_FACTORS, hash=False)
    age_cap_days: int = 90
    month_silent: float = 10.0
    silent_cap: int = 6
    listed_after_silent: int = 2  # a team this silent is listed even before its round is late
    all_missing: float = 20.0  # times the share of households not inspected
    day_late: float = 0.5
    late_cap_days: int = 30
    person_at_risk: float = 0.5
    people_cap: int = 40

    def __post_init__(self) -> None:
        """Raises ValueError for a weight that is negative, endless, or out of order."""
        points = {
            "critical_hazard": self.critical_hazard,
            "major_hazard": self.major_hazard,
            "minor_hazard": self.minor_hazard,
            "month_silent": self.month_silent,
            "all_missing": self.all_missing,
            "day_late": self.day_late,
            "person_at_risk": self.person_at_risk,
            **{f"kind_factors[{kind}]": factor for kind, factor in self.kind_factors.items()},
        }
        for name, value in points.items():
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{name} must be a number from 0, not {value}")
        if set(self.kind_factors) != set(KIND_FACTORS):
            raise ValueError(f"kind_factors must name these kinds: {', '.join(KIND_FACTORS)}")
        caps = (self.age_cap_days, self.silent_cap, self.late_cap_days, self.people_cap)
        if not all(isinstance(cap, int) and cap >= 1 for cap in (*caps, self.listed_after_silent)):
            raise ValueError("caps and listed_after_silent must be whole numbers from 1")
        if not self.critical_hazard >= self.major_hazard >= self.minor_hazard:
            raise ValueError("a hazard may not weigh more than a worse one")

    def of_hazard(self, severity: Severity) -> float:
        return {
            Severity.CRITICAL: self.critical_hazard,
            Severity.MAJOR: self.major_hazard,
            Severity.MINOR: self.minor_hazard,
        }[severity]


DEFAULT_WEIGHTS = Weights()


def hazard_weight(severity: Severity | str, kind: str, weights: Weights) -> float:
    """Points of a hazard on the day it was found. Raises ValueError for an unknown kind."""
    if kind not in weights.kind_factors:
        raise ValueError(f"no factor for premises of kind {kind!r}")
    return weights.of_hazard(Severity(severity)) * weights.kind_factors[kind]


def ceiling(
    weights: Weights,
    *,
    hazard_points: float,
    silent: int,
    missing: int,
    households: int,
    people: int,
) -> float:
    """No less than a team weighs on any day, as long as these figures hold.

    ``hazard_points``: what its open hazards weighed on the days they were found, together;
    ``silent``, ``missing`` and ``households``: of the round that it is judged by; ``people`` whom a
    fire endangers most.
    """
    late = (
        weights.all_missing * missing / max(1, households)
        + weights.day_late * weights.late_cap_days
        if missing
        else 0.0
    )
    return math.fsum(
        (
            2 * hazard_points,
            weights.month_silent * min(silent, weights.silent_cap),
            late,
            weights.person_at_risk * min(people, weights.people_cap),
        )
    )


def write_weights(weights: Weights) -> dict[str, Any]:
    """The numbers by their names, as JSON can hold them; ``read_weights`` reads them back."""
    values: dict[str, Any] = {each.name: getattr(weights, each.name) for each in fields(Weights)}
    return values | {"kind_factors": dict(weights.kind_factors)}


# Before the name of a kind of premises where its factor stands among the other numbers.
KIND = "kind_"


@dataclass(frozen=True, slots=True)
class Change:
    """One weight that a decision changed, by its name; the factor of a kind with KIND before."""

    name: str
    before: float
    after: float


def changes(before: Weights, after: Weights) -> tuple[Change, ...]:
    """What differs between two sets of weights, in the order of their fields, kinds last."""
    old, new = (_flat(weights) for weights in (before, after))
    return tuple(Change(name, old[name], new[name]) for name in new if old[name] != new[name])


def _flat(weights: Weights) -> dict[str, float]:
    values = write_weights(weights)
    kinds = values.pop("kind_factors")
    return values | {KIND + kind: kinds[kind] for kind in KIND_FACTORS}


def read_weights(values: Mapping[str, Any]) -> Weights:
    """Weights from their numbers; what is not named has its default.

    Raises ValueError for a name that is no weight, a value that is no number, or numbers that
    make no sense together.
    """
    unknown = sorted(set(values) - {each.name for each in fields(Weights)})
    if unknown:
        raise ValueError(f"not a weight: {', '.join(unknown)}")
    given = dict(values)
    factors = given.pop("kind_factors", {})
    numbers = {**given, **{f"kind_factors[{kind}]": each for kind, each in factors.items()}}
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{name} must be a number, not {value!r}")
    return Weights(**given, kind_factors=MappingProxyType({**KIND_FACTORS, **factors}))
