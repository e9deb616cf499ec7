"""The benchmark compares like with like, and the made-up settlements are what they claim."""

import numpy as np
import pytest

from households.grouping import benchmark, explain_sizes, peers
from households.grouping.samples import SAMPLES


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_settlement_has_the_households_asked_for(sample):
    points, neighbourhood = SAMPLES[sample](1003, seed=1)
    assert points.shape == (1003, 2)
    assert np.isfinite(points).all()
    assert sorted(set(neighbourhood.tolist())) == [0, 1, 2, 3]
    assert explain_sizes(neighbourhood, minimum=10, maximum=14) == []
    again, _ = SAMPLES[sample](1003, seed=1)
    other, _ = SAMPLES[sample](1003, seed=2)
    assert (points == again).all()
    assert (points != other).any()


def test_every_method_makes_as_many_lawful_teams_and_none_beats_ours(monkeypatch):
    monkeypatch.setattr(benchmark, "HAS_K_MEANS_CONSTRAINED", False)
    found = benchmark.compare(600, seed=3, qualities=("standard",))
    methods = found["methods"]
    assert set(methods) == {"ours standard", "kd bisection", "hilbert order"}
    assert {method["teams"] for method in methods.values()} == {50}
    assert {method["faults"] for method in methods.values()} == {0}
    assert min(methods, key=lambda name: methods[name]["sse"]) == "ours standard"
    assert methods["ours standard"]["sse_ratio"] == 1
    assert "not installed" in found["notes"][0]


def test_k_means_with_limits_is_no_better_than_ours():
    pytest.importorskip("k_means_constrained", reason="the benchmark extra is not installed")
    methods = benchmark.compare(300, seed=3, qualities=("standard",))["methods"]
    assert methods["k-means-constrained 1 start"]["sse_ratio"] >= 1
    assert methods["k-means-constrained 10 starts"]["sse_ratio"] >= 1


def test_large_runs_leave_the_slow_peer_out():
    chosen, notes = benchmark._choose_peers(10**6)
    assert not any(name.startswith("k-means") for name in chosen)
    assert len(notes) == 1


def test_awkward_settlements_get_lawful_teams():
    assert benchmark.fuzz(60, seed=1)["faults"] == 0


def test_a_hilbert_curve_visits_every_cell_by_single_steps():
    x, y = np.meshgrid(np.arange(8.0), np.arange(8.0))
    cells = np.column_stack((x.ravel(), y.ravel()))
    walk = cells[np.argsort(peers._hilbert_index(cells, bits=3))]
    assert np.abs(np.diff(walk, axis=0)).sum(axis=1).tolist() == [1.0] * 63
