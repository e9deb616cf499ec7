"""A believable ward of some hundred households, made from a seed."""

from __future__ import annotations

import math
from random import Random

from .layout import lay_out
from .people import Register
from .values import SampleWard

# Middle of Cái Khế ward, Cần Thơ, where the 12/1 model was first tried.
CENTRE = (10.0517, 105.781)
# Streets follow rivers, not the compass.
_TURN = math.radians(17)
_METRES_A_DEGREE = 111_195.0


def make_ward(
    *,
    seed: int,
    households: int = 600,
    latitude: float = CENTRE[0],
    longitude: float = CENTRE[1],
) -> SampleWard:
    """A ward of exactly ``households`` households around a point (degrees, WGS 84).

    The same arguments always give the same ward. From 36 households on it has three to five
    neighbourhoods, and from 50 on a market, a trade centre and a hospital; a smaller one has a
    neighbourhood for each twelve households. Raises ValueError for fewer than one household.
    """
    if households < 1:
        raise ValueError(f"a ward needs households, not {households}")
    rng = Random(seed)
    neighbourhoods = lay_out(rng, households)
    names = tuple(f"Khu vực {number}" for number in range(1, len(neighbourhoods) + 1))
    easts = [plot.x for plots in neighbourhoods for plot in plots]
    norths = [plot.y for plots in neighbourhoods for plot in plots]
    middle = ((min(easts) + max(easts)) / 2, (min(norths) + max(norths)) / 2)

    def locate(x: float, y: float) -> tuple[float, float]:
        # No wall stands exactly in line, and no two points were taken in the same spot.
        x += rng.gauss(0, 0.4) - middle[0]
        y += rng.gauss(0, 0.4) - middle[1]
        east = x * math.cos(_TURN) - y * math.sin(_TURN)
        north = x * math.sin(_TURN) + y * math.cos(_TURN)
        shrink = math.cos(math.radians(latitude))
        return (
            round(latitude + north / _METRES_A_DEGREE, 6),
            round(longitude + east / (_METRES_A_DEGREE * shrink), 6),
        )

    register = Register(rng)
    people = tuple(
        register.settle(plot, name, locate(plot.x, plot.y))
        for name, plots in zip(names, neighbourhoods, strict=True)
        for plot in plots
    )
    return SampleWard(latitude, longitude, names, people)
