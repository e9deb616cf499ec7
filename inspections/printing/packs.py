"""A month's papers of many teams, written as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import BinaryIO

from firesafety.months import Month
from households.models import Area, Team
from inspections.printing.catalogue import SHEETS
from inspections.printing.options import ORDINARY, Options
from inspections.printing.parts import Progress, no_progress
from inspections.printing.values import PrintedDocument
from inspections.queries.paper import teams_with_round


def teams_to_print(month: Month, *, ward: Area | None = None) -> list[Team]:
    """Teams that have a round in a month, of one ward or of all, by number."""
    teams = teams_with_round(month)
    return list(teams if ward is None else teams.filter(ward=ward))


def write_pages(
    out: BinaryIO,
    teams: Sequence[Team],
    month: Month,
    *,
    what: str,
    language: str,
    on: date,
    progress: Progress = no_progress,
    options: Options = ORDINARY,
) -> PrintedDocument:
    """Write the month's papers of ``teams`` to ``out``: ``what`` names one of ``SHEETS``.

    ``options``, where given, say how; their language gives way to ``language``. ``progress`` is
    told how many teams are finished, once a chunk. The database is asked a fixed number of
    questions per chunk, and memory does not grow with the number of teams.
    """
    wanted = replace(options, language=language)
    return SHEETS[what].write(out, teams, month, wanted, on=on, progress=progress)
