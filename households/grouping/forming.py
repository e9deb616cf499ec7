"""Form teams in every neighbourhood of a ward or a city."""

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checking import read_integers, read_points
from .frame import Frame, frame_neighbourhoods
from .sizes import check_limits, plan_sizes

QualityLevel = Literal["instant", "fast", "standard", "best"]
SWEEPS: dict[str, int] = {"instant": 0, "fast": 100, "standard": 300, "best": 1000}


def form_teams(
    points: ArrayLike,
    neighbourhood: ArrayLike,
    *,
    size: int = 12,
    minimum: int = 10,
    maximum: int = 14,
    seed: int = 0,
    quality: QualityLevel = "standard",
    workers: int | None = None,
) -> NDArray[np.int32]:
    """Group households into teams of about `size` that stand close together.

    `points` are metres, float64 (N, 2) (see `project`); `neighbourhood` is an int (N,): no team
    ever crosses from one neighbourhood to another.  The answer holds each household's team, 0..K-1,
    counted neighbourhood by neighbourhood in the order of their numbers.

    Every team has `minimum`..`maximum` households wherever its neighbourhood's count allows it,
    and the nearest sizes elsewhere (`explain_sizes` lists those places).  `quality` trades time
    for shorter walks: instant, fast, standard or best.

    The same households give the same teams for any number of `workers` (threads; None: one per
    processor) and any order of rows; households at exactly the same point are interchangeable.
    `seed` chooses among equally good groupings.

    Raises `ValueError` for points that are not finite, lists of different length, impossible
    limits or an unknown quality.
    """
    check_limits(size=size, minimum=minimum, maximum=maximum)
    if quality not in get_args(QualityLevel):
        raise ValueError(f"quality must be one of {get_args(QualityLevel)}, not {quality!r}")
    coordinates = read_points(points)
    home = read_integers(neighbourhood, name="neighbourhood", count=len(coordinates))
    if len(coordinates) == 0:
        return np.zeros(0, np.int32)
    frame = frame_neighbourhoods(coordinates, home)

    def solve_one(index: int) -> NDArray[np.int32]:
        own = frame.points[frame.starts[index] : frame.starts[index + 1]]
        plan = plan_sizes(len(own), size=size, minimum=minimum, maximum=maximum)
        if plan.teams == 1:
            return np.zeros(len(own), np.int32)
        from .solving import solve  # compiled on first use

        return solve(
            own, plan.teams, plan.smallest, plan.largest, derive_seed(own, seed), SWEEPS[quality]
        )

    labels = run_each(solve_one, len(frame.ids), workers=workers)
    return join_labels(frame, labels)


def derive_seed(own: NDArray[np.float64], seed: int) -> int:
    """Derive a neighbourhood's random seed from its houses, so that its rank does not matter."""
    digest = hashlib.blake2b(
        own.tobytes(), digest_size=8, key=seed.to_bytes(16, "big", signed=True)
    )
    return int.from_bytes(digest.digest(), "big") | 1


def run_each(
    work: Callable[[int], NDArray[np.int32]], count: int, *, workers: int | None
) -> list[NDArray[np.int32]]:
    """Call `work` for 0..count-1 in a pool of threads; compiled code releases the GIL."""
    threads = min(workers or len(os.sched_getaffinity(0)), count)
    if threads <= 1:
        return [work(index) for index in range(count)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, range(count)))


def join_labels(frame: Frame, labels: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    """Number the teams of all neighbourhoods through, in the caller's order of rows.

    Inside a neighbourhood teams are numbered as their first household comes along the long axis.
    """
    answer = np.empty(len(frame.rows), np.int32)
    before = 0
    for index, label in enumerate(labels):
        _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
        rank = np.empty(len(first), np.int32)
        rank[np.argsort(first)] = np.arange(len(first))
        rows = frame.rows[frame.starts[index] : frame.starts[index + 1]]
        answer[rows] = before + rank[inverse]
        before += len(first)
    return answer
