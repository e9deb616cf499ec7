"""A team in which nobody comes, goes or is away: everybody meets everybody in n-1 months."""

from itertools import pairwise

import pytest

from inspections.planning.rotation import Meeting, Member, Mode, Note, Visit, faults, plan_round
from inspections.planning.rotation.circuits import find_circuits

START = 2026 * 12 + 10


def run_months(size, months, *, team=7, start=START):
    members = [Member(id=100 + 3 * seat, joined=start) for seat in range(size)]
    history, plans = [], []
    for period in range(start, start + months):
        plan = plan_round(team, members, history, period)
        assert faults(plan, members, history, period) == []
        plans.append(plan)
        history += [Meeting(period, visit.inspector, visit.inspected) for visit in plan.visits]
    return members, plans


def all_pairs(members):
    return {Visit(a.id, b.id) for a in members for b in members if a != b}


@pytest.mark.parametrize("start", range(START, START + 12))
@pytest.mark.parametrize("size", range(2, 16))
def test_everybody_meets_everybody_once_in_one_month_less_than_there_are_members(size, start):
    members, plans = run_months(size, size - 1, start=start)
    visits = [visit for plan in plans for visit in plan.visits]
    assert len(visits) == size * (size - 1)
    assert set(visits) == all_pairs(members)


@pytest.mark.parametrize("size", range(5, 16))
def test_no_two_households_visit_each_other_in_five_years_of_the_team(size):
    _, plans = run_months(size, 5 * (size - 1))
    assert [plan for plan in plans if Note.MUTUAL_PAIR in plan.notes] == []


@pytest.mark.parametrize("size", [3, 5, *range(7, 16)])
def test_every_month_is_one_ring_and_every_year_repeats_the_first(size):
    _, plans = run_months(size, 3 * (size - 1))
    rings = [
        find_circuits((visit.inspector, visit.inspected) for visit in plan.visits) for plan in plans
    ]
    assert {tuple(map(len, ring)) for ring in rings} == {(size,)}
    assert [p.visits for p in plans[: size - 1]] == [p.visits for p in plans[-(size - 1) :]]


@pytest.mark.parametrize("size", [5, *range(7, 16)])
def test_nobody_is_visited_by_the_household_it_visited_the_month_before(size):
    _, plans = run_months(size, 3 * (size - 1))
    for before, after in pairwise(plans):
        reversed_visits = {Visit(v.inspected, v.inspector) for v in before.visits}
        assert reversed_visits.isdisjoint(after.visits)


def run_mode(mode, size, months, **options):
    members = [Member(id=seat, joined=START) for seat in range(size)]
    history, plans = [], []
    for period in range(START, START + months):
        plan = plan_round(7, members, history, period, mode=mode, **options)
        assert faults(plan, members, history, period, mode=mode) == []
        plans.append(plan)
        history += [Meeting(period, visit.inspector, visit.inspected) for visit in plan.visits]
    return members, plans


@pytest.mark.parametrize("size", [4, 6, 8, 10, 12, 14])
def test_in_pairs_all_meet_in_one_month_less_than_there_are_members(size):
    members, plans = run_mode(Mode.PAIRS, size, size - 1)
    assert {visit for plan in plans for visit in plan.visits} == all_pairs(members)
    assert all(
        Visit(v.inspected, v.inspector) in plan.visits for plan in plans for v in plan.visits
    )


@pytest.mark.parametrize("size", [5, 7, 9])
def test_an_odd_number_pairs_off_with_one_triangle_and_nobody_is_left_out(size):
    _, plans = run_mode(Mode.PAIRS, size, size)
    for plan in plans:
        assert len(plan.visits) == size
        assert plan.notes == (Note.TRIANGLE,)
        alone = [v for v in plan.visits if Visit(v.inspected, v.inspector) not in plan.visits]
        assert len(alone) == 3


@pytest.mark.parametrize("size", [5, 8, 12])
def test_everybody_is_on_duty_once_in_as_many_months_as_there_are_members(size):
    members, plans = run_mode(Mode.DUTY, size, 2 * size)
    for year in (plans[:size], plans[size:]):
        assert {visit for plan in year for visit in plan.visits} == all_pairs(members)
    for before, after in pairwise(plans):
        assert set(before.visits).isdisjoint(after.visits)


@pytest.mark.parametrize(("crew_size", "months"), [(2, 6), (3, 4)])
def test_everybody_walks_with_the_crew_before_anybody_does_twice(crew_size, months):
    members, plans = run_mode(Mode.CREW, 12, months, crew_size=crew_size)
    crews = [{visit.inspector for visit in plan.visits} for plan in plans]
    assert sorted(seat for crew in crews for seat in crew) == [m.id for m in members]
    assert all({v.inspected for v in plan.visits} == set(range(12)) for plan in plans)
