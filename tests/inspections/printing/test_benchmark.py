"""The comparison is fair: every engine prints the same words, one page a sheet."""

import random
from io import BytesIO

import pytest

from inspections.printing.benchmark import ENGINES, compare
from inspections.printing.samples import sample_checklists
from tests.inspections.printing.reading import pages_of


def draw(name, sheets):
    if name == "fpdf2":
        pytest.importorskip("fpdf")
    out = BytesIO()
    ENGINES[name](iter(sheets), out)
    return pages_of(out.getvalue())


@pytest.mark.parametrize("name", ENGINES)
def test_each_engine_prints_all_of_each_sheet_on_one_page(name):
    sheets = list(sample_checklists(6, random.Random(1)))
    pages = draw(name, sheets)
    assert len(pages) == len(sheets)
    for page, sheet in zip(pages, sheets, strict=True):
        words = [sheet.short_code, sheet.reference, sheet.inspector.name, sheet.inspected.name]
        words += [line.code for group in sheet.groups for line in group.lines]
        words += [f"{fault.found:%d/%m/%Y}" for fault in sheet.hazards]
        assert [word for word in words if word not in page] == []


def test_the_same_seed_gives_the_same_sheets():
    first, second, other = (list(sample_checklists(5, random.Random(s))) for s in (3, 3, 4))
    assert first == second
    assert first != other


def test_the_figures_of_all_engines_come_from_one_run():
    result = compare(2)
    assert result["pages"] == 2
    assert set(result["engines"]) == {"ours", "platypus", "fpdf2"}
    measured = {"seconds", "pages_per_second", "start_mb", "peak_mb", "kb_per_page"}
    assert set(result["engines"]["ours"]) == set(result["engines"]["platypus"]) == measured
    assert result["faster_than_platypus"] > 0
