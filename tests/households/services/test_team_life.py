from datetime import date, timedelta

import pytest

from households.models import Appointment, Membership
from households.services.team_life import (
    LARGEST_TEAM,
    TeamError,
    appoint,
    disband,
    dismiss,
    move_household,
    set_availability,
)
from tests.factories import FOUNDED, make_household, make_neighbourhood, make_team, make_user

LEADER, DEPUTY = Appointment.Role.LEADER, Appointment.Role.DEPUTY


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, size=4)


@pytest.fixture
def other(neighbourhood):
    return make_team(neighbourhood, size=4)


def members(team):
    return [stay.household for stay in team.memberships.order_by("id")]


def stays(household):
    return list(household.memberships.values_list("team", "joined_on", "left_on").order_by("id"))


def offices(team):
    return set(team.appointments.values_list("role", "household", "user", "starts_on", "ends_on"))


def test_a_move_ends_one_stay_and_begins_another(team, other, on):
    bình = members(team)[3]
    move_household(bình, other, on=on)
    assert stays(bình) == [(team.pk, FOUNDED, on), (other.pk, on, None)]


def test_moving_again_to_the_same_team_changes_nothing(team, other, on):
    bình = members(team)[3]
    first = move_household(bình, other, on=on)
    assert move_household(bình, other, on=on + timedelta(days=3)) == first
    assert len(stays(bình)) == 2


def test_a_newcomer_joins(team, neighbourhood, on):
    newcomer = make_household(neighbourhood)
    move_household(newcomer, team, on=on)
    assert stays(newcomer) == [(team.pk, on, None)]


def test_a_household_can_leave_without_a_new_team(team, on):
    bình = members(team)[3]
    assert move_household(bình, None, on=on) is None
    assert move_household(bình, None, on=on) is None
    assert stays(bình) == [(team.pk, FOUNDED, on)]


def test_a_leader_who_moves_leads_no_longer(team, other, on):
    an, bình = members(team)[:2]
    move_household(an, other, on=on)
    assert offices(team) == {
        ("leader", an.pk, None, FOUNDED, on - timedelta(days=1)),
        ("deputy", bình.pk, None, FOUNDED, None),
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"disbanded_on": date(2026, 6, 1)}, "đã giải thể"),
        ({"founded_on": date(2027, 1, 1)}, "không được sớm hơn"),
    ],
)
def test_a_team_that_is_not_there_takes_nobody(neighbourhood, team, on, change, words):
    type(team).objects.filter(pk=team.pk).update(**change)
    with pytest.raises(TeamError, match=words):
        move_household(make_household(neighbourhood), team, on=on)


def test_nobody_crosses_a_border(ward, team, on):
    stranger = make_household(make_neighbourhood(ward, "Khu vực 2"))
    with pytest.raises(TeamError, match="hai khu vực khác nhau"):
        move_household(stranger, team, on=on)


def test_a_household_that_left_joins_nothing(neighbourhood, team, on):
    with pytest.raises(TeamError, match="đã rời địa bàn"):
        move_household(make_household(neighbourhood, left_on=on), team, on=on)


def test_a_full_team_takes_nobody(neighbourhood, on):
    full = make_team(neighbourhood, size=LARGEST_TEAM)
    with pytest.raises(TeamError, match="đã có 15 hộ"):
        move_household(make_household(neighbourhood), full, on=on)


def test_history_cannot_be_overtaken(team, other, on):
    bình = members(team)[3]
    move_household(bình, None, on=on)
    with pytest.raises(TeamError, match="từ 12/12/2026 trở đi"):
        move_household(bình, other, on=on - timedelta(days=1))
    assert stays(bình) == [(team.pk, FOUNDED, on)]


def test_a_new_leader_relieves_the_old_one(team, on):
    an, bình, cúc, _ = members(team)
    account = make_user("cuc")
    appoint(team, cúc, role=LEADER, user=account, on=on)
    assert offices(team) == {
        ("leader", an.pk, None, FOUNDED, on - timedelta(days=1)),
        ("leader", cúc.pk, account.pk, on, None),
        ("deputy", bình.pk, None, FOUNDED, None),
    }


def test_a_deputy_who_becomes_leader_leaves_the_deputys_place_open(team, on):
    an, bình, *_ = members(team)
    appoint(team, bình, role=LEADER, on=on)
    yesterday = on - timedelta(days=1)
    assert offices(team) == {
        ("leader", an.pk, None, FOUNDED, yesterday),
        ("deputy", bình.pk, None, FOUNDED, yesterday),
        ("leader", bình.pk, None, on, None),
    }


def test_appointing_the_same_again_changes_nothing(team, on):
    before = offices(team)
    appoint(team, members(team)[0], role=LEADER, on=on)
    assert offices(team) == before


def test_a_wrong_account_put_right_on_the_same_day_leaves_no_trace(team, on):
    an, bình, cúc, _ = members(team)
    appoint(team, cúc, role=LEADER, user=make_user("sai"), on=on)
    right = make_user("cuc")
    appoint(team, cúc, role=LEADER, user=right, on=on)
    assert offices(team) == {
        ("leader", an.pk, None, FOUNDED, on - timedelta(days=1)),
        ("leader", cúc.pk, right.pk, on, None),
        ("deputy", bình.pk, None, FOUNDED, None),
    }


def test_only_a_member_leads(team, other, on):
    with pytest.raises(TeamError, match="Chỉ hộ đang ở trong tổ"):
        appoint(team, members(other)[0], role=LEADER, on=on)


def test_nobody_leads_before_joining_or_before_the_one_before(team, neighbourhood, on):
    newcomer = make_household(neighbourhood)
    move_household(newcomer, team, on=on)
    with pytest.raises(TeamError, match="vào tổ ngày 12/12/2026"):
        appoint(team, newcomer, role=LEADER, on=on - timedelta(days=1))
    with pytest.raises(TeamError, match="nhận việc ngày 01/01/2026"):
        dismiss(team, role=LEADER, on=FOUNDED - timedelta(days=1))


def test_a_leader_can_be_relieved_without_a_successor(team, on):
    an, bình, *_ = members(team)
    dismiss(team, role=LEADER, on=on)
    dismiss(team, role=LEADER, on=on)
    assert offices(team) == {
        ("leader", an.pk, None, FOUNDED, on - timedelta(days=1)),
        ("deputy", bình.pk, None, FOUNDED, None),
    }


def test_an_ended_team_has_no_members_and_no_leader(team, on):
    disband(team, on=on)
    disband(team, on=on + timedelta(days=1))
    team.refresh_from_db()
    assert team.disbanded_on == on
    assert set(team.memberships.values_list("left_on", flat=True)) == {on}
    assert set(team.appointments.values_list("ends_on", flat=True)) == {on - timedelta(days=1)}


def test_a_team_does_not_end_before_its_last_newcomer(team, neighbourhood, on):
    move_household(make_household(neighbourhood), team, on=on)
    with pytest.raises(TeamError, match="từ 12/12/2026 trở đi"):
        disband(team, on=on - timedelta(days=1))


def test_a_household_can_be_away_or_unable_to_inspect(team):
    stay = team.memberships.first()
    set_availability(stay, away=True, can_inspect=False)
    stay.refresh_from_db()
    assert (stay.away, stay.can_inspect) == (True, False)
    assert Membership.objects.filter(away=True).count() == 1
