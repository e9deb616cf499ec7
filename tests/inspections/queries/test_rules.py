from datetime import date

import pytest

from households.models import Area, Membership
from inspections.models import Hazard, HouseholdLink, PrintJob
from inspections.rules import (
    hazards_visible_to,
    household_links_visible_to,
    may_enter_paper,
    print_jobs_visible_to,
    rounds_visible_to,
    wards_supervised_by,
)
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.household_links import household_link
from tests.inspections.services.stories import DECEMBER, at, open_december


@pytest.fixture
def rounds(neighbourhood):
    """Rounds of a team of the ward, of its neighbour, and of one in another ward."""
    elsewhere = make_neighbourhood(make_ward("31135", "Phường Ninh Kiều"))
    teams = [make_team(neighbourhood, 3), make_team(neighbourhood, 3), make_team(elsewhere, 3)]
    return [open_december(team) for team in teams]


def seen(user, *, on):
    """Which of the rounds, hazards and files a user sees, by team or ward."""
    return (
        {round.team_id for round in rounds_visible_to(user, on=on)},
        {
            hazard.household.memberships.get(left_on=None).team_id
            for hazard in hazards_visible_to(user, on=on)
        },
        {job.ward_id for job in print_jobs_visible_to(user, on=on)},
    )


@pytest.fixture
def things(rounds):
    """A hazard at each team and a file for each ward."""
    for each in rounds:
        item = each.checklist.items.get(code="DIEN-01")
        Hazard.objects.create(
            household=each.assignments.first().inspected,
            item=item,
            code=item.code,
            severity=item.severity,
            found_on=date(2026, 12, 5),
            due_on=date(2026, 12, 12),
        )
    for ward in Area.objects.filter(level="ward"):
        PrintJob.objects.create(
            ward=ward,
            month=DECEMBER.first_day,
            what="checklists",
            language="vi",
            requested_at=at(date(2026, 12, 1)),
        )
    return rounds


def test_an_officer_sees_the_own_area_and_the_city_sees_all(
    things, officer, city_officer, ward, on
):
    mine, neighbours, theirs = (each.team for each in things)
    own = {mine.pk, neighbours.pk}
    every = own | {theirs.pk}
    assert seen(officer, on=on) == (own, own, {ward.pk})
    assert seen(city_officer, on=on) == (every, every, {ward.pk, theirs.ward_id})
    assert set(wards_supervised_by(officer, on=on)) == {ward}


def test_a_leader_sees_one_team_and_no_ward_file(things, on):
    mine = things[0].team
    leader = make_user("binh", leads=mine)
    assert seen(leader, on=on) == ({mine.pk}, {mine.pk}, set())


def test_a_stranger_sees_nothing(things, stranger, on):
    assert seen(stranger, on=on) == (set(), set(), set())


def test_an_officer_of_one_neighbourhood_prints_no_whole_ward(things, neighbourhood, on):
    local = make_user("lan", duty=neighbourhood)
    assert print_jobs_visible_to(local, on=on).count() == 0
    assert rounds_visible_to(local, on=on).count() == 2


def test_a_hazard_goes_with_its_household(things, on):
    leader = make_user("binh", leads=things[0].team)
    Membership.objects.filter(team=things[0].team).update(left_on=on)
    assert hazards_visible_to(leader, on=on).count() == 0


def test_paper_is_entered_by_the_leader_and_the_officers_of_the_team(
    things, officer, city_officer, stranger, on
):
    mine, _, theirs = (each.team for each in things)
    leader = make_user("binh", leads=mine)
    assert [may_enter_paper(user, mine, on=on) for user in (leader, officer, city_officer)] == [
        True
    ] * 3
    assert [may_enter_paper(user, theirs, on=on) for user in (leader, officer, stranger)] == [
        False
    ] * 3
    assert not may_enter_paper(stranger, mine, on=on)


def test_a_households_own_link_is_looked_after_by_its_leader_and_officers(
    things, officer, city_officer, stranger, on
):
    mine, _, theirs = (each.team for each in things)
    HouseholdLink.objects.all().delete()
    links = {
        team.pk: household_link(team.memberships.first().household, DECEMBER)
        for team in (mine, theirs)
    }
    leader = make_user("binh", leads=mine)

    assert [
        set(household_links_visible_to(user, on=on))
        for user in (leader, officer, city_officer, stranger)
    ] == [{links[mine.pk]}, {links[mine.pk]}, set(links.values()), set()]
