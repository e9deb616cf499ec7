"""Two programs side by side, started together and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

PATIENCE_SECONDS = 8.0
LOOK_SECONDS = 0.2


class Together:
    """Runs programs until one ends or a signal arrives, then stops all of them.

    Each program gets a session of its own: Ctrl-C reaches only this process, which asks each
    program to stop. A queue cluster whose every member is signalled at once does not stop cleanly.
    """

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._commands = commands
        self._running: list[subprocess.Popen[bytes]] = []
        self._asked_to_stop = False

    def run(self) -> int:
        """Returns 0 when asked to stop, else the exit code of the program that ended by itself."""
        before = {
            number: signal.signal(number, self._on_signal)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            self._running = [
                subprocess.Popen(command, start_new_session=True)  # noqa: S603  (our own words)
                for command in self._commands
            ]
            while not self._asked_to_stop:
                for program in self._running:
                    if program.poll() is not None:
                        return program.returncode or 1
                time.sleep(LOOK_SECONDS)
            return 0
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def _stop(self) -> None:
        for program in self._running:
            if program.poll() is None:
                program.terminate()
        last = time.monotonic() + PATIENCE_SECONDS
        for program in self._running:
            try:
                program.wait(timeout=max(0.1, last - time.monotonic()))
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(program.pid, signal.SIGKILL)
                program.wait()
