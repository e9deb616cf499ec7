"""Roster files in and out: read and clean what wards send, report on it, hand out a blank one.

No database here: services match the rows against the register with the keys below.
"""

from .blank import blank_roster
from .files import check_file_size
from .keys import address_key, name_key, neighbourhood_key
from .reading import clean_sheet, read_roster
from .report import write_report
from .sheets import read_sheet
from .values import (
    Bounds,
    Doubt,
    Roster,
    RosterFileError,
    RosterRow,
    RowOutcome,
    Sheet,
)

__all__ = [
    "Bounds",
    "Doubt",
    "Roster",
    "RosterFileError",
    "RosterRow",
    "RowOutcome",
    "Sheet",
    "address_key",
    "blank_roster",
    "check_file_size",
    "clean_sheet",
    "name_key",
    "neighbourhood_key",
    "read_roster",
    "read_sheet",
    "write_report",
]
