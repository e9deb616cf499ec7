"""How well planted faults are found in a large sample, where that sample is at hand."""

import json
from pathlib import Path

import pytest

from households.rosters import read_roster

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CODES = {
    "old_phone": "phone_mobile_2018",
    "lost_zero": "phone_zero",
    "bad_phone": "phone_unusable",
    "nfd": "decomposed",
    "date_address": "house_number_date",
    "duplicate": "duplicate",
    "no_coordinates": "coordinates_missing",
    "swapped_coordinates": "coordinates_swapped",
    "bad_kind": "kind_unknown",
}
# The sheet's first household stands below its header, and xlsx has three rows above that.
FIRST_ROW = {"csv": 2, "xlsx": 5}


@pytest.fixture(scope="module", params=["csv", "xlsx"])
def sample(request):
    file = DATA / f"roster_hoan_kiem.{request.param}"
    truth = DATA / "roster_hoan_kiem.truth.json"
    if not (file.exists() and truth.exists()):
        pytest.skip("no sample roster beside the project")
    roster = read_roster(file.read_bytes(), name=file.name)
    planted = {k: set(v) for k, v in json.loads(truth.read_text())["wrong"].items()}
    return roster, planted, FIRST_ROW[request.param]


def test_planted_faults_are_found_and_clean_rows_stay_clean(sample, record_property):
    roster, planted, first = sample
    found = {
        fault: {r.number - first for r in roster.rows if any(d.code == code for d in r.doubts)}
        for fault, code in CODES.items()
    }
    found["blank"] = {number - first for number in roster.blank_rows}
    # A name without marks is the same in both Unicode forms: such a fault cannot be seen.
    by_number = {row.number - first: row for row in roster.rows}
    planted["nfd"] = {n for n in planted["nfd"] if not by_number[n].holder_name.isascii()}

    missed = {fault: planted[fault] - found[fault] for fault in planted}
    faulty = set().union(*planted.values())
    # The workbook holds many phones as numbers that lost their zero, beyond those planted; and a
    # row repeated by a duplicate repeats its faults.
    tolerated = {"phone_zero"} if first == FIRST_ROW["xlsx"] else set()
    noisy = {
        row.number - first
        for row in roster.rows
        if row.number - first not in faulty and {d.code for d in row.doubts} - tolerated
    }
    count = sum(map(len, planted.values()))
    recall = 1 - sum(map(len, missed.values())) / count
    precision = 1 - len(noisy) / (len(roster.rows) - len(faulty))
    record_property("recall", recall)
    record_property("precision", precision)

    assert missed == {fault: set() for fault in planted}
    assert noisy == set()
    assert not any(row.rejected for row in roster.rows)


def test_the_register_gets_every_household_once(sample):
    roster, planted, _first = sample

    assert sum(row.merged_into is not None for row in roster.rows) == len(planted["duplicate"])
