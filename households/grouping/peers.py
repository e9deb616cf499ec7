"""Other ways to group, for comparison only: nobody's teams are made here.

Each takes one neighbourhood (n, 2) and its size plan, and returns labels (n,).
"""

import importlib.util
import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .sizes import SizePlan

Labels = NDArray[np.int32]
Peer = Callable[[NDArray[np.float64], SizePlan], Labels]
HAS_K_MEANS_CONSTRAINED = importlib.util.find_spec("k_means_constrained") is not None


def hilbert_order(own: NDArray[np.float64], plan: SizePlan) -> Labels:
    """Sort along a Hilbert curve and cut into equal runs."""
    label = np.empty(len(own), np.int32)
    label[np.argsort(_hilbert_index(own), kind="stable")] = _runs(len(own), plan.teams)
    return label


def halve_repeatedly(own: NDArray[np.float64], plan: SizePlan) -> Labels:
    """Cut the longer side in two, again and again, as a kd-tree does."""
    label = np.empty(len(own), np.int32)
    waiting = [(np.arange(len(own)), 0, plan.teams)]
    while waiting:
        rows, first, teams = waiting.pop()
        if teams == 1:
            label[rows] = first
            continue
        left = teams // 2
        axis = int(np.argmax(np.ptp(own[rows], axis=0)))
        rows = rows[np.argsort(own[rows, axis], kind="stable")]
        cut = round(len(rows) * left / teams)
        waiting += [(rows[:cut], first, left), (rows[cut:], first + left, teams - left)]
    return label


def k_means_constrained(starts: int) -> Peer:
    """k-means with size limits by minimum-cost flow (Bradley, Bennett and Demiriz 2000)."""
    from k_means_constrained import KMeansConstrained  # an optional extra

    def group(own: NDArray[np.float64], plan: SizePlan) -> Labels:
        model = KMeansConstrained(
            plan.teams,
            size_min=plan.smallest,
            size_max=plan.largest,
            n_init=starts,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return np.asarray(model.fit_predict(own), dtype=np.int32)

    return group


def _runs(count: int, teams: int) -> Labels:
    """0,0,...,1,1,...: `teams` runs whose lengths differ by one at most."""
    return (np.arange(count) * teams // count).astype(np.int32)


def _hilbert_index(own: NDArray[np.float64], *, bits: int = 16) -> NDArray[np.int64]:
    """Position of each point along the Hilbert curve through its bounding square."""
    low, extent = own.min(axis=0), max(float(np.ptp(own, axis=0).max()), 1e-9)
    x, y = np.minimum((own - low) / extent * 2**bits, 2**bits - 1).astype(np.int64).T
    index = np.zeros(len(own), np.int64)
    for bit in range(bits - 1, -1, -1):
        right, up = (x >> bit) & 1, (y >> bit) & 1
        index += ((3 * right) ^ up) << (2 * bit)
        flip = (up == 0) & (right == 1)
        x, y = np.where(flip, ~x, x), np.where(flip, ~y, y)
        x, y = np.where(up == 0, y, x), np.where(up == 0, x, y)
    return index
