"""What the rotation promises, as limits on measured figures."""

from dataclasses import asdict, dataclass
from typing import Any

Figures = dict[str, Any]

# (world, figure, limit): the figure must not be larger, or smaller where the limit is a floor.
CEILINGS = (
    ("away", "coverage_over_bound", 1.05),
    ("churn", "guarantee_mean", 15),
    ("churn", "guarantee_max", 20),
    ("churn", "repeats", 0.0002),
    ("churn", "reversals", 0.012),
    ("churn", "avoidable_mutual_pairs", 0),
    ("churn", "load_spread", 1.5),
    ("constrained", "faults", 0),
    ("constrained", "load_spread", 1.5),
    ("forgetful", "months_waited_in_vain", 0),
)
FLOORS = (("churn", "rings", 0.995),)


@dataclass(frozen=True, slots=True)
class Gate:
    """One promise, what was measured, and whether it is kept."""

    world: str
    figure: str
    measured: float
    limit: float
    met: bool


def judge(worlds: dict[str, dict[str, Figures]]) -> list[dict[str, Any]]:
    """Holds our own figures in each world against the promises."""
    gates = [
        Gate(world, figure, worlds[world]["ours"][figure], limit, False)
        for world, figure, limit in CEILINGS + FLOORS
    ]
    floors = {(world, figure) for world, figure, _ in FLOORS}
    return [
        {
            **asdict(gate),
            "met": gate.measured >= gate.limit
            if (gate.world, gate.figure) in floors
            else gate.measured <= gate.limit,
        }
        for gate in gates
    ]
