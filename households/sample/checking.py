"""What could make a sample ward unbelievable, or a register refuse it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from .values import SampleHousehold, SampleWard

_PHONE = re.compile(r"0990\d{6}")
_METRES_A_DEGREE = 111_195.0


def faults(ward: SampleWard) -> tuple[str, ...]:
    """What is wrong with ``ward``, in sentences; empty when right."""
    found = [sentence for household in ward.households for sentence in _household(household, ward)]
    found += _repetitions(ward)
    homes = {household.neighbourhood for household in ward.households}
    if homes != set(ward.neighbourhoods):
        found.append(f"households live in {sorted(homes)}, not in {list(ward.neighbourhoods)}")
    return tuple(found)


def _household(household: SampleHousehold, ward: SampleWard) -> Iterator[str]:
    where = f"{household.house_number} {household.street}"
    for text in (household.holder_name, where, household.neighbourhood):
        if text != " ".join(unicodedata.normalize("NFC", text).split()):
            yield f"{where}: {text!r} is not composed or has stray spaces"
    if not (household.holder_name and household.house_number and household.street):
        yield f"{where}: name, number or street is missing"
    if household.phone and not _PHONE.fullmatch(household.phone):
        yield f"{where}: {household.phone} is not one of the sample numbers"
    if household.occupants < 1:
        yield f"{where}: nobody lives or works there"
    if (household.latitude is None) != (household.longitude is None):
        yield f"{where}: half a pair of coordinates"
    elif _kilometres_out(household, ward) > _radius_km(ward):
        yield f"{where}: lies outside the ward"


def _kilometres_out(household: SampleHousehold, ward: SampleWard) -> float:
    if household.latitude is None or household.longitude is None:
        return 0.0
    east = (household.longitude - ward.longitude) * math.cos(math.radians(ward.latitude))
    return math.hypot(east, household.latitude - ward.latitude) * _METRES_A_DEGREE / 1000


def _radius_km(ward: SampleWard) -> float:
    """600 households lie within half a kilometre; a ward grows like the root of its number."""
    return 0.3 + 0.5 * math.sqrt(len(ward.households) / 600)


def _repetitions(ward: SampleWard) -> Iterator[str]:
    for phone, times in Counter(h.phone for h in ward.households if h.phone).items():
        if times > 1:
            yield f"{phone} rings in {times} households"
    addresses = Counter((h.neighbourhood, h.house_number, h.street) for h in ward.households)
    for (_, number, street), times in addresses.items():
        if times > 2:
            yield f"{times} households at {number} {street}"
    people = Counter(
        (h.neighbourhood, h.house_number, h.street, h.holder_name) for h in ward.households
    )
    for (*_, name), times in people.items():
        if times > 1:
            yield f"{name} stands {times} times at one address"
