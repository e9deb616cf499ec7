"""A household's own link, taken back by its leader or an officer."""

from datetime import timedelta

import pytest
import time_machine

from inspections.models import HouseholdLink
from inspections.services.household_link import ensure_links
from inspections.services.round import open_round
from tests.factories import make_team, make_user
from tests.inspections.household_links import household_link, household_url
from tests.inspections.views.conftest import DECEMBER, NOON


@pytest.fixture
def household(assignment):
    return assignment.inspected


@pytest.fixture
def standing(household):
    return household_link(household, DECEMBER)


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


@pytest.fixture
def card(team, household):
    return f"/teams/{team.pk}/two-sides/2026-12/{household.pk}/"


@pytest.fixture
def address(card):
    return f"{card}revoke/"


def path_of(household):
    return f"/h/{household_url(household, DECEMBER).rsplit('/', 1)[-1]}/"


def test_the_button_ends_the_old_paper_and_a_new_link_can_be_made(
    client, card, address, leader, household, standing
):
    old = path_of(household)
    assert client.get(old).status_code == 200
    assert f'href="{address}"' in client.get(card).text
    assert "Thu hồi đường dẫn của hộ này" in client.get(address).text

    after = client.post(address, {"link": standing.pk}, follow=True)

    assert "Đã thu hồi đường dẫn của hộ" in after.text
    assert "Tạo đường dẫn" in after.text
    assert address not in after.text
    assert client.get(old).status_code == 410
    standing.refresh_from_db()
    assert (standing.revoked_by, standing.revoked_at) == (leader, NOON)
    made = client.post(card, follow=True)
    assert client.get(f"/h/{made.context['code']}/").status_code == 200
    assert made.context["url"].rsplit("/", 1)[-1] not in old


def test_notices_wait_for_the_new_link(client, team, address, leader, standing):
    client.post(address, {"link": standing.pk})
    notices = f"/teams/{team.pk}/print/2026-12/notices"

    assert client.get(f"{notices}/").status_code == 409
    b"".join(client.post(f"{notices}.pdf"))

    assert client.get(f"{notices}/").status_code == 200


def test_the_page_says_who_took_it_back_and_when(client, address, leader, household, standing):
    client.post(address, {"link": standing.pk})

    without_new = client.get(address).text
    ensure_links([household.pk], DECEMBER)
    with_new = client.get(address).text

    assert "Hộ chưa có đường dẫn mới" in without_new
    for page in (without_new, with_new):
        assert f"12:00 12/12/2026, {leader}" in page


def test_pressed_twice_it_takes_back_one(client, address, leader, household, standing):
    client.post(address, {"link": standing.pk})
    ensure_links([household.pk], DECEMBER)
    client.post(address, {"link": standing.pk})

    assert HouseholdLink.objects.filter(household=household, revoked_at=None).count() == 1


@pytest.mark.parametrize("data", [{}, {"link": ""}, {"link": "x"}, {"link": "999999"}])
def test_a_button_of_another_page_takes_nothing_back(client, address, leader, standing, data):
    assert client.post(address, data).status_code == 302
    assert not HouseholdLink.objects.exclude(revoked_at=None).exists()


def test_a_link_of_another_household_is_not_reached_from_here(
    client, team, address, leader, household, standing
):
    member = team.memberships.exclude(household=household).first().household
    other = household_link(member, DECEMBER)

    client.post(address, {"link": other.pk})

    other.refresh_from_db()
    assert other.revoked_at is None


def test_a_link_that_has_ended_need_not_be_taken_back(client, team, address, leader, standing):
    with time_machine.travel(NOON + timedelta(days=120), tick=False):
        client.force_login(leader)
        page = client.get(address).text

    assert "không cần thu hồi" in page
    assert "<button" not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_a_household_that_left_the_team_is_looked_after_elsewhere(
    client, team, card, address, leader, household, standing
):
    team.memberships.filter(household=household).update(left_on=NOON.date())

    assert address not in client.get(card).text
    assert client.get(address).status_code == 404
    assert client.post(address, {"link": standing.pk}).status_code == 404


def test_a_household_that_never_had_a_link_has_none_to_take_back(client, address, leader):
    HouseholdLink.objects.all().delete()

    assert client.get(address).status_code == 404


def test_the_leader_of_another_team_gets_nowhere(client, neighbourhood, address, standing):
    client.force_login(make_user("mai", leads=make_team(neighbourhood, 3, number=9)))

    assert client.get(address).status_code == 404
    assert client.post(address, {"link": standing.pk}).status_code == 404


def test_the_homes_record_and_the_lost_sheets_page_lead_to_the_card(
    client, team, officer, card, household, assignment
):
    client.force_login(officer)

    assert f'href="{card}"' in client.get(f"/households/{household.pk}/inspections/").text
    assert f'href="{card}"' in client.get(f"/teams/{team.pk}/link/2026-12/{assignment.pk}/").text


@pytest.mark.parametrize("size", [3, 9])
def test_a_page_costs_the_same_for_any_team(client, neighbourhood, size, django_assert_num_queries):
    team = make_team(neighbourhood, size)
    client.force_login(make_user("le", leads=team))
    household = open_round(team, DECEMBER, at=NOON).assignments.first().inspected
    card = f"/teams/{team.pk}/two-sides/2026-12/{household.pk}/"
    # session, user, team, may enter, household, whether it can be taken back, link
    with django_assert_num_queries(7):
        client.get(card)
    # session, user, team, may enter, household, links
    with django_assert_num_queries(6):
        client.get(f"{card}revoke/")
