"""The one door to numba: functions that are compiled when first called, then cached on disk."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compiles a function of loops over integers and arrays; keeps its type."""
    return cast(Function, numba.njit(cache=True)(function))
