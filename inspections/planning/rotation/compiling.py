"""The one door to numba: functions that are compiled when first called, then cached on disk.

numba throws a cached function away when its own file changes, but not when another file does
from which it takes a function or a number. A stale kernel would plan otherwise than the plain
path does. So the cache lies in a folder named after the text of all files of this package.
"""

import os
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core import config as numba_config
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

config: Any = numba_config  # its settings are made at run time, out of mypy's sight

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compiles a function of loops over integers and arrays; keeps its type.

    Where nothing may be written beside the code, every process compiles for itself.
    """
    folder = _cache_folder()
    usual = config.CACHE_DIR
    config.CACHE_DIR = str(folder or usual)
    try:
        return cast(Function, numba.njit(cache=folder is not None)(function))
    finally:
        config.CACHE_DIR = usual


@cache
def _cache_folder() -> Path | None:
    """Where compiled functions of exactly this version are kept, if they can be."""
    here = Path(__file__).parent
    text = blake2b(digest_size=8)
    for file in sorted(here.glob("*.py")):
        text.update(file.read_bytes())
    folder = Path(config.CACHE_DIR or here / "__pycache__") / f"kernel-{text.hexdigest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
