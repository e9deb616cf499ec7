"""What is open in an area, hazard by hazard and by item and age."""

from datetime import date, timedelta

import pytest

from firesafety.months import Month
from households.models import Household, Team
from inspections.models import Hazard, OpenHazard
from inspections.queries.hazard_list import ORDERS, HazardFilters, hazard_rows, of_age
from inspections.queries.open_items import item_lines, lines_of
from inspections.queries.team_month import open_hazards
from inspections.services.owner_report import report_fixed
from inspections.services.round import open_round
from inspections.services.standing import recount_teams
from tests.factories import make_neighbourhood, make_team, make_ward
from tests.inspections.queries.test_standing import send
from tests.inspections.services.stories import DECEMBER, at

ON = date(2026, 12, 28)


@pytest.fixture
def hazards(ward, neighbourhood):
    """Home by home of one team: DIEN-01 and DIEN-02 at An's, DIEN-01 at Bình's trọ."""
    team = make_team(neighbourhood, 3, number=9)
    opened = open_round(team, DECEMBER, at=at(date(2026, 12, 1)))
    homes = opened.assignments.values_list("inspected", flat=True)
    for home, (name, kind) in zip(
        homes, (("tran an", "house"), ("le binh", "boarding_house")), strict=False
    ):
        Household.objects.filter(pk=home).update(name_key=name, kind=kind)
    visits = list(opened.assignments.select_related("inspected", "round"))
    send(visits[0], failed=["DIEN-01", "DIEN-02"], day=date(2026, 12, 6))
    send(visits[1], failed=["DIEN-01"], day=date(2026, 12, 20))
    recount_teams([team.pk])


def found(ward, **wanted) -> set[tuple[str, str]]:
    rows = hazard_rows(ward, on=ON, wanted=HazardFilters(**wanted))
    return {(row.household.name_key, row.code) for row in rows}


AN_1, AN_2, BINH_1 = ("tran an", "DIEN-01"), ("tran an", "DIEN-02"), ("le binh", "DIEN-01")


@pytest.mark.usefixtures("hazards")
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, {AN_1, AN_2, BINH_1}),
        ({"severity": "critical"}, {AN_1, BINH_1}),
        ({"kind": "boarding_house"}, {BINH_1}),
        ({"item": "DIEN-02"}, {AN_2}),
        ({"overdue": True}, {AN_1, BINH_1}),
        ({"search": "Lê Bình"}, {BINH_1}),
        ({"search": "tổ 9"}, {AN_1, AN_2, BINH_1}),
        ({"search": "tổ 8"}, set()),
        ({"found": DECEMBER}, {AN_1, AN_2, BINH_1}),
        ({"found": Month(2026, 11)}, set()),
        ({"age": 0}, {AN_1, AN_2, BINH_1}),
        ({"age": 3}, set()),
    ],
)
def test_a_list_is_narrowed(ward, wanted, expected):
    assert found(ward, **wanted) == expected


@pytest.mark.usefixtures("hazards")
def test_a_place_elsewhere_has_none_of_them(ward, neighbourhood):
    assert found(ward, place=neighbourhood) == found(ward)
    assert found(ward, place=ward.parent) == set()


@pytest.mark.usefixtures("hazards")
@pytest.mark.parametrize("order", [sign + name for name in ORDERS for sign in ("", "-")])
def test_every_order_holds_every_hazard_once(ward, order):
    rows = hazard_rows(ward, on=ON, wanted=HazardFilters(order=order))
    pieces = [rows.page(str(number), size=1).object_list[0].pk for number in range(1, 4)]
    assert len(set(pieces)) == 3
    assert [row.pk for row in rows] == pieces


@pytest.mark.usefixtures("hazards")
def test_a_city_lists_by_team_ward_by_ward_as_people_count_them(ward):
    for code, name in (("31118", "Phường 10"), ("31119", "Phường 9")):
        team = make_team(make_neighbourhood(make_ward(code, name)), 3, number=2)
        opened = open_round(team, DECEMBER, at=at(date(2026, 12, 1)))
        send(opened.assignments.first(), failed=["DIEN-02"], day=date(2026, 12, 6))
    expected = ["Phường 9", "Phường 10", *[ward.name] * 3]

    def wards(order: str) -> list[str]:
        rows = hazard_rows(ward.parent, on=ON, wanted=HazardFilters(order=order))
        pages = [rows.page(str(number), size=2) for number in (1, 2, 3)]
        assert [row.pk for page in pages for row in page] == [row.pk for row in rows]
        assert rows.count() == 5
        return [row.ward.name for row in rows]

    assert wards("team") == expected
    assert wards("-team") == expected[::-1]


@pytest.mark.usefixtures("hazards")
def test_the_gravest_come_first_when_asked(ward):
    rows = hazard_rows(ward, on=ON, wanted=HazardFilters(order="severity"))
    assert [row.severity for row in rows] == ["critical", "critical", "major"]


@pytest.mark.usefixtures("hazards")
def test_items_are_counted_by_age_and_lateness(ward):
    lines = [
        (each.code, each.severity, each.total, each.overdue) for each in item_lines(ward, on=ON)
    ]
    assert lines == [("DIEN-01", "critical", 2, 2), ("DIEN-02", "major", 1, 0)]
    later = item_lines(ward, on=ON + timedelta(days=70))[0]
    # Found 6/12 and 20/12: 92 and 78 days before 8/3.
    assert later.ages == (0, 1, 1, 0)


@pytest.mark.usefixtures("hazards")
def test_each_hazard_has_one_age_on_any_day(ward):
    for days in (0, 22, 30, 31, 90, 91, 180, 181, 400):
        on = date(2026, 12, 6) + timedelta(days=days)
        groups = [OpenHazard.objects.filter(of_age(group, on=on)).count() for group in range(4)]
        assert sum(groups) == Hazard.objects.count() == 3
        assert tuple(groups) == tuple(
            sum(column)
            for column in zip(*(line.ages for line in item_lines(ward, on=on)), strict=True)
        )


@pytest.mark.usefixtures("hazards")
@pytest.mark.parametrize("days", [*range(8, 12), 24, 25, 30, 38, 39, 83, 84, 98, 99, 188, 189])
def test_hazards_at_hand_are_counted_as_those_of_an_area(neighbourhood, days):
    on = date(2026, 12, 6) + timedelta(days=days)
    team = Team.objects.get(number=9)
    first = OpenHazard.objects.order_by("pk").first()
    report_fixed(first.hazard, at=at(date(2026, 12, 8)))

    own = lines_of(open_hazards(team, on=on), on=on)

    assert own == item_lines(neighbourhood, on=on)
    assert {(each.code, each.total) for each in own} == {("DIEN-01", 2), ("DIEN-02", 1)}


@pytest.mark.usefixtures("hazards")
def test_what_is_looked_for_is_found_once_for_a_page_and_its_number(
    ward, django_assert_num_queries
):
    rows = hazard_rows(ward, on=ON, wanted=HazardFilters(search="tổ 9"))
    whole = [row.pk for row in rows]
    with django_assert_num_queries(2):
        first = rows.page("1", size=2)
    pages = [first, rows.page("2", size=2)]

    assert [row.pk for page in pages for row in page] == whole
    assert [(page.number, page.paginator.count) for page in pages] == [(1, 3), (2, 3)]


@pytest.mark.usefixtures("hazards")
@pytest.mark.parametrize(
    ("number", "shown"),
    [(None, 1), ("", 1), ("x", 1), ("0", 2), ("-1", 2), ("3", 2), ("9" * 30, 2), ("²", 1)],
)
def test_a_search_shows_the_nearest_page_there_is(ward, number, shown):
    wanted = HazardFilters(search="tổ 9")
    page = hazard_rows(ward, on=ON, wanted=wanted).page(number, size=2)
    assert (page.number, len(page), page.paginator.count) == (shown, 3 - shown, 3)


@pytest.mark.usefixtures("hazards")
def test_a_search_that_finds_nothing_has_an_empty_page(ward):
    page = hazard_rows(ward, on=ON, wanted=HazardFilters(search="tổ 8")).page("4", size=2)
    assert (page.number, list(page), page.paginator.count) == (1, [], 0)


@pytest.mark.usefixtures("hazards")
@pytest.mark.parametrize("order", ["team", "-team", "due", "-severity"])
def test_a_citys_list_counts_what_it_lists(ward, order):
    rows = hazard_rows(ward.parent, on=ON, wanted=HazardFilters(order=order))
    assert rows.page("1", size=2).paginator.count == len(list(rows)) == 3
