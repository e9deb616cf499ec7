"""Our grouping and its peers side by side: same points, same number of teams, same run."""

import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .ahead import compile_ahead
from .checking import faults
from .effort import QualityLevel
from .forming import form_teams
from .frame import frame_neighbourhoods
from .measuring import measure
from .peers import (
    HAS_K_MEANS_CONSTRAINED,
    Peer,
    halve_repeatedly,
    hilbert_order,
    k_means_constrained,
)
from .samples import SAMPLES
from .sizes import plan_sizes

SIZES = {"size": 12, "minimum": 10, "maximum": 14}
LIMITS = {"minimum": 10, "maximum": 14}
PATIENCE = 20_000
"""Households above which k-means-constrained is left out: it takes minutes there."""
Teams = NDArray[np.int32]


def compare(
    size: int,
    *,
    seed: int = 0,
    sample: str = "urban",
    qualities: tuple[QualityLevel, ...] = ("fast", "standard", "best"),
) -> dict[str, Any]:
    """Group `size` made-up households by every method and measure each.

    Returns {"households", "neighbourhoods", "sample", "methods": {name: {"seconds", "sse",
    "mean_pairwise_m", "p95_diameter_m", "teams", "faults", "peak_mb", "sse_ratio", "speed_ratio"}},
    "notes"}.  Ratios are to our `standard` (to the first of `qualities` if it is not among them):
    `sse_ratio` above 1 is worse than ours, `speed_ratio` above 1 is slower than ours.  `peak_mb` is
    the whole process's, while that method ran.
    """
    points, neighbourhood = SAMPLES[sample](size, seed=seed)
    compile_ahead()
    form_teams(points[:100], np.zeros(min(size, 100), np.int64))  # warm: loads the machine code
    peers, notes = _choose_peers(size)
    runs: dict[str, Callable[[], Teams]] = {
        f"ours {quality}": partial(
            form_teams, points, neighbourhood, quality=quality, seed=seed, **SIZES
        )
        for quality in qualities
    }
    for name, peer in peers.items():
        runs[name] = partial(_group_each, points, neighbourhood, peer)
    methods = {name: _run(run, points, neighbourhood) for name, run in runs.items()}
    ours = methods.get("ours standard") or methods[f"ours {qualities[0]}"]
    for method in methods.values():
        method["sse_ratio"] = round(method["sse"] / ours["sse"], 4)
        method["speed_ratio"] = round(method["seconds"] / ours["seconds"], 2)
    return {
        "households": size,
        "neighbourhoods": len(np.unique(neighbourhood)),
        "sample": sample,
        "methods": methods,
        "notes": notes,
    }


def fuzz(count: int = 10_000, *, seed: int = 0) -> dict[str, Any]:
    """Group `count` small settlements of every awkward kind and count the unlawful answers."""
    rng = np.random.default_rng(seed)
    found: list[str] = []
    began = time.perf_counter()
    for case in range(count):
        points = _awkward_points(rng)
        neighbourhood = rng.integers(0, rng.integers(1, 4), len(points))
        teams = form_teams(points, neighbourhood, quality="fast", workers=1, **SIZES)
        for fault in faults(points, neighbourhood, teams, **LIMITS):
            found.append(f"case {case}: {fault}")
    seconds = round(time.perf_counter() - began, 3)
    return {"instances": count, "faults": len(found), "first": found[:5], "seconds": seconds}


def _awkward_points(rng: np.random.Generator) -> NDArray[np.float64]:
    """A handful of households: scattered, on a coarse grid, in a line, at one point, far apart."""
    count = int(rng.integers(1, 90))
    points = rng.normal(0, 1, (count, 2)) * 10.0 ** rng.uniform(-3, 5)
    kind = rng.integers(0, 5)
    if kind == 1:
        points = np.round(points / np.ptp(points) * 4) if count > 1 else points
    elif kind == 2:
        points[:, 1] = points[:, 0] * rng.normal()
    elif kind == 3:
        points[:] = points[0]
    elif kind == 4:
        points[rng.random(count) < 0.1] *= 1000.0
    return np.asarray(points + rng.normal(0, 1e6, 2))


def _choose_peers(size: int) -> tuple[dict[str, Peer], list[str]]:
    peers: dict[str, Peer] = {"kd bisection": halve_repeatedly, "hilbert order": hilbert_order}
    if not HAS_K_MEANS_CONSTRAINED:
        return peers, ["k-means-constrained is not installed (dependency group 'benchmark')"]
    if size > PATIENCE:
        return peers, [f"k-means-constrained is left out above {PATIENCE} households"]
    peers["k-means-constrained 1 start"] = k_means_constrained(1)
    peers["k-means-constrained 10 starts"] = k_means_constrained(10)
    return peers, []


def _group_each(points: NDArray[np.float64], neighbourhood: NDArray[np.int64], peer: Peer) -> Teams:
    """Let a peer group every neighbourhood into as many teams as we make."""
    frame = frame_neighbourhoods(points, neighbourhood)
    teams = np.empty(len(points), np.int32)
    before = 0
    for start, end in zip(frame.starts, frame.starts[1:], strict=False):
        plan = plan_sizes(int(end - start), **SIZES)
        label = np.zeros(end - start, np.int32)
        if plan.teams > 1:
            label = peer(points[frame.rows[start:end]], plan)
        teams[frame.rows[start:end]] = before + label
        before += plan.teams
    return teams


def _run(
    run: Callable[[], Teams], points: NDArray[np.float64], neighbourhood: NDArray[np.int64]
) -> dict[str, Any]:
    _forget_peak()
    began = time.perf_counter()
    teams = run()
    seconds = time.perf_counter() - began
    peak = _peak_mb()
    quality = measure(points, neighbourhood, teams)
    return {
        "seconds": round(seconds, 4),
        "sse": round(quality.sse, 1),
        "mean_pairwise_m": round(quality.mean_pairwise, 3),
        "p95_diameter_m": round(quality.p95_diameter, 1),
        "teams": sum(quality.sizes.values()),
        "faults": len(faults(points, neighbourhood, teams, **LIMITS)),
        "peak_mb": round(peak),
    }


def _forget_peak() -> None:
    """Have Linux count this process's peak memory anew; elsewhere the peak is that of all runs."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak_mb() -> float:
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
