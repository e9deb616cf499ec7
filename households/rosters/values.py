"""What a roster file becomes: frozen rows, each with its doubts, ready to be stored or shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"
Cell = str | float | int | bool | date | datetime | time | timedelta
Severity = Literal["info", "warning", "error"]
Outcome = Literal["created", "updated", "unchanged", "merged", "rejected"]

# The longest text each column of the register takes.
LIMITS = {"holder_name": 120, "house_number": 60, "street": 120, "neighbourhood": 120}
LIMITS |= {"ward": 120, "phone": 20, "note": 300}


class RosterFileError(Exception):
    """The file as a whole cannot be read; ``message`` says in Vietnamese what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Bounds:
    """A box in degrees (WGS84) around a ward."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float, *, margin: float = 0.0) -> bool:
        """Whether the point lies in the box widened by *margin* degrees on every side."""
        return (
            self.south - margin <= latitude <= self.north + margin
            and self.west - margin <= longitude <= self.east + margin
        )


@dataclass(frozen=True)
class Doubt:
    """One thing about one cell that a person may want to look at.

    info: put right with certainty, or harmless. warning: a guess, or a value left out; please
    look. error: the row is rejected for this. ``value`` is what the file says, ``proposed`` what
    was taken instead ("" for nothing). ``code`` is stable and English, ``message`` is for people.
    """

    column: str
    code: str
    message: Text
    value: str = ""
    proposed: str = ""
    severity: Severity = "warning"


@dataclass(frozen=True)
class Sheet:
    """The rows of one spreadsheet page with its header found.

    ``rows`` are the rows below the header, each with its number as a person sees it in the
    spreadsheet (from 1). ``columns`` maps a field to the positions of its columns (several for a
    name or a phone split over columns). ``headings`` are the headings by position.
    """

    name: str
    header_row: int
    headings: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]
    ignored: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    title: tuple[str, ...] = ()
    # Number formats of date cells in xlsx, by (row number, position): "d-mmm" and the like.
    date_formats: dict[tuple[int, int], str] = field(default_factory=dict)
    notices: tuple[Text, ...] = ()
    ragged: bool = False  # text files: a row may hold more cells than the header


@dataclass(frozen=True)
class RosterRow:
    """One household as the file gives it, cleaned. Empty texts and None are "not given".

    A row with ``rejected`` has an error among its doubts. A row with ``merged_into`` repeats the
    household of that earlier row, which has taken over whatever it lacked.
    """

    number: int
    holder_name: str = ""
    house_number: str = ""
    street: str = ""
    neighbourhood: str = ""
    ward: str = ""
    phone: str = ""
    kind: str = "house"
    occupants: int | None = None
    need_help: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    note: str = ""
    doubts: tuple[Doubt, ...] = ()
    rejected: bool = False
    merged_into: int | None = None


@dataclass(frozen=True)
class Roster:
    """A whole file. Every row below the header is in ``rows`` or in one of the skipped lists."""

    sheet: str
    header_row: int
    columns: dict[str, str]
    ignored_columns: tuple[str, ...]
    rows: tuple[RosterRow, ...]
    blank_rows: tuple[int, ...] = ()
    header_rows: tuple[int, ...] = ()
    total_rows: tuple[int, ...] = ()
    section_rows: tuple[int, ...] = ()
    example_rows: tuple[int, ...] = ()
    notices: tuple[Text, ...] = ()


@dataclass(frozen=True)
class RowOutcome:
    """What became of one row of the file."""

    number: int
    outcome: Outcome
    doubts: tuple[Doubt, ...] = ()
