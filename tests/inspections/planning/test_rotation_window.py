"""Nobody comes to the same home, or carries the month, again within the window."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.rotation import Meeting, Member, Mode, Note, Visit, faults, plan_round
from inspections.planning.rotation.batch import plan_team
from inspections.planning.rotation.proofs import PROVABLE, matching_exists, ring_exists
from tests.inspections.planning.test_rotation_rules import (
    NOW,
    all_plans,
    few,
    loads_of,
    mutual,
    teams,
)


def windowed_faults(team, plan):
    return faults(
        plan,
        team.members,
        team.history,
        team.period,
        mode=team.mode,
        excluded=team.excluded,
        no_repeat=team.no_repeat,
    )


@few
@given(teams(largest=8), st.integers(0, 5))
def test_no_plan_with_a_window_has_faults(team, months):
    team = replace(team, no_repeat=months)
    assert windowed_faults(team, plan_team(team)) == []


@few
@given(teams([Mode.ROTATION], plain=True, smallest=5, largest=9), st.integers(1, 3))
def test_a_team_without_constraints_keeps_any_window_that_a_ring_leaves(team, months):
    present = [member.id for member in team.members if not member.away]
    months = min(months, len(present) - 2)
    recent = {(m.inspector, m.inspected) for m in team.history if NOW - m.period <= months}
    fresh = {(a, b) for a in present for b in present if a != b} - recent
    if len(present) < 3 or len(team.members) == 6:
        return  # the ideal year of six has months of two rings
    visits = plan_team(replace(team, no_repeat=months)).visits
    repeats = [(v.inspector, v.inspected) in recent for v in visits]
    assert any(repeats) == (not ring_exists(present, fresh))


@few
@given(teams([Mode.ROTATION], largest=6))
def test_with_constraints_a_visit_comes_again_only_if_these_loads_leave_no_other_way(team):
    if any(member.visits_needed > 1 for member in team.members) or len(team.members) in (4, 6):
        return
    plan = plan_team(team)
    recent = {Visit(m.inspector, m.inspected) for m in team.history if m.period == NOW - 1}
    if sum(not member.away for member in team.members) < 3 or mutual(plan.visits):
        return
    made = loads_of(plan.visits)
    same = [
        visits
        for visits in all_plans(team, plan, sum(n * n for n in made.values()))
        if loads_of(visits) == made and not mutual(visits)
    ]
    if {*plan.visits} & recent and Note.SEVERAL_RINGS not in plan.notes:
        assert all({*visits} & recent or _circuits(visits) > 1 for visits in same)


def _circuits(visits):
    from inspections.planning.rotation.circuits import find_circuits

    return len(find_circuits((visit.inspector, visit.inspected) for visit in visits))


def members_of(size, **changes):
    return [replace(Member(id=i, joined=NOW), **changes) for i in range(size)]


def live(members, months, *, mode, no_repeat=1, excluded=frozenset(), crew_size=2):
    """Who inspected in each month, when all that is planned is done."""
    history, carriers = [], []
    for period in range(NOW, NOW + months):
        plan = plan_round(
            4,
            members,
            history,
            period,
            mode=mode,
            excluded=excluded,
            no_repeat=no_repeat,
            crew_size=crew_size,
        )
        found = faults(
            plan, members, history, period, mode=mode, excluded=excluded, no_repeat=no_repeat
        )
        assert found == []
        carriers.append([visit.inspector for visit in plan.visits])
        history += [Meeting(period, v.inspector, v.inspected) for v in plan.visits]
    return carriers


def test_the_one_household_that_may_go_everywhere_is_not_always_on_duty():
    everybody_else_is_apart = frozenset(frozenset((i, i % 6 + 1)) for i in range(1, 7))
    months = live(members_of(7), 14, mode=Mode.DUTY, excluded=everybody_else_is_apart)
    on_duty = [max(set(month), key=month.count) for month in months]
    assert all(one != other for one, other in pairwise(on_duty))


@pytest.mark.parametrize("crew_size", [2, 3])
def test_nobody_walks_with_the_crew_two_months_running(crew_size):
    months = live(members_of(9), 12, mode=Mode.CREW, no_repeat=2, crew_size=crew_size)
    for number, month in enumerate(months):
        assert not {*month} & {i for other in months[max(0, number - 2) : number] for i in other}


def test_who_has_come_into_the_team_has_not_just_been_on_duty():
    members = [Member(id=i, joined=NOW if i == 5 else NOW - 12) for i in range(6)]
    history = [Meeting(NOW - 1 - i, i, j) for i in range(5) for j in range(6) if i != j]
    plan = plan_round(4, members, history, NOW, mode=Mode.DUTY, no_repeat=4)
    assert {v.inspector for v in plan.visits if v.inspected != 5} == {5}


def test_the_window_gives_way_to_the_ring_and_says_so():
    members = members_of(3)
    ring = [Visit(0, 1), Visit(1, 2), Visit(2, 0)]
    both = [Meeting(NOW - 1, v.inspector, v.inspected) for v in ring]
    both += [Meeting(NOW - 1, v.inspected, v.inspector) for v in ring]
    plan = plan_round(4, members, both, NOW)
    assert Note.REPEATED in plan.notes
    assert faults(plan, members, both, NOW) == []
    assert faults(replace(plan, notes=()), members, both, NOW) != []


def test_a_checker_sees_a_repeat_that_could_be_avoided():
    members = members_of(5)
    ring = [Visit(i, (i + 1) % 5) for i in range(5)]
    history = [Meeting(NOW - 1, v.inspector, v.inspected) for v in ring]
    plan = plan_round(4, members, history, NOW)
    again = replace(plan, visits=tuple(ring), notes=(Note.REPEATED,))
    assert [text for text in faults(again, members, history, NOW) if "too soon" in text]


def test_a_repair_moves_no_published_visit_for_the_sake_of_the_window():
    members = members_of(6)
    ring = tuple(Visit(i, (i + 1) % 6) for i in range(6))
    history = [Meeting(NOW - 1, v.inspector, v.inspected) for v in ring]
    repaired = plan_round(4, members, history, NOW, keep=ring)
    assert repaired.visits == ring


class TestProofs:
    def test_a_ring_needs_an_unbroken_way_round(self):
        ring = {(0, 1), (1, 2), (2, 0)}
        assert ring_exists([0, 1, 2], ring)
        assert not ring_exists([0, 1, 2], ring - {(1, 2)})
        assert not ring_exists([0, 1, 2, 3], {(0, 1), (1, 0), (2, 3), (3, 2)})

    def test_a_matching_leaves_nobody_over(self):
        assert matching_exists([1, 2, 3, 4], {(1, 2), (1, 3), (2, 4)})
        assert not matching_exists([1, 2, 3, 4], {(1, 2), (1, 3), (1, 4)})

    def test_too_many_households_are_refused(self):
        with pytest.raises(ValueError, match="17"):
            ring_exists(range(PROVABLE + 1), set())


class TestSweeps:
    """Everybody is seen by two, as before Tết: each of the two passes is a ring of its own."""

    @pytest.mark.parametrize("size", [5, 6, 7, 8, 12, 15])
    def test_both_passes_make_one_ring_and_nobody_visits_its_visitor(self, size):
        members = members_of(size, visits_needed=2, visits_cap=2)
        history = []
        for period in range(NOW, NOW + 6):
            plan = plan_round(4, members, history, period)
            assert faults(plan, members, history, period) == []
            first = {*plan.visits} - {*plan.second}
            assert [_circuits(first), _circuits(plan.second)] == [1, 1]
            assert not mutual(plan.visits)
            history += [Meeting(period, v.inspector, v.inspected) for v in plan.visits]

    def test_a_checker_sees_second_visits_in_two_rings(self):
        members = members_of(6, visits_needed=2, visits_cap=2)
        plan = plan_round(4, members, [], NOW)
        first = tuple(Visit(i, (i + 1) % 6) for i in range(6))
        second = tuple(sorted(Visit(i, (i + 2) % 6) for i in range(6)))
        broken = replace(plan, visits=tuple(sorted(first + second)), second=second, notes=())
        assert faults(broken, members, [], NOW) == [
            "The note about rings is wrong.",
            ("A team of 6 that could make one ring makes several."),
        ]

    def test_one_households_second_visit_is_told_apart(self):
        members = [
            replace(m, visits_needed=2 if m.id == 3 else 1) for m in members_of(8, visits_cap=2)
        ]
        plan = plan_round(4, members, [], NOW)
        assert [visit.inspected for visit in plan.second] == [3]
        assert faults(plan, members, [], NOW) == []
