"""Whoever answers for a city proves it twice; everybody else may."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from households.models import Duty, User
from tests.factories import FOUNDED


@pytest.fixture(autouse=True)
def _demanded(settings):
    settings.SECOND_FACTOR_FOR_CITY = True


def code_of(secret) -> str:
    """What the app on the telephone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client, username, **fields):
    data = {"username": username, "password": "mat-khau-thu"} | fields
    return client.post(reverse("login"), data)


def prove(client):
    """The password once more, which the pages about the second factor ask for."""
    client.post(reverse("account_reauthenticate"), {"password": "mat-khau-thu"})


@pytest.fixture
def app(city_officer):
    """An app that the city officer has set up; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(city_officer, secret)
    return secret


def test_a_city_officer_is_led_to_a_second_factor_before_any_other_page(
    client, city_officer, ward, team
):
    sign_in(client, "quang")
    for path in ("/", f"/wards/{ward.code}/teams/", f"/teams/{team.pk}/", "/admin/", "/officers/"):
        assert client.get(path).url == reverse("mfa_index"), path
    assert (
        client.post(f"/areas/{ward.code}/rounds/", {"month": "2026-12"}).url == "/account/second/"
    )
    page = client.get(reverse("mfa_index"))
    assert "cần thêm một bước xác nhận" in page.text
    assert client.post(reverse("logout")).url == "/"


def test_a_ward_officer_and_a_leader_are_not_asked(client, officer, ward):
    sign_in(client, "hanh")
    assert client.get(f"/wards/{ward.code}/teams/").status_code == 200


def test_whoever_keeps_the_site_is_asked_too(client, db):
    User.objects.create_superuser("chu", password="mat-khau-thu")
    sign_in(client, "chu")
    assert client.get("/admin/").url == reverse("mfa_index")


def test_a_duty_over_the_city_is_asked_for_from_the_day_it_begins(client, officer, ward, time, on):
    Duty.objects.create(user=officer, area=ward.parent, starts_on=date(2026, 12, 13))
    sign_in(client, "hanh")
    assert client.get(f"/wards/{ward.code}/teams/").status_code == 200
    time.shift(24 * 3600)
    assert client.get(f"/wards/{ward.code}/teams/").url == reverse("mfa_index")


def test_a_duty_that_ended_asks_for_nothing(client, city_officer, ward):
    Duty.objects.filter(user=city_officer).update(ends_on=FOUNDED)
    sign_in(client, "quang")
    assert client.get(reverse("account")).status_code == 200
    assert client.get(f"/wards/{ward.code}/teams/").status_code == 404


def test_the_app_is_set_up_by_its_first_code_and_opens_the_way(client, city_officer, ward):
    sign_in(client, "quang")
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Mã chưa đúng" in wrong.text
    assert client.get("/").url == reverse("mfa_index")
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert done.redirect_chain[0][0] == reverse("mfa_view_recovery_codes")
    assert len(done.context["unused_codes"]) == 10
    assert client.get(f"/wards/{ward.code}/teams/").status_code == 200


def test_the_secret_is_not_kept_in_the_clear(app):
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert app not in kept


def test_after_the_password_comes_the_code(client, app, ward):
    asked = sign_in(client, "quang")
    assert asked.url == reverse("mfa_authenticate")
    assert client.get(f"/wards/{ward.code}/teams/").url.startswith(reverse("login"))
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Mã chưa đúng" in wrong.text
    client.post(reverse("mfa_authenticate"), {"code": code_of(app)})
    assert client.get(f"/wards/{ward.code}/teams/").status_code == 200


def test_a_code_serves_once(client, app, ward):
    code = code_of(app)
    for expected in (200, 302):
        sign_in(client, "quang")
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert client.get(f"/wards/{ward.code}/teams/").status_code == expected
        client.post(reverse("logout"))


def test_after_the_keys_of_the_site_are_lost_no_code_fits(client, app, ward, settings):
    settings.SECRET_KEY = "another" * 8
    sign_in(client, "quang")
    client.post(reverse("mfa_authenticate"), {"code": code_of(app)})
    assert client.get(f"/wards/{ward.code}/teams/").status_code == 302


def test_old_keys_of_the_site_still_read_the_secret(client, app, ward, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    sign_in(client, "quang")
    client.post(reverse("mfa_authenticate"), {"code": code_of(app)})
    assert client.get(f"/wards/{ward.code}/teams/").status_code == 200


def test_a_recovery_code_opens_once_in_place_of_the_app(client, city_officer, ward):
    sign_in(client, "quang")
    prove(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    made = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    spare = made.context["unused_codes"][0]
    for expected in (200, 302):
        client.post(reverse("logout"))
        sign_in(client, "quang")
        client.post(reverse("mfa_authenticate"), {"code": spare})
        assert client.get(f"/wards/{ward.code}/teams/").status_code == expected


def test_without_the_app_a_city_officer_is_asked_again(client, app, ward):
    sign_in(client, "quang")
    client.post(reverse("mfa_authenticate"), {"code": code_of(app)})
    prove(client)
    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert client.get(f"/wards/{ward.code}/teams/").url == reverse("mfa_index")


def test_a_session_grown_old_proves_itself_before_the_app_is_dropped(client, app, time):
    sign_in(client, "quang")
    client.post(reverse("mfa_authenticate"), {"code": code_of(app)})
    prove(client)
    time.shift(3600)
    asked = client.post(reverse("mfa_deactivate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_key_is_offered_without_inline_scripts(client, city_officer):
    sign_in(client, "quang")
    prove(client)
    page = client.get(reverse("mfa_add_webauthn"))
    assert page.status_code == 200
    assert "publicKey" in page.text
    scripts = [part.split(">")[0] for part in page.text.split("<script")[1:]]
    assert all("src=" in part or "application/json" in part for part in scripts)


def test_a_key_that_makes_no_sense_is_refused_with_words(client, city_officer):
    sign_in(client, "quang")
    prove(client)
    client.get(reverse("mfa_add_webauthn"))
    page = client.post(reverse("mfa_add_webauthn"), {"name": "", "credential": ""})
    assert "Trình duyệt chưa trao khóa" in page.text
    assert not Authenticator.objects.exists()


def test_where_the_site_does_not_demand_it_nobody_is_led_there(client, city_officer, settings):
    settings.SECOND_FACTOR_FOR_CITY = False
    sign_in(client, "quang")
    assert client.get("/").url == "/areas/92/"


def test_a_factor_signs_out_all_who_came_in_by_password_alone(
    client, city_officer, ward, django_capture_on_commit_callbacks
):
    waiting = Client()
    sign_in(waiting, "quang")
    sign_in(client, "quang")
    prove(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert waiting.get(f"/wards/{ward.code}/teams/").url.startswith(reverse("login"))
    assert client.get(f"/wards/{ward.code}/teams/").status_code == 200


def test_the_password_alone_adds_no_recovery_codes_and_opens_no_door_with_them(client, app, ward):
    sign_in(client, "quang")
    prove(client)
    for name in ("mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_add_webauthn"):
        for method in (client.get, client.post):
            assert method(reverse(name)).url.startswith(reverse("login")), name
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp"}
