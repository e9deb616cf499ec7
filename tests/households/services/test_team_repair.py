from datetime import timedelta

import pytest

from households.models import Appointment, Grouping, Household, Membership, Team
from households.services.team import TeamError, form_teams_in_ward, move_household
from households.services.team_repair import preview_repair, repair_teams_in_ward
from households.services.team_undo import objections, undo_grouping
from tests.factories import make_household

LIMITS = {"size": 4, "minimum": 3, "maximum": 5}
STEP = 7.2e-5  # eight metres


def house(neighbourhood, number, **fields):
    return make_household(
        neighbourhood, house_number=str(number), latitude=10.05 + number * STEP, **fields
    )


@pytest.fixture
def street(ward, neighbourhood, on):
    """Houses 1 to 8, in teams 1 (1 to 4) and 2 (5 to 8)."""
    houses = [house(neighbourhood, number) for number in range(1, 9)]
    form_teams_in_ward(ward, on=on, **LIMITS)
    return houses


def teams_now():
    stays = Membership.objects.filter(left_on=None).order_by("household__latitude")
    groups = {}
    for number, household in stays.values_list("team__number", "household__house_number"):
        groups.setdefault(number, []).append(household)
    return groups


def repair(ward, *, on, patience="keep", seen=None, by=None):
    plan = preview_repair(ward, patience=patience, **LIMITS)
    return repair_teams_in_ward(
        ward, on=on, seen=seen or plan.digest(), by=by, patience=patience, **LIMITS
    )


def test_teams_in_order_have_nothing_to_repair(ward, street, on):
    for patience in ("keep", "balanced", "tight"):
        assert preview_repair(ward, patience=patience, **LIMITS).moves == ()
    assert repair(ward, on=on).grouping is None
    assert Grouping.objects.filter(kind="repaired").count() == 0


def test_looking_at_a_repair_changes_nothing(ward, neighbourhood, street):
    house(neighbourhood, 9)
    before = list(Membership.objects.values())
    plan = preview_repair(ward, patience="keep", **LIMITS)
    assert [(move.before, move.after) for move in plan.moves] == [(None, 2)]
    assert list(Membership.objects.values()) == before


def test_a_newcomer_joins_the_nearest_team_and_nobody_else_moves(ward, neighbourhood, street, on):
    newcomer = house(neighbourhood, 9)
    done = repair(ward, on=on)
    assert teams_now() == {1: ["1", "2", "3", "4"], 2: ["5", "6", "7", "8", "9"]}
    assert done.grouping.moved == [[newcomer.pk, None, Team.objects.get(number=2).pk]]
    assert done.plan.stayers_moved == 0


def test_a_team_that_became_too_small_is_filled_from_next_door(ward, street, on):
    for household in street[:2]:
        move_household(household, None, on=on)
    Household.objects.filter(pk__in=[h.pk for h in street[:2]]).update(left_on=on)
    later = on + timedelta(days=3)
    plan = preview_repair(ward, patience="keep", **LIMITS)
    (move,) = plan.moves
    assert (move.household, move.before, move.after) == (street[4], 2, 1)
    assert move.reason == "Tổ 1 chỉ còn 2 hộ, chưa đủ 3."
    assert {
        (effect.number, effect.households_before, effect.households_after)
        for effect in plan.effects
    } == {(1, 2, 3), (2, 4, 3)}
    repair(ward, on=later)
    assert teams_now() == {1: ["3", "4", "5"], 2: ["6", "7", "8"]}
    assert set(
        Membership.objects.filter(household=street[4]).values_list(
            "team__number", "joined_on", "left_on"
        )
    ) == {(2, on, later), (1, later, None)}


def test_metres_are_those_between_two_households_of_a_team(ward, neighbourhood, street):
    house(neighbourhood, 9)
    (effect,) = preview_repair(ward, patience="keep", **LIMITS).effects
    assert effect.metres_before == pytest.approx(8.0 * 10 / 6, rel=1e-2)
    assert effect.metres_after == pytest.approx(8.0 * 2, rel=1e-2)


def test_a_crowd_of_newcomers_founds_a_team_numbered_on(ward, neighbourhood, street, on):
    for number in range(9, 14):
        house(neighbourhood, number)
    repair(ward, on=on)
    assert set(teams_now()) == {1, 2, 3}
    assert all(3 <= len(members) <= 5 for members in teams_now().values())


def test_a_street_that_emptied_loses_a_team(ward, street, on):
    gone = street[:3] + street[4:5]
    for household in gone:
        move_household(household, None, on=on)
    Household.objects.filter(pk__in=[h.pk for h in gone]).update(left_on=on)
    done = repair(ward, on=on)
    assert teams_now() == {2: ["4", "6", "7", "8"]}
    assert Team.objects.get(number=1).disbanded_on == on
    assert "giải thể" in done.plan.moves[0].reason


def test_what_was_seen_is_applied_or_nothing(ward, neighbourhood, street, on):
    house(neighbourhood, 9)
    seen = preview_repair(ward, patience="keep", **LIMITS).digest()
    house(neighbourhood, 0)
    done = repair(ward, on=on, seen=seen)
    assert done.grouping is None
    assert len(done.plan.moves) == 2
    assert Membership.objects.count() == 8


def test_applying_twice_is_applying_once(ward, neighbourhood, street, on):
    house(neighbourhood, 9)
    seen = preview_repair(ward, patience="keep", **LIMITS).digest()
    repair(ward, on=on, seen=seen)
    assert repair(ward, on=on, seen=seen).grouping is None
    assert Membership.objects.count() == 9


def test_the_patient_leave_a_crooked_team_alone_and_the_impatient_straighten_it(ward, street):
    one, two = street[0].memberships.get(), street[7].memberships.get()
    one.team, two.team = two.team, one.team
    for stay in (one, two):
        stay.save()
    assert preview_repair(ward, patience="keep", **LIMITS).moves == ()
    moves = preview_repair(ward, patience="tight", **LIMITS).moves
    assert {(move.household, move.before, move.after) for move in moves} == {
        (street[0], 2, 1),
        (street[7], 1, 2),
    }
    assert moves[0].reason.startswith("Gần tổ mới hơn: cách các hộ cùng tổ 16 mét thay vì 40")


def test_a_household_that_nobody_can_place_keeps_its_team(ward, street):
    Household.objects.filter(pk=street[0].pk).update(
        latitude=None, longitude=None, house_number="", street=""
    )
    assert preview_repair(ward, patience="tight", **LIMITS).moves == ()


def test_being_away_goes_along(ward, street, on):
    street[4].memberships.update(away=True)
    for household in street[:2]:
        move_household(household, None, on=on)
    Household.objects.filter(pk__in=[h.pk for h in street[:2]]).update(left_on=on)
    repair(ward, on=on)
    assert street[4].memberships.get(left_on=None).away is True


def test_a_day_before_what_is_written_is_refused(ward, street, on):
    move_household(street[4], None, on=on + timedelta(days=5))
    with pytest.raises(TeamError, match="17/12/2026"):
        repair(ward, on=on)
    assert teams_now()[1] == ["1", "2", "3", "4"]


def test_a_founding_is_taken_back(ward, street, on):
    undo_grouping(Grouping.objects.get(), on=on + timedelta(days=1))
    assert teams_now() == {}
    assert set(Team.objects.values_list("disbanded_on", flat=True)) == {on + timedelta(days=1)}
    assert Membership.objects.count() == 8


def test_a_repair_is_taken_back_with_the_offices_it_ended(ward, officer, street, on):
    second = Team.objects.get(number=2)
    Appointment.objects.create(
        team=second, household=street[4], role="leader", user=officer, starts_on=on
    )
    for household in street[:2]:
        move_household(household, None, on=on)
    Household.objects.filter(pk__in=[h.pk for h in street[:2]]).update(left_on=on)
    later = on + timedelta(days=3)
    done = repair(ward, on=later, by=officer)
    assert not Appointment.objects.filter(ends_on=None).exists()
    undone = undo_grouping(done.grouping, on=later)
    assert (undone.undone_on, undone.by) == (later, officer)
    assert teams_now() == {1: ["3", "4"], 2: ["5", "6", "7", "8"]}
    assert set(
        Appointment.objects.filter(ends_on=None).values_list("team", "household", "user")
    ) == {(second.pk, street[4].pk, officer.pk)}


def test_a_dissolved_team_comes_back(ward, street, on):
    gone = street[:3] + street[4:5]
    for household in gone:
        move_household(household, None, on=on)
    Household.objects.filter(pk__in=[h.pk for h in gone]).update(left_on=on)
    undo_grouping(repair(ward, on=on).grouping, on=on)
    assert teams_now() == {1: ["4"], 2: ["6", "7", "8"]}
    assert not Team.objects.exclude(disbanded_on=None).exists()


def test_taking_back_twice_is_once(ward, street, on):
    grouping = Grouping.objects.get()
    undo_grouping(grouping, on=on)
    undo_grouping(grouping, on=on + timedelta(days=1))
    grouping.refresh_from_db()
    assert grouping.undone_on == on


def test_who_left_since_stands_in_the_way(ward, street, on):
    move_household(street[0], None, on=on)
    assert objections(Grouping.objects.get()) == ["1 hộ đã rời tổ sau đó."]


def test_who_joined_since_stands_in_the_way(ward, neighbourhood, street, on):
    move_household(house(neighbourhood, 9), Team.objects.get(number=2), on=on)
    assert objections(Grouping.objects.get()) == ["1 hộ khác đã vào tổ mới sau đó."]


def test_a_leader_appointed_since_stands_in_the_way(ward, street, on):
    team = Team.objects.get(number=1)
    Appointment.objects.create(team=team, household=street[0], role="leader", starts_on=on)
    assert "1 hộ đã được cử" in " ".join(objections(Grouping.objects.get()))


def test_a_later_grouping_is_taken_back_first(ward, neighbourhood, street, on):
    first = Grouping.objects.get()
    house(neighbourhood, 9)
    later = repair(ward, on=on).grouping
    assert "hãy hoàn lại lần đó trước" in " ".join(objections(first))
    undo_grouping(later, on=on)
    assert objections(first) == []


def test_a_founding_that_refuses_to_go_changes_nothing(ward, street, on):
    move_household(street[0], None, on=on)
    before = list(Membership.objects.values())
    with pytest.raises(TeamError, match="đã rời tổ"):
        undo_grouping(Grouping.objects.get(), on=on)
    assert list(Membership.objects.values()) == before


def test_an_empty_team_is_not_filled_with_strangers(ward, neighbourhood, street, on):
    empty = Team.objects.create(ward=ward, neighbourhood=neighbourhood, number=3, founded_on=on)
    for number in range(9, 14):
        house(neighbourhood, number)
    repair(ward, on=on)
    assert set(teams_now()) == {1, 2, 4}
    empty.refresh_from_db()
    assert empty.disbanded_on is None
