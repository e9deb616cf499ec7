"""A list as a file to open in a spreadsheet, sent as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile

from django.http import FileResponse

from firesafety.tables import Cell, Column, TableFormat, write_table
from inspections.views.sheets import private_file


def table_file(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    file_format: TableFormat,
    title: str,
    name: str,
) -> FileResponse:
    """A download called ``name`` with the format's ending; ``rows`` are never held all at once."""
    # Not closed here: the answer reads it while it is sent, and closes it then.
    file = TemporaryFile()  # noqa: SIM115
    write_table(columns, rows, out=file, file_format=file_format, title=title)
    file.seek(0)
    return private_file(FileResponse(file, as_attachment=True, filename=f"{name}.{file_format}"))
