"""The front door and the pages for when something is wrong."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.factories import make_neighbourhood, make_team, make_user


def test_a_guest_reads_what_this_is_and_may_type_a_code(client, db):
    page = client.get("/").text

    assert "Mỗi tổ 12/1" in page
    assert 'action="/k/"' in page
    assert 'href="/login/"' in page


def test_a_leader_is_led_to_the_team(client, team):
    client.force_login(make_user("lan", leads=team))

    assert client.get("/").url == f"/teams/{team.pk}/"


def test_an_officer_is_led_to_the_area(client, officer, ward):
    client.force_login(officer)

    assert client.get("/").url == f"/areas/{ward.code}/"


def test_someone_with_several_charges_chooses(client, officer, ward, team):
    second = make_team(make_neighbourhood(ward, "Khu vực 2"), 3, number=12)
    for each in (team, second):
        each.appointments.filter(role="leader").update(user=officer)
    client.force_login(officer)

    page = client.get("/").text

    for path in (f"/areas/{ward.code}/", f"/teams/{team.pk}/", f"/teams/{second.pk}/"):
        assert f'href="{path}"' in page


def test_someone_without_a_charge_learns_whom_to_ask(client, stranger):
    client.force_login(stranger)

    assert "chưa được giao tổ hay địa bàn nào" in client.get("/").text


def test_every_page_says_whom_to_call(client, db):
    for path in ("/", "/k/", "/khong-co/"):
        assert 'href="tel:114"' in client.get(path).text


def test_a_page_that_does_not_exist_shows_the_way_out(client, db):
    page = client.get("/khong-co-trang-nay/")

    assert page.status_code == 404
    assert "Không có trang này" in page.text
    assert 'href="/k/"' in page.text


def test_a_form_that_waited_too_long_says_that_nothing_is_lost(officer, ward, caplog):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer)

    page = strict.post(f"/areas/{ward.code}/rounds/", {"month": "2026-12"})

    assert page.status_code == 403
    assert "Trang đã để quá lâu" in page.text


def test_the_page_for_our_own_faults_needs_nothing():
    page = render_to_string("500.html")

    assert "Trang gặp lỗi" in page
    assert 'href="tel:114"' in page


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html"])
def test_the_other_pages_for_faults_stand_on_a_request_alone(rf, name):
    request = rf.get("/")
    request.user = type("Guest", (), {"is_authenticated": False})()

    assert "<h1>" in render_to_string(name, request=request)
