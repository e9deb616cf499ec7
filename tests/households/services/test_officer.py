"""Duties are dated, given once, and end without rewriting what was."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from households.models import Appointment, Duty, User
from households.rules import areas_visible_to, officers_managed_by
from households.services.officer import (
    OfficerError,
    create_officer,
    end_duty,
    give_duty,
)
from tests.factories import make_neighbourhood, make_team, make_user, make_ward

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


@pytest.fixture
def ninh_kieu(ward):
    return make_ward("31117", "Phường Ninh Kiều", ward.parent)


def days():
    return set(Duty.objects.values_list("user__username", "area__code", "starts_on", "ends_on"))


def test_a_new_officer_has_a_duty_and_cannot_sign_in_yet(ward, city_officer):
    user = create_officer("moi", ward, full_name="Lê Mới", starts_on=FIRST, by=city_officer)
    assert not user.has_usable_password()
    duty = Duty.objects.get(user=user)
    assert (duty.area, duty.starts_on, duty.ends_on) == (ward, FIRST, None)
    assert duty.given_by == city_officer


@pytest.mark.parametrize("name", ["HANH", "hanh"])
def test_a_name_is_taken_in_whatever_letters(ward, officer, name):
    before = User.objects.count()
    with pytest.raises(OfficerError, match="đã có người dùng"):
        create_officer(name, ward, full_name="Khác", starts_on=FIRST)
    assert User.objects.count() == before


def test_a_name_with_a_space_is_none(ward):
    with pytest.raises(OfficerError, match="chỉ gồm chữ, số"):
        create_officer("lê mới", ward, full_name="Lê Mới", starts_on=FIRST)
    assert not User.objects.exists()


def test_given_twice_is_given_once(officer, ninh_kieu):
    give_duty(officer, ninh_kieu, starts_on=FIRST)
    before = days()
    give_duty(officer, ninh_kieu, starts_on=FIRST)
    assert days() == before


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(date(2026, 11, 1), None), (LAST, date(2027, 1, 5)), (date(2026, 12, 5), date(2026, 12, 6))],
)
def test_days_that_are_covered_already_are_refused(officer, ninh_kieu, starts_on, ends_on):
    give_duty(officer, ninh_kieu, starts_on=FIRST, ends_on=LAST)
    before = days()
    with pytest.raises(OfficerError, match="đã phụ trách"):
        give_duty(officer, ninh_kieu, starts_on=starts_on, ends_on=ends_on)
    assert days() == before


def test_one_after_the_other_is_fine(officer, ninh_kieu):
    give_duty(officer, ninh_kieu, starts_on=FIRST, ends_on=LAST)
    give_duty(officer, ninh_kieu, starts_on=date(2027, 1, 1))
    assert Duty.objects.filter(area=ninh_kieu).count() == 2


def test_days_upside_down_and_ended_areas_are_refused(officer, ninh_kieu):
    with pytest.raises(OfficerError, match="Ngày cuối"):
        give_duty(officer, ninh_kieu, starts_on=LAST, ends_on=FIRST)
    ninh_kieu.valid_to = LAST
    with pytest.raises(OfficerError, match="không còn là địa bàn hiện hành"):
        give_duty(officer, ninh_kieu, starts_on=LAST)


def test_from_the_day_of_the_end_nothing_is_seen_any_more(officer, ward):
    duty = Duty.objects.get(user=officer)
    end_duty(duty, on=FIRST)
    end_duty(duty, on=LAST)
    assert ward in areas_visible_to(officer, on=date(2026, 11, 30))
    assert not areas_visible_to(officer, on=FIRST).exists()
    duty.refresh_from_db()
    assert duty.ends_on == date(2026, 11, 30)


def test_a_duty_that_never_began_goes_altogether(officer, ninh_kieu):
    duty = give_duty(officer, ninh_kieu, starts_on=LAST)
    end_duty(duty, on=FIRST)
    end_duty(duty, on=FIRST)
    assert not Duty.objects.filter(area=ninh_kieu).exists()


class TestWhoManagesWhom:
    def names(self, user, on):
        return {each.username for each in officers_managed_by(user, on=on)}

    def test_each_manages_those_below_and_not_oneself_or_ones_peers(
        self, ward, ninh_kieu, officer, city_officer, on
    ):
        make_user("kha", duty=make_neighbourhood(ward))
        make_user("oanh", duty=ninh_kieu)
        make_user("phuc", duty=ward.parent)
        assert self.names(city_officer, on) == {"hanh", "kha", "oanh"}
        assert self.names(officer, on) == {"kha"}
        assert self.names(User.objects.get(username="kha"), on) == set()

    def test_who_also_answers_for_another_place_is_managed_from_above_both(
        self, ward, ninh_kieu, officer, city_officer, on
    ):
        both = make_user("kha", duty=make_neighbourhood(ward))
        Duty.objects.create(user=both, area=ninh_kieu, starts_on=FIRST)
        assert self.names(officer, on) == set()
        assert self.names(city_officer, on) == {"hanh", "kha"}

    def test_who_leads_a_team_in_another_place_is_managed_from_above_both(
        self, ward, ninh_kieu, officer, city_officer, on
    ):
        leader = make_user("kha", duty=make_neighbourhood(ward))
        Appointment.objects.filter(
            team=make_team(make_neighbourhood(ninh_kieu), 3), role="leader"
        ).update(user=leader)
        assert self.names(officer, on) == set()
        assert self.names(city_officer, on) == {"hanh", "kha"}
        Appointment.objects.update(ends_on=FIRST)
        assert self.names(officer, on) == {"kha"}

    def test_a_city_officer_with_a_ward_besides_is_no_subordinate(
        self, ward, officer, city_officer, on
    ):
        peer = make_user("phuc", duty=ward.parent)
        Duty.objects.create(user=peer, area=ward, starts_on=FIRST)
        assert "phuc" not in self.names(city_officer, on)


class TestCommand:
    def run(self, *words, **options):
        out = StringIO()
        call_command("create_officer", *words, stdout=out, stderr=StringIO(), **options)
        return out.getvalue().strip()

    def test_makes_the_account_once_and_prints_a_link_that_opens(self, ward, client, settings):
        for _time in range(2):
            link = self.run("hanh", "--area", ward.code, "--name", "Trần Thị Hạnh")
        assert User.objects.get().full_name == "Trần Thị Hạnh"
        assert Duty.objects.count() == 1
        page = client.get(link.removeprefix(settings.SITE_URL), follow=True)
        assert "Đặt mật khẩu" in page.text

    def test_says_what_is_wrong(self, ward):
        with pytest.raises(CommandError, match="Không có địa bàn nào mang mã 1"):
            self.run("hanh", "--area", "1")
        with pytest.raises(CommandError):
            self.run("tên có dấu cách", "--area", ward.code)
        assert not User.objects.exists()
