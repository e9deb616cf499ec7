"""The embedded ideal tables hold what their docstring says."""

from collections import Counter
from itertools import pairwise, permutations

import pytest

from inspections.planning.rotation.circuits import find_circuits
from inspections.planning.rotation.tables import SIZES, bypass_absent, ideal_month, ideal_table

# Months in which no visit is answered by its reverse, in the years one after the other.
REVERSE_GAP = {4: 0, 5: 2, 6: 1, 7: 3, 8: 2, 9: 4, 10: 3, 11: 5, 12: 3, 13: 6, 14: 2, 15: 7}
# How often the same inspector comes the month after the same other one, at most.
CARRY_OVER = {4: 2, 5: 1, 6: 3, 7: 1, 8: 3, 9: 3, 10: 5, 11: 1, 12: 4, 13: 1, 14: 3, 15: 4}


def circuit_lengths(row):
    return [len(circuit) for circuit in find_circuits(enumerate(row))]


def test_there_is_a_table_for_every_usual_size():
    assert list(SIZES) == list(range(3, 16))


@pytest.mark.parametrize("size", SIZES)
def test_the_months_hold_every_ordered_pair_once(size):
    table = ideal_table(size)
    assert len(table) == size - 1
    visits = [(seat, target) for row in table for seat, target in enumerate(row)]
    assert sorted(visits) == sorted(permutations(range(size), 2))
    assert all(sorted(row) == list(range(size)) for row in table)


@pytest.mark.parametrize("size", SIZES)
def test_every_month_is_one_ring_except_where_that_is_impossible(size):
    lengths = [circuit_lengths(row) for row in ideal_table(size)]
    several = {4: [[2, 2]], 6: [[3, 3], [3, 3]]}
    assert [each for each in lengths if each != [size]] == several.get(size, [])


@pytest.mark.parametrize("size", REVERSE_GAP)
def test_a_visit_is_answered_as_late_as_the_table_promises(size):
    table = ideal_table(size)
    month_of = {(i, j): month for month, row in enumerate(table) for i, j in enumerate(row)}
    gaps = [(month_of[j, i] - month) % len(table) for (i, j), month in month_of.items()]
    assert min(gaps) == REVERSE_GAP[size]


@pytest.mark.parametrize("size", CARRY_OVER)
def test_inspectors_follow_each_other_as_evenly_as_the_table_promises(size):
    table = ideal_table(size)
    inspectors = [[row.index(seat) for seat in range(size)] for row in table]
    counts = Counter()
    for now, then in pairwise([*inspectors, inspectors[0]]):
        counts.update(zip(now, then, strict=True))
    assert max(counts.values()) == CARRY_OVER[size]


def test_absent_seats_are_passed_over_along_their_ring():
    assert bypass_absent((1, 2, 3, 0), (True, False, False, True)) == {0: 3, 3: 0}
    assert bypass_absent((1, 2, 3, 0), (False, False, True, False)) == {}


def test_sizes_without_a_table_have_no_ideal_month():
    assert ideal_table(16) == ()
    assert ideal_month(16, 5) == ()
