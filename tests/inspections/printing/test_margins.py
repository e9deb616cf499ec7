"""Cheap printers do not reach the edge: nothing stands within 10 mm of it."""

import pytest

from inspections.printing.values import TeamPack
from tests.inspections.printing import cast
from tests.inspections.printing.reading import (
    checklists,
    overdue,
    printed,
    rasters,
    summaries,
    write_checklists,
)

DPI = 76.2  # Three pixels a millimetre.
MARGIN = 30


def longest_checklists(size):
    sheet = cast.checklist(
        head=cast.LONG_HEAD,
        inspector=cast.LONG_PARTY,
        inspected=cast.LONG_PARTY,
        open_hazards=cast.hazards(5),
        questions=cast.groups(47, critical=False),
        code="WWWW-MMMM-WWWW",
    )
    assignment = cast.assignment_sheet(
        15, head=cast.LONG_HEAD, longest=True, link="https://tuantra.example.vn/t/ABCD"
    )
    return checklists(sheet, assignment=assignment, size=size)


DOCUMENTS = {
    "checklists": lambda: longest_checklists("normal"),
    "large checklists": lambda: longest_checklists("large"),
    "ordinary": lambda: printed(
        lambda out: write_checklists(
            out, [TeamPack(cast.assignment_sheet(5), [cast.checklist()])], language="vi"
        )
    ),
    "summaries": lambda: summaries(
        cast.summary(),
        cast.summary(members=15, missing=4, faults=40, head=cast.LONG_HEAD, longest=True),
    ),
    "overdue list": lambda: overdue(cast.overdue_list(12, longest=True)),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_within_ten_millimetres_of_the_edge(name):
    for image in rasters(DOCUMENTS[name](), dpi=DPI):
        width, height = image.size
        edges = (
            (0, 0, width, MARGIN),
            (0, height - MARGIN, width, height),
            (0, 0, MARGIN, height),
            (width - MARGIN, 0, width, height),
        )
        assert [edge for edge in edges if image.crop(edge).getextrema() != (255, 255)] == []
