"""Where everything lies: neighbourhoods side by side, their streets, their market or hospital."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate, pairwise
from random import Random

from .places import DEPARTMENTS, build_hospital, build_mall, build_market
from .streets import ROW_METRES, build_street, street_name
from .values import Plot

_BETWEEN = 25.0  # metres of road or canal between two neighbourhoods
_SHARED = 0.015  # plots on which two households live at one address

Builder = Callable[[float, float], list[Plot]]


def lay_out(rng: Random, households: int) -> list[list[Plot]]:
    """The plots of each neighbourhood: together as many as there are households."""
    count = min(5, max(3, round(households / 150)))
    if households < 36:
        count = max(1, households // 12)
    sizes = _share_out(rng, households, count)
    builders = _place_builders(households, count)
    neighbourhoods: list[list[Plot]] = []
    south, first_street = 0.0, 0
    # Two neighbourhoods at a time lie along the same streets, which run on from one into the other.
    for first in range(0, count, 2):
        band: list[list[Plot]] = []
        streets: list[list[Plot]] = []
        west = 0.0
        for number in range(first, min(first + 2, count)):
            special = _build_places(builders[number], west, south)
            houses = sizes[number] - len(special)
            rows = _build_rows(rng, houses, west, south + 80, first_street, streets)
            band.append([plot for row in (*rows, special) for plot in row])
            streets += rows[len(streets) :]
            west = max(plot.x for plot in band[-1]) + _BETWEEN
        neighbourhoods += band
        south = max(plot.y for plots in band for plot in plots) + 45
        first_street += len(streets)
    return neighbourhoods


def _share_out(rng: Random, households: int, count: int) -> list[int]:
    """Parts of unequal size that add up exactly."""
    weights = [rng.uniform(0.85, 1.15) for _ in range(count)]
    ends = [round(households * run / sum(weights)) for run in accumulate(weights)]
    return [end - start for start, end in pairwise([0, *ends])]


def _place_builders(households: int, count: int) -> list[list[Builder]]:
    """Which neighbourhood gets the market, the trade centre and the hospital."""
    stalls, shops = round(households * 0.06), round(households * 0.04)
    departments = min(len(DEPARTMENTS), round(households * 0.02))
    builders: list[list[Builder]] = [[] for _ in range(count)]
    builders[0].append(lambda x, y: build_market(stalls, x=x, y=y))
    builders[min(1, count - 1)].append(lambda x, y: build_mall(shops, x=x, y=y))
    builders[-1].append(lambda x, y: build_hospital(departments, x=x, y=y))
    return builders


def _build_places(builders: list[Builder], west: float, south: float) -> list[Plot]:
    """The neighbourhood's special places, one after the other along its southern edge."""
    plots: list[Plot] = []
    for build in builders:
        # Tall markets grow southwards out of the way of the streets.
        built = build(west, 0.0)
        top = max((plot.y for plot in built), default=0.0)
        plots += [replace(plot, y=plot.y + south - top) for plot in built]
        west = max((plot.x for plot in built), default=west) + 15
    return plots


def _build_rows(
    rng: Random,
    houses: int,
    west: float,
    south: float,
    first_street: int,
    streets: list[list[Plot]],
) -> list[list[Plot]]:
    """The neighbourhood's streets, northwards; ``streets`` are those of its western neighbour."""
    # As many streets as make the neighbourhood about as long as it is wide.
    count = max(1, round(houses / math.sqrt(45 * houses))) if houses else 0
    rows = []
    for index, share in enumerate(_share_out(rng, houses, count)):
        street = build_street(
            rng,
            street_name(first_street + index),
            houses=share,
            y=south + index * ROW_METRES,
            west=streets[index] if index < len(streets) else (),
        )
        shared = [plot for p in street for plot in ([p, p] if rng.random() < _SHARED else [p])]
        rows.append([replace(plot, x=plot.x + west) for plot in shared[:share]])
    return rows
