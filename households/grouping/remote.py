"""Households far from all their team-mates: reported, not hidden in an average."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .checking import read_integers, read_points


@dataclass(frozen=True)
class RemoteHousehold:
    """A household (row number) whose nearest team-mate is `metres` away."""

    household: int
    team: int
    metres: float


def find_remote(
    points: ArrayLike, teams: ArrayLike, *, beyond: float = 300.0
) -> list[RemoteHousehold]:
    """List households more than `beyond` metres from their nearest team-mate, farthest first.

    Households alone in their team, or in none (−1), have no team-mate and are left out.
    """
    coordinates = read_points(points)
    team = read_integers(teams, name="teams", count=len(coordinates))
    rows = np.argsort(team, kind="stable")
    rows = rows[team[rows] >= 0]
    found = []
    for members in np.split(rows, np.flatnonzero(np.diff(team[rows])) + 1):
        if len(members) < 2:
            continue
        apart = coordinates[members][:, None, :] - coordinates[members][None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        np.fill_diagonal(distance, np.inf)
        for row, metres in zip(members.tolist(), distance.min(axis=1).tolist(), strict=True):
            if metres > beyond:
                found.append(RemoteHousehold(row, int(team[row]), metres))
    return sorted(found, key=lambda remote: (-remote.metres, remote.household))
