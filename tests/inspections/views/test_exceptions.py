"""The short way to type a paper sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.forms.exceptions import Exceptions, read_exceptions
from inspections.planning.answers import Answer

CODES = ("DIEN-01", "DIEN-04", "GAS-02", "THOAT-10")


@pytest.mark.parametrize(
    ("entry", "answer", "note"),
    [
        ("DIEN-04", Answer.FAIL, None),
        ("DIEN-04 F", Answer.FAIL, None),
        ("dien 4 c", Answer.FAIL, None),
        ("Điện 04: F dây hở", Answer.FAIL, "dây hở"),
        ("điện4f: dây hở", Answer.FAIL, "dây hở"),
        ("DIEN-04 cháy sém", Answer.FAIL, "cháy sém"),
        ("DIEN-04 N", Answer.NOT_APPLICABLE, None),
        ("DIEN–04=U", Answer.UNSEEN, None),
        ("DIEN-04 U trời tối", Answer.UNSEEN, None),
    ],
)
def test_an_entry_is_read_as_it_is_written(entry, answer, note):
    notes = {"DIEN-04": note} if note else {}

    assert read_exceptions(entry, codes=CODES) == Exceptions({"DIEN-04": answer}, notes, ())


def test_lines_and_semicolons_part_entries():
    found = read_exceptions("DIEN-01;GAS-2 n\n\n thoat 10 u ;", codes=CODES)

    assert found.answers == {
        "DIEN-01": Answer.FAIL,
        "GAS-02": Answer.NOT_APPLICABLE,
        "THOAT-10": Answer.UNSEEN,
    }
    assert found.unread == ()


@pytest.mark.parametrize("entry", ["GAS-03", "F", "-", "123", "DIEN-0101", "thoat"])
def test_what_names_no_item_of_the_sheet_is_handed_back(entry):
    assert read_exceptions(entry, codes=CODES) == Exceptions({}, {}, (entry,))


entries = st.tuples(
    st.sampled_from(CODES),
    st.sampled_from(["", " F", " C", " N", " U"]),
    st.sampled_from(["", " dây hở sau tủ", " cháy"]),
)


@given(st.lists(entries, unique_by=lambda entry: entry[0]), st.sampled_from(["\n", ";", " ;\n "]))
def test_every_item_written_is_read_once(written, between):
    text = between.join("".join(entry) for entry in written)

    found = read_exceptions(text, codes=CODES)

    assert found.unread == ()
    assert list(found.answers) == [code for code, _letter, _note in written]
    assert found.notes == {
        code: note.strip()
        for code, letter, note in written
        if note and letter.strip() in ("", "F", "C")
    }


@given(st.text(max_size=200))
def test_any_text_is_taken_without_a_fall(text):
    found = read_exceptions(text, codes=CODES)

    assert set(found.answers) <= set(CODES)
