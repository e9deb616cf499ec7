"""One door to numba: which functions are compiled, when, and where the machine code is kept.

Two kinds of compiled functions exist.  A `kernel` is a part: it is compiled with the entry that
calls it.  An entry (`solve`, `mend`) has an explicit signature, releases the GIL and is cached on
disk, so that a process pays milliseconds after the first time.  Modules with entries are imported
inside functions only: importing them compiles when the cache is empty, and nobody who merely
reads a setting should wait for that.

numba keeps the cache beside the source where it may write there, else in the user's cache folder.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile `function` as a part of whichever entry calls it."""
    return cast(F, numba.njit(nogil=True, error_model="numpy")(function))


def entry(signature: str) -> Callable[[F], F]:
    """Compile a function now, for `signature`, and keep the machine code on disk.

    Where no folder is writable the code is compiled in memory: slower to start, never broken.
    """

    def decorate(function: F) -> F:
        try:
            return cast(
                F, numba.njit(signature, nogil=True, error_model="numpy", cache=True)(function)
            )
        except RuntimeError as error:
            if "no locator available" not in str(error):
                raise
            return cast(F, numba.njit(signature, nogil=True, error_model="numpy")(function))

    return decorate


def source_stamp() -> int:
    """Return a number that changes with any source file of this package.

    numba recompiles an entry when the entry's own file or its closure changes, not when a kernel
    in another file does.  Entries therefore close over this stamp.
    """
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest()[:6], "big")
