import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from households.models import User
from households.services.officer import invitation_link


def sign_in(username, password="mat-khau-thu", agent="Firefox"):
    client = Client(headers={"user-agent": agent})
    client.post(reverse("login"), {"username": username, "password": password})
    return client


def is_in(client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_the_account_names_its_duties_and_the_ways_to_protect_it(officer, ward):
    page = sign_in("hanh").get(reverse("account"))
    assert ward.name in page.text
    for name in ("account_change_password", "mfa_index", "usersessions_list", "officers"):
        assert reverse(name) in page.text


def test_machines_are_listed_and_one_of_them_is_signed_out(officer):
    here, there = sign_in("hanh"), sign_in("hanh", agent="Opera Mini")
    assert "Opera Mini" in here.get(reverse("usersessions_list")).text
    lost = UserSession.objects.get(user_agent="Opera Mini")
    here.post(reverse("session_end", args=[lost.pk]))
    assert (is_in(here), is_in(there)) == (True, False)
    assert here.post(reverse("session_end", args=[lost.pk])).status_code == 404


def test_all_other_machines_are_signed_out_at_once(officer):
    here, *others = (sign_in("hanh") for _time in range(3))
    here.post(reverse("usersessions_list"))
    assert [is_in(client) for client in (here, *others)] == [True, False, False]


def test_nobody_signs_somebody_else_out(officer, city_officer):
    theirs, mine = sign_in("quang"), sign_in("hanh")
    session = UserSession.objects.get(user=city_officer)
    assert mine.post(reverse("session_end", args=[session.pk])).status_code == 404
    assert is_in(theirs)


def language_of(user) -> str:
    return User.objects.get(pk=user.pk).language


class TestLanguage:
    @pytest.mark.parametrize("way_back", ["account", "home"])
    def test_of_ones_messages_is_kept_with_that_of_the_pages(self, officer, stranger, way_back):
        here, way = sign_in("hanh"), {"next": reverse(way_back)}
        page = here.post("/language/", {"language": "en", **way}, follow=True)
        assert page.headers["Content-Language"] == "en"
        assert (language_of(officer), language_of(stranger)) == ("en", "vi")
        assert '<option value="en" selected>' in here.get(reverse("account")).text
        for _time in range(2):
            here.post("/language/", {"language": "vi", **way})
        assert language_of(officer) == "vi"
        assert '<option value="vi" selected>' in here.get(reverse("account")).text

    @pytest.mark.parametrize("wanted", ["fr", "", "EN", "en-gb"])
    def test_that_is_not_offered_changes_nothing(self, officer, wanted):
        User.objects.filter(pk=officer.pk).update(language="en")
        sign_in("hanh").post("/language/", {"language": wanted})
        assert language_of(officer) == "en"

    def test_is_not_changed_by_looking_or_by_a_guest(self, officer):
        sign_in("hanh").get("/language/", {"language": "en"})
        Client().post("/language/", {"language": "en"})
        assert language_of(officer) == "vi"


class TestPassword:
    @pytest.fixture
    def change(self, officer):
        client = sign_in("hanh")

        def _change(old="mat-khau-thu", new="ba con cung giu lua", again=None):
            data = {"oldpassword": old, "password1": new, "password2": again or new}
            return client.post(reverse("account_change_password"), data, follow=True)

        return _change

    def test_is_changed_and_other_machines_have_to_sign_in_again(self, change, officer):
        other = sign_in("hanh")
        assert "Đã đổi mật khẩu." in change().text
        assert not is_in(other)
        assert is_in(sign_in("hanh", "ba con cung giu lua"))

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"old": "sai"}, "chưa đúng"),
            ({"new": "ngan"}, "quá ngắn"),
            ({"new": "1234567890123"}, "hoàn toàn là số"),
            ({"new": "password123"}, "quá phổ biến"),
            ({"again": "khac-han-nhau"}, "chưa giống nhau"),
        ],
    )
    def test_is_not_changed_against_the_rules(self, change, officer, given, words):
        assert words in change(**given).text
        officer.refresh_from_db()
        assert officer.check_password("mat-khau-thu")


class TestInvitation:
    @pytest.fixture
    def path(self, officer, settings):
        return invitation_link(officer).removeprefix(settings.SITE_URL)

    def choose(self, client, path, password="ba con cung giu lua"):
        form = client.get(path, follow=True)
        data = {"new_password1": password, "new_password2": password}
        return client.post(form.redirect_chain[-1][0] if form.redirect_chain else path, data)

    def test_looking_at_it_spends_nothing(self, client, path):
        for _time in range(3):
            assert "Đặt mật khẩu" in Client().get(path, follow=True).text
        assert self.choose(client, path).url == reverse("login")

    def test_works_once(self, client, path, officer):
        self.choose(client, path)
        assert "không còn dùng được" in Client().get(path, follow=True).text
        officer.refresh_from_db()
        assert officer.check_password("ba con cung giu lua")

    def test_dies_with_its_time(self, client, path, time, settings):
        time.shift(settings.INVITATION_HOURS * 3600 + 1)
        assert "không còn dùng được" in client.get(path, follow=True).text

    def test_opens_nothing_for_an_account_that_was_closed(self, client, path, officer):
        User.objects.filter(pk=officer.pk).update(is_active=False)
        assert "không còn dùng được" in client.get(path, follow=True).text

    @pytest.mark.parametrize("spoiled", ["MQ/abc/", "xxx/c1-12/", "MQ/set-password/"])
    def test_a_made_up_link_is_told_to_be_none(self, client, db, spoiled):
        page = client.get(f"/invitation/{spoiled}", follow=True)
        assert "không còn dùng được" in page.text

    def test_holds_the_password_to_the_rules(self, client, path, officer):
        assert "quá ngắn" in self.choose(client, path, "ngan").text
        officer.refresh_from_db()
        assert officer.check_password("mat-khau-thu")

    def test_signs_old_machines_out_and_lifts_the_lock(self, client, path, officer):
        old = sign_in("hanh")
        path = invitation_link(User.objects.get(pk=officer.pk)).split("8000")[-1]
        for _time in range(6):
            sign_in("hanh", "sai")
        self.choose(client, path)
        assert not is_in(old)
        assert is_in(sign_in("hanh", "ba con cung giu lua"))
