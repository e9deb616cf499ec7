"""Every word of ours passes through gettext; every word of theirs is left alone."""

import re
import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from django.utils.translation import get_language, override, trans_real

from inspections.printing.catalogue import SHEETS
from tests.inspections.printing import cast
from tests.inspections.printing.everything import ORDINARY, VALUES, print_values, spoilt
from tests.inspections.printing.reading import (
    checklists,
    overdue,
    pages_of,
    summaries,
    write_checklists,
)


def vietnamese_letters(text):
    return set("đĐ") & set(text) | {
        letter for letter in text if unicodedata.decomposition(letter).split(" ")[1:]
    }


@pytest.fixture
def marked_words(monkeypatch):
    """A catalogue of English in which each of our sentences is its own length in X."""
    with override("en"):
        catalogue = trans_real.catalog()
    asked = set()

    def mark(message):
        asked.add(message)
        placeholders = re.findall(r"%\(\w+\)s", message)
        return " ".join(["X", *placeholders])

    monkeypatch.setattr(catalogue, "gettext", mark, raising=False)
    monkeypatch.setattr(catalogue, "ngettext", lambda one, many, count: mark(one), raising=False)
    return asked


def plain(party):
    return replace(party, name="A", house_number="1", street="B", phone="0", kind="")


HEAD = replace(
    cast.HEAD, team="T", neighbourhood="N", ward="W", city="C", leader_name="L", leader_phone="0"
)


@pytest.mark.usefixtures("marked_words")
def test_no_vietnamese_is_left_on_an_english_sheet():
    person = plain(cast.party(0))
    question = replace(cast.groups(1)[0].lines[0], text="Q")
    group = replace(cast.groups(1)[0], name="G", lines=(question,) * 3)
    mixed = replace(group, lines=(question, replace(question, critical=False)))
    fault = replace(cast.hazards(1)[0], text="H", note="")
    sheet = replace(
        cast.checklist(
            head=HEAD,
            inspector=person,
            inspected=replace(person, street="", house_number="", phone=""),
        ),
        period="P",
        groups=(group, mixed),
        hazards=(fault, replace(fault, due=cast.DUE)),
    )
    assignment = replace(cast.assignment_sheet(1, head=HEAD), period="P")
    line = replace(assignment.lines[0], inspector=person, inspected=person, note="")
    month = cast.summary(head=HEAD, faults=3)
    month = replace(
        month,
        period="P",
        missing=tuple(
            replace(m, inspector=person, inspected=person, reason="") for m in month.missing
        ),
        hazards=tuple(replace(h, household=person, text="H") for h in month.hazards),
        rows=tuple(replace(r, household=person, inspector_name="A") for r in month.rows),
    )
    late = replace(cast.overdue_list(2), area="A", officer="O")
    late = replace(
        late,
        lines=tuple(
            replace(entry, team="T", neighbourhood="N", leader_name="L", reason="R")
            for entry in late.lines
        ),
    )
    texts = [
        *pages_of(checklists(sheet, assignment=replace(assignment, lines=(line,)), language="en")),
        *pages_of(summaries(month, language="en")),
        *pages_of(overdue(late, language="en")),
        *pages_of(overdue(replace(late, lines=()), language="en")),
    ]
    assert [text for text in texts if vietnamese_letters(text)] == []


def test_translations_reach_the_sheet(marked_words):
    checklists(cast.checklist(), assignment=cast.assignment_sheet(2), language="en")
    assert {"Phiếu kiểm tra chéo", "Chưa đạt", "Cháy: gọi %(number)s"} <= marked_words


def test_the_callers_language_is_given_back():
    with override("en"):
        checklists(cast.checklist(), assignment=cast.assignment_sheet(2), language="vi")
        assert get_language() == "en"


def test_values_built_while_printing_are_in_the_language_of_the_document():
    languages = []

    def teams():
        languages.append(get_language())
        yield cast.pack()

    with override("vi"):
        write_checklists(BytesIO(), teams(), language="en")
    assert languages == ["en"]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_in_english_is_wholly_in_english(name):
    sheet = spoilt(VALUES[name][ORDINARY](), "A")
    pages = pages_of(print_values(name, sheet, language="en"))
    # The dots to write on are no letter, though they decompose like one.
    assert [page for page in pages if vietnamese_letters(page.replace("…", ""))] == []
