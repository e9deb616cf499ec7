"""A month's papers of many teams, written as one document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from firesafety.months import Month
from households.models import Area, Team
from inspections.models import PrintJob
from inspections.printing.checklist_packs import checklist_packs
from inspections.printing.parts import Progress
from inspections.printing.summary_packs import summary_sheets
from inspections.printing.values import PrintedDocument
from inspections.printing.writers import write_checklists, write_summaries
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
    progress: Progress = lambda done: None,
) -> PrintedDocument:
    """Write the month's papers of ``teams`` to ``out``: ``what`` is one of ``PrintJob.What``.

    ``progress`` is told how many teams are finished, once a chunk. The database is asked a fixed
    number of questions per chunk, and memory does not grow with the number of teams.
    """
    if what == PrintJob.What.SUMMARIES:
        sheets = summary_sheets(teams, month, on=on, progress=progress)
        return write_summaries(out, sheets, language=language)
    packs = checklist_packs(teams, month, on=on, progress=progress)
    return write_checklists(out, packs, language=language)
