"""What the search knows about a grouping while it changes it, and the one formula it lives on.

The objective is the sum over households of the squared distance to their team's centre (SSE; the
problem is size-constrained k-means, Bradley, Bennett and Demiriz 2000).  Inside one team of n
households with coordinate sum S,

    sum |x - S/n|²  =  sum |x|²  -  |S|² / n .

The first term never changes, so the whole objective is minus the sum of |S|²/n over the teams:
keeping S and n per team makes the effect of any move exact and independent of the team's size.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiling import kernel


class State(NamedTuple):
    """A grouping of n households into K teams that can be changed one household at a time.

    label: (n,) each household's team; members: (K, n) the households of each team, of which
    the first size[k] count; seat: (n,) each household's place in its row of `members`;
    size: (K,); sums: (K, 2) sums of coordinates, exact because coordinates are whole numbers.
    clock: (1,) counts the changes, in all states that share it; changed: (K,) when each team last
    changed.  Whoever remembers the time of an observation knows which teams it still holds for.
    """

    label: NDArray[np.int32]
    members: NDArray[np.int32]
    seat: NDArray[np.int32]
    size: NDArray[np.int64]
    sums: NDArray[np.float64]
    changed: NDArray[np.int64]
    clock: NDArray[np.int64]


@kernel
def make_state(
    xy: NDArray[np.float64], label: NDArray[np.int32], teams: int, clock: NDArray[np.int64]
) -> State:
    """Build the state of a labelling 0..teams-1."""
    n = len(xy)
    state = State(
        np.empty(n, np.int32),
        np.empty((teams, n), np.int32),
        np.empty(n, np.int32),
        np.empty(teams, np.int64),
        np.empty((teams, 2), np.float64),
        np.empty(teams, np.int64),
        clock,
    )
    clock[0] += 1
    for team in range(teams):
        state.size[team] = 0
        state.sums[team, 0] = 0.0
        state.sums[team, 1] = 0.0
        state.changed[team] = clock[0]
    for i in range(n):
        sit(state, xy, i, label[i])
    return state


@kernel
def copy_state(target: State, source: State) -> None:
    """Make `target` equal to `source`, of the same households, number of teams and clock."""
    source.clock[0] += 1
    for i in range(len(source.label)):
        target.label[i] = source.label[i]
        target.seat[i] = source.seat[i]
    for team in range(len(source.size)):
        if target.changed[team] == source.changed[team]:
            continue  # nothing has happened to the team since the last copy
        target.changed[team] = source.clock[0]
        source.changed[team] = source.clock[0]
        target.size[team] = source.size[team]
        target.sums[team, 0] = source.sums[team, 0]
        target.sums[team, 1] = source.sums[team, 1]
        for place in range(source.size[team]):
            target.members[team, place] = source.members[team, place]


@kernel
def sit(state: State, xy: NDArray[np.float64], i: int, team: int) -> None:
    """Seat household i, which sits nowhere, in `team`."""
    place = state.size[team]
    state.label[i] = team
    state.members[team, place] = i
    state.seat[i] = place
    state.size[team] = place + 1
    state.sums[team, 0] += xy[i, 0]
    state.sums[team, 1] += xy[i, 1]


@kernel
def rise(state: State, xy: NDArray[np.float64], i: int) -> None:
    """Take household i out of its team; the last member takes over its seat."""
    team = state.label[i]
    last = state.size[team] - 1
    other = state.members[team, last]
    state.members[team, state.seat[i]] = other
    state.seat[other] = state.seat[i]
    state.size[team] = last
    state.sums[team, 0] -= xy[i, 0]
    state.sums[team, 1] -= xy[i, 1]


@kernel
def move(state: State, xy: NDArray[np.float64], i: int, team: int) -> None:
    """Move household i to `team`."""
    state.clock[0] += 1
    state.changed[team] = state.clock[0]
    state.changed[state.label[i]] = state.clock[0]
    rise(state, xy, i)
    sit(state, xy, i, team)


@kernel
def weight(x: float, y: float, n: int) -> float:
    """|S|²/n: what a team with coordinate sum (x, y) and n members saves from the objective."""
    return (x * x + y * y) / n
