"""Pay for numba's compilation at a moment when nobody waits."""


def compile_ahead() -> None:
    """Compile everything grouping needs and keep it on disk, so that no web request has to."""
    from . import mending, solving  # noqa: F401  (importing compiles, see `compiling`)
