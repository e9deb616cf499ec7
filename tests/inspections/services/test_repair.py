"""An open round follows its team with as few changes as possible."""

from datetime import date

import pytest

from households.models import Membership
from inspections.models import Assignment, Exclusion, Inspection, Repair
from inspections.planning.rotation import faults
from inspections.queries.opening import team_inputs
from inspections.services.link import link_token
from inspections.services.repair import RepairRefused, plan_repair, repair_round
from inspections.services.standing import recount_teams
from tests.factories import make_household, make_team

from .stories import DECEMBER, at, figures_agree, open_december
from .test_round import visits_of

MIDDLE = date(2026, 12, 12)


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 8)


@pytest.fixture
def round(team):
    return open_december(team)


def visit(assignment, *, obstacle=""):
    Inspection.objects.create(
        assignment=assignment,
        answers="" if obstacle else "P",
        obstacle=obstacle,
        done_on=date(2026, 12, 5),
        received_at=at(MIDDLE),
        source="phone",
    )


def leave(household):
    Membership.objects.filter(household=household).update(left_on=MIDDLE)


def repair(round):
    # The stories change rows by hand; the figures must be right after the repair itself.
    recount_teams([round.team_id])
    repaired = repair_round(round, at=at(MIDDLE))
    figures_agree()
    return repaired


def rows(round):
    return {(a.inspector_id, a.inspected_id): a for a in Assignment.objects.filter(round=round)}


def test_a_leaver_costs_its_own_two_visits_and_adds_one(round):
    before = rows(round)
    leaver = round.assignments.first().inspector
    leave(leaver)

    change = repair(round)

    after = rows(round)
    gone = {pair for pair in before if leaver.pk in pair}
    assert {(a.inspector_id, a.inspected_id) for a in change.removed} == gone
    assert set(before) - set(after) == gone
    assert len(set(after) - set(before)) == len(change.added) == 1
    assert {pair: before[pair].pk for pair in set(before) - gone} == {
        pair: row.pk for pair, row in after.items() if pair in before
    }


def test_a_joiner_changes_one_visit_and_adds_two(round, team, neighbourhood):
    joiner = make_household(neighbourhood)
    Membership.objects.create(team=team, household=joiner, joined_on=MIDDLE)

    change = repair(round)

    assert (len(change.removed), len(change.added)) == (1, 2)
    assert len(change.touched) == 3


def test_who_goes_away_is_left_out(round):
    away = round.assignments.first().inspected
    Membership.objects.filter(household=away).update(away=True)

    repair(round)

    assert not [pair for pair in rows(round) if away.pk in pair]


def test_twice_is_once(round):
    leave(round.assignments.first().inspector)
    repair(round)
    stored = list(Assignment.objects.order_by("pk").values())

    assert not repair(round)
    assert list(Assignment.objects.order_by("pk").values()) == stored
    assert Repair.objects.count() == 1


def test_where_nothing_changed_nothing_is_written(round):
    assert not repair(round)
    assert not Repair.objects.exists()


@pytest.mark.parametrize("obstacle", ["", "nobody_home"])
def test_what_has_a_result_stays_even_of_a_household_that_left(round, obstacle):
    first = round.assignments.first()
    visit(first, obstacle=obstacle)
    leave(first.inspector)

    change = repair(round)

    assert first not in change.removed
    assert Assignment.objects.filter(pk=first.pk).exists()
    assert not repair(round)


def test_a_visit_that_took_place_is_not_asked_for_again(round):
    first = round.assignments.first()
    visit(first)
    leave(first.inspector)

    repair(round)

    assert [pair for pair in rows(round) if pair[1] == first.inspected_id] == [
        (first.inspector_id, first.inspected_id)
    ]


def test_new_visits_have_links_of_their_own(round):
    leave(round.assignments.first().inspector)
    old = set(Assignment.objects.values_list("link_hash", flat=True))

    (added,) = repair(round).added

    new = rows(round)[added.inspector, added.inspected]
    assert len(link_token(new)) == 26
    assert new.link_hash not in old


def test_what_changed_is_written_down(round):
    before = round.input_digest
    leave(round.assignments.first().inspector)

    change = repair(round)

    kept = Repair.objects.get()
    round.refresh_from_db()
    assert kept.removed == [[a.inspector_id, a.inspected_id] for a in change.removed]
    assert kept.added == [[v.inspector, v.inspected] for v in change.added]
    assert (kept.digest_before, kept.digest_after) == (before, round.input_digest)
    assert before != round.input_digest


def test_looking_changes_nothing(round):
    leave(round.assignments.first().inspector)
    before = visits_of(round)

    assert plan_repair(round, on=MIDDLE)
    assert visits_of(round) == before


def test_an_exclusion_takes_one_visit_apart(round):
    first = round.assignments.first()
    low, high = sorted((first.inspector_id, first.inspected_id))
    Exclusion.objects.create(first_id=low, second_id=high, starts_on=MIDDLE)

    change = repair(round)

    assert [row.pk for row in change.removed if row.pk == first.pk]
    assert {(low, high), (high, low)}.isdisjoint(rows(round))


def test_what_was_seen_is_what_is_done(round):
    leaver, other = (a.inspector for a in round.assignments.all()[:2])
    leave(leaver)
    seen = plan_repair(round, on=MIDDLE).fingerprint
    leave(other)
    before = visits_of(round)

    change = repair_round(round, at=at(MIDDLE), seen=seen)

    assert change.fingerprint != seen
    assert visits_of(round) == before


def test_a_closed_round_is_not_touched(round):
    round.closed_on = round.missed_on
    round.save()

    with pytest.raises(RepairRefused):
        repair(round)


@pytest.mark.parametrize("mode", ["pairs", "duty", "crew"])
def test_other_modes_leave_a_quiet_month_alone(neighbourhood, mode):
    round = open_december(make_team(neighbourhood, 8, mode=mode))

    assert not repair(round)


def test_a_repaired_round_has_no_fault_that_the_planners_checker_sees(round, team):
    leave(round.assignments.first().inspector)

    plan = repair(round).plan

    (inputs,) = team_inputs([team], DECEMBER, on=MIDDLE)
    assert faults(plan, inputs.members, inputs.history, inputs.period) == []
    assert [(v.inspector, v.inspected) for v in plan.visits] == sorted(rows(round))
