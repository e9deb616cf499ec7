"""How many teams a neighbourhood gets, and which sizes they may have.

`n` households can be cut into teams of `minimum`..`maximum` exactly when some number of teams K
satisfies ``minimum * K <= n <= maximum * K``, that is when ``ceil(n / maximum) <= floor(n /
minimum)``.  With 10..14 that fails for 1-9, 15-19 and 29 only.  There the nearest sizes are taken,
and `explain_sizes` says so, because a person has to decide what to do about it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

TOO_FEW = "too_few"
"""Fewer households than one team needs: they form one small team."""
BETWEEN_SIZES = "between_sizes"
"""Too many for so many teams, too few for one team more (15 or 29 households at 10..14)."""


class SizePlan(NamedTuple):
    """How one neighbourhood is cut: `teams` teams of `smallest`..`largest` households."""

    teams: int
    smallest: int
    largest: int


@dataclass(frozen=True)
class Notice:
    """Why a neighbourhood cannot have teams of legal size, and what it gets instead.

    `reason` is a code (`TOO_FEW`, `BETWEEN_SIZES`) that the caller puts into words.
    """

    neighbourhood: int
    households: int
    reason: str
    teams: int
    smallest: int
    largest: int


def check_limits(*, size: int, minimum: int, maximum: int) -> None:
    """Raise `ValueError` unless ``1 <= minimum <= size <= maximum``."""
    if not 1 <= minimum <= size <= maximum:
        raise ValueError(
            "team sizes must satisfy 1 <= minimum <= size <= maximum, "
            f"got minimum={minimum}, size={size}, maximum={maximum}"
        )


def sizes_possible(count: int, *, minimum: int, maximum: int) -> bool:
    """Tell whether `count` households can be cut into teams of `minimum`..`maximum`."""
    return -(-count // maximum) <= count // minimum


def plan_sizes(count: int, *, size: int, minimum: int, maximum: int) -> SizePlan:
    """Choose the number of teams and the window of sizes for one neighbourhood.

    Where legal sizes exist, K is ``count / size`` rounded half up and moved into the legal range.
    Elsewhere K keeps the worst team as near to the window as possible (then the sum of the
    deviations, then fewer teams), and sizes differ by one at most: no other cut of `count` into K
    teams deviates less.
    """
    fewest, most = -(-count // maximum), count // minimum
    if fewest <= most:
        teams = min(max((2 * count + size) // (2 * size), fewest), most)
        return SizePlan(teams, minimum, maximum)

    def deviation(teams: int) -> tuple[int, int, int]:
        worst = max(minimum - count // teams, -(-count // teams) - maximum, 0)
        total = max(minimum * teams - count, count - maximum * teams, 0)
        return worst, total, teams

    teams = min((k for k in (most, most + 1) if k >= 1), key=deviation)
    return SizePlan(teams, count // teams, -(-count // teams))


def explain_sizes(neighbourhood: ArrayLike, *, minimum: int, maximum: int) -> list[Notice]:
    """List every neighbourhood whose households cannot be cut into teams of legal size.

    `neighbourhood` holds each household's neighbourhood, shape (N,).
    """
    notices = []
    ids, counts = np.unique(np.asarray(neighbourhood), return_counts=True)
    for identity, count in zip(ids.tolist(), counts.tolist(), strict=True):
        if sizes_possible(count, minimum=minimum, maximum=maximum):
            continue
        plan = plan_sizes(count, size=minimum, minimum=minimum, maximum=maximum)
        reason = TOO_FEW if count < minimum else BETWEEN_SIZES
        notices.append(Notice(identity, count, reason, *plan))
    return notices
