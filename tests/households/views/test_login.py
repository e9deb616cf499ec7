import pytest
from django.urls import reverse

from households.models import User

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng"
LOCKED = "Đã gõ sai nhiều lần"


def test_an_officer_signs_in_and_comes_back_to_the_page_asked_for(client, officer, ward):
    wanted = reverse("ward_teams", args=[ward.code])
    asked = client.get(wanted)
    assert asked.url == f"{reverse('login')}?next={wanted}"
    page = client.get(asked.url)
    assert "Đăng nhập" in page.content.decode()
    signed_in = client.post(
        reverse("login"), {"username": "hanh", "password": "mat-khau-thu", "next": wanted}
    )
    assert (signed_in.status_code, signed_in.url) == (302, wanted)


def test_a_wrong_password_is_told_on_top_and_keeps_the_name(client, officer):
    page = client.post(reverse("login"), {"username": "hanh", "password": "sai"})
    text = page.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in text
    assert 'value="hanh"' in text


def test_an_empty_field_is_named_with_a_link_to_it(client, db):
    text = client.post(reverse("login"), {}).content.decode()
    assert 'href="#id_username"' in text
    assert "Xin gõ tên đăng nhập." in text


def test_a_login_does_not_lead_to_another_site(client, officer):
    signed_in = client.post(
        reverse("login"),
        {"username": "hanh", "password": "mat-khau-thu", "next": "https://evil.example/"},
    )
    assert signed_in.url == reverse("home")


def test_signing_out_takes_a_button_not_a_link(as_officer):
    assert as_officer.get(reverse("logout")).status_code == 405
    assert as_officer.post(reverse("logout")).status_code == 302
    assert "_auth_user_id" not in as_officer.session


@pytest.fixture
def knock(client):
    def _knock(password, username="hanh", **extra):
        return client.post(reverse("login"), {"username": username, "password": password}, **extra)

    return _knock


def test_five_wrong_passwords_lock_the_name_for_a_quarter_of_an_hour(knock, officer, time):
    assert all(WRONG in knock("sai").text for _time in range(5))
    assert LOCKED in knock("mat-khau-thu").text
    time.shift(15 * 60 + 1)
    assert knock("mat-khau-thu").status_code == 302


def test_the_lock_is_on_the_name_however_it_is_written_and_on_nobody_else(
    knock, officer, city_officer
):
    for _time in range(5):
        knock("sai", username="Hanh")
    assert LOCKED in knock("mat-khau-thu").text
    assert knock("mat-khau-thu", username="quang").status_code == 302


def test_right_passwords_do_not_add_up_to_a_lock(client, knock, officer):
    for _time in range(8):
        assert knock("mat-khau-thu").status_code == 302
        client.post(reverse("logout"))


def test_many_names_from_one_machine_are_stopped_too(knock, officer):
    answers = [knock("sai", username=f"ten{number}").text for number in range(21)]
    assert all(WRONG in answer for answer in answers[:20])
    assert LOCKED in answers[20]


def test_the_address_behind_the_proxy_is_what_counts(knock, officer, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(21):
        knock("sai", username=f"ten{number}", headers={"x-forwarded-for": "9.9.9.9, 203.0.113.9"})
    other = knock("mat-khau-thu", headers={"x-forwarded-for": "203.0.113.9, 203.0.113.10"})
    assert other.status_code == 302


def test_an_account_that_was_closed_does_not_open(client, knock, officer):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert "ngừng dùng" in client.get(knock("mat-khau-thu").url).text
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    for path in ("/signup/", "/login/signup/", "/accounts/signup/"):
        assert client.get(path).status_code == 404


def test_the_admin_has_no_door_of_its_own(client, db, knock):
    User.objects.create_superuser("chu", password="mat-khau-thu")
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("login"))
    client.post(reverse("admin:login"), {"username": "chu", "password": "mat-khau-thu"})
    assert "_auth_user_id" not in client.session
