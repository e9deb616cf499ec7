from datetime import date
from uuid import uuid4

import pytest

from firesafety.months import Month
from households.services.household import update_household
from households.services.team import disband
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.queries.figures import ward_figures
from inspections.queries.open_items import item_lines
from inspections.queries.overdue import overdue_list, worst_teams
from inspections.queries.standing_check import standing_faults
from inspections.services.inspection import Result, record_inspection
from inspections.services.pause import pause_team
from inspections.services.round import close_rounds, open_round
from inspections.services.skipped import skip_month
from inspections.services.standing import move_on
from tests.factories import make_city, make_neighbourhood, make_team, make_ward
from tests.inspections.services.stories import DECEMBER, at, open_december

LATE = date(2026, 12, 28)
NOVEMBER = Month(2026, 11)


def send(assignment, *, failed=(), obstacle=""):
    day = assignment.round.month.replace(day=6)
    items = items_for(assignment.round, assignment.inspected)
    answers = {item.code: Answer.FAIL if item.code in failed else Answer.PASS for item in items}
    result = Result(answers={} if obstacle else answers, obstacle=obstacle, done_on=day)
    return record_inspection(assignment, result, client_id=uuid4(), source="phone", at=at(day))


def complete(round, *, failed=()):
    for assignment in round.assignments.all():
        send(assignment, failed=failed)


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 4)


def teams_listed(area, *, on):
    return [line.team for line in overdue_list(area, on=on)]


def test_a_team_is_listed_from_the_day_after_it_was_due(ward, team):
    opened = open_december(team)
    assert teams_listed(ward, on=opened.due_on) == []
    assert teams_listed(ward, on=date(2026, 12, 26)) == [team]


def test_a_line_says_how_late_who_is_missing_and_why(ward, team):
    opened = open_december(team)
    first, second, third, fourth = opened.assignments.all()
    send(first)
    send(second, obstacle="refused")
    (line,) = overdue_list(ward, on=LATE)
    assert (line.team, line.state, line.days_late, line.planned) == (team, "late", 3, 4)
    assert {(m.household, m.inspectors, m.cause) for m in line.missing} == {
        (second.inspected, (second.inspector,), "refused"),
        (third.inspected, (third.inspector,), "not_done"),
        (fourth.inspected, (fourth.inspector,), "not_done"),
    }
    assert line.cause == "not_done"
    assert line.month == DECEMBER
    assert line.leader == team.appointments.get(role="leader").household
    assert round(sum(part.points for part in line.parts), 1) == line.score


def test_a_finished_team_is_not_listed(ward, team):
    complete(open_december(team))
    assert overdue_list(ward, on=LATE) == []


def test_a_hazard_past_its_day_lists_a_team_whose_round_is_done(ward, team):
    complete(open_december(team), failed=["DIEN-01"])
    assert teams_listed(ward, on=date(2026, 12, 13)) == []
    (line,) = overdue_list(ward, on=date(2026, 12, 14))
    assert (line.cause, line.critical, line.hazards_overdue) == ("hazard_overdue", 4, 4)
    assert line.missing == ()


def test_what_a_closed_round_left_undone_is_listed_until_the_next_is_due(ward, team):
    opened = open_round(team, NOVEMBER, at=at(date(2026, 11, 1)))
    send(opened.assignments.first())
    close_rounds(on=date(2026, 12, 6))
    (line,) = overdue_list(ward, on=date(2026, 12, 20))
    assert (line.state, line.month, len(line.missing)) == ("missed", NOVEMBER, 3)
    complete(open_december(team))
    assert overdue_list(ward, on=LATE) == []


def test_months_without_any_result_are_counted_and_weigh(ward, neighbourhood, team):
    other = make_team(neighbourhood, 4)
    for each in (team, other):
        for back in (3, 2, 1, 0):
            month = DECEMBER.plus(-back)
            opened = open_round(each, month, at=at(month.first_day))
            if back == 3 or (each == other and back == 1):
                send(opened.assignments.first())
    silent, heard = overdue_list(ward, on=LATE)
    assert (silent.team, heard.team) == (team, other)
    values = {part.code.value: part.value for part in silent.parts}
    assert values["months_silent"] == 2
    assert "months_silent" not in {part.code.value for part in heard.parts}


def test_a_team_that_rests_is_not_called(ward, team):
    open_december(team)
    pause_team(team, on=date(2026, 12, 10))
    assert overdue_list(ward, on=LATE) == []


def test_open_critical_hazards_come_before_mere_lateness(ward, neighbourhood, team):
    dangerous = make_team(neighbourhood, 4)
    open_december(team)
    complete(open_december(dangerous), failed=["DIEN-01"])
    assert teams_listed(ward, on=LATE) == [dangerous, team]


def test_people_who_sleep_many_under_one_roof_weigh(ward, team):
    open_december(team)
    household = team.memberships.first().household
    update_household(household, {"kind": "boarding_house", "occupants": 30})
    (line,) = overdue_list(ward, on=LATE)
    assert {part.code.value: part.value for part in line.parts}["people_at_risk"] == 30


@pytest.mark.parametrize(
    ("kind", "occupants", "need_help", "people"),
    [
        ("house", 6, 2, 2),
        ("house", 6, None, 0),
        ("house", None, 3, 3),
        ("boarding_house", 30, 2, 30),
        ("boarding_house", None, 2, 2),
        ("hospital_ward", 20, None, 20),
        ("market_stall", 3, 0, 0),
    ],
)
def test_those_who_must_be_helped_out_weigh_at_any_home_and_nobody_weighs_twice(
    ward, team, kind, occupants, need_help, people
):
    open_december(team)
    household = team.memberships.first().household
    update_household(household, {"kind": kind, "occupants": occupants, "need_help": need_help})
    (line,) = overdue_list(ward, on=LATE)
    told = {part.code.value: (part.value, part.points) for part in line.parts}
    assert told.get("people_at_risk", (0, 0)) == (people, people / 2)
    (kept,) = worst_teams(ward, on=LATE).ranked
    assert kept.parts == line.parts
    assert standing_faults() == []


def test_an_area_lists_its_own_teams_at_every_level(ward, neighbourhood, team):
    elsewhere = make_neighbourhood(make_ward("31135", "Phường Ninh Kiều"))
    far = make_team(
        make_neighbourhood(make_ward("00070", "Phường Hoàn Kiếm", make_city("01", "Hà Nội"))), 3
    )
    near = make_team(elsewhere, 3)
    for each in (team, near, far):
        open_december(each)
    assert set(teams_listed(neighbourhood, on=LATE)) == {team}
    assert set(teams_listed(ward, on=LATE)) == {team}
    assert set(teams_listed(ward.parent, on=LATE)) == {team, near}


def test_a_month_of_rest_breaks_no_silence(ward, team):
    skip_month(ward, NOVEMBER, by=None, at=at(date(2026, 10, 1)))
    for back in (3, 2, 0):
        month = DECEMBER.plus(-back)
        open_round(team, month, at=at(month.first_day))

    (line,) = overdue_list(ward, on=LATE)

    values = {part.code.value: part.value for part in line.parts}
    assert values["months_silent"] == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_eleven_queries_whatever_its_length(
    ward, neighbourhood, count, django_assert_num_queries
):
    for _ in range(count):
        open_december(make_team(neighbourhood, 4))
    # weights, teams; past rounds, visits, hazards, people, pauses, wards, skipped months;
    # teams, households listed
    with django_assert_num_queries(11):
        lines = overdue_list(ward, on=LATE)
        assert all(line.team.neighbourhood.name and line.team.ward.name for line in lines)
        assert all(
            inspector.phone is not None for m in lines[0].missing for inspector in m.inspectors
        )
    assert len(lines) == count


def test_a_month_is_counted_in_visits_planned_made_and_tried(ward, team):
    opened = open_december(team)
    first, second, *_ = opened.assignments.all()
    send(first, failed=["DIEN-01", "DIEN-02"])
    send(second, obstacle="away")
    figures = ward_figures(ward, on=date(2026, 12, 15))
    this = figures.this_month
    assert (this.month, this.planned, this.done, this.obstacle) == (DECEMBER, 4, 1, 1)
    assert this.rate == 0.25
    assert (figures.teams, figures.paused, figures.households, figures.rounds) == (1, 0, 4, 1)
    assert figures.hazards == {"critical": 1, "major": 1, "minor": 0}
    assert sum(line.overdue for line in item_lines(ward, on=date(2026, 12, 15))) == 1


def test_twelve_months_are_shown_those_without_rounds_too(ward, team):
    complete(open_round(team, Month(2026, 3), at=at(date(2026, 3, 1))))
    open_december(team)
    rates = ward_figures(ward, on=LATE).months
    assert [rate.month for rate in rates] == [Month(2026, 1).plus(back) for back in range(12)]
    told = {str(rate.month): (rate.planned, rate.done) for rate in rates if rate.planned}
    assert told == {"2026-03": (4, 4), "2026-12": (4, 0)}


@pytest.mark.parametrize("count", [1, 3])
def test_figures_take_four_queries_whatever_the_number_of_teams(
    ward, neighbourhood, count, django_assert_num_queries
):
    for _ in range(count):
        open_december(make_team(neighbourhood, 4))
    move_on(on=LATE)
    # the months; whether the places' counts hold, these, and the teams that rest
    with django_assert_num_queries(4):
        ward_figures(ward, on=LATE)


def test_a_disbanded_team_is_neither_listed_nor_counted(ward, team):
    open_december(team)
    disband(team, on=date(2026, 12, 20))
    assert overdue_list(ward, on=LATE) == []
    assert ward_figures(ward, on=LATE).teams == 0
