"""The comparison is fair: every engine prints the same words, one page a sheet."""

import random
from io import BytesIO

import pytest

from inspections.printing import benchmark
from inspections.printing.benchmark import ENGINES, MODULES, OURS, compare
from inspections.printing.samples import sample_checklists
from tests.inspections.printing.reading import pages_of


def draw(name, sheets):
    if name in MODULES:
        pytest.importorskip(MODULES[name])
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
    result = compare(2, long=3)
    assert result["pages"] == 2
    assert set(result["engines"]) == set(ENGINES)
    measured = {
        "seconds",
        "processor_seconds",
        "pages_per_second",
        "start_mb",
        "peak_mb",
        "kb_per_page",
    }
    for engines in (result["engines"], result["long"]["engines"]):
        for name, figures in engines.items():
            assert set(figures) in ([measured] if name not in MODULES else [measured, {"missing"}])
    assert (result["long"]["pages"], set(result["long"]["engines"])) == (3, set(OURS))
    assert result["faster_than_platypus"] > 0


def test_what_is_not_installed_is_left_out_with_a_note(monkeypatch):
    monkeypatch.setattr(benchmark, "find_spec", lambda name: None)
    result = compare(1)
    for name in MODULES:
        assert result["engines"][name] == {
            "missing": f"{name} is not installed (dependency group benchmark)"
        }


def test_parts_make_the_same_pages_as_one_piece(monkeypatch):
    sheets = list(sample_checklists(5, random.Random(1)))
    monkeypatch.setattr(benchmark, "PART", 2)
    assert draw("ours in parts", sheets) == draw("ours", sheets)
