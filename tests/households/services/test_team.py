from itertools import pairwise

import pytest

from households.models import Household, Membership, Team
from households.services.team import form_teams_in_ward, preview_teams, summarize
from tests.factories import make_household, make_neighbourhood, make_team

SIZES = {"size": 4, "minimum": 3, "maximum": 5}


def street(neighbourhood, count, *, name="Nguyễn Trãi", latitude=10.05, longitude=105.78, **fields):
    """Houses 1, 3, 5 … every eight metres to the north."""
    return [
        make_household(
            neighbourhood,
            house_number=str(2 * index + 1),
            street=name,
            latitude=None if latitude is None else latitude + index * 7.2e-5,
            longitude=None if latitude is None else longitude,
            **fields,
        )
        for index in range(count)
    ]


def groups(ward):
    """The house numbers of each team, in the order of team numbers."""
    return [
        list(
            Household.objects.filter(memberships__team=team)
            .order_by("memberships__id")
            .values_list("house_number", flat=True)
        )
        for team in Team.objects.filter(ward=ward)
    ]


def test_neighbours_come_together_in_walking_order(ward, neighbourhood, on):
    street(neighbourhood, 12)
    formed = form_teams_in_ward(ward, on=on, **SIZES)
    assert groups(ward) == [["1", "3", "5", "7"], ["9", "11", "13", "15"], ["17", "19", "21", "23"]]
    assert formed.numbers == (1, 2, 3)
    assert set(Membership.objects.values_list("joined_on", "left_on")) == {(on, None)}


def test_a_second_time_finds_nothing_to_do(ward, neighbourhood, on):
    street(neighbourhood, 12)
    form_teams_in_ward(ward, on=on, **SIZES)
    again = form_teams_in_ward(ward, on=on, **SIZES)
    assert (again.numbers, again.plan.households) == ((), 0)
    assert Team.objects.count() == 3


def test_newcomers_get_teams_numbered_on(ward, neighbourhood, on):
    make_team(neighbourhood, size=4, number=7)
    street(neighbourhood, 4)
    assert form_teams_in_ward(ward, on=on, **SIZES).numbers == (8,)


def test_no_team_crosses_a_border(ward, neighbourhood, on):
    other = make_neighbourhood(ward, "Khu vực 2")
    mine, theirs = street(neighbourhood, 5), street(other, 5)
    form_teams_in_ward(ward, on=on, **SIZES)
    members = {
        team.neighbourhood: {stay.household for stay in team.memberships.all()}
        for team in Team.objects.all()
    }
    assert members == {neighbourhood: set(mine), other: set(theirs)}


def test_only_the_chosen_neighbourhood_is_grouped(ward, neighbourhood, on):
    street(neighbourhood, 4)
    street(make_neighbourhood(ward, "Khu vực 2"), 4)
    form_teams_in_ward(ward, on=on, neighbourhood=neighbourhood, **SIZES)
    assert [team.neighbourhood for team in Team.objects.all()] == [neighbourhood]


def test_households_that_left_or_have_a_team_are_not_grouped(ward, neighbourhood, on):
    make_team(neighbourhood, size=3)
    street(neighbourhood, 3, left_on=on)
    assert preview_teams(ward, **SIZES).households == 0


def test_a_household_without_coordinates_stands_beside_its_house_numbers(ward, neighbourhood, on):
    houses = street(neighbourhood, 12)
    Household.objects.filter(pk=houses[4].pk).update(latitude=None, longitude=None)
    form_teams_in_ward(ward, on=on, **SIZES)
    assert ["9", "11", "13", "15"] in groups(ward)


def test_a_neighbourhood_without_coordinates_follows_the_addresses(ward, neighbourhood, on):
    street(neighbourhood, 8, latitude=None)
    plan = preview_teams(ward, **SIZES)
    numbers = [[spot.household.house_number for spot in team.members] for team in plan.teams]
    assert numbers == [["1", "3", "5", "7"], ["9", "11", "13", "15"]]
    assert [team.diameter_m for team in plan.teams] == [None, None]
    assert (plan.mean_pairwise_m, plan.p95_diameter_m) == (0, 0)


def test_a_house_number_is_looked_up_inside_the_own_neighbourhood(ward, neighbourhood, on):
    street(make_neighbourhood(ward, "Khu vực 2"), 8, latitude=10.09)
    mine = street(neighbourhood, 8)
    lost = make_household(neighbourhood, house_number="7", latitude=None, longitude=None)
    alone = preview_teams(ward, neighbourhood=neighbourhood, **SIZES)
    whole = preview_teams(ward, **SIZES)

    def mates(plan):
        teams = [{spot.household for spot in team.members} for team in plan.teams]
        return next(team for team in teams if lost in team)

    assert mates(alone) == mates(whole)
    assert mates(whole) <= {lost, *mine[:5]}


def test_too_few_households_are_left_over_with_a_reason(ward, neighbourhood, on):
    pair = street(neighbourhood, 2)
    formed = form_teams_in_ward(ward, on=on, **SIZES)
    assert formed.numbers == ()
    assert {leftover.household for leftover in formed.plan.leftovers} == set(pair)
    assert all("chưa đủ 3 hộ" in leftover.reason for leftover in formed.plan.leftovers)


def test_a_household_that_could_be_anywhere_is_left_over_with_a_reason(ward, neighbourhood, on):
    street(neighbourhood, 8)
    lost = make_household(neighbourhood, house_number="", street="", latitude=None, longitude=None)
    plan = preview_teams(ward, **SIZES)
    assert [(line.household, line.neighbourhood) for line in plan.leftovers] == [
        (lost, neighbourhood)
    ]
    assert "Chưa biết hộ ở đâu" in plan.leftovers[0].reason


def test_a_number_that_allows_no_lawful_sizes_is_told(ward, neighbourhood):
    street(neighbourhood, 7)
    plan = preview_teams(ward, size=5, minimum=5, maximum=6)
    assert [len(team.members) for team in plan.teams] == [7]
    assert plan.remarks == (
        "Khu vực 1 có 7 hộ, không chia được thành các tổ 5 đến 6 hộ; "
        "tạm chia 1 tổ, mỗi tổ 7 đến 7 hộ.",
    )


def test_a_household_far_from_its_team_is_told(ward, neighbourhood):
    street(neighbourhood, 3)
    make_household(neighbourhood, "Võ Thị Xa", house_number="", street="", latitude=10.06)
    plan = preview_teams(ward, **SIZES)
    assert plan.remarks == ("Võ Thị Xa: hộ gần nhất trong tổ cách 1095 mét.",)


def test_the_summary_has_the_figures_of_the_command(ward, neighbourhood, on):
    street(neighbourhood, 8)
    street(make_neighbourhood(ward, "Khu vực 2"), 1)
    figures = summarize(form_teams_in_ward(ward, on=on, **SIZES).plan)
    assert figures == {
        "households": 9,
        "teams": 2,
        "mean_pairwise_m": 13.3,
        "p95_diameter_m": 24.0,
        "sizes": {"4": 2},
        "unplaced": 1,
    }


def test_planning_needs_the_same_few_queries_for_one_team_and_for_three(
    ward, neighbourhood, django_assert_num_queries
):
    street(neighbourhood, 4)
    # neighbourhoods, households, barriers
    with django_assert_num_queries(3):
        preview_teams(ward, **SIZES)
    street(neighbourhood, 8, name="Lê Lợi", longitude=105.79)
    with django_assert_num_queries(3):
        assert len(preview_teams(ward, **SIZES).teams) == 3


def test_sizes_out_of_order_are_refused(ward):
    with pytest.raises(ValueError):
        preview_teams(ward, size=4, minimum=5, maximum=6)


def test_the_walk_goes_on_to_the_nearest_team(ward, neighbourhood, on):
    street(neighbourhood, 20)
    form_teams_in_ward(ward, on=on, **SIZES)
    firsts = [int(numbers[0]) for numbers in groups(ward)]
    assert all(before < after for before, after in pairwise(firsts))


def test_a_hamlet_of_nine_gets_one_small_team_and_is_told_so(ward, neighbourhood, on):
    street(neighbourhood, 9)
    formed = form_teams_in_ward(ward, on=on, size=12, minimum=10, maximum=14)
    assert formed.plan.sizes == {9: 1}
    assert formed.plan.leftovers == ()
    assert "có 9 hộ, không chia được" in formed.plan.remarks[0]


def test_four_households_are_too_few_for_any_team(ward, neighbourhood, on):
    street(neighbourhood, 4)
    formed = form_teams_in_ward(ward, on=on, size=12, minimum=10, maximum=14)
    assert (formed.plan.sizes, len(formed.plan.leftovers)) == ({}, 4)


def test_a_few_newcomers_beside_standing_teams_found_no_small_team(ward, neighbourhood, on):
    make_team(neighbourhood, 12)
    street(neighbourhood, 9)
    formed = form_teams_in_ward(ward, on=on, size=12, minimum=10, maximum=14)
    assert (formed.plan.sizes, len(formed.plan.leftovers)) == ({}, 9)


def test_flats_at_one_point_are_grouped_by_floor(ward, neighbourhood, on):
    for floor in (1, 2, 3):
        for room in (1, 2, 3, 4):
            make_household(
                neighbourhood,
                house_number=f"Phòng {floor}0{room}",
                street="Chung cư Hưng Phú",
                latitude=10.05,
                longitude=105.78,
            )
    form_teams_in_ward(ward, on=on, size=4, minimum=4, maximum=4)
    assert {tuple(sorted(number[6] for number in team)) for team in groups(ward)} == {
        ("1",) * 4,
        ("2",) * 4,
        ("3",) * 4,
    }
