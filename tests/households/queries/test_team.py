from households.models import Appointment, Membership
from households.queries.drawing import Seat, seats
from households.queries.household import neighbourhoods, teamless_by_area, teamless_neighbours
from households.queries.team import current_stays, offices_on, past_stays, sister_teams, ward_teams
from tests.factories import FOUNDED, make_household, make_neighbourhood, make_team


def test_members_stand_in_the_order_of_their_doors(neighbourhood):
    team = make_team(neighbourhood, size=0)
    for number in ("12/10", "2", "12/9", "100"):
        household = make_household(neighbourhood, house_number=number)
        Membership.objects.create(team=team, household=household, joined_on=FOUNDED)
    numbers = [stay.household.house_number for stay in current_stays(team)]
    assert numbers == ["2", "12/9", "12/10", "100"]


def test_those_who_left_last_come_first(neighbourhood, on):
    team = make_team(neighbourhood, size=3)
    first, second, third = team.memberships.order_by("id")
    Membership.objects.filter(pk=first.pk).update(left_on=FOUNDED)
    Membership.objects.filter(pk=second.pk).update(left_on=on)
    assert past_stays(team) == [second, first]
    assert current_stays(team) == [third]


def test_offices_are_those_of_the_day(neighbourhood, on):
    team = make_team(neighbourhood, size=2)
    leader = team.appointments.get(role=Appointment.Role.LEADER)
    Appointment.objects.filter(pk=leader.pk).update(ends_on=on)
    assert len(offices_on(team, on=on)) == 2
    assert leader.household_id not in offices_on(team, on=on.replace(day=13))
    assert offices_on(team, on=FOUNDED.replace(year=2025)) == {}


def test_a_former_leader_is_not_named_in_the_list(ward, neighbourhood, on):
    team = make_team(neighbourhood, size=2)
    team.appointments.filter(role=Appointment.Role.LEADER).update(ends_on=on)
    assert ward_teams(ward).get().leader is None


def test_sisters_are_the_other_teams_of_the_neighbourhood(ward, neighbourhood, on):
    team, sister, ended = (make_team(neighbourhood, size=0, number=n) for n in (1, 2, 3))
    type(ended).objects.filter(pk=ended.pk).update(disbanded_on=on)
    make_team(make_neighbourhood(ward, "Khu vực 2"), size=0)
    assert list(sister_teams(team)) == [sister]


def test_who_has_no_team_is_counted_and_offered(ward, neighbourhood, on):
    make_team(neighbourhood, size=2)
    free = make_household(neighbourhood)
    make_household(neighbourhood, left_on=on)
    assert list(teamless_neighbours(neighbourhood)) == [free]
    assert teamless_by_area(ward) == {neighbourhood.pk: 1}


def test_neighbourhoods_are_counted_as_people_count(ward):
    for name in ("Khu vực 10", "Khu vực 9", "Khu vực 1"):
        make_neighbourhood(ward, name)
    assert [area.name for area in neighbourhoods(ward)] == ["Khu vực 1", "Khu vực 9", "Khu vực 10"]


def test_seats_tell_team_and_leader(neighbourhood, on):
    team = make_team(neighbourhood, size=3, number=5)
    first, second, third = team.memberships.order_by("id")
    Membership.objects.filter(pk=third.pk).update(left_on=on)
    assert seats([neighbourhood]) == {
        first.household_id: Seat(5, team.pk, first.pk, True),
        second.household_id: Seat(5, team.pk, second.pk, False),
    }
