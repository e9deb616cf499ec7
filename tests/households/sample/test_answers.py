import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.sample import sample_answers, sample_note
from households.sample.notes import NOTES

CHECKLIST = Path(__file__).parents[3] / "inspections" / "data" / "checklist_items.csv"


def shipped_items():
    with CHECKLIST.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["severity"] for row in csv.DictReader(file)}


ITEMS = shipped_items()


def count(diligence):
    return Counter(
        answer
        for seed in range(100)
        for answer in sample_answers(ITEMS, seed=seed, diligence=diligence).values()
    )


@given(st.integers(), st.floats(0, 1))
def test_every_item_gets_one_answer_and_the_same_seed_the_same_answers(seed, diligence):
    answers = sample_answers(ITEMS, seed=seed, diligence=diligence)
    assert list(answers) == list(ITEMS)
    assert set(answers.values()) <= {"pass", "fail", "na", "unseen"}
    assert answers == sample_answers(ITEMS, seed=seed, diligence=diligence)


def test_a_careless_household_fails_much_more_than_a_careful_one_but_passes_most():
    careless, careful = count(0.0), count(1.0)
    assert careless["fail"] > 10 * careful["fail"] > 0
    assert careless["pass"] > careless["fail"]
    assert careless["unseen"] > 0 == careful["unseen"]


def test_a_lesser_item_is_failed_more_often():
    failed = Counter()
    for seed in range(300):
        answers = sample_answers(
            {"A-1": "critical", "A-2": "major", "A-3": "minor"}, seed=seed, diligence=0.2
        )
        failed.update(code for code, answer in answers.items() if answer == "fail")
    assert failed["A-1"] < failed["A-2"] < failed["A-3"]


def test_an_item_is_answered_alike_on_the_short_and_on_the_full_list():
    full = sample_answers(ITEMS, seed=7, diligence=0.3)
    core = {code: severity for code, severity in ITEMS.items() if severity == "critical"}
    short = sample_answers(core, seed=7, diligence=0.3)
    assert short == {code: full[code] for code in core}


def test_more_diligence_never_makes_a_passed_item_fail():
    for seed in range(50):
        careless = sample_answers(ITEMS, seed=seed, diligence=0.2)
        careful = sample_answers(ITEMS, seed=seed, diligence=0.9)
        assert [c for c in careless if careless[c] == "pass" and careful[c] == "fail"] == []


def test_a_note_is_one_of_the_sentences_for_its_item_and_stays_the_same_for_a_seed():
    found = {sample_note("PT-01", seed=seed) for seed in range(20)}
    assert found == set(NOTES["PT-01"])
    assert sample_note("PT-01", seed=3) == sample_note("PT-01", seed=3)


def test_every_item_of_the_checklist_has_a_sentence_and_no_sentence_is_left_over():
    assert set(NOTES) == set(ITEMS) | {code.split("-")[0] for code in ITEMS}


def test_an_item_added_by_a_ward_borrows_the_sentences_of_its_group():
    assert sample_note("PT-99") in NOTES["PT"]
    assert sample_note("XYZ-01") == ""


def test_notes_are_composed_short_sentences():
    sentences = [sentence for group in NOTES.values() for sentence in group]
    assert [s for s in sentences if s != unicodedata.normalize("NFC", s) or len(s) > 80] == []
    assert [s for s in sentences if not s[0].isupper() or not s.endswith(".")] == []


@pytest.mark.parametrize(
    ("items", "diligence"), [({}, -0.1), ({}, 1.1), ({"A-1": "fatal"}, 0.5), ({}, float("nan"))]
)
def test_what_makes_no_sense_is_refused(items, diligence):
    with pytest.raises(ValueError):
        sample_answers(items, seed=1, diligence=diligence)
