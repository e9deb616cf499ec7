"""Made-up settlements for tests and benchmarks: the same seed gives the same houses.

Each returns points, float64 (N, 2) in metres, and neighbourhoods of about 250 households cut by
bisection, int64 (N,).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Sample = tuple[NDArray[np.float64], NDArray[np.int64]]
PER_NEIGHBOURHOOD = 250


def urban(count: int, *, seed: int = 0) -> Sample:
    """Blocks of tube houses: rows of 4 m fronts back to back, courtyards and gaps between."""
    rng = np.random.default_rng([seed, 1])
    blocks = -(-count // 16)
    side = int(np.ceil(np.sqrt(blocks)))
    corner = np.stack(np.divmod(np.arange(blocks), side), axis=1) * [62.0, 48.0]
    corner += rng.normal(0, 6, corner.shape)
    houses = []
    for origin in corner:
        turn = rng.normal(0, 0.15)
        fronts = rng.integers(8, 13)
        along = np.repeat(np.arange(fronts) * rng.uniform(3.8, 4.6), 2)
        across = np.tile([0.0, rng.uniform(14, 26)], fronts)
        local = np.column_stack((along, across)) + rng.normal(0, 0.8, (2 * fronts, 2))
        cosine, sine = np.cos(turn), np.sin(turn)
        houses.append(origin + local @ np.array([[cosine, sine], [-sine, cosine]]))
    return _finish(np.concatenate(houses), count, rng)


def rural(count: int, *, seed: int = 0) -> Sample:
    """Hamlets of very different density, lone houses along the way, a few of them remote."""
    rng = np.random.default_rng([seed, 2])
    extent = 90.0 * np.sqrt(count)
    hamlets = max(3, count // 40)
    centre = rng.uniform(0, extent, (hamlets, 2))
    spread = rng.lognormal(3.9, 0.7, hamlets)
    which = rng.choice(hamlets, count, p=rng.dirichlet(np.full(hamlets, 1.2)))
    points = centre[which] + rng.normal(0, 1, (count, 2)) * spread[which][:, None]
    lone = rng.random(count) < 0.12
    points[lone] = rng.uniform(0, extent, (int(lone.sum()), 2))
    remote = rng.random(count) < 0.004
    points[remote] += rng.normal(0, 0.15 * extent, (int(remote.sum()), 2))
    return _finish(points, count, rng)


def lattice(count: int, *, seed: int = 0) -> Sample:
    """Places known to a coarse grid only: many ties and many households at one point."""
    rng = np.random.default_rng([seed, 3])
    side = 11.0 * np.sqrt(count)
    dense = rng.uniform(0, side, (count, 2))
    return _finish(np.round(dense / 15.0) * 15.0, count, rng)


def streets(count: int, *, seed: int = 0) -> Sample:
    """Long streets with houses on both sides and narrow alleys leading off them."""
    rng = np.random.default_rng([seed, 4])
    extent = 9.0 * np.sqrt(count) + 60
    houses: list[NDArray[np.float64]] = []
    total = 0
    while total < count:
        start = rng.uniform(0, extent, 2)
        heading = rng.choice([0.0, np.pi / 2]) + rng.normal(0, 0.12)
        street = _lane(rng, start, heading, length=rng.uniform(120, 420), width=12.0)
        houses.append(street)
        total += len(street)
        for mouth in street[rng.random(len(street)) < 0.06]:
            alley = _lane(rng, mouth, heading + np.pi / 2, length=rng.uniform(25, 110), width=3.0)
            houses.append(alley)
            total += len(alley)
    return _finish(np.concatenate(houses), count, rng)


SAMPLES: dict[str, Callable[..., Sample]] = {
    "urban": urban,
    "rural": rural,
    "lattice": lattice,
    "streets": streets,
}


def _lane(
    rng: np.random.Generator,
    start: NDArray[np.float64],
    heading: float,
    *,
    length: float,
    width: float,
) -> NDArray[np.float64]:
    along = np.arange(4.5, length, 4.5)
    along = np.concatenate((along, along))
    side = np.repeat([-width / 2, width / 2], len(along) // 2)
    keep = rng.random(len(along)) < 0.88
    local = np.column_stack((along, side))[keep] + rng.normal(0, 0.5, (int(keep.sum()), 2))
    cosine, sine = np.cos(heading), np.sin(heading)
    return np.asarray(start + local @ np.array([[cosine, sine], [-sine, cosine]]))


def _finish(points: NDArray[np.float64], count: int, rng: np.random.Generator) -> Sample:
    points = points[rng.permutation(len(points))[:count]]
    return points, cut_neighbourhoods(points)


def cut_neighbourhoods(
    points: NDArray[np.float64], *, households: int = PER_NEIGHBOURHOOD
) -> NDArray[np.int64]:
    """Cut a settlement into neighbourhoods of about `households` by halving its longer side."""
    neighbourhood = np.zeros(len(points), np.int64)
    parts = [(np.arange(len(points)), 0, max(1, round(len(points) / households)))]
    while parts:
        rows, first, number = parts.pop()
        if number == 1:
            neighbourhood[rows] = first
            continue
        left = number // 2
        axis = int(np.argmax(np.ptp(points[rows], axis=0)))
        rows = rows[np.argsort(points[rows, axis], kind="stable")]
        cut = len(rows) * left // number
        parts += [(rows[:cut], first, left), (rows[cut:], first + left, number - left)]
    return neighbourhood
