"""A ward's whole month as a new user would run it: each command a process, on a new database."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from firesafety.demo.roster import write_sample_roster

from .machine import run_measured

MONTH = "2026-12"


def measure_ward(size: int, *, roster: str, ward: str) -> dict[str, Any]:
    """Seconds and peak megabytes of each step for ``roster``, or for a sample of ``size``."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(roster) if roster else Path(folder) / "roster.xlsx"
        if not roster:
            with file.open("wb") as out:
                write_sample_roster(out, households=size)
        steps = [
            ["migrate", "--verbosity", "0"],
            ["load_areas"],
            ["import_roster", str(file), "--ward", ward, "--json"],
            ["form_teams", "--ward", ward, "--json"],
            ["open_rounds", "--month", MONTH, "--ward", ward, "--now", "--json"],
            ["print_checklists", "--month", MONTH, "--ward", ward, "--out", f"{folder}/ward.pdf"],
            ["print_summaries", "--month", MONTH, "--ward", ward, "--out", f"{folder}/months.pdf"],
        ]
        measured = {}
        for words in steps:
            used = run_measured(
                words, {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/ward.sqlite3"}
            )
            measured[words[0]] = {
                "seconds": round(used.seconds, 2),
                "megabytes": round(used.megabytes),
                "said": _said(used.last_line),
            }
    return {"what": "each step of a ward's month, as a process of its own, SQLite", **measured}


def _said(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return line
