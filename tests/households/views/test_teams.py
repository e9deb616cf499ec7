import pytest
from django.urls import reverse

from households.models import Household
from tests.factories import make_household, make_neighbourhood, make_team


@pytest.fixture
def teams_page(as_officer, ward):
    url = reverse("ward_teams", args=[ward.code])
    return lambda **query: as_officer.get(url, query)


@pytest.fixture
def households_page(as_officer, ward):
    url = reverse("ward_households", args=[ward.code])
    return lambda **query: as_officer.get(url, query)


def numbers(response):
    return [team.number for team in response.context["page"]]


def names(response):
    return {household.holder_name for household in response.context["page"]}


def test_teams_come_by_number_with_leader_and_size(teams_page, team, other_team):
    response = teams_page()
    assert numbers(response) == [1, 2]
    leader = team.appointments.get(role="leader").household.holder_name
    text = response.content.decode()
    assert f"Tổ trưởng: {leader}" in text
    assert text.count("4 hộ") == 2


def test_ended_teams_are_not_listed(teams_page, team, on):
    type(team).objects.update(disbanded_on=on)
    assert numbers(teams_page()) == []


def test_a_neighbourhood_narrows_the_list(teams_page, ward, team):
    other = make_neighbourhood(ward, "Khu vực 2")
    make_team(other, size=3, number=7)
    assert numbers(teams_page(neighbourhood=other.pk)) == [7]
    assert teams_page(neighbourhood=ward.pk).status_code == 404


@pytest.mark.parametrize("words", ["nguyen thi duyen", "DUYÊN", "15/2 tran phu", "0912000111"])
def test_a_team_is_found_by_any_member_without_accents(
    teams_page, neighbourhood, team, other_team, words
):
    stay = other_team.memberships.last()
    duyên = make_household(
        neighbourhood,
        "Nguyễn Thị Duyên",
        house_number="15/2",
        street="Trần Phú",
        phone="0912000111",
    )
    type(stay).objects.filter(pk=stay.pk).update(household=duyên)
    assert numbers(teams_page(q=words)) == [2]


@pytest.mark.parametrize("words", ["2", "tổ 2", " To 2 "])
def test_a_team_is_found_by_its_number(teams_page, team, other_team, words):
    for rank, household in enumerate(Household.objects.all(), start=1):
        Household.objects.filter(pk=household.pk).update(name_key="x" * rank, address_key="")
    assert numbers(teams_page(q=words)) == [2]


def test_a_search_without_result_offers_a_way_on(teams_page, ward, team):
    text = teams_page(q="khong co ai").content.decode()
    assert "Không có tổ nào khớp" in text
    assert reverse("ward_teams", args=[ward.code]) in text


def test_a_ward_without_teams_says_what_to_do_next(teams_page, ward):
    text = teams_page().content.decode()
    assert "Chưa có tổ nào" in text
    assert reverse("roster_upload", args=[ward.code]) in text


def test_fifty_teams_fill_a_page(teams_page, neighbourhood):
    for number in range(1, 53):
        make_team(neighbourhood, size=1, number=number)
    assert len(numbers(teams_page())) == 50
    assert numbers(teams_page(page=2)) == [51, 52]
    assert numbers(teams_page(page="x")) == numbers(teams_page())


def test_one_team_and_three_need_the_same_queries(
    teams_page, neighbourhood, team, django_assert_num_queries
):
    # session, user, ward, neighbourhoods, count, keys of the page, teams; households without a
    # team: all neighbourhoods, count
    with django_assert_num_queries(9):
        teams_page()
    for number in (2, 3):
        make_team(neighbourhood, size=3, number=number)
    with django_assert_num_queries(9):
        assert numbers(teams_page()) == [1, 2, 3]


def test_households_are_found_and_narrowed(households_page, team, lone):
    assert len(names(households_page())) == 5
    assert names(households_page(team="none")) == {"Phạm Thị Lẻ"}
    assert names(households_page(q="pham thi le")) == {"Phạm Thị Lẻ"}
    assert names(households_page(q="khong co")) == set()


def test_households_that_left_are_not_listed(households_page, lone, on):
    Household.objects.update(left_on=on)
    assert names(households_page()) == set()


def test_one_household_and_three_need_the_same_queries(
    households_page, neighbourhood, lone, django_assert_num_queries
):
    # session, user, ward, neighbourhoods, all of them, count, keys of the page, households
    with django_assert_num_queries(8):
        households_page()
    make_team(neighbourhood, size=2)
    with django_assert_num_queries(8):
        assert len(names(households_page())) == 3
