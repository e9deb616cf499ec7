"""An area over a period, counted from what was recorded."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils.translation import override

from firesafety.months import Month
from inspections.models import Hazard
from inspections.planning.answers import Answer
from inspections.planning.periods import PeriodKind, period_of
from inspections.printing.area_packs import area_summaries
from inspections.printing.options import Options
from inspections.queries.checklist import items_for
from inspections.queries.period import (
    AGES,
    item_figures,
    open_hazards_on,
    part_figures,
    period_figures,
    places_and_teams,
)
from inspections.services.inspection import Result, record_inspection
from inspections.services.round import open_round
from tests.factories import make_city, make_neighbourhood, make_team, make_ward
from tests.inspections.services.stories import at

OCTOBER, NOVEMBER, DECEMBER = Month(2026, 10), Month(2026, 11), Month(2026, 12)
QUARTER = period_of(PeriodKind.QUARTER, DECEMBER)
ON = date(2026, 12, 31)


def visit(team, month, place=0, *, failed=(), obstacle=""):
    """The team's visit at a place of its month, made on the 6th."""
    day = month.first_day.replace(day=6)
    round = team.rounds.filter(month=month.first_day).first() or open_round(
        team, month, at=at(month.first_day)
    )
    assignment = round.assignments.order_by("position")[place]
    items = [] if obstacle else items_for(round, assignment.inspected)
    answers = {item.code: Answer.FAIL if item.code in failed else Answer.PASS for item in items}
    result = Result(answers=answers, obstacle=obstacle, done_on=day)
    record_inspection(assignment, result, client_id=uuid4(), source="phone", at=at(day))
    return assignment


@pytest.fixture
def teams(neighbourhood):
    """Team 1 made one of its three visits in October and in December, team 2 two in December."""
    one, two = (make_team(neighbourhood, 3, number=number) for number in (1, 2))
    visit(one, OCTOBER, failed=["DIEN-01", "GAS-01"])
    visit(one, DECEMBER, failed=["DIEN-01"])
    visit(two, DECEMBER, 0)
    visit(two, DECEMBER, 1, obstacle="nobody_home")
    visit(two, DECEMBER, 2)
    return one, two


def test_places_and_teams_are_those_at_work_on_the_day(teams, ward, neighbourhood):
    other = make_neighbourhood(ward, "Khu vực 2")
    make_team(other, 2, founded_on=date(2026, 11, 15), disbanded_on=date(2026, 12, 20))
    make_team(make_neighbourhood(make_ward("99999", city=make_city("79", "Thành phố khác"))), 2)
    for day, found in (
        (date(2026, 11, 14), (1, 2)),
        (date(2026, 11, 15), (2, 3)),
        (date(2026, 12, 19), (2, 3)),
        (date(2026, 12, 20), (1, 2)),
    ):
        assert places_and_teams(ward, on=day) == found
    assert places_and_teams(ward.parent, on=date(2026, 11, 15)) == (2, 3)
    assert places_and_teams(neighbourhood, on=date(2026, 11, 15)) == (1, 2)


def test_a_period_counts_what_fell_due_in_it(teams, ward):
    figures = period_figures(ward, QUARTER)
    assert (figures.teams, figures.planned, figures.done, figures.obstacle) == (2, 9, 4, 1)
    assert (sum(figures.found.values()), figures.found["critical"]) == (
        Hazard.objects.count(),
        Hazard.objects.filter(severity="critical").count(),
    )
    november = period_figures(ward, period_of(PeriodKind.MONTH, NOVEMBER))
    assert (november.teams, november.planned, november.done) == (0, 0, 0)


def test_a_year_from_15_november_takes_the_rounds_due_in_it(teams, ward):
    year = period_of(PeriodKind.YEAR, NOVEMBER, year_start=(11, 15))
    assert period_figures(ward, year).planned == 3  # October's; December is the year after.


def test_what_was_noted_by_mistake_counts_nowhere(teams, ward):
    before = period_figures(ward, QUARTER).found["critical"]
    hazard = Hazard.objects.filter(severity="critical").first()
    Hazard.objects.filter(pk=hazard.pk).update(state="withdrawn", closed_on=ON)
    assert period_figures(ward, QUARTER).found["critical"] == before - 1
    assert open_hazards_on(ward, on=ON).count == Hazard.objects.filter(state="open").count()


def test_open_hazards_are_sorted_by_age(teams, ward):
    seen = open_hazards_on(ward, on=ON)
    assert sum(seen.ages) == seen.count == Hazard.objects.filter(state="open").count()
    assert len(seen.ages) == len(AGES) + 1
    # Those of 6 October are 86 days old.
    assert seen.oldest == date(2026, 10, 6)
    assert seen.ages[2] == Hazard.objects.filter(state="open", found_on=seen.oldest).count()


def test_a_hazard_fixed_later_was_open_on_the_day_before(teams, ward):
    Hazard.objects.update(state="fixed", closed_on=date(2026, 12, 20))
    assert open_hazards_on(ward, on=date(2026, 12, 19)).count == Hazard.objects.count()
    assert open_hazards_on(ward, on=date(2026, 12, 20)).count == 0
    assert period_figures(ward, QUARTER).fixed == Hazard.objects.count()


def test_questions_come_with_the_most_found_first(teams, ward):
    lines = item_figures(ward, QUARTER, on=ON)
    assert {line.code for line in lines} == {"DIEN-01", "GAS-01"}
    assert [line.found for line in lines] == sorted((line.found for line in lines), reverse=True)
    assert sum(line.open for line in lines) == Hazard.objects.filter(state="open").count()


def test_teams_stand_in_the_order_of_their_share_and_equals_together(teams, ward):
    one, two = teams
    lines = part_figures(ward, QUARTER, on=ON)
    assert [(line.part, line.done, line.planned) for line in lines] == [(two, 2, 3), (one, 2, 6)]
    assert sum(line.open for line in lines) == Hazard.objects.filter(state="open").count()
    (sheet,) = area_summaries(PeriodKind.MONTH)(ward, NOVEMBER, on=ON)
    assert sheet.parts == ()


def test_a_city_is_summed_up_by_wards(teams, ward):
    other = make_neighbourhood(make_ward("31117", "Phường Ninh Kiều", make_city()))
    visit(make_team(other, 3, number=1), DECEMBER)
    lines = part_figures(ward.parent, QUARTER, on=ON)
    assert [(line.part.name, line.planned) for line in lines] == [
        ("Phường Cái Khế", 9),
        ("Phường Ninh Kiều", 3),
    ]
    (sheet,) = area_summaries(PeriodKind.QUARTER)(ward.parent, DECEMBER, on=ON)
    assert sheet.now.planned == 12
    with override("vi"):
        (sheet,) = area_summaries(PeriodKind.QUARTER)(ward.parent, DECEMBER, on=ON)
    assert sheet.parts_title == "Các phường, xã"


def test_another_ward_is_not_counted(teams, ward):
    other = make_ward("31117", "Phường Ninh Kiều")
    assert period_figures(other, QUARTER).planned == 0
    assert open_hazards_on(other, on=ON).count == 0
    assert (item_figures(other, QUARTER, on=ON), part_figures(other, QUARTER, on=ON)) == ([], [])


def test_the_same_period_of_the_year_before_stands_beside(neighbourhood, ward):
    team = make_team(neighbourhood, 3, founded_on=date(2025, 1, 1))
    visit(team, Month(2025, 12))
    visit(team, DECEMBER)
    visit(team, DECEMBER, 1)
    with override("vi"):
        (sheet,) = area_summaries(PeriodKind.YEAR)(ward, DECEMBER, on=date(2026, 12, 20))
    assert (sheet.now.words, sheet.before.words) == ("Năm 2026", "Năm 2025")
    assert ((sheet.now.done, sheet.now.planned), sheet.before.done) == ((2, 3), 1)
    assert (sheet.as_of, sheet.ends) == (date(2026, 12, 20), date(2026, 12, 31))
    assert [point.label for point in sheet.months][::11] == ["01/26", "12/26"]
    assert [point.done for point in sheet.months_before] == [0] * 11 + [1]


def test_nothing_is_put_beside_when_nothing_is_known_of_the_year_before(teams, ward):
    (sheet,) = area_summaries(PeriodKind.QUARTER)(ward, DECEMBER, on=ON)
    assert sheet.before is None
    assert [(point.done, point.planned) for point in sheet.months] == [(1, 3), (0, 0), (3, 6)]


def test_a_year_from_15_november_has_its_own_twelve_months(teams, ward):
    options = Options(year_start="11-15")
    with override("vi"):
        (sheet,) = area_summaries(PeriodKind.YEAR)(ward, DECEMBER, options, on=ON)
    assert (sheet.now.words, sheet.starts) == ("Năm 2027", date(2026, 11, 15))
    assert [point.label for point in sheet.months][::11] == ["11/26", "10/27"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_summary_takes_as_many_queries_for_one_team_as_for_three(
    neighbourhood, ward, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        visit(make_team(neighbourhood, 3, number=number), DECEMBER, failed=["DIEN-01"])
    # open ones; figures of both years with their open ones; months; versions; items; parts
    with django_assert_num_queries(1 + 4 + 4 + 1 + 1 + 1 + 4):
        list(area_summaries(PeriodKind.QUARTER)(ward, DECEMBER, on=ON))
