"""Each sheet of the catalogue with its smallest, its ordinary and its fullest values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from io import BytesIO
from typing import Any

from inspections.printing.catalogue import SHEETS
from inspections.printing.options import Options
from inspections.printing.values import TeamPack
from tests.inspections.printing import cast
from tests.inspections.printing.reading import printed

LINK = "https://to12.example.vn/teams/7/print/2026-12/assignments/"
LIST = "https://to12.example.vn/areas/31117/print/2026-12/overdue/"
ANSWER = "HTTPS://TO12.EXAMPLE.VN/H/K7QF2M9XABCDEFGH0123456789"


def fullest_pack() -> TeamPack:
    """Fifteen households, a full list and forty faults, all with the longest names."""
    sheet = cast.checklist(
        head=cast.LONG_HEAD,
        inspector=cast.LONG_PARTY,
        inspected=cast.LONG_PARTY,
        open_hazards=cast.hazards(40),
        questions=cast.groups(47, critical=False),
    )
    return TeamPack(fullest_assignments(), [sheet])


def fullest_assignments():
    return cast.assignment_sheet(15, head=cast.LONG_HEAD, longest=True, link=LINK)


def fullest_summary():
    return cast.summary(members=15, missing=4, faults=40, head=cast.LONG_HEAD, longest=True)


# Of each sheet: five households and nothing found; twelve; fifteen, forty faults, longest names.
VALUES: dict[str, tuple[Callable[[], Any], ...]] = {
    "checklists": (
        lambda: cast.pack(5),
        lambda: TeamPack(
            cast.assignment_sheet(12, link=LINK), [cast.checklist(open_hazards=cast.hazards(2))]
        ),
        fullest_pack,
    ),
    "assignments": (
        lambda: cast.assignment_sheet(5),
        lambda: cast.assignment_sheet(12, link=LINK),
        fullest_assignments,
    ),
    "matrix": (
        lambda: cast.matrix(5),
        lambda: cast.matrix(12),
        lambda: cast.matrix(15, questions=cast.groups(47, critical=False), longest=True),
    ),
    "notices": (
        lambda: cast.notices(5, faults=0),
        lambda: cast.notices(12, answer_link=ANSWER),
        lambda: cast.notices(15, faults=40, answer_link=ANSWER, longest=True),
    ),
    "follow_ups": (
        cast.follow_ups,
        lambda: cast.follow_ups(2, 1),
        lambda: cast.follow_ups(40, 1, longest=True),
    ),
    "link_cards": (
        lambda: cast.link_cards(5),
        lambda: cast.link_cards(12),
        lambda: cast.link_cards(15, longest=True),
    ),
    "rosters": (
        lambda: cast.roster(5),
        lambda: cast.roster(12),
        lambda: cast.roster(15, longest=True),
    ),
    "summaries": (
        lambda: cast.summary(members=5, missing=0, faults=0, months=1),
        cast.summary,
        fullest_summary,
    ),
    "self_checks": (
        lambda: cast.summary(members=5, missing=0, faults=0, months=1),
        cast.summary,
        fullest_summary,
    ),
    "area_month": (
        lambda: cast.area_summary(1, items=0, months=1, before=False),
        lambda: cast.area_summary(12, months=1),
    ),
    "area_quarter": (lambda: cast.area_summary(1, months=3, before=False), cast.area_summary),
    "area_half_year": (lambda: cast.area_summary(1, months=6), cast.area_summary),
    "area_year": (
        lambda: cast.area_summary(1, items=0, before=False),
        cast.area_summary,
        lambda: cast.area_summary(120, items=40, longest=True),
    ),
    "overdue": (
        lambda: replace(cast.overdue_list(0), link=LIST),
        lambda: replace(cast.overdue_list(12), link=LIST),
        lambda: replace(cast.overdue_list(40, longest=True), link=LIST),
    ),
}
ORDINARY = 1

# Fields that only we write.
OURS = {
    "link",
    "answer_link",
    "answer_code",
    "short_code",
    "reference",
    "emergency_number",
    "severity",
    "state",
}

# Every sheet in every size and on every paper that it comes in.
FORMS = [
    (name, size, paper)
    for name, sheet in SHEETS.items()
    for size in sheet.sizes
    for paper in sheet.papers
]


def spoilt(value, text):
    """``value`` with ``text`` in every place where a roster, a note or an officer writes."""
    if isinstance(value, tuple):
        return tuple(spoilt(each, text) for each in value)
    if isinstance(value, list):
        return [spoilt(each, text) for each in value]
    if not is_dataclass(value):
        return value
    changed = {}
    for field in fields(value):
        old = getattr(value, field.name)
        if isinstance(old, str):
            changed[field.name] = old if field.name in OURS else text
        else:
            changed[field.name] = spoilt(old, text)
    return replace(value, **changed)


def print_values(name: str, *values: Any, **options: Any) -> bytes:
    """One sheet's document of these values."""

    def write(out: BytesIO) -> Any:
        return SHEETS[name].write_values(out, values, Options(**options))

    return printed(write)


@cache
def print_all(name: str, **options: Any) -> bytes:
    """A sheet with its smallest, ordinary and fullest values, one after the other."""
    return print_values(name, *(make() for make in VALUES[name]), **options)
