"""Why this pair: Ann is 1, Ben 2, Chi 3, Dan 4."""

import pytest

from inspections.planning.rotation import (
    Explanation,
    Meeting,
    Member,
    Mode,
    TeamInput,
    Visit,
    Why,
    explain,
    last_meetings,
    plan_round,
)

NOW = 24_300


def team(*members, history=(), mode=Mode.ROTATION, excluded=()):
    members = members or tuple(Member(id, NOW - 20) for id in (1, 2, 3, 4))
    return TeamInput(9, members, tuple(history), NOW, mode, frozenset(excluded))


def why(inputs, *visits):
    return [each.why for each in explain(inputs, visits or (Visit(1, 2),))]


def test_who_has_never_been_there():
    assert explain(team(), [Visit(1, 2)]) == [Explanation(Visit(1, 2), Why.NEVER_MET)]


def test_whose_last_visit_is_the_oldest():
    met = [Meeting(NOW - 5, 1, 2), Meeting(NOW - 3, 3, 2), Meeting(NOW - 1, 4, 2)]

    (found,) = explain(team(history=met), [Visit(1, 2)])

    assert (found.why, found.months) == (Why.LONGEST_AGO, 5)


@pytest.mark.parametrize("others", [[Meeting(NOW - 9, 3, 2), Meeting(NOW - 1, 4, 2)], []])
def test_when_somebody_else_has_waited_longer_it_is_not_claimed(others):
    assert why(team(history=[Meeting(NOW - 5, 1, 2), *others])) == [Why.FITS]


def test_only_the_latest_visit_counts():
    met = [Meeting(NOW - 9, 1, 2), Meeting(NOW - 2, 1, 2)]

    assert last_meetings(team(history=met)) == {Visit(1, 2): 2}


def test_this_month_is_no_history_yet():
    assert why(team(history=[Meeting(NOW, 1, 2), Meeting(NOW + 1, 1, 2)])) == [Why.NEVER_MET]


def test_nobody_else_could_go_and_each_is_named_under_its_reason():
    members = (
        Member(1, NOW),
        Member(2, NOW),
        Member(3, NOW, away=True, can_inspect=False),
        Member(4, NOW, can_inspect=False),
        Member(5, NOW),
    )

    (found,) = explain(team(*members, excluded=[frozenset({5, 2})]), [Visit(1, 2)])

    assert found == Explanation(Visit(1, 2), Why.ONLY_ONE, None, (3,), (4,), (5,))


def test_one_more_who_could_go_makes_it_no_necessity():
    members = (Member(1, NOW), Member(2, NOW), Member(3, NOW, away=True), Member(4, NOW))

    assert why(team(*members)) == [Why.NEVER_MET]


def test_the_household_on_duty_goes_to_all_and_its_deputy_is_explained():
    visits = Visit(1, 2), Visit(1, 3), Visit(4, 1)

    assert why(team(mode=Mode.DUTY), *visits) == [Why.CARRIER, Why.CARRIER, Why.NEVER_MET]


def test_a_crew_goes_round_together():
    assert why(team(mode=Mode.CREW)) == [Why.CARRIER]


def test_households_that_have_left_are_passed_over():
    assert explain(team(), [Visit(1, 99), Visit(99, 1)]) == []


def test_every_visit_of_a_planned_month_is_explained():
    inputs = team()
    plan = plan_round(inputs.team, inputs.members, inputs.history, inputs.period)

    assert [each.visit for each in explain(inputs, plan.visits)] == list(plan.visits)
