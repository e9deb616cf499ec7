"""Which rows of a checklist go on which page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspections.printing.hazards import HazardRow, lay_out_hazards
from inspections.printing.items import PADDINGS, Row, head_height, lay_out
from inspections.printing.paper import Layout
from inspections.printing.signing import notes_height, sign_off_height
from inspections.printing.values import ChecklistSheet

# A list that needs several pages is never set tighter than this.
ORDINARY = PADDINGS[2]
# Rows that go with notes and signatures, so that these never stand on a page alone.
COMPANY = 4


@dataclass(frozen=True, slots=True)
class ChecklistPage:
    """The rows of one page; the last page also has notes and signatures."""

    hazards: tuple[HazardRow, ...]
    rows: tuple[Row, ...]
    last: bool


def paginate(
    sheet: ChecklistSheet, layout: Layout, first_top: float, later_top: float
) -> list[ChecklistPage]:
    """Break a checklist into pages whose content starts at these heights, in points.

    One page if any padding allows it, the roomiest of those, with two lines for notes or in the
    end one; otherwise as few as an ordinary
    padding allows, again set as roomily as they can be. The last page keeps room for notes and
    signatures.
    """
    hazards = lay_out_hazards(sheet.hazards, layout)
    closing = notes_height(2) + sign_off_height(layout)
    room = (
        layout.bottom - first_top - head_height(layout) - sign_off_height(layout) - _height(hazards)
    )
    for padding, note_lines in (*((padding, 2) for padding in PADDINGS), (PADDINGS[-1], 1)):
        rows = lay_out(sheet.groups, layout, padding)
        if _height(rows) + notes_height(note_lines) <= room:
            return [ChecklistPage(hazards, rows, last=True)]
    tops = (first_top + head_height(layout), later_top + head_height(layout))
    broken = [
        _break(hazards, lay_out(sheet.groups, layout, padding), tops, layout.bottom, closing)
        for padding in PADDINGS[: PADDINGS.index(ORDINARY) + 1]
    ]
    return min(broken, key=len)


def _break(
    hazards: tuple[HazardRow, ...],
    rows: tuple[Row, ...],
    tops: tuple[float, float],
    bottom: float,
    closing: float,
) -> list[ChecklistPage]:
    pages: list[ChecklistPage] = []
    while not pages or not pages[-1].last:
        room = bottom - tops[min(len(pages), 1)]
        shown = _how_many(hazards, room)
        room -= _height(hazards[:shown])
        asked = _how_many(rows, room) if shown == len(hazards) else 0
        last = shown == len(hazards) and asked == len(rows) and _height(rows) + closing <= room
        pages.append(ChecklistPage(hazards[:shown], rows[:asked], last=last))
        hazards, rows = hazards[shown:], rows[asked:]
    return _with_company(pages)


def _with_company(pages: list[ChecklistPage]) -> list[ChecklistPage]:
    """The same pages with a few rows moved to the last, if it had next to none."""
    *earlier, before, last = pages
    moved = COMPANY - len(last.rows)
    if moved <= 0 or len(before.rows) <= COMPANY:
        return pages
    return [
        *earlier,
        replace(before, rows=before.rows[:-moved]),
        replace(last, rows=before.rows[-moved:] + last.rows),
    ]


def _height(rows: Sequence[HazardRow | Row]) -> float:
    return sum(row.height for row in rows)


def _how_many(rows: Sequence[HazardRow | Row], room: float) -> int:
    """How many rows from the start fit into ``room`` points."""
    for number, row in enumerate(rows):
        room -= row.height
        if room < 0:
            return number
    return len(rows)
