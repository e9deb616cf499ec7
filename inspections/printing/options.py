"""How a sheet is wanted: in which language, how large, on which paper, with which questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inspections.printing.values import PaperName, Size

# "round" asks what the round asks; the others print the short or the whole list whatever it asks.
Scope = Literal["round", "core", "full"]


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen of a sheet. One that a sheet does not come in leaves it as it is.

    ``year_start``: the day, as "month-day", on which the reporting year of the summaries of a
    quarter, half-year and year begins: "01-01" for calendar years, "11-15" for years from 15/11.
    ``officer``: whom a list of an area is drawn up for.
    """

    language: str = "vi"
    size: Size = "normal"
    paper: PaperName = "a4"
    scope: Scope = "round"
    year_start: str = "01-01"
    officer: str = ""


ORDINARY = Options()
