"""A substitute goes, or two inspectors change places: nothing else changes."""

from datetime import date
from uuid import uuid4

import pytest

from households.models import Membership
from inspections.models import Assignment, Exclusion, Inspection, Repair
from inspections.services.inspection import Result, record_inspection
from inspections.services.link import link_token
from inspections.services.refusals import Refused, RoundClosed
from inspections.services.repair import plan_repair
from inspections.services.substitute import put_in_substitute, swap_inspectors
from tests.factories import make_team, make_user
from tests.inspections.views.stories import record

from .stories import at, figures_agree, open_december

DAY = date(2026, 12, 12)
NOW = at(DAY)


@pytest.fixture(autouse=True)
def _figures_agree_in_the_end(db):
    yield
    figures_agree()


@pytest.fixture
def round(neighbourhood):
    return open_december(make_team(neighbourhood, 5))


@pytest.fixture
def leader(round):
    return make_user("lan", leads=round.team)


def pairs(round):
    return {(row.inspector_id, row.inspected_id) for row in round.assignments.all()}


def could_not(assignment):
    result = Result(obstacle="refused", done_on=DAY)
    record_inspection(assignment, result, client_id=uuid4(), source="phone", at=NOW)


def test_only_the_visit_named_changes(round, leader):
    first, second = ring_apart(round)
    others = set(round.assignments.exclude(pk=first.pk).values_list("pk", "link_hash"))

    change = put_in_substitute(first, second.inspector, by=leader, at=NOW)

    assert change.removed == ((first.inspector_id, first.inspected_id),)
    assert change.added == ((second.inspector_id, first.inspected_id),)
    assert set(round.assignments.values_list("pk", "link_hash")) > others
    assert not Assignment.objects.filter(pk=first.pk).exists()
    repair = Repair.objects.get()
    assert (repair.by, repair.added) == (leader, [list(change.added[0])])


def test_two_change_places_and_only_their_sheets_are_new(round, leader):
    first, second = ring_apart(round)
    before = pairs(round)

    change = swap_inspectors(first, second, by=leader, at=NOW)

    assert set(change.added) == {
        (second.inspector_id, first.inspected_id),
        (first.inspector_id, second.inspected_id),
    }
    assert pairs(round) == before - set(change.removed) | set(change.added)
    assert len(change.touched) == 4


def ring_apart(round):
    """Two visits between four different households."""
    rows = list(round.assignments.all())
    return next(
        (one, other)
        for one in rows
        for other in rows
        if len({one.inspector_id, one.inspected_id, other.inspector_id, other.inspected_id}) == 4
    )


def test_what_was_swapped_is_kept_by_a_later_repair(round, leader):
    swap_inspectors(*ring_apart(round), by=leader, at=NOW)

    assert not plan_repair(round, on=DAY)


def test_the_old_link_opens_nothing_and_the_new_one_does(client, round, leader):
    first, second = ring_apart(round)
    old = link_token(first)

    swap_inspectors(first, second, by=leader, at=NOW)

    new = round.assignments.get(inspector=second.inspector, inspected=first.inspected)
    assert link_token(new) != old
    assert not Assignment.objects.filter(link_hash=first.link_hash).exists()


def test_whoever_stood_before_a_closed_door_stays_as_history(round, leader):
    first, second = ring_apart(round)
    could_not(first)

    change = put_in_substitute(first, second.inspector, by=leader, at=NOW)

    assert change.removed == ()
    assert Inspection.objects.get().assignment == first
    inspectors = round.assignments.filter(inspected=first.inspected).values_list("inspector")
    assert {key for (key,) in inspectors} == {first.inspector_id, second.inspector_id}


def refused_visit_made(round, first, second):
    record(first, at=NOW)
    return second.inspector


def refused_themselves(round, first, second):
    return first.inspected


def refused_away(round, first, second):
    Membership.objects.filter(household=second.inspector).update(away=True)
    return second.inspector


def refused_cannot(round, first, second):
    Membership.objects.filter(household=second.inspector).update(can_inspect=False)
    return second.inspector


def refused_excluded(round, first, second):
    low, high = sorted((second.inspector_id, first.inspected_id))
    Exclusion.objects.create(first_id=low, second_id=high, starts_on=DAY)
    return second.inspector


def refused_stranger(round, first, second):
    return make_team(round.team.neighbourhood, 3).memberships.first().household


@pytest.mark.parametrize(
    "why",
    [
        refused_visit_made,
        refused_themselves,
        refused_away,
        refused_cannot,
        refused_excluded,
        refused_stranger,
    ],
)
def test_who_cannot_go_is_not_sent(round, leader, why):
    first, second = ring_apart(round)
    chosen = why(round, first, second)
    before = pairs(round)

    with pytest.raises(Refused):
        put_in_substitute(Assignment.objects.get(pk=first.pk), chosen, by=leader, at=NOW)

    assert pairs(round) == before
    assert not Repair.objects.exists()


def test_nobody_is_sent_to_more_than_the_rotation_allows(round, leader):
    rows = list(round.assignments.all())
    busy = rows[0].inspector
    targets = [row for row in rows if busy.pk not in (row.inspector_id, row.inspected_id)]
    put_in_substitute(targets[0], busy, by=leader, at=NOW)

    with pytest.raises(Refused, match="đủ 2 lượt"):
        put_in_substitute(targets[1], busy, by=leader, at=NOW)


def test_asking_again_changes_nothing(round, leader):
    first = round.assignments.first()

    assert put_in_substitute(first, first.inspector, by=leader, at=NOW).touched == frozenset()
    assert not Repair.objects.exists()


def test_a_closed_month_is_not_changed(round, leader):
    first, second = ring_apart(round)
    type(round).objects.update(closed_on=DAY)

    with pytest.raises(RoundClosed):
        swap_inspectors(first, second, by=leader, at=NOW)
