"""The teams of an area as a list, and in numbers by one rule."""

from datetime import date

import pytest

from firesafety.months import Month
from households.models import Appointment
from households.services.household import update_household
from households.services.team import disband
from households.services.team_life import appoint
from inspections.queries.area_map import CRITICAL
from inspections.queries.figures import last_months, ward_figures
from inspections.queries.standing import month_figures
from inspections.queries.team_figures import team_figures
from inspections.queries.team_homes import team_homes
from inspections.queries.team_list import ORDERS, TeamFilters, team_rows
from inspections.queries.team_month import team_month
from inspections.queries.team_states import TeamState
from inspections.services.pause import pause_team
from inspections.services.round import open_round
from tests.factories import make_neighbourhood, make_team, make_ward
from tests.inspections.queries.test_standing import send
from tests.inspections.services.stories import DECEMBER, at

LATE = date(2026, 12, 28)


@pytest.fixture
def teams(ward, neighbourhood):
    """Chăm has done all; Trễ has done nothing; Nguy has an old danger; Lặng is silent since
    September; Nghỉ rests; Mới has no round yet, and is in another neighbourhood."""
    other = make_neighbourhood(ward, "Khu vực Đông")
    names = ("Chăm", "Trễ", "Nguy", "Lặng", "Nghỉ")
    made = {name: make_team(neighbourhood, 3, number=each) for each, name in enumerate(names, 1)}
    made["Mới"] = make_team(other, 3, number=6)
    for back in (3, 2, 1):
        month = DECEMBER.plus(-back)
        open_round(made["Lặng"], month, at=at(month.first_day))
    for name in names:
        rounds = open_round(made[name], DECEMBER, at=at(date(2026, 12, 1)))
        for visit in rounds.assignments.all():
            if name in ("Chăm", "Nguy"):
                send(visit, failed=["DIEN-01"] if name == "Nguy" else ())
    pause_team(made["Nghỉ"], on=date(2026, 12, 20))
    return made


def listed(area, teams, **wanted) -> list[str]:
    names = {team.pk: name for name, team in teams.items()}
    rows = team_rows(area, on=LATE, month=DECEMBER, wanted=TeamFilters(**wanted))
    return [names[row.pk] for row in rows]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (TeamState.LATE, {"Trễ", "Lặng"}),
        (TeamState.HAZARD_OVERDUE, {"Nguy"}),
        (TeamState.SILENT, {"Lặng"}),
        (TeamState.PAUSED, {"Nghỉ"}),
        (TeamState.IN_TIME, {"Chăm", "Mới"}),
    ],
)
def test_each_state_lists_its_teams_and_counts_as_many(ward, teams, state, expected):
    assert set(listed(ward, teams, state=state)) == expected
    rows = team_rows(ward, on=LATE, month=DECEMBER, wanted=TeamFilters())
    assert {row.number for row in rows if getattr(row, f"is_{state}")} == {
        teams[name].number for name in expected
    }
    assert ward_figures(ward, on=LATE).states[state] == len(expected)


def test_a_teams_own_figures_are_those_of_the_list_and_of_the_area(
    ward, teams, django_assert_num_queries
):
    listed_as = {
        row.pk: [state for state in TeamState if getattr(row, f"is_{state}")]
        for row in team_rows(ward, on=LATE, month=DECEMBER, wanted=TeamFilters())
    }
    for team in teams.values():
        team.refresh_from_db()
        seen = team_month(team, DECEMBER, on=LATE)
        with django_assert_num_queries(1):
            figures = team_figures(seen, on=LATE)
        assert sorted(figures.states) == sorted(listed_as[team.pk])
    alone = teams["Mới"]
    open_round(alone, DECEMBER, at=at(date(2026, 12, 1)))
    send(alone.rounds.get().assignments.first())
    own = team_figures(team_month(alone, DECEMBER, on=LATE), on=LATE).months
    assert own == month_figures(alone.neighbourhood, last_months(LATE))
    assert (own[-1].planned, own[-1].done, own[-1].inspected) == (3, 1, 1)


def test_a_round_of_long_ago_still_says_that_its_team_is_late(teams):
    seen = team_month(teams["Trễ"], DECEMBER, on=LATE)

    later = team_figures(seen, on=date(2028, 3, 1))

    assert later.states == (TeamState.LATE,)
    assert {each.planned for each in later.months} == {0}


def test_each_home_is_marked_as_its_team_would_be(teams, django_assert_num_queries):
    said = {}
    for name, team in teams.items():
        team.refresh_from_db()
        with django_assert_num_queries(2 if name == "Nghỉ" else 3):
            homes = team_homes(team, on=LATE)
        said[name] = [(home.state, home.critical, home.last_done_on is None) for home in homes]
    nobody = [(TeamState.LATE, 0, True)] * 3
    assert said == {
        "Chăm": [(TeamState.IN_TIME, 0, False)] * 3,
        "Trễ": nobody,
        "Nguy": [(CRITICAL, 1, False)] * 3,
        "Lặng": nobody,
        "Nghỉ": [(TeamState.PAUSED, 0, True)] * 3,
        "Mới": [(TeamState.IN_TIME, 0, True)] * 3,
    }


@pytest.mark.usefixtures("teams")
def test_counts_agree_with_the_list_at_every_level(ward, neighbourhood):
    for area in (ward.parent, ward, neighbourhood):
        figures = ward_figures(area, on=LATE)
        rows = team_rows(area, on=LATE, month=DECEMBER, wanted=TeamFilters())
        assert figures.states == {
            state: sum(getattr(row, f"is_{state}") for row in rows) for state in TeamState
        }
        assert figures.teams == rows.count()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"severity": "critical"}, ["Nguy"]),
        ({"severity": "minor"}, []),
        ({"search": "Tổ 3"}, ["Nguy"]),
        ({"search": "3"}, ["Nguy"]),
        ({"search": "dong"}, ["Mới"]),
        ({"search": "999999999999"}, []),
        ({"kind": "boarding_house"}, ["Trễ"]),
    ],
)
def test_a_list_is_narrowed(ward, teams, wanted, expected):
    update_household(teams["Trễ"].memberships.first().household, {"kind": "boarding_house"})
    assert listed(ward, teams, **wanted) == expected


def test_a_leader_is_found_without_accents(ward, teams):
    leader = teams["Chăm"].appointments.get(role="leader").household
    update_household(leader, {"holder_name": "Huỳnh Thị Điệp"})
    assert listed(ward, teams, search="huynh thi ĐIỆP") == ["Chăm"]


def test_who_led_a_team_before_does_not_stand_for_it(ward, teams):
    team = teams["Chăm"]
    first, _deputy, third = (stay.household for stay in team.memberships.order_by("pk"))
    update_household(first, {"holder_name": "Huỳnh Thị Điệp"})
    update_household(third, {"holder_name": "Đoàn Văn Ơn"})
    appoint(team, third, role=Appointment.Role.LEADER, on=date(2026, 12, 20))
    assert listed(ward, teams, search="huynh thi diep") == []
    assert listed(ward, teams, search="doan van on") == ["Chăm"]


def test_a_place_narrows_the_list_to_its_own_teams(ward, teams):
    assert listed(ward, teams, place=teams["Mới"].neighbourhood) == ["Mới"]
    elsewhere = make_ward("31117", "Phường Ninh Kiều")
    assert listed(ward.parent, teams, place=elsewhere) == []


@pytest.mark.parametrize("order", [sign + name for name in ORDERS for sign in ("", "-")])
def test_every_order_holds_all_teams_once_and_pages_fit_together(ward, teams, order):
    whole = listed(ward, teams, order=order)
    rows = team_rows(ward, on=LATE, month=DECEMBER, wanted=TeamFilters(order=order))
    pages = [rows.page(str(number), size=2) for number in (1, 2, 3)]
    pieces = [row.pk for page in pages for row in page]
    assert sorted(whole) == sorted(teams)
    assert [teams[name].pk for name in whole] == pieces


def test_a_city_lists_its_wards_as_people_count_them(ward, teams):
    for code, name in (("31118", "Phường 10"), ("31119", "Phường 9")):
        place = make_neighbourhood(make_ward(code, name))
        for number in (2, 11, 3):
            teams[f"{name}, {number}"] = make_team(place, 3, number=number)
    city, numbers = ward.parent, (2, 3, 11)
    expected = [f"{name}, {number}" for name in ("Phường 9", "Phường 10") for number in numbers]
    expected += ["Chăm", "Trễ", "Nguy", "Lặng", "Nghỉ", "Mới"]

    assert ward.name > "Phường C"
    assert listed(city, teams) == expected
    assert listed(city, teams, order="-team") == expected[::-1]
    for size in (1, 2, 4, 5, 25):
        rows = team_rows(city, on=LATE, month=DECEMBER, wanted=TeamFilters())
        pages = [rows.page(str(number), size=size) for number in range(1, 12 // size + 2)]
        shown = [row.pk for page in pages[: pages[0].paginator.num_pages] for row in page]
        assert shown == [teams[name].pk for name in expected]
    assert listed(city, teams, search="phuong 10") == expected[3:6]
    assert listed(city, teams, search="khong co") == []


def test_the_most_dangerous_and_the_longest_silent_come_first(ward, teams):
    assert listed(ward, teams, order="-critical")[0] == "Nguy"
    assert listed(ward, teams, order="-silent")[0] == "Lặng"
    # Mới has nothing planned, so it stands last whichever way round.
    assert listed(ward, teams, order="done")[-1] == listed(ward, teams, order="-done")[-1] == "Mới"


@pytest.mark.parametrize("order", ["done", "-done"])
def test_teams_without_a_round_follow_those_that_did_most_or_least(ward, teams, order):
    late = listed(ward, teams, order=order, state=TeamState.LATE)
    everyone = listed(ward.parent, teams, order=order)

    first = {"done": {"Trễ", "Lặng", "Nghỉ"}, "-done": {"Chăm", "Nguy"}}[order]
    assert (sorted(late), everyone[-1]) == (["Lặng", "Trễ"], "Mới")
    assert set(everyone[: len(first)]) == first
    for size in (1, 2, 5, 6, 7):
        rows = team_rows(ward, on=LATE, month=DECEMBER, wanted=TeamFilters(order=order))
        count = rows.page("1", size=size).paginator.num_pages
        pages = [rows.page(str(number), size=size) for number in range(1, count + 1)]
        assert [row.pk for page in pages for row in page] == [teams[name].pk for name in everyone]


def test_a_disbanded_team_is_in_no_order(ward, teams):
    disband(teams["Chăm"], on=LATE)
    for order in ORDERS:
        assert sorted(listed(ward, teams, order=order)) == sorted(teams.keys() - {"Chăm"})


def test_the_month_that_is_asked_for_is_the_one_shown(ward, teams):
    rows = team_rows(ward, on=LATE, month=Month(2026, 11), wanted=TeamFilters())
    assert {(row.number, row.planned, row.done) for row in rows if row.planned is not None} == {
        (4, 3, 0)
    }
