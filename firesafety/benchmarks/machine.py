"""Where a figure was measured, and what one process used."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import django


@dataclass(frozen=True, slots=True)
class Usage:
    """One whole process: wall seconds, peak memory in megabytes, what it printed last."""

    seconds: float
    megabytes: float
    last_line: str


def describe_machine() -> dict[str, str | int]:
    """The machine and versions that belong beside every figure."""
    return {
        "python": platform.python_version(),
        "django": django.get_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": len(os.sched_getaffinity(0)),
    }


def loop_milliseconds() -> float:
    """How long a million rounds of a plain loop take now: a machine that is shared has slow hours,
    and a figure means little without it."""
    started = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    return (time.perf_counter() - started) * 1000


def run_measured(words: Sequence[str], environment: Mapping[str, str]) -> Usage:
    """Run ``manage.py`` with ``words`` and measure the process from outside.

    Raises RuntimeError with the process's own words when it fails.
    """
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as complaint:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  (our own words)
            [sys.executable, "manage.py", *words],
            env={**os.environ, **environment},
            stdout=output,
            stderr=complaint,
        )
        # wait4 tells this one child's own peak, where RUSAGE_CHILDREN keeps the highest of all.
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        complaint.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(words)}: {complaint.read().strip()}")
        lines = output.read().strip().splitlines()
    return Usage(seconds, used.ru_maxrss / 1024, lines[-1] if lines else "")
