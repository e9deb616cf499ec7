"""Form teams in every neighbourhood of a ward or a city."""

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checking import read_integers, read_points
from .dividing import LARGE, SHARES, WHOLE, Block, divide_households, gather_teams
from .effort import Effort, QualityLevel, read_effort
from .frame import Frame, frame_neighbourhoods
from .sizes import SizePlan, check_limits, plan_sizes

NOTHING = np.zeros(0, np.int32)
Labels = NDArray[np.int32]
Task = TypeVar("Task")


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
) -> Labels:
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
    effort = read_effort(quality)
    coordinates = read_points(points)
    home = read_integers(neighbourhood, name="neighbourhood", count=len(coordinates))
    if len(coordinates) == 0:
        return NOTHING.copy()
    frame = frame_neighbourhoods(coordinates, home)
    places = [frame.points[a:b] for a, b in zip(frame.starts, frame.starts[1:], strict=False)]
    plans = [plan_sizes(len(own), size=size, minimum=minimum, maximum=maximum) for own in places]

    def form_one(index: int) -> Labels:
        return _form_block(places[index], plans[index], seed=seed, effort=effort)

    small = [index for index, own in enumerate(places) if len(own) <= LARGE]
    labels = dict(zip(small, run_each(form_one, small, workers=workers), strict=True))
    for index, (own, plan) in enumerate(zip(places, plans, strict=True)):
        if index not in labels:
            labels[index] = form_neighbourhood(own, plan, seed=seed, effort=effort, workers=workers)
    return _join_labels(frame, labels)


def form_neighbourhood(
    own: NDArray[np.float64],
    plan: SizePlan,
    *,
    seed: int,
    effort: Effort,
    workers: int | None = None,
) -> Labels:
    """Group one neighbourhood of any size, (n, 2) as in `Frame`: labels 0..plan.teams - 1."""
    if len(own) <= LARGE:
        return _form_block(own, plan, seed=seed, effort=effort)
    return _form_large(own, plan, seed=seed, effort=effort, workers=workers)


def _form_block(
    own: NDArray[np.float64],
    plan: SizePlan,
    *,
    seed: int,
    effort: Effort,
    start: Labels = NOTHING,
) -> Labels:
    """Group some hundred households in one piece, from `start` if there is one."""
    if plan.teams == 1:
        return np.zeros(len(own), np.int32)
    from .solving import solve  # compiled on import, see `compiling`

    nowhere = np.full(len(own), -1, np.int32)
    random = np.array([_derive_seed(own, seed)], np.uint64)
    return solve(own, start, nowhere, *plan, random, rounding_noise(own), *effort)


def rounding_noise(own: NDArray[np.float64], penalty: float = 0.0) -> float:
    """Return the gain, in squared units of `own`, that may be a rounding error."""
    return 1e-10 * (1.0 + float(np.abs(own).max()) ** 2 + penalty)


def _form_large(
    own: NDArray[np.float64], plan: SizePlan, *, seed: int, effort: Effort, workers: int | None
) -> Labels:
    """Group one large neighbourhood block by block, then improve it across the seams."""
    label = np.full(len(own), -1, np.int32)

    def solve_block(block: Block) -> Labels:
        inside = own[block.rows] - np.round(own[block.rows].mean(axis=0))
        local = SizePlan(len(block.teams), plan.smallest, plan.largest)
        start = np.searchsorted(block.teams, label[block.rows]).astype(np.int32)
        started = label[block.rows[0]] >= 0
        return _form_block(
            inside, local, seed=seed, effort=effort, start=start if started else NOTHING
        )

    blocks = divide_households(own, plan)
    for share in SHARES:
        for block, found in zip(
            blocks, run_each(solve_block, blocks, workers=workers), strict=True
        ):
            label[block.rows] = block.teams[found]
        blocks = gather_teams(own, label, plan.teams, share=share)
    for block, found in zip(blocks, run_each(solve_block, blocks, workers=workers), strict=True):
        label[block.rows] = block.teams[found]
    if plan.teams > WHOLE:
        return label
    from .mending import mend  # compiled on import, see `compiling`

    nowhere = np.full(len(own), -1, np.int32)
    return mend(own, label, nowhere, *plan, 0.0, 0.0, rounding_noise(own))


def _derive_seed(own: NDArray[np.float64], seed: int) -> int:
    """Derive a neighbourhood's random seed from its houses, so that its rank does not matter."""
    key = int(seed).to_bytes(16, "big", signed=True)
    digest = hashlib.blake2b(own.tobytes(), digest_size=8, key=key)
    return int.from_bytes(digest.digest(), "big") | 1  # xorshift must not start from 0


def run_each(
    work: Callable[[Task], Labels], tasks: Sequence[Task], *, workers: int | None
) -> list[Labels]:
    """Call `work` for every task in a pool of threads; compiled code releases the GIL."""
    threads = min(workers or (os.cpu_count() or 1), len(tasks))
    if threads <= 1:
        return [work(task) for task in tasks]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, tasks))


def _join_labels(frame: Frame, labels: dict[int, Labels]) -> Labels:
    """Number the teams of all neighbourhoods through, in the caller's order of rows.

    Inside a neighbourhood teams are numbered as their first household comes along the long axis.
    """
    answer = np.empty(len(frame.rows), np.int32)
    before = 0
    for index in range(len(frame.ids)):
        _, first, inverse = np.unique(labels[index], return_index=True, return_inverse=True)
        rank = np.empty(len(first), np.int32)
        rank[np.argsort(first)] = np.arange(len(first))
        rows = frame.rows[frame.starts[index] : frame.starts[index + 1]]
        answer[rows] = before + rank[inverse]
        before += len(first)
    return answer
