"""Who lives or works on a plot."""

from __future__ import annotations

from random import Random

from .names import draw_name
from .values import Kind, Plot, SampleHousehold

_NO_PHONE = 0.08
_NO_POINT = 0.03
# Sample numbers count up from here: they have the form of a mobile number, so every check
# accepts them, and anybody sees that they are not real ones.
_FIRST_PHONE = 990_000_001
_PEOPLE = {1: 6, 2: 14, 3: 20, 4: 28, 5: 16, 6: 9, 7: 4, 8: 3}


class Register:
    """Fills plots with people: no phone twice, no name twice while names last."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._names: set[str] = set()
        self._phones = 0

    def settle(self, plot: Plot, neighbourhood: str, point: tuple[float, float]) -> SampleHousehold:
        kind = plot.kind or self._draw_kind(in_alley=plot.in_alley)
        # Stalls and departments are found by their place; only houses are missing on a map.
        known = plot.kind is not None or self._rng.random() >= _NO_POINT
        latitude, longitude = point if known else (None, None)
        return SampleHousehold(
            holder_name=self._draw_name(),
            house_number=plot.number,
            street=plot.street,
            neighbourhood=neighbourhood,
            phone=self._draw_phone(),
            kind=kind,
            occupants=self._draw_occupants(kind),
            latitude=latitude,
            longitude=longitude,
        )

    def _draw_kind(self, *, in_alley: bool) -> Kind:
        business, boarding = (0.04, 0.09) if in_alley else (0.34, 0.02)
        roll = self._rng.random()
        if roll < business:
            return Kind.HOUSE_BUSINESS
        return Kind.BOARDING_HOUSE if roll < business + boarding else Kind.HOUSE

    def _draw_name(self) -> str:
        name = draw_name(self._rng, self._names)
        self._names.add(name)
        return name

    def _draw_phone(self) -> str:
        self._phones += 1
        return "" if self._rng.random() < _NO_PHONE else f"0{_FIRST_PHONE + self._phones - 1}"

    def _draw_occupants(self, kind: Kind) -> int:
        match kind:
            case Kind.BOARDING_HOUSE:
                return self._rng.randrange(6, 41)
            case Kind.MARKET_STALL:
                return self._rng.randrange(1, 4)
            case Kind.SHOP:
                return self._rng.randrange(2, 9)
            case Kind.HOSPITAL_WARD:
                return self._rng.randrange(15, 71)
        return self._rng.choices(list(_PEOPLE), weights=list(_PEOPLE.values()))[0]
