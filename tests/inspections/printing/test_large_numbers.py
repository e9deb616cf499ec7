"""A city's counts have seven digits, and its summary is still read without a glass."""

from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from . import cast
from .everything import print_values
from .reading import pages_of


def of_a_city():
    """A city's year: a million homes, and a tenth of that open."""
    sheet = cast.area_summary(12, items=3)
    found = replace(sheet.now.findings, critical=48_432, major=51_200, minor=11_480)
    year = replace(sheet.now, planned=12_000_096, done=9_360_204, findings=found)
    return replace(
        sheet,
        now=year,
        before=replace(year, words="Năm 2025", planned=11_880_096, done=9_260_204),
        months=tuple(replace(each, planned=1_000_008, done=780_017) for each in sheet.months),
        months_before=tuple(replace(each, planned=990_008, done=0) for each in sheet.months),
        faults=replace(sheet.faults, count=111_112, overdue=75_977, critical=48_432),
    )


def smallest(pdf):
    """The smallest letters of the first page, in points."""
    sizes = []

    def note(text, _matrix, _place, _font, size):
        if text.strip():
            sizes.append(size)

    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    return min(sizes)


def test_the_counts_of_a_city_are_printed_whole_and_grouped():
    first = pages_of(print_values("area_year", of_a_city()))[0]
    for words in (
        "9.360.204 trên 12.000.096 lượt đã kiểm tra",
        "còn 2.639.892 lượt",
        "48.432",
        "780.017/ 1.000.008",
        "0/ 990.008",
        "+100.000",
    ):
        assert words in first


def test_they_stay_nearly_as_large_as_those_of_a_ward():
    ward = smallest(print_values("area_year", cast.area_summary(12, items=3)))
    assert smallest(print_values("area_year", of_a_city())) > 0.9 * ward


def test_few_are_printed_on_one_line_as_before():
    first = pages_of(print_values("area_year", cast.area_summary(2, items=3)))[0]
    assert "24/24" in first
    assert "trên" not in first.split("So với cùng kỳ")[0]
