"""Local moves: one household changes team, or two households of different teams trade places.

The change of the objective is exact and costs a few multiplications (see `state`).  Moves that
make things worse are accepted with a chance that falls as the temperature falls (simulated
annealing, Kirkpatrick, Gelatt and Vecchi 1983).  The temperature is local: a multiple of the
household's own squared neighbour distance, so that a dense alley and a scattered hamlet in the
same neighbourhood melt and freeze together.
"""

import numpy as np
from numpy.typing import NDArray

from .compiling import kernel
from .links import Links
from .state import State, move, weight

TABLE = 1024
LOGARITHMS = -np.log((np.arange(TABLE) + 0.5) / TABLE)
"""Draws from the exponential distribution: accepting a loss below T * draw is the Metropolis
rule without computing an exponential per move."""
COLDEST = 0.2
"""Last temperature of every annealing; descent does the rest."""
LENIENCE = 0.8
"""A household is not even tried in a team whose centre is clearly farther than its own: of two that
had better trade places, one is nearer to the other's centre and will be tried in its turn.  Below 1
because a centre follows its members."""


@kernel
def draw(random: NDArray[np.uint64]) -> np.int64:
    """Return the next 63 random bits (xorshift64, Marsaglia 2003); `random` holds the state."""
    bits = random[0]
    bits ^= bits << np.uint64(13)
    bits ^= bits >> np.uint64(7)
    bits ^= bits << np.uint64(17)
    random[0] = bits
    return np.int64(bits >> np.uint64(1))


@kernel
def anneal(
    state: State,
    xy: NDArray[np.float64],
    links: Links,
    smallest: int,
    largest: int,
    hottest: float,
    sweeps: int,
    random: NDArray[np.uint64],
) -> None:
    """Visit every household `sweeps` times while the temperature falls from `hottest`."""
    cooling = (COLDEST / hottest) ** (1.0 / max(sweeps - 1, 1))
    temperature = hottest
    for _ in range(sweeps):
        for i in range(len(xy)):
            bits = draw(random)
            other = state.label[links.near[i, (bits >> 10) % links.degree[i]]]
            if other != state.label[i]:
                loss = temperature * links.scale[i] * LOGARITHMS[bits & (TABLE - 1)]
                try_move(state, xy, i, other, smallest, largest, -loss)
        temperature *= cooling


@kernel
def descend(
    state: State,
    xy: NDArray[np.float64],
    links: Links,
    smallest: int,
    largest: int,
    least_gain: float,
    looked: NDArray[np.int64],
) -> None:
    """Make improving moves until no household has one towards any of its links.

    `looked` (n,) remembers, from call to call, when each household was last looked at: it is looked
    at again towards a team only when that team or its own has changed since.
    """
    teams = len(state.size)
    tried = np.empty(teams, np.int64)
    for team in range(teams):
        tried[team] = -1
    last = 0
    step = 0
    while step - last <= len(xy):
        i = step % len(xy)
        since = looked[i]
        looked[i] = state.clock[0]
        for p in range(links.degree[i]):
            mine = state.label[i]
            other = state.label[links.near[i, p]]
            if other == mine or tried[other] == step:
                continue
            if state.changed[mine] > since or state.changed[other] > since:
                tried[other] = step
                if try_move(state, xy, i, other, smallest, largest, least_gain):
                    last = step
        step += 1


@kernel
def try_move(
    state: State,
    xy: NDArray[np.float64],
    i: int,
    other: int,
    smallest: int,
    largest: int,
    least_gain: float,
) -> bool:
    """Bring household i into team `other` if that gains more than `least_gain` (may be negative).

    The better of two ways is taken: i just moves, where both sizes allow it, or i trades places
    with the member of `other` whose leaving helps most.  One piece, because nearly all the time is
    spent here and the parts share their sums.
    """
    mine = state.label[i]
    n, m = state.size[mine], state.size[other]
    x, y = xy[i, 0], xy[i, 1]
    per_n, per_m = 1.0 / n, 1.0 / m
    sx, sy = state.sums[mine, 0], state.sums[mine, 1]
    tx, ty = state.sums[other, 0], state.sums[other, 1]
    dx, dy = sx * per_n - x, sy * per_n - y
    ex, ey = tx * per_m - x, ty * per_m - y
    if LENIENCE * (ex * ex + ey * ey) > dx * dx + dy * dy - least_gain:
        return False
    before = (sx * sx + sy * sy) * per_n + (tx * tx + ty * ty) * per_m
    sx, sy, tx, ty = sx - x, sy - y, tx + x, ty + y
    best = before + least_gain
    partner = -1
    if n > smallest and m < largest:
        now = weight(sx, sy, n - 1) + weight(tx, ty, m + 1)
        if now > best:
            best = now
            partner = i
    # |S + k|²/n + |T - k|²/m, multiplied out so that only the part with the partner k remains.
    best -= (sx * sx + sy * sy) * per_n + (tx * tx + ty * ty) * per_m
    vx, vy = 2.0 * (sx * per_n - tx * per_m), 2.0 * (sy * per_n - ty * per_m)
    both = per_n + per_m
    for p in range(m):
        k = state.members[other, p]
        kx, ky = xy[k, 0], xy[k, 1]
        now = kx * vx + ky * vy + (kx * kx + ky * ky) * both
        if now > best:
            best = now
            partner = k
    if partner < 0:
        return False
    move(state, xy, i, other)
    if partner != i:
        move(state, xy, partner, mine)
    return True
