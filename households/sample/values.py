"""The sample ward as values. All of it is made up; nobody in it exists."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of premises; the same words as ``households.models.Household.Kind``."""

    HOUSE = "house"
    HOUSE_BUSINESS = "house_business"
    BOARDING_HOUSE = "boarding_house"
    MARKET_STALL = "market_stall"
    SHOP = "shop"
    HOSPITAL_WARD = "hospital_ward"


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    """One household as a roster would give it; no phone is "", no coordinates are None."""

    holder_name: str
    house_number: str
    street: str
    neighbourhood: str
    phone: str
    kind: Kind
    occupants: int
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class SampleWard:
    """A ward's neighbourhoods and households, those of one neighbourhood together."""

    latitude: float
    longitude: float
    neighbourhoods: tuple[str, ...]
    households: tuple[SampleHousehold, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A place that one household can take, in metres east and north of a corner of the ward."""

    number: str
    street: str
    x: float
    y: float
    kind: Kind | None = None  # None: a house of some kind, decided by who moves in
    in_alley: bool = False
