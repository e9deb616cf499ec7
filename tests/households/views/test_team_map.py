import re

import pytest
from django.urls import reverse

from households.models import Household, Membership
from households.services.team import form_teams_in_ward
from households.services.team_move import preview_move
from tests.factories import make_household, make_neighbourhood, make_ward

STEP = 7.2e-5  # eight metres


@pytest.fixture
def street(ward, neighbourhood, on):
    """Houses 1 to 8, in teams 1 (1 to 4) and 2 (5 to 8)."""
    houses = [
        make_household(neighbourhood, house_number=str(n), latitude=10.05 + n * STEP)
        for n in range(1, 9)
    ]
    form_teams_in_ward(ward, on=on, size=4, minimum=3, maximum=5)
    return houses


def text_of(response):
    return response.content.decode()


def test_every_dot_leads_to_its_household(as_officer, ward, neighbourhood, street):
    lone = make_household(neighbourhood, house_number="9", latitude=10.05 + 9 * STEP)
    drawing = str(as_officer.get(reverse("team_map", args=[ward.code])).context["drawing"])
    wanted = {
        reverse("member_effect", args=[stay.team_id, stay.pk]) for stay in Membership.objects.all()
    }
    assert set(re.findall(r'href="([^"]+)"', drawing)) == wanted | {
        reverse("household", args=[lone.pk])
    }


def test_names_in_the_links_cannot_break_out_of_the_drawing(as_officer, ward, street):
    Household.objects.update(holder_name='"><script>alert(1)</script>')
    drawing = str(as_officer.get(reverse("team_map", args=[ward.code])).context["drawing"])
    assert "<script>" not in drawing
    assert '""' not in drawing


def test_another_wards_neighbourhood_is_not_found(as_officer, ward, street):
    theirs = make_neighbourhood(make_ward("31135", "Phường Tân An", ward.parent))
    url = reverse("team_map", args=[ward.code])
    assert as_officer.get(url, {"neighbourhood": theirs.pk}).status_code == 404


def test_without_coordinates_the_list_is_offered(as_officer, ward, street):
    Household.objects.update(latitude=None, longitude=None)
    assert "không vẽ được sơ đồ" in text_of(as_officer.get(reverse("team_map", args=[ward.code])))


def test_moving_a_house_shows_both_teams_in_metres(street):
    preview = preview_move(street[4].memberships.get())
    # five to eight, every eight metres: six pairs that are 10 steps apart in all
    assert preview.metres_before == pytest.approx(8 * 10 / 6, rel=1e-2)
    assert preview.metres_after == pytest.approx(8 * 4 / 3, rel=1e-2)
    assert preview.walk_m == pytest.approx(8 * 2, rel=1e-2)
    (effect,) = preview.effects
    assert (effect.team.number, effect.households_before, effect.households_after) == (1, 4, 5)
    assert effect.metres_after == pytest.approx(8 * 2, rel=1e-2)
    assert effect.walk_m == pytest.approx(8 * 2.5, rel=1e-2)


def test_made_up_places_have_no_metres(street):
    Household.objects.update(latitude=None, longitude=None)
    preview = preview_move(street[4].memberships.get())
    (effect,) = preview.effects
    assert {preview.metres_before, preview.walk_m, effect.metres_after, effect.walk_m} == {None}


def test_the_button_under_the_preview_moves_the_household(as_officer, street, on):
    stay = street[4].memberships.get()
    page = as_officer.get(reverse("member_effect", args=[stay.team_id, stay.pk]))
    assert Membership.objects.count() == 8
    fields = dict(re.findall(r'name="(move-\w+)" value="([^"]+)"', text_of(page)))
    as_officer.post(reverse("member_move", args=[stay.team_id, stay.pk]), fields)
    now = street[4].memberships.get(left_on=None)
    assert (now.team.number, now.joined_on) == (1, on)


def test_a_team_that_would_become_too_small_is_pointed_out(as_officer, street, settings):
    settings.TEAM_MINIMUM, settings.TEAM_MAXIMUM = 4, 4
    stay = street[4].memberships.get()
    text = text_of(as_officer.get(reverse("member_effect", args=[stay.team_id, stay.pk])))
    assert "Tổ 2 sẽ không đủ 4 hộ." in text
    assert "Quá 4 hộ." in text


def test_many_teams_need_no_more_queries_than_two(
    as_officer, ward, neighbourhood, street, on, django_assert_num_queries
):
    stay = street[4].memberships.get()
    url = reverse("member_effect", args=[stay.team_id, stay.pk])
    as_officer.get(url)
    with django_assert_num_queries(7):
        as_officer.get(url)
    for number in range(20, 32):
        make_household(neighbourhood, house_number=str(number), latitude=10.05 + number * STEP)
    form_teams_in_ward(ward, on=on, size=4, minimum=3, maximum=5)
    with django_assert_num_queries(7):
        as_officer.get(url)
