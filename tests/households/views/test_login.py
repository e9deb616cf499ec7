from django.urls import reverse


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
