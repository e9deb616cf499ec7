"""A second map for land that an earlier one moved, and maps that only seem to be done."""

from datetime import date

import pytest

from households.models import Area, AreaSuccession, Duty, Household, Team, TeamMove
from households.reform_map import MapError, MapRow
from households.services.reform import reorganise_areas
from tests.factories import make_neighbourhood, make_team, make_user, make_ward

MARCH = date(2027, 3, 1)
TODAY = date(2027, 6, 1)


def everything():
    models = (Area, AreaSuccession, Team, TeamMove, Household, Duty)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def reform(*lines, on=MARCH):
    rows = [
        MapRow(number, old, new, name, tuple(parts))
        for number, (old, new, name, *parts) in enumerate(lines, start=2)
    ]
    return reorganise_areas(rows, on=on, today=TODAY)


def refused(*lines, on=MARCH):
    before = everything()
    with pytest.raises(MapError) as error:
        reform(*lines, on=on)
    assert everything() == before
    return [(fault.row, fault.column, fault.reason) for fault in error.value.faults]


@pytest.fixture
def cai_khe(ward):
    for name, number in (("Khu vực 1", 1), ("Khu vực 2", 2)):
        make_team(make_neighbourhood(ward, name), size=3, number=number)
    return ward


@pytest.fixture
def tan_an(cai_khe):
    other = make_ward("31135", "Phường Tân An", cai_khe.parent)
    make_team(make_neighbourhood(other), size=3, number=1)
    return other


INTO_TAN_AN = ("31120", "31135", "Phường Tân An")
ON_FROM_THERE = ("31135", "31300", "Phường Mới")


class TestAWardThatTookLandIn:
    @pytest.mark.parametrize("day", [date(2027, 2, 1), MARCH])
    def test_is_not_reformed_on_that_day_or_before(self, tan_an, day):
        reform(INTO_TAN_AN)
        [(row, column, reason)] = refused(ON_FROM_THERE, on=day)
        assert (row, column) == (2, "old_code")
        assert "Phường Tân An đã nhận hay giao đất trong lần sắp xếp ngày 01/03/2027" in reason

    def test_goes_on_from_the_day_after(self, tan_an):
        reform(INTO_TAN_AN)
        reform(ON_FROM_THERE, on=date(2027, 3, 2))
        assert {team.ward.name for team in Team.objects.all()} == {"Phường Mới"}
        came = Team.objects.get(number=2).moves.order_by("on")
        assert [move.ward.name for move in came] == ["Phường Cái Khế", "Phường Tân An"]

    def test_takes_more_in_on_the_same_day(self, tan_an):
        other = make_ward("31140", "Xã Ba", tan_an.parent)
        make_team(make_neighbourhood(other), size=3, number=9)
        reform(INTO_TAN_AN)
        reform(("31140", "31135", "Phường Tân An"))
        assert {team.ward for team in Team.objects.all()} == {tan_an}


def test_a_ward_that_gave_land_away_is_not_reformed_before(tan_an):
    reform(
        ("31120", "31120", "Phường Cái Khế", "*"), ("31120", "31135", "Phường Tân An", "Khu vực 2")
    )
    [(row, column, _reason)] = refused(("31120", "31301", "Phường Khác"), on=date(2027, 2, 1))
    assert (row, column) == (2, "old_code")


def test_a_renaming_beside_what_was_done_before_is_not_passed_over(tan_an):
    reform(("31120", "31200", "Phường Một"))
    both = (("31120", "31200", "Phường Một"), ("31135", "31135", "Phường Hai"))
    assert [fault[:2] for fault in refused(*both)] == [(2, "old_code")]


def test_names_that_change_places_keep_each_its_land_and_twice_is_once(tan_an):
    swap = (("31120", "31120", "Phường Tân An"), ("31135", "31135", "Phường Cái Khế"))
    first = reform(*swap)
    after = everything()
    assert (first.already_done, reform(*swap).already_done) == (False, True)
    assert everything() == after
    sizes = {
        (area.code, area.name): Team.objects.filter(ward=area).count()
        for area in Area.objects.filter(level="ward", valid_to=None)
    }
    assert sizes == {("31120", "Phường Tân An"): 2, ("31135", "Phường Cái Khế"): 1}


def test_a_star_with_nothing_left_is_refused_and_gives_nobody_a_strange_ward(tan_an):
    make_user("hanh", duty=Area.objects.get(code="31120"))
    [(row, column, reason)] = refused(
        ("31120", "31200", "Phường Một", "Khu vực 1", "Khu vực 2"),
        ("31120", "31135", "Phường Tân An", "*"),
    )
    assert (row, column) == (3, "neighbourhoods")
    assert "không còn khu vực nào" in reason
