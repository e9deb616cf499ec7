"""Moves through many teams at once: chains and rings of households, found as shortest paths.

Local moves cannot repair a surplus at one end of a neighbourhood and a gap at the other.  Draw a
graph with the teams as nodes; the arc from team A to team B is the household of A whose change to
B costs least, measured to the centres as they stand.  A ring of arcs with a negative sum is a set
of moves that keeps all sizes and improves the grouping (cyclic transfers: Thompson and Orlin
1989; negative-cycle cancelling: Klein 1967).  One more node, `outside`, stands for spare places: an
arc from it into every team that may lose a household and out of every team that may gain one turns
chains, which change two sizes, into rings as well.

With the centres fixed the price of a ring is exact, and putting the centres right afterwards only
helps (the mean minimises squared distances), so every ring taken is a true improvement.  When no
ring is left the grouping is an optimal assignment to its centres, hence a power diagram: the
convex hulls of two teams do not overlap.

With `patience`, a household away from its `home` team costs a fixed penalty more: the same search
then repairs an existing grouping with as few changes as possible.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiling import kernel
from .state import State, move


class Arcs(NamedTuple):
    """price: (K + 1, K + 1) the cheapest change from team to team; who: the household that makes
    it.  Node K is `outside`.  centres: (K, 2) of the teams; own: (n,) each household's squared
    distance to its centre, charges included; priced: (1,) when all this was last up to date."""

    price: NDArray[np.float64]
    who: NDArray[np.int32]
    centres: NDArray[np.float64]
    own: NDArray[np.float64]
    priced: NDArray[np.int64]


@kernel
def make_arcs(households: int, teams: int) -> Arcs:
    """Set aside the room for the arcs between `teams` teams; nothing is priced yet."""
    arcs = Arcs(
        np.empty((teams + 1, teams + 1), np.float64),
        np.empty((teams + 1, teams + 1), np.int32),
        np.empty((teams, 2), np.float64),
        np.empty(households, np.float64),
        np.empty(1, np.int64),
    )
    arcs.priced[0] = -1
    return arcs


@kernel
def cancel_rings(
    state: State,
    xy: NDArray[np.float64],
    arcs: Arcs,
    home: NDArray[np.int32],
    penalty: float,
    smallest: int,
    largest: int,
    tolerance: float,
) -> bool:
    """Carry out improving rings and chains until none is left; tell whether there was any.

    A ring must gain more than `tolerance`, which stands above the rounding errors.
    """
    teams = len(state.size)
    distance = np.empty(teams + 1, np.float64)
    before = np.empty(teams + 1, np.int64)
    moved = False
    while True:
        price_arcs(state, xy, arcs, home, penalty)
        for team in range(teams):
            if state.size[team] > smallest:
                arcs.price[teams, team] = 0.0
            if state.size[team] < largest:
                arcs.price[team, teams] = 0.0
        for node in range(teams + 1):
            distance[node] = 0.0
        node = relax(arcs.price, distance, before, tolerance)
        if node < 0:
            return moved
        moved = True
        end = node
        while True:
            start = before[end]
            if start < teams and end < teams:
                move(state, xy, arcs.who[start, end], end)
            end = start
            if end == node:
                break


@kernel
def even_out(
    state: State,
    xy: NDArray[np.float64],
    arcs: Arcs,
    home: NDArray[np.int32],
    penalty: float,
    smallest: int,
    largest: int,
    tolerance: float,
) -> None:
    """Bring all sizes into smallest..largest by the cheapest chains, one household per team.

    Each round takes one household out of a team that has too many (or, when none has, may spare
    one) and ends in a team that has too few (or may take one).  The sum of the sizes must allow it.
    """
    teams = len(state.size)
    distance = np.empty(teams + 1, np.float64)
    before = np.empty(teams + 1, np.int64)
    while True:
        crowded = False
        short = False
        for team in range(teams):
            crowded |= state.size[team] > largest
            short |= state.size[team] < smallest
        if not crowded and not short:
            return
        price_arcs(state, xy, arcs, home, penalty)
        for team in range(teams + 1):
            gives = team < teams and state.size[team] > (largest if crowded else smallest)
            distance[team] = 0.0 if gives else np.inf
        # A chain is cheapest only where no ring is left, so a ring goes first.
        node = relax(arcs.price, distance, before, tolerance)
        end = node
        if node < 0:
            for team in range(teams):
                takes = state.size[team] < (smallest if short else largest)
                if takes and (end < 0 or distance[team] < distance[end]):
                    end = team
        while before[end] >= 0:
            start = before[end]
            move(state, xy, arcs.who[start, end], end)
            end = start
            if end == node:
                break


@kernel
def price_arcs(
    state: State,
    xy: NDArray[np.float64],
    arcs: Arcs,
    home: NDArray[np.int32],
    penalty: float,
) -> None:
    """Find the cheapest household for every ordered pair of teams of which one has changed.

    `outside` is left unlinked.
    """
    teams = len(state.size)
    changed = np.empty(teams, np.int64)
    changes = 0
    for team in range(teams):
        arcs.price[teams, team] = np.inf
        arcs.price[team, teams] = np.inf
        if state.changed[team] <= arcs.priced[0]:
            continue
        changed[changes] = team
        changes += 1
        x, y = state.sums[team, 0] / state.size[team], state.sums[team, 1] / state.size[team]
        arcs.centres[team, 0], arcs.centres[team, 1] = x, y
        for p in range(state.size[team]):
            i = state.members[team, p]
            away = penalty if home[i] >= 0 and home[i] != team else 0.0
            arcs.own[i] = (xy[i, 0] - x) ** 2 + (xy[i, 1] - y) ** 2 + away
    for mine in range(teams):
        anew = state.changed[mine] > arcs.priced[0]
        for q in range(teams if anew else changes):
            other = q if anew else changed[q]
            if other == mine:
                continue
            x, y = arcs.centres[other, 0], arcs.centres[other, 1]
            least = np.inf
            for p in range(state.size[mine]):
                i = state.members[mine, p]
                price = (xy[i, 0] - x) ** 2 + (xy[i, 1] - y) ** 2 - arcs.own[i]
                if penalty > 0.0 and home[i] >= 0 and home[i] != other:
                    price += penalty
                if price < least:
                    least = price
                    arcs.who[mine, other] = i
            arcs.price[mine, other] = least
    for node in range(teams + 1):
        arcs.price[node, node] = np.inf
    arcs.priced[0] = state.clock[0]


@kernel
def relax(
    price: NDArray[np.float64],
    distance: NDArray[np.float64],
    before: NDArray[np.int64],
    tolerance: float,
) -> int:
    """Shorten `distance` along the arcs (Bellman 1958, Ford 1956) until nothing changes.

    Returns −1 then, or a node on a ring of negative price as soon as there is one; `before` leads
    back along the paths or around the ring.
    """
    nodes = len(price)
    mark = np.empty(nodes, np.int64)
    fresh = np.empty(nodes, np.bool_)
    for node in range(nodes):
        fresh[node] = distance[node] < np.inf
        before[node] = -1
    changed = True
    while changed:
        changed = False
        for start in range(nodes):
            if not fresh[start]:
                continue
            fresh[start] = False
            here = distance[start]
            for end in range(nodes):
                if here + price[start, end] < distance[end] - tolerance:
                    distance[end] = here + price[start, end]
                    before[end] = start
                    fresh[end] = True
                    changed = True
        # A ring of predecessors is a negative ring: walk back from every node, once each.
        for node in range(nodes):
            mark[node] = -1
        for start in range(nodes):
            node = start
            while node >= 0 and mark[node] < 0:
                mark[node] = start
                node = before[node]
            if node >= 0 and mark[node] == start:
                return node
    return -1
