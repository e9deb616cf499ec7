"""Who may open and change what: every address of the registry for every visitor."""

import pytest
from django.urls import reverse

OFFICERS = {"officer", "city officer"}
WITH_LEADER = OFFICERS | {"leader"}

PAGES = {
    "roster_upload": OFFICERS,
    "roster_blank": OFFICERS,
    "ward_teams": OFFICERS,
    "ward_teams_file": OFFICERS,
    "team_builder": OFFICERS,
    "team_map": OFFICERS,
    "team_repair": OFFICERS,
    "team_undo": OFFICERS,
    "ward_households": OFFICERS,
    "ward_households_file": OFFICERS,
    "roster": OFFICERS,
    "roster_report": OFFICERS,
    "household": OFFICERS,
    "team_members": WITH_LEADER,
    "member": WITH_LEADER,
    "member_effect": OFFICERS,
}
CHANGES = {
    "roster_upload": OFFICERS,
    "roster_apply": OFFICERS,
    "team_builder": OFFICERS,
    "team_repair": OFFICERS,
    "team_undo": OFFICERS,
    "household": OFFICERS,
    "household_depart": OFFICERS,
    "team_admit": OFFICERS,
    "team_end": OFFICERS,
    "member_move": OFFICERS,
    "member_office": OFFICERS,
    "member_relieve": OFFICERS,
    "member_availability": WITH_LEADER,
}


@pytest.fixture
def address(ward, team, received):
    stay = team.memberships.first()
    arguments = {
        "roster_upload": [ward.code],
        "roster_blank": [ward.code],
        "ward_teams": [ward.code],
        "ward_teams_file": [ward.code, "csv"],
        "team_builder": [ward.code],
        "team_map": [ward.code],
        "team_repair": [ward.code],
        "team_undo": [ward.code],
        "ward_households": [ward.code],
        "ward_households_file": [ward.code, "xlsx"],
        "roster": [received.pk],
        "roster_report": [received.pk, "csv"],
        "roster_apply": [received.pk],
        "household": [stay.household_id],
        "household_depart": [stay.household_id],
        "team_members": [team.pk],
        "team_admit": [team.pk],
        "team_end": [team.pk],
    }
    return lambda name: reverse(name, args=arguments.get(name, [team.pk, stay.pk]))


def admitted(client, cast, knock):
    """Those for whom the page opens; the others must be told that there is no such page."""
    inside = set()
    for name, user in cast.items():
        client.logout()
        if user is not None:
            client.force_login(user)
        response = knock()
        b"".join(response)  # A file is closed once it is read.
        if response.status_code == 302 and response.url.startswith(reverse("login")):
            assert name == "guest"
        elif response.status_code != 404:
            assert response.status_code in (200, 302)
            inside.add(name)
    return inside


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_those_in_charge_and_nobody_else(client, cast, address, name):
    assert admitted(client, cast, lambda: client.get(address(name))) == PAGES[name]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_open_to_those_in_charge_and_nobody_else(client, cast, address, name):
    assert admitted(client, cast, lambda: client.post(address(name))) == CHANGES[name]


@pytest.mark.parametrize("name", sorted(CHANGES.keys() - PAGES.keys()))
def test_looking_never_changes_anything(as_officer, address, name):
    assert as_officer.get(address(name)).status_code == 405


def test_a_member_of_another_team_is_not_changed_through_this_one(as_officer, team, other_team):
    theirs = other_team.memberships.first()
    assert as_officer.get(reverse("member", args=[team.pk, theirs.pk])).status_code == 404
    away = reverse("member_availability", args=[team.pk, theirs.pk])
    assert as_officer.post(away, {"away": "on"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.away is False


@pytest.mark.parametrize("code", ["99999", "%00", "31120%00", "..%2f31120"])
def test_a_ward_that_is_not_there_is_not_found(as_officer, ward, code):
    assert as_officer.get(f"/wards/{code}/teams/").status_code == 404


def test_strange_characters_in_a_search_find_nothing_and_break_nothing(as_officer, ward, team):
    for page in ("ward_teams", "ward_households"):
        url = reverse(page, args=[ward.code])
        assert as_officer.get(url, {"q": "a\x00%_\\'\"<b>"}).status_code == 200
