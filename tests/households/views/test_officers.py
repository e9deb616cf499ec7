from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from households.models import Duty, User
from tests.factories import make_neighbourhood, make_user

NEW = {
    "full_name": "Lê Thị Mới",
    "username": "moi",
    "phone": "0912 345 678",
    "starts_on": "15/12/2026",
    "ends_on": "",
}


@pytest.fixture
def as_city(client, city_officer):
    client.force_login(city_officer)
    return client


@pytest.fixture
def invite(as_city, ward):
    return lambda **changes: as_city.post(reverse("officer_new"), NEW | {"area": ward.pk} | changes)


def test_an_officer_is_invited_and_sets_the_password_with_the_link(invite, client, settings, ward):
    page = invite()
    link = page.context["link"]
    assert link in page.text
    assert page.headers["Cache-Control"].startswith("max-age=0")
    user = User.objects.get(username="moi")
    assert (user.full_name, user.phone) == ("Lê Thị Mới", "0912345678")
    assert list(user.duties.values_list("area", "starts_on")) == [(ward.pk, date(2026, 12, 15))]
    client.logout()
    form = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    password = {"new_password1": "ba con cung giu lua", "new_password2": "ba con cung giu lua"}
    client.post(form.redirect_chain[-1][0], password)
    signed_in = {"username": "moi", "password": "ba con cung giu lua"}
    assert client.post(reverse("login"), signed_in).status_code == 302


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"full_name": " "}, "Xin ghi họ và tên"),
        ({"username": ""}, "Xin đặt tên đăng nhập"),
        ({"username": "có dấu cách"}, "chỉ gồm chữ, số"),
        ({"username": "QUANG"}, "đã có người dùng"),
        ({"phone": "12"}, "Không phải số điện thoại"),
        ({"area": ""}, "Xin chọn một địa bàn"),
        ({"starts_on": "mai"}, "Ngày phải viết như"),
        ({"ends_on": "14/12/2026"}, "Ngày cuối"),
    ],
)
def test_a_fault_is_told_and_makes_no_account(invite, change, words):
    before = User.objects.count()
    page = invite(**change)
    assert page.status_code == 422
    assert words in page.text
    assert User.objects.count() == before


def test_nobody_gives_their_own_area_or_one_beside_it(invite, ward):
    assert invite(area=ward.parent_id).status_code == 422
    assert not User.objects.filter(username="moi").exists()


def test_a_duty_is_given_and_ended(as_city, officer, ward, neighbourhood, city_officer, on):
    as_city.post(
        reverse("officer_duty", args=[officer.pk]),
        {"area": neighbourhood.pk, "starts_on": "12/12/2026", "ends_on": "20/12/2026"},
    )
    extra = Duty.objects.get(user=officer, area=neighbourhood)
    assert extra.given_by == city_officer
    main = Duty.objects.get(user=officer, area=ward)
    url = reverse("duty_end", args=[officer.pk, main.pk])
    assert as_city.post(url, {"end-on": "13/12/2026"}).status_code == 422
    as_city.post(url, {"end-on": "12/12/2026"})
    main.refresh_from_db()
    assert (main.ends_on, main.ended_by) == (date(2026, 12, 11), city_officer)
    page = as_city.get(reverse("officer", args=[officer.pk]))
    assert "từ 01/01/2026 đến hết 11/12/2026" in page.text


def test_an_officer_of_the_ward_cannot_reach_up_or_aside(client, officer, city_officer, ward):
    client.force_login(officer)
    for target in (city_officer, officer):
        assert client.get(reverse("officer", args=[target.pk])).status_code == 404
        assert client.post(reverse("officer_link", args=[target.pk])).status_code == 404
        assert client.post(reverse("officer_factor", args=[target.pk])).status_code == 404
    duty = Duty.objects.get(user=city_officer)
    assert client.post(reverse("duty_end", args=[city_officer.pk, duty.pk])).status_code == 404


def test_a_lost_telephone_is_forgotten_by_the_officer_above(as_city, officer):
    lost = Client()
    lost.post(reverse("login"), {"username": "hanh", "password": "mat-khau-thu"})
    TOTP.activate(officer, generate_totp_secret())
    assert lost.get(reverse("account")).status_code == 200
    as_city.post(reverse("officer_factor", args=[officer.pk]))
    assert not Authenticator.objects.exists()
    assert lost.get(reverse("account")).url.startswith(reverse("login"))
    assert as_city.get(reverse("account")).status_code == 200


def test_a_name_or_an_area_is_found_without_accents(as_city, officer, ward):
    make_user("kha", duty=make_neighbourhood(ward))
    for words, found in (("cai khe", {"hanh"}), ("khu vuc", {"kha"}), ("khong co", set())):
        page = as_city.get(reverse("officers"), {"q": words})
        assert {each.username for each in page.context["page"]} == found


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    as_city, officer, ward, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as one:
        as_city.get(reverse("officers"))
    for name in ("a", "b"):
        make_user(name, duty=make_neighbourhood(ward, f"Khu vực {name}"))
    with django_assert_max_num_queries(20) as three:
        as_city.get(reverse("officers"))
    assert len(one) == len(three)
