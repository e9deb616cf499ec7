"""How much work each quality level buys for one neighbourhood."""

from typing import Literal, NamedTuple, get_args

QualityLevel = Literal["instant", "fast", "standard", "best"]


class Effort(NamedTuple):
    """sweeps of the first annealing; restarts; sweeps and temperature of each reheating."""

    sweeps: int
    restarts: int
    reheats: int
    warm: float


EFFORTS: dict[str, Effort] = {
    "instant": Effort(0, 0, 0, 1.0),
    "fast": Effort(30, 5, 10, 4.0),
    "standard": Effort(30, 20, 10, 4.0),
    "best": Effort(30, 80, 10, 4.0),
}


def read_effort(quality: str) -> Effort:
    """Return the effort of a quality level; raise `ValueError` for an unknown one."""
    if quality not in EFFORTS:
        raise ValueError(f"quality must be one of {get_args(QualityLevel)}, not {quality!r}")
    return EFFORTS[quality]
