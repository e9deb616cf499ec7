"""Deterministic mixing of integers: ties and digests must not depend on Python's hash()."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MASK = (1 << 64) - 1


def mix(value: int) -> int:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014): 64 bits in, 64 bits out."""
    value = (value + 0x9E3779B97F4A7C15) & MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def fold(*values: int) -> int:
    """Mixes several integers in order into 64 bits."""
    state = 0
    for value in values:
        state = mix(state ^ (value & MASK))
    return state


def mix_array(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """``mix`` for every element of an array."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def hash_rows(rows: Sequence[tuple[int, ...]], start: int) -> int:
    """The sum of the rows' hashes, which does not depend on their order.

    Each row is folded like ``fold``, from ``start``.
    """
    if not rows:
        return 0
    columns = np.array(rows, dtype=np.int64).astype(np.uint64).T
    state = np.full(len(rows), start, dtype=np.uint64)
    for column in columns:
        state = mix_array(state ^ column)
    return int(state.sum(dtype=np.uint64))


def arc_ties(team: int, period: int, ids: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A number for every ordered pair, from nothing but team, period and the two ids.

    Equals ``fold(team, period, inspector, inspected)``.
    """
    keys = ids.astype(np.uint64)
    inspectors = mix_array(keys ^ np.uint64(fold(team, period)))
    return mix_array(inspectors[:, None] ^ keys[None, :])
