"""How good a grouping is for the people who walk it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checking import read_integers, read_points

CHUNK = 4096
"""Teams measured at once: bounds the memory for a city of a million households."""


@dataclass(frozen=True)
class Quality:
    """The measures of one grouping; distances in metres, straight lines.

    sse: sum over households of the squared distance to their team's centre (m²): the objective.
    mean_pairwise: a household's mean distance to its team-mates, averaged over households.
    mean_to_medoid: mean distance to the team's most central household (a leader's walk).
    p95_diameter, max_diameter: 95th percentile and maximum over teams of the longest distance
    between two members.
    sizes: team size → number of teams.
    """

    sse: float
    mean_pairwise: float
    mean_to_medoid: float
    p95_diameter: float
    max_diameter: float
    sizes: dict[int, int]


def measure(points: ArrayLike, neighbourhood: ArrayLike, teams: ArrayLike) -> Quality:
    """Measure a grouping; households without a team (−1) are left out.

    `points` (N, 2) metres, `neighbourhood` (N,) and `teams` (N,) as for `form_teams`.
    Raises `ValueError` for points that are not finite.
    """
    coordinates = read_points(points)
    read_integers(neighbourhood, name="neighbourhood", count=len(coordinates))
    team = read_integers(teams, name="teams", count=len(coordinates))
    rows = np.argsort(team, kind="stable")
    rows = rows[team[rows] >= 0]
    if len(rows) == 0:
        return Quality(0.0, 0.0, 0.0, 0.0, 0.0, {})
    _, starts, sizes = np.unique(team[rows], return_index=True, return_counts=True)
    sse = pairwise = to_medoid = 0.0
    diameters = np.empty(len(sizes))
    for size in np.unique(sizes):
        same = np.flatnonzero(sizes == size)
        for some in np.array_split(same, -(-len(same) // CHUNK)):
            members = coordinates[rows[starts[some][:, None] + np.arange(size)]]
            sse += float(((members - members.mean(axis=1, keepdims=True)) ** 2).sum())
            apart = _distances(members)
            pairwise += float(apart.sum()) / max(int(size) - 1, 1)
            to_medoid += float(apart.sum(axis=2).min(axis=1).sum())
            diameters[some] = apart.max(axis=(1, 2))
    kinds, numbers = np.unique(sizes, return_counts=True)
    return Quality(
        sse=sse,
        mean_pairwise=float(pairwise / len(rows)),
        mean_to_medoid=float(to_medoid / len(rows)),
        p95_diameter=float(np.percentile(diameters, 95)),
        max_diameter=float(diameters.max()),
        sizes=dict(zip(kinds.tolist(), numbers.tolist(), strict=True)),
    )


def _distances(members: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances within each team: (teams, size, 2) → (teams, size, size)."""
    apart = members[:, :, None, :] - members[:, None, :, :]
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]))
