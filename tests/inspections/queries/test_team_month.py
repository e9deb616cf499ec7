from datetime import date
from uuid import uuid4

import pytest

from firesafety.months import Month
from inspections.models import Round
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.queries.team_month import RowState, team_month
from inspections.services.inspection import Result, record_inspection
from inspections.services.pause import pause_team
from tests.factories import make_team
from tests.inspections.services.stories import DECEMBER, at, open_december

VISITED = date(2026, 12, 6)


def send(assignment, *, failed=(), obstacle=""):
    items = items_for(assignment.round, assignment.inspected)
    answers = {item.code: Answer.FAIL if item.code in failed else Answer.PASS for item in items}
    result = Result(answers={} if obstacle else answers, obstacle=obstacle, done_on=VISITED)
    return record_inspection(assignment, result, client_id=uuid4(), source="paper", at=at(VISITED))


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 4)


def test_each_visit_shows_what_became_of_it(team, on):
    opened = open_december(team)
    first, second, third, fourth = opened.assignments.all()
    send(first, failed=["DIEN-01", "DIEN-02"])
    send(second, obstacle="nobody_home")
    seen = team_month(team, DECEMBER, on=on)
    assert [row.assignment for row in seen.rows] == [first, second, third, fourth]
    assert [row.state for row in seen.rows] == ["done", "obstacle", "waiting", "waiting"]
    done, obstacle = seen.rows[:2]
    assert (done.done_on, done.source, done.failed_count) == (VISITED, "paper", 2)
    assert (obstacle.obstacle, obstacle.obstacle_label) == ("nobody_home", "Không có ai ở nhà")
    assert (seen.state, seen.due_on, seen.remaining, seen.done) == ("open", opened.due_on, 3, 1)
    assert [hazard.code for hazard in seen.hazards] == ["DIEN-01", "DIEN-02"]


def test_after_the_due_day_the_waiting_ones_are_late(team):
    opened = open_december(team)
    send(opened.assignments.first())
    seen = team_month(team, DECEMBER, on=date(2026, 12, 26))
    assert seen.state == "late"
    assert [row.state for row in seen.rows] == [RowState.DONE] + [RowState.LATE] * 3


def test_a_month_that_is_not_open_says_so(team, on):
    seen = team_month(team, Month(2027, 2), on=on)
    assert (seen.round, seen.state, seen.rows, seen.remaining) == (None, "not_open", (), 0)
    pause_team(team, on=on)
    assert team_month(team, Month(2027, 2), on=on).state == "paused"


def test_a_household_without_an_inspector_is_named_with_the_reason(neighbourhood, on):
    alone = make_team(neighbourhood, 1)
    open_december(alone)
    (shortage,) = team_month(alone, DECEMBER, on=on).shortages
    assert shortage.household == alone.memberships.get().household
    assert shortage.reason == "alone"


def test_a_hazard_of_someone_who_left_is_no_longer_the_teams(team, on):
    assignment = open_december(team).assignments.first()
    send(assignment, failed=["DIEN-01"])
    assignment.inspected.memberships.update(left_on=on)
    assert team_month(team, DECEMBER, on=on).hazards == ()


@pytest.mark.parametrize("size", [1, 3])
def test_a_month_takes_four_queries_whatever_the_size(
    neighbourhood, on, size, django_assert_max_num_queries
):
    team = make_team(neighbourhood, size)
    opened = open_december(team)
    for assignment in opened.assignments.all():
        send(assignment, failed=["DIEN-01"])
    Round.objects.update(shortages=[[team.memberships.first().household_id, "alone", {}]])
    # hazards with household and item; round; assignments with all; households of shortages
    with django_assert_max_num_queries(4):
        seen = team_month(team, DECEMBER, on=on)
        assert all(row.inspector.holder_name and row.inspected.holder_name for row in seen.rows)
        assert all(hazard.household.holder_name and hazard.item.text for hazard in seen.hazards)
