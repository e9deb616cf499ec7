"""Keep teams alive when people move: mend what is unlawful, leave everyone else where they are."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checking import read_integers, read_points
from .effort import EFFORTS
from .forming import form_neighbourhood, rounding_noise
from .frame import frame_neighbourhoods
from .sizes import check_limits, plan_sizes

UNIT = 30.0
"""At patience 1 a move must save thirty times a household's mean squared distance to its centre."""
MOST_PATIENT = 1e5
FORCED = 10.0
"""What a move that lawful sizes demand is charged, in the same measure."""


def repair_teams(
    points: ArrayLike,
    neighbourhood: ArrayLike,
    teams: ArrayLike,
    *,
    size: int,
    minimum: int,
    maximum: int,
    patience: float,
) -> NDArray[np.int32]:
    """Place newcomers and mend sizes, moving as few of those already placed as possible.

    `teams` holds each household's team and −1 for newcomers; households that left are simply no
    longer among the rows.  Teams keep their numbers.  Where a neighbourhood has become too large
    for its teams, one is split and its second half gets a new number above all others; where it has
    become too small, the smallest team is dissolved.

    `patience` ≥ 0 says how much a change must be worth.  At 0 teams change whenever walks get
    shorter at all; at 1 a household is moved only for a saving of thirty times the mean squared
    distance; ``math.inf`` moves only whom the limits force to move.

    Plan with narrow limits and live with wider ones: teams formed at 11..13 and repaired at 10..14
    absorb nearly every event without moving anybody.

    Raises `ValueError` as `form_teams` does, and for a negative patience.
    """
    check_limits(size=size, minimum=minimum, maximum=maximum)
    if not patience >= 0:
        raise ValueError(f"patience must be 0 or more, not {patience}")
    coordinates = read_points(points)
    count = len(coordinates)
    if count == 0:
        return np.zeros(0, np.int32)
    area = read_integers(neighbourhood, name="neighbourhood", count=count)
    answer = read_integers(teams, name="teams", count=count)
    answer = _keep_inside_borders(area, np.maximum(answer, -1))
    frame = frame_neighbourhoods(coordinates, area)
    highest = max(int(answer.max()), -1)  # a dissolved team's number is not given to another
    for index in range(len(frame.ids)):
        within = slice(frame.starts[index], frame.starts[index + 1])
        rows, own = frame.rows[within], frame.points[within]
        plan = plan_sizes(len(own), size=size, minimum=minimum, maximum=maximum)
        names, home = np.unique(answer[rows], return_inverse=True)
        if names[0] < 0:
            names, home = names[1:], home - 1
        if len(names) == 0:
            label = form_neighbourhood(own, plan, seed=0, effort=EFFORTS["standard"])
        else:
            fewest, most = -(-len(own) // plan.largest), len(own) // plan.smallest
            wanted = min(max(len(names), fewest), most)
            label = _mend_neighbourhood(own, home, len(names), wanted, *plan[1:], patience)
        opened = int(label.max()) + 1 - len(names)
        names = np.append(names, highest + 1 + np.arange(max(opened, 0)))
        highest += max(opened, 0)
        answer[rows] = names[label]
    return answer.astype(np.int32)


def _keep_inside_borders(area: NDArray[np.int64], teams: NDArray[np.int64]) -> NDArray[np.int64]:
    """Make newcomers of the members a team has outside the neighbourhood where most of it lives."""
    kept = teams.copy()
    placed = np.flatnonzero(teams >= 0)
    pairs, inverse, counts = np.unique(
        np.column_stack((teams[placed], area[placed])),
        axis=0,
        return_inverse=True,
        return_counts=True,
    )
    order = np.lexsort((pairs[:, 1], -counts, pairs[:, 0]))
    main = np.zeros(len(pairs), np.bool_)
    main[order[np.diff(pairs[order, 0], prepend=-1) > 0]] = True
    kept[placed[~main[inverse.ravel()]]] = -1
    return kept


def _mend_neighbourhood(
    own: NDArray[np.float64],
    home: NDArray[np.int64],
    teams: int,
    wanted: int,
    smallest: int,
    largest: int,
    patience: float,
) -> NDArray[np.int32]:
    """Label one neighbourhood; labels below `teams` are its old teams, those above are new.

    `home` is each household's old team, −1 for newcomers; `wanted` the number of teams to reach.
    """
    from .mending import mend  # compiled on import, see `compiling`

    home, label = _reach_number(own, home, teams, wanted)
    if wanted == 1:
        return label.astype(np.int32)
    names = np.unique(label)
    local = np.searchsorted(names, label).astype(np.int32)
    local_home = np.where(home < 0, -1, np.searchsorted(names, home)).astype(np.int32)
    placed = home >= 0
    off = own[placed] - _centres(own, home, names)[local_home[placed]]
    spread = float((off**2).sum()) / max(len(off), 1)
    penalty = UNIT * min(patience, MOST_PATIENT) * spread
    forced = min(penalty, FORCED * spread)
    noise = rounding_noise(own, penalty)
    found = mend(own, local, local_home, wanted, smallest, largest, forced, penalty, noise)
    return names[found].astype(np.int32)


def _reach_number(
    own: NDArray[np.float64], home: NDArray[np.int64], teams: int, wanted: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Dissolve the smallest teams or halve the largest until there are `wanted`.

    Returns home, −1 for members of dissolved teams too, and a first label for everyone.
    """
    home = home.copy()
    names = list(range(teams))
    while len(names) > wanted:
        closed = min(names, key=lambda team: np.count_nonzero(home == team))
        names.remove(closed)
        home[home == closed] = -1
    label = _join_nearest(own, home, np.array(names))
    for opened in range(teams, wanted):
        crowded = np.argmax(np.bincount(label))
        label[_half(own, home, np.flatnonzero(label == crowded))] = opened
    return home, label


def _centres(
    own: NDArray[np.float64], home: NDArray[np.int64], names: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the centre of each team's old members; a new team has none (NaN)."""
    return np.array(
        [
            own[home == team].mean(axis=0) if (home == team).any() else (np.nan, np.nan)
            for team in names
        ]
    )


def _join_nearest(
    own: NDArray[np.float64], home: NDArray[np.int64], names: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Let every newcomer join the team with the nearest centre, whatever its size becomes."""
    label = home.copy()
    new = np.flatnonzero(home < 0)
    apart = own[new][:, None, :] - _centres(own, home, names)[None, :, :]
    label[new] = names[(apart**2).sum(axis=2).argmin(axis=1)]
    return label


def _half(
    own: NDArray[np.float64], home: NDArray[np.int64], members: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the half of a team, along its longest axis, that has fewer old members."""
    centred = own[members] - own[members].mean(axis=0)
    axis = np.linalg.svd(centred, full_matrices=False)[2][0]
    order = members[np.argsort(centred @ axis, kind="stable")]
    halves = order[: len(order) // 2], order[len(order) // 2 :]
    return min(halves, key=lambda half: int(np.count_nonzero(home[half] >= 0)))
