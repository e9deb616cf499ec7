"""The kinds of paper that a whole ward can ask for: what each is called and how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from firesafety.months import Month
from households.models import Team
from inspections.printing.catalogue import TEAM_SHEETS
from inspections.printing.options import Options
from inspections.printing.parts import Progress, no_progress
from inspections.printing.values import PrintedDocument


def kind_label(name: str) -> str:
    """What a kind is called; its name where it is no longer offered."""
    return str(TEAM_SHEETS[name].title) if name in TEAM_SHEETS else name


def write_kind(
    out: BinaryIO,
    teams: Sequence[Team],
    month: Month,
    *,
    what: str,
    language: str,
    options: Mapping[str, str],
    on: date,
    progress: Progress = no_progress,
) -> PrintedDocument:
    """Write one kind of paper of ``teams`` to ``out``; raises LookupError for an unknown one.

    An option that the kind does not come in, as an old request may hold, means nothing.
    """
    sheet = TEAM_SHEETS[what]
    kept: dict[str, Any] = {name: options[name] for name in sheet.choices if name in options}
    wanted = Options(language, **kept)
    return sheet.write(out, teams, month, wanted, on=on, progress=progress)
