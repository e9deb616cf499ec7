from datetime import timedelta

import pytest
from django.urls import reverse

from households.models import Membership
from tests.factories import FOUNDED, make_household, make_neighbourhood, make_user


@pytest.fixture
def stay(team):
    return team.memberships.last()


@pytest.fixture
def post(as_officer, team, stay):
    def send(name, **data):
        arguments = [team.pk] if name in ("team_admit", "team_end") else [team.pk, stay.pk]
        prefix = {"member_availability": ""}.get(name, f"{name.split('_')[1]}-")
        prefix = {"end-": "disband-", "office-": "appoint-", "relieve-": "dismiss-"}.get(
            prefix, prefix
        )
        fields = {f"{prefix}{key}": value for key, value in data.items()}
        return as_officer.post(reverse(name, args=arguments), fields, follow=True)

    return send


def text_of(response):
    return response.content.decode()


def written(day):
    return f"{day:%d/%m/%Y}"


def test_members_stand_with_phone_and_dates(as_officer, team, stay):
    type(stay.household).objects.filter(pk=stay.household_id).update(phone="0912345678")
    text = text_of(as_officer.get(reverse("team_members", args=[team.pk])))
    assert 'href="tel:0912345678"' in text
    assert text.count("vào tổ 01/01/2026") == 4
    assert "Tổ trưởng" in text


def test_a_leader_sees_phones_and_may_not_move_anyone(client, cast, team, stay):
    type(stay.household).objects.filter(pk=stay.household_id).update(phone="0912345678")
    client.force_login(cast["leader"])
    members = text_of(client.get(reverse("team_members", args=[team.pk])))
    member = text_of(client.get(reverse("member", args=[team.pk, stay.pk])))
    assert "0912345678" in members
    assert "Giải thể" not in members
    assert reverse("member_move", args=[team.pk, stay.pk]) not in member
    assert reverse("household", args=[stay.household_id]) not in member
    assert reverse("member_availability", args=[team.pk, stay.pk]) in member


def test_a_leader_marks_a_household_away(client, cast, team, stay):
    client.force_login(cast["leader"])
    client.post(reverse("member_availability", args=[team.pk, stay.pk]), {"away": "on"})
    stay.refresh_from_db()
    assert (stay.away, stay.can_inspect) == (True, False)


def test_a_household_without_a_team_is_taken_in(post, team, lone, on):
    answer = post("team_admit", household=lone.pk, on="05/12/2026")
    assert "Đã nhận hộ Phạm Thị Lẻ" in text_of(answer)
    assert lone.memberships.get().joined_on == on - timedelta(days=7)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Xin ghi ngày"),
        ("32/12/2026", "Ngày phải viết như 05/12/2026."),
        ("13/12/2026", "Ngày này chưa tới"),
        ("31/12/2025", "không được sớm hơn"),
    ],
)
def test_a_day_that_cannot_be_is_told(post, lone, day, words):
    answer = post("team_admit", household=lone.pk, on=day)
    assert words in text_of(answer)
    assert "Chưa gửi được" in text_of(answer)
    assert lone.memberships.count() == 0


def test_a_household_of_another_neighbourhood_cannot_be_taken_in(post, ward):
    far = make_household(make_neighbourhood(ward, "Khu vực 2"))
    assert "xin chọn lại" in text_of(post("team_admit", household=far.pk, on="05/12/2026"))
    assert Membership.objects.filter(household=far).count() == 0


def test_a_member_moves_to_another_team_on_a_day(post, stay, other_team, on):
    post("member_move", team=other_team.pk, on=written(on))
    dates = stay.household.memberships.order_by("id").values_list("team", "joined_on", "left_on")
    assert list(dates) == [(stay.team_id, FOUNDED, on), (other_team.pk, on, None)]


def test_a_member_leaves_without_a_new_team(post, stay, on):
    post("member_move", team="", on=written(on))
    stay.refresh_from_db()
    assert stay.left_on == on
    assert stay.household.memberships.count() == 1


def test_a_move_that_history_forbids_is_told_on_the_members_page(post, stay):
    answer = post("member_move", team="", on="31/12/2025")
    assert "Ngày phải từ 01/01/2026 trở đi" in text_of(answer)
    stay.refresh_from_db()
    assert stay.left_on is None


def test_a_leader_is_appointed_with_an_account(post, team, stay, on):
    account = make_user("moi")
    post("member_office", role="leader", username="moi", on=written(on))
    current = team.appointments.get(role="leader", ends_on=None)
    assert (current.household, current.user, current.starts_on) == (stay.household, account, on)


def test_an_account_that_does_not_exist_is_told(post, team, on):
    answer = post("member_office", role="leader", username="khong-co", on=written(on))
    assert "Không có tài khoản nào tên như vậy" in text_of(answer)
    assert team.appointments.count() == 2


def test_a_leader_is_relieved(as_officer, team, on):
    leader = team.appointments.get(role="leader")
    stay = team.memberships.get(household=leader.household)
    as_officer.post(reverse("member_relieve", args=[team.pk, stay.pk]), {"dismiss-on": written(on)})
    leader.refresh_from_db()
    assert leader.ends_on == on - timedelta(days=1)


def test_relieving_somebody_without_an_office_does_nothing(post, team, on):
    post("member_relieve", on=written(on))
    assert team.appointments.filter(ends_on=None).count() == 2


def test_a_team_ends_on_a_day(post, team, on):
    answer = post("team_end", on=written(on))
    assert "đã giải thể" in text_of(answer)
    assert team.memberships.filter(left_on=None).count() == 0


def test_former_members_are_still_told(as_officer, team, stay, on):
    Membership.objects.filter(pk=stay.pk).update(left_on=on)
    text = text_of(as_officer.get(reverse("team_members", args=[team.pk])))
    assert "từ 01/01/2026 đến 12/12/2026" in text


def test_one_member_and_three_need_the_same_queries(as_officer, team, django_assert_num_queries):
    url = reverse("team_members", args=[team.pk])
    keep, *rest = team.memberships.order_by("id")
    Membership.objects.filter(pk__in=[stay.pk for stay in rest]).delete()
    # session, user, team, offices, members, former members, supervises, free households (2)
    with django_assert_num_queries(9):
        as_officer.get(url)
    for stay in rest[:2]:
        Membership.objects.create(team=team, household=stay.household, joined_on=FOUNDED)
    with django_assert_num_queries(9):
        as_officer.get(url)
    assert keep.team == team
