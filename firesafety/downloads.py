"""Files for one person alone: a list to open in a spreadsheet, and what keeps caches away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import TypeVar

from django.http import FileResponse
from django.http.response import HttpResponseBase

from firesafety.tables import Cell, Column, TableFormat, write_table

Response = TypeVar("Response", bound=HttpResponseBase)


def private_file(response: Response) -> Response:
    """Names, telephone numbers and codes are kept by no cache on the way."""
    response.headers["Cache-Control"] = "no-store, private"
    return response


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
