"""Changes in the middle of a month touch as few published visits as possible."""

from dataclasses import replace

import pytest

from inspections.planning.rotation import Meeting, Member, Mode, Visit, faults, plan_round

NOW = 24_300


def lived_team(size, *, months=9, mode=Mode.ROTATION):
    """A team in its tenth month, with this month's plan published."""
    members = [Member(id=10 * seat + 10, joined=NOW - months) for seat in range(size)]
    history = []
    for period in range(NOW - months, NOW):
        plan = plan_round(3, members, history, period, mode=mode)
        history += [Meeting(period, visit.inspector, visit.inspected) for visit in plan.visits]
    return members, history, plan_round(3, members, history, NOW, mode=mode).visits


@pytest.mark.parametrize("size", [5, 7, 8, 12, 15])
@pytest.mark.parametrize("done_count", [0, 3])
def test_a_leaver_changes_no_published_visit_and_adds_one(size, done_count):
    members, history, published = lived_team(size)
    for leaver in members:
        done = [v for v in published if leaver.id not in (v.inspector, v.inspected)][:done_count]
        rest = [member for member in members if member != leaver]
        plan = plan_round(3, rest, history, NOW, keep=published, done=done)
        kept = {v for v in published if leaver.id not in (v.inspector, v.inspected)}
        assert kept <= set(plan.visits)
        assert len(set(plan.visits) - kept) == 1
        assert faults(plan, rest, history, NOW) == []


@pytest.mark.parametrize("size", [5, 7, 8, 12, 14])
@pytest.mark.parametrize("done_count", [0, 3])
def test_a_joiner_changes_one_published_visit_and_adds_two(size, done_count):
    members, history, published = lived_team(size)
    joined = [*members, Member(id=999, joined=NOW)]
    done = published[:done_count]
    plan = plan_round(3, joined, history, NOW, keep=published, done=done)
    assert len(set(published) - set(plan.visits)) == 1
    new = set(plan.visits) - set(published)
    assert len(new) == 2
    assert all(999 in (visit.inspector, visit.inspected) for visit in new)
    assert set(done) <= set(plan.visits)
    assert faults(plan, joined, history, NOW) == []


def test_a_household_that_goes_away_is_a_leaver_for_the_month():
    members, history, published = lived_team(8)
    away = [replace(members[0], away=True), *members[1:]]
    left = plan_round(3, members[1:], history, NOW, keep=published)
    assert len(set(plan_round(3, away, history, NOW, keep=published).visits) - set(published)) == 1
    assert len(set(left.visits) - set(published)) == 1


def test_a_joiner_who_comes_when_all_visits_are_done_is_reported_short():
    members, history, published = lived_team(6)
    joined = [*members, Member(id=999, joined=NOW)]
    plan = plan_round(3, joined, history, NOW, keep=published, done=published)
    assert plan.visits == published
    (shortage,) = plan.shortages
    assert (shortage.household, shortage.way_out) == (999, "raise_cap")
    assert shortage.helper in {member.id for member in members}


def test_a_visit_done_by_a_household_that_left_still_counts():
    members, history, published = lived_team(8)
    done = (published[0],)
    rest = [member for member in members if member.id != published[0].inspector]
    plan = plan_round(3, rest, history, NOW, keep=published, done=done)
    assert done[0] in plan.visits
    assert [v.inspected for v in plan.visits].count(done[0].inspected) == 1


def test_a_new_exclusion_moves_only_what_it_must():
    members, history, published = lived_team(12)
    feud = frozenset({frozenset((published[0].inspector, published[0].inspected))})
    plan = plan_round(3, members, history, NOW, excluded=feud, keep=published)
    assert published[0] not in plan.visits
    # Two visits cannot swap their targets with fewer than two of them changing.
    assert len(set(published) - set(plan.visits)) == 2
    assert faults(plan, members, history, NOW, excluded=feud) == []


@pytest.mark.parametrize("mode", [Mode.PAIRS, Mode.DUTY, Mode.CREW])
def test_the_other_modes_leave_a_published_month_alone_too(mode):
    members, history, published = lived_team(9, mode=mode)
    again = plan_round(3, members, history, NOW, mode=mode, keep=published)
    assert again.visits == published
    rest = members[:-1]
    gone = members[-1].id
    plan = plan_round(3, rest, history, NOW, mode=mode, keep=published)
    kept = {v for v in published if gone not in (v.inspector, v.inspected)}
    lost = kept - set(plan.visits)
    carried = sum(v.inspector == gone for v in published)
    assert len(lost) <= 1 or carried > 1
    assert faults(plan, rest, history, NOW, mode=mode) == []


def test_visits_of_strangers_in_keep_are_passed_over():
    members, history, published = lived_team(5)
    keep = (*published, Visit(7777, members[0].id))
    assert plan_round(3, members, history, NOW, keep=keep).visits == published
