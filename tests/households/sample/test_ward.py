import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from households.sample import Kind, faults, make_ward

ROOT = Path(__file__).parents[3]
WARD = make_ward(seed=12)
DIGEST = "import hashlib; from households.sample import make_ward; " + (
    "print(hashlib.sha256(repr(make_ward(seed=12)).encode()).hexdigest())"
)


def test_a_ward_has_as_many_households_as_asked_for():
    assert len(WARD.households) == 600


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 900))
def test_no_size_and_no_seed_gives_a_faulty_ward(seed, households):
    ward = make_ward(seed=seed, households=households)
    assert len(ward.households) == households
    assert faults(ward) == ()


def test_a_ward_ten_times_as_large_is_as_sound():
    ward = make_ward(seed=1, households=6000)
    assert (len(ward.households), faults(ward)) == (6000, ())


@pytest.mark.parametrize(
    ("households", "neighbourhoods"), [(1, 1), (35, 2), (36, 3), (450, 3), (600, 4), (6000, 5)]
)
def test_a_real_ward_has_three_to_five_neighbourhoods(households, neighbourhoods):
    ward = make_ward(seed=3, households=households)
    assert ward.neighbourhoods == tuple(f"Khu vực {n}" for n in range(1, neighbourhoods + 1))


def test_the_same_seed_gives_the_same_bytes_in_another_process():
    here = hashlib.sha256(repr(make_ward(seed=12)).encode()).hexdigest()
    # Another hash seed would show any set or dict order that leaked into the ward.
    there = subprocess.run(
        [sys.executable, "-c", DIGEST],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here


def test_another_seed_gives_another_ward():
    assert make_ward(seed=1, households=60) != make_ward(seed=2, households=60)


def test_all_six_kinds_of_premises_stand_in_the_ward():
    kinds = Counter(household.kind for household in WARD.households)
    assert kinds.keys() == set(Kind)
    assert (kinds[Kind.MARKET_STALL], kinds[Kind.SHOP], kinds[Kind.HOSPITAL_WARD]) == (36, 24, 12)
    assert kinds[Kind.HOUSE] > 300
    assert kinds[Kind.BOARDING_HOUSE] >= 10


@pytest.mark.parametrize(
    "form", [r"\d+", r"\d+/\d+", r"\d+/\d+/\d+", r"\d+A", r"\d+ bis", r"Sạp [A-Z]\d+", r"Gian \d+"]
)
def test_house_numbers_take_the_forms_of_real_streets(form):
    assert any(re.fullmatch(form, household.house_number) for household in WARD.households)


def test_a_street_has_its_even_side_north_of_its_odd_side():
    for street in {h.street for h in WARD.households if h.kind is Kind.HOUSE}:
        sides = {0: [], 1: []}
        for household in WARD.households:
            if household.street == street and household.latitude is not None:
                number = int(re.match(r"\d+", household.house_number)[0])
                # The town is turned: measured across the streets, not by the compass alone.
                across = household.latitude - 0.3 * household.longitude
                sides[number % 2].append((household.neighbourhood, across))
        for home in {home for home, _ in sides[0]}:
            even, odd = ([across for h, across in sides[side] if h == home] for side in (0, 1))
            assert not odd or min(even) > max(odd)


def test_a_street_that_runs_on_into_the_next_neighbourhood_keeps_counting():
    homes = {}
    for household in WARD.households:
        if household.house_number.isdigit():
            homes.setdefault(household.street, {}).setdefault(household.neighbourhood, []).append(
                int(household.house_number)
            )
    crossing = [numbers for numbers in homes.values() if len(numbers) == 2]
    assert crossing
    for west, east in (numbers.values() for numbers in crossing):
        assert not set(west) & set(east)


def test_most_have_a_phone_and_a_point_and_a_few_have_none():
    without_phone = sum(not household.phone for household in WARD.households)
    without_point = [h for h in WARD.households if h.latitude is None]
    assert 20 <= without_phone <= 80
    assert 5 <= len(without_point) <= 40
    assert {h.kind for h in without_point} <= {Kind.HOUSE, Kind.HOUSE_BUSINESS, Kind.BOARDING_HOUSE}


def test_some_households_share_an_address():
    addresses = Counter((h.house_number, h.street) for h in WARD.households)
    assert 1 <= sum(times == 2 for times in addresses.values()) <= 25


def test_family_names_come_as_often_as_in_life():
    families = Counter(
        household.holder_name.split()[0]
        for household in make_ward(seed=5, households=3000).households
    )
    assert [name for name, _ in families.most_common(2)] == ["Nguyễn", "Trần"]
    assert 0.28 < families["Nguyễn"] / 3000 < 0.40


def test_the_ward_lies_around_the_point_given():
    hue = make_ward(seed=12, latitude=16.4637, longitude=107.5909)
    assert faults(hue) == ()
    points = [h.latitude for h in hue.households if h.latitude is not None]
    assert min(points) < 16.4637 < max(points)


def test_a_ward_without_households_is_refused():
    with pytest.raises(ValueError, match="not 0"):
        make_ward(seed=1, households=0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phone": "0912345678"}, "not one of the sample numbers"),
        ({"latitude": None}, "half a pair"),
        ({"latitude": 21.0}, "outside the ward"),
        ({"occupants": 0}, "nobody lives"),
        ({"holder_name": "Lê  An"}, "stray spaces"),
        ({"holder_name": "Le\u0302 An"}, "not composed"),
        ({"street": ""}, "name, number or street is missing"),
        ({"neighbourhood": "Khu vực 9"}, "Khu vực 9"),
    ],
)
def test_the_checker_names_what_is_wrong_with_a_household(change, sentence):
    first, *rest = WARD.households
    assert first.latitude is not None
    found = faults(replace(WARD, households=(replace(first, **change), *rest)))
    assert any(sentence in fault for fault in found)


def test_the_checker_sees_a_household_entered_twice():
    first = next(household for household in WARD.households if household.phone)
    found = faults(replace(WARD, households=(*WARD.households, first, first)))
    assert f"{first.phone} rings in 3 households" in found
    assert f"3 households at {first.house_number} {first.street}" in found
    assert f"{first.holder_name} stands 3 times at one address" in found
