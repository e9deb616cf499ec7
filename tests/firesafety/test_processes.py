"""Real programs, bounded by their own ends; nothing here waits for a fixed time."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SCRIPT = r"""
import os
import sys
from firesafety.processes import Together
os.write(1, b"up\n")
sys.exit(Together([[sys.executable, "-c", program] for program in sys.argv[1:]]).run())
"""
# One write for word and line end: two programs share the pipe, and must not mix their letters.
STAYS = "import os, signal; os.write(1, b'child\\n'); signal.pause()"


@contextmanager
def running(script: str, *programs: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", script, *programs],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for_children(process: subprocess.Popen[str], count: int) -> None:
    said = [process.stdout.readline().strip() for _ in range(count + 1)]
    assert sorted(said) == ["child"] * count + ["up"]


def test_ctrl_c_stops_every_program_and_counts_as_success():
    with running(SCRIPT, STAYS, STAYS) as together:
        wait_for_children(together, 2)
        together.send_signal(signal.SIGINT)
        assert together.wait(timeout=30) == 0


def test_when_one_program_fails_the_others_are_stopped_too():
    with running(SCRIPT, STAYS, "raise SystemExit(3)") as together:
        assert together.wait(timeout=30) == 3


def test_a_program_that_will_not_stop_is_killed():
    stubborn = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "import os; os.write(1, b'child\\n'); signal.pause()"
    )
    hurry = "import firesafety.processes\nfiresafety.processes.PATIENCE_SECONDS = 0.2\n"
    with running(hurry + SCRIPT, stubborn) as together:
        wait_for_children(together, 1)
        together.terminate()
        assert together.wait(timeout=30) == 0
