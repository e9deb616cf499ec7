"""The two ways in which a print job hands out its pages: one PDF, or a zip with one per team."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from firesafety.months import Month
from households.models import Team
from inspections.models import PrintJob
from inspections.printing.joining import OpenPart, join_documents
from inspections.printing.kinds import write_kind

# The earliest day that a zip can say. Always the same, as the same pages are to be the same file.
NO_DAY = (1980, 1, 1, 0, 0, 0)


def write_part(out: BinaryIO, job: PrintJob, teams: Sequence[Team], *, on: date) -> int:
    """Write these teams' papers as the job wants them packed; the number of pages."""
    if job.packing == PrintJob.Packing.ZIP:
        return _write_zip(out, job, teams, on=on)
    return _write_teams(out, job, teams, on=on)


def join_parts(out: BinaryIO, packing: str, parts: Sequence[OpenPart]) -> None:
    """Write what ``write_part`` wrote, in order, as one file. Holds one small piece at a time."""
    if packing == PrintJob.Packing.ZIP:
        _join_zips(out, parts)
    else:
        join_documents(out, parts)


def team_file_name(team: Team, month: Month, what: str) -> str:
    """What one team's PDF is called: plain letters, in the order of the team's numbers."""
    return f"to-{team.number:03}-{month}-{what}.pdf"


def _write_teams(out: BinaryIO, job: PrintJob, teams: Sequence[Team], *, on: date) -> int:
    return write_kind(
        out,
        teams,
        Month.of(job.month),
        what=job.what,
        language=job.language,
        options=job.options,
        on=on,
    ).pages


def _write_zip(out: BinaryIO, job: PrintJob, teams: Sequence[Team], *, on: date) -> int:
    pages = 0
    with ZipFile(out, "w") as archive:
        for team in teams:
            file = BytesIO()
            written = _write_teams(file, job, [team], on=on)
            if written:
                name = team_file_name(team, Month.of(job.month), job.what)
                archive.writestr(ZipInfo(name, NO_DAY), file.getbuffer())
            pages += written
    return pages


def _join_zips(out: BinaryIO, parts: Sequence[OpenPart]) -> None:
    """PDF is compressed already: the entries are stored and copied as they are."""
    with ZipFile(out, "w") as whole:
        for opener in parts:
            with opener() as file, ZipFile(file) as part:
                for entry in part.infolist():
                    with part.open(entry) as read, whole.open(_bare(entry), "w") as write:
                        shutil.copyfileobj(read, write)


def _bare(entry: ZipInfo) -> ZipInfo:
    fresh = ZipInfo(entry.filename, NO_DAY)
    fresh.file_size = entry.file_size
    return fresh
