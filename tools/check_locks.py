"""Do the hashed requirements files agree with uv.lock? With --write, make them agree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "requirements.txt": [],
    "requirements-test.txt": ["--group", "test"],
    "requirements-dev.txt": ["--group", "dev", "--extra", "server"],
    "requirements-benchmark.txt": ["--group", "benchmark"],
    "requirements-server.txt": ["--extra", "server"],
}


def export(options: list[str]) -> str:
    """The requirements as uv.lock has them; fails when pyproject.toml has moved on since."""
    command = [
        sys.executable,
        "-m",
        "uv",
        "export",
        "--locked",
        "--no-default-groups",
        "--no-header",
    ]
    command += ["--no-annotate", "--quiet", *options]
    return subprocess.run(  # noqa: S603  (our own words only)
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def main() -> int:
    stale = []
    for name, options in FILES.items():
        path, wanted = ROOT / name, export(options)
        if path.exists() and path.read_text() == wanted:
            continue
        if "--write" in sys.argv:
            path.write_text(wanted)
        else:
            stale.append(name)
    if stale:
        sys.stderr.write(f"Not what uv.lock says: {', '.join(stale)}\n")
        sys.stderr.write("Run: python tools/check_locks.py --write\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
