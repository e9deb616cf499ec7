"""Planning many teams at once gives, byte for byte, what planning them one by one gives."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from inspections.planning.rotation import Mode, compile_ahead, plan_rounds
from inspections.planning.rotation import batch as batch_module
from inspections.planning.rotation.batch import plan_team
from inspections.planning.rotation_benchmark.worlds import World, live

WORLDS = [
    World(teams=8, months=18, join=0.02, leave=0.02, away=0.05),
    World(teams=8, months=18, size=5, join=0.05, leave=0.05, away=0.2),
    World(teams=6, months=14, undone=0.3, never=0.2, away=0.05),
    World(teams=3, months=16, size=15),
    World(teams=2, months=8, size=4),
    World(teams=2, months=12, size=6),
    World(teams=1, months=6, size=3),
    World(teams=2, months=10, size=8, unable=0.2, double=0.2, feuds=0.1, cap=2),
]


@pytest.mark.parametrize("world", WORLDS)
def test_the_compiled_kernel_and_the_plain_path_agree(world, monkeypatch):
    compile_ahead()
    monkeypatch.setattr(batch_module, "COMPILED_SOON", 1)
    differing = []

    def plan(inputs):
        batch = plan_rounds(inputs)
        differing.extend(t for t, p in zip(inputs, batch, strict=True) if plan_team(t) != p)
        return [each.visits for each in batch]

    live(world, plan)
    assert differing == []


def test_a_mixed_batch_comes_back_in_its_own_order(monkeypatch):
    monkeypatch.setattr(batch_module, "COMPILED_SOON", 1)
    compile_ahead()
    seen = []
    live(World(teams=6, months=2), lambda inputs: seen.append(inputs) or [()] * len(inputs))
    first, second, third, *others = seen[-1]
    mixed = [
        replace(first, mode=Mode.PAIRS),
        second,
        replace(third, excluded=frozenset({frozenset((1, 2))})),
        *others,
    ]
    assert plan_rounds(mixed) == [plan_team(team) for team in mixed]


def test_the_cache_of_the_kernel_is_named_after_the_code_it_was_compiled_from(
    tmp_path, monkeypatch
):
    from inspections.planning.rotation import compiling

    (tmp_path / "one.py").write_text("LIMIT = 1")
    monkeypatch.setattr(compiling, "__file__", str(tmp_path / "compiling.py"))
    before = compiling._cache_folder.__wrapped__()
    again = compiling._cache_folder.__wrapped__()
    (tmp_path / "one.py").write_text("LIMIT = 2")
    after = compiling._cache_folder.__wrapped__()
    assert before == again != after
    assert before.is_dir()


def test_an_empty_batch_is_an_empty_list():
    assert plan_rounds([]) == []


def test_the_compiled_assignment_is_as_cheap_as_that_of_scipy():
    from inspections.planning.rotation.kernel_search import PARTS, assign

    rng = np.random.default_rng(5)
    for size in range(2, 16):
        for _ in range(20):
            cost = rng.integers(0, 2**40, (24, 24))
            node = np.zeros((PARTS, 25), dtype=np.int64)
            everybody_else = np.array([~(1 << seat) & (1 << size) - 1 for seat in range(size)])
            total = assign(cost, everybody_else, node, size, np.zeros((3, 25), dtype=np.int64))
            square = cost[:size, :size].astype(float)
            np.fill_diagonal(square, np.inf)
            rows, columns = linear_sum_assignment(square)
            assert total == square[rows, columns].sum()


SCRIPT = """
import hashlib
from dataclasses import replace
from inspections.planning.rotation import Mode, plan_rounds
from inspections.planning.rotation_benchmark.worlds import World, live
out = hashlib.sha256()
def plan(inputs):
    plans = plan_rounds(inputs)
    for mode in Mode:
        out.update(repr(plan_rounds([replace(inputs[0], mode=mode)])).encode())
    out.update(repr(plans).encode())
    return [each.visits for each in plans]
live(World(teams=3, months=6, away=0.1, unable=0.1, feuds=0.1, cap=2), plan)
print(out.hexdigest())
"""


def test_every_process_plans_the_same_bytes():
    digests = set()
    for seed in ("0", "1", "4711"):
        answer = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(answer.stdout)
    assert len(digests) == 1
