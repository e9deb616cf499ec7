from datetime import date

import pytest
from django.db import IntegrityError, transaction

from firesafety.months import Month
from households.models import Membership, Team
from inspections.models import Assignment, Checklist, Inspection, Round
from inspections.planning import deadlines
from inspections.planning.rotation import Visit, faults
from inspections.queries.opening import team_inputs
from inspections.services.opening import open_ward, request_opening
from inspections.services.pause import pause_team, resume_team
from inspections.services.repair import plan_repair
from inspections.services.round import (
    OpenedRounds,
    close_rounds,
    open_round,
    open_rounds,
    plan_openings,
    write_rounds,
)
from tests.factories import make_household, make_team

from .stories import DECEMBER, at, open_december


def visits_of(round):
    return [Visit(a.inspector_id, a.inspected_id) for a in round.assignments.all()]


def complete(round):
    """Every visit of the round took place on its fifth day."""
    day = round.month.replace(day=5)
    for assignment in round.assignments.all():
        Inspection.objects.create(
            assignment=assignment, answers="P", done_on=day, received_at=at(day), source="phone"
        )


def plan_faults(team, month):
    """What the planner's own checker says of the stored round."""
    (inputs,) = team_inputs([team], month, on=month.first_day)
    (planned,) = [
        each
        for each in plan_openings([team], month, at=at(month.first_day))
        if each.team == team.pk
    ]
    return faults(
        planned.plan,
        inputs.members,
        inputs.history,
        inputs.period,
        mode=inputs.mode,
        excluded=inputs.excluded,
    )


def test_every_household_inspects_one_and_is_inspected_by_one(neighbourhood):
    team = make_team(neighbourhood, 12)
    assert plan_faults(team, DECEMBER) == []
    opened = open_december(team)
    households = set(Membership.objects.filter(team=team).values_list("household", flat=True))
    visits = visits_of(opened)
    assert len(visits) == 12
    assert {visit.inspector for visit in visits} == households
    assert {visit.inspected for visit in visits} == households


@pytest.mark.parametrize("mode", Team.Mode.values)
@pytest.mark.parametrize("size", [3, 6, 11])
def test_every_mode_opens_a_round_without_faults(neighbourhood, mode, size):
    team = make_team(neighbourhood, size, mode=mode)
    assert plan_faults(team, DECEMBER) == []
    opened = open_december(team)
    assert opened.mode == mode
    assert opened.assignments.values("inspected").distinct().count() == size


def test_a_round_is_frozen_with_its_dates_scope_and_checklist(neighbourhood, settings):
    settings.CHECKLIST_FULL_MONTHS = [12]
    opened = open_december(make_team(neighbourhood, 5))
    dates = deadlines.RoundDates(opened.starts_on, opened.due_on, opened.missed_on)
    assert deadlines.faults(dates, DECEMBER) == ()
    assert opened.scope == Round.Scope.FULL
    assert opened.checklist == Checklist.objects.get()
    assert opened.mode == Team.Mode.ROTATION
    assert len(opened.input_digest) == 32
    november = open_round(opened.team, Month(2026, 11), at=at(date(2026, 11, 1)))
    assert november.scope == Round.Scope.CORE


def test_opening_twice_changes_nothing(neighbourhood):
    team = make_team(neighbourhood, 12)
    first = open_december(team)
    before = list(Assignment.objects.values())
    assert open_december(team) == first
    assert list(Assignment.objects.values()) == before
    assert open_rounds([team], DECEMBER, at=at(DECEMBER.first_day)) == OpenedRounds()


def test_a_team_that_changed_is_never_planned_anew_behind_its_back(neighbourhood):
    team = make_team(neighbourhood, 6)
    round = open_december(team)
    before = list(Assignment.objects.order_by("pk").values())
    newcomer = make_household(neighbourhood)
    Membership.objects.create(team=team, household=newcomer, joined_on=date(2026, 12, 2))
    team.memberships.exclude(household=newcomer).filter(pk=team.memberships.first().pk).update(
        left_on=date(2026, 12, 2)
    )
    Team.objects.update(mode="duty", crew_size=3)
    later = date(2026, 12, 3)

    assert open_rounds([team], DECEMBER, at=at(later)) == OpenedRounds()
    opening = request_opening(DECEMBER, at=at(later), revive=True)
    for job in opening.wards.all():
        open_ward(job.pk, at=at(later))

    assert list(Assignment.objects.order_by("pk").values()) == before
    standing = Round.objects.get()
    assert (standing.input_digest, standing.mode) == (round.input_digest, "rotation")
    change = plan_repair(standing, on=later)
    assert change.plan.digest != standing.input_digest  # seen, and left to whoever looks
    assert newcomer.pk in change.touched


def test_loads_are_remembered_for_ten_years_where_they_are_uneven(neighbourhood):
    even, uneven = make_team(neighbourhood, 3), make_team(neighbourhood, 3)
    uneven.memberships.filter(pk=uneven.memberships.first().pk).update(can_inspect=False)
    for team in (even, uneven):
        complete(open_round(team, Month(2026, 1), at=at(date(2026, 1, 1))))
    months = [Month(2029, 12), Month(2030, 2), Month(2036, 1), Month(2036, 2)]
    known = [
        [bool(each.history) for each in team_inputs([even, uneven], month, on=month.first_day)]
        for month in months
    ]

    assert known == [[True, True], [False, True], [False, True], [False, False]]


def test_a_plan_that_comes_late_leaves_the_standing_round_alone(neighbourhood):
    team, other = make_team(neighbourhood, 5), make_team(neighbourhood, 6)
    late = plan_openings([team, other], DECEMBER, at=at(DECEMBER.first_day))
    standing = open_december(team)
    opened = write_rounds(late, DECEMBER, at=at(DECEMBER.first_day))
    assert opened == OpenedRounds(opened=1, already_open=1, assignments=6)
    assert Round.objects.get(team=team) == standing
    assert Assignment.objects.count() == 11


def test_a_second_round_of_a_team_in_a_month_is_refused_by_the_database(neighbourhood):
    opened = open_december(make_team(neighbourhood, 3))
    opened.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        opened.save(force_insert=True)


def test_a_pair_that_met_is_not_the_next_months_pair(neighbourhood):
    team = make_team(neighbourhood, 12)
    met = set()
    for index in range(11):
        month = Month(2026, 1).plus(index)
        opened = open_round(team, month, at=at(month.first_day))
        visits = set(visits_of(opened))
        assert not visits & met
        met |= visits
        complete(opened)
    assert len(met) == 12 * 11  # every ordered pair of twelve, once each


def test_a_visit_that_was_not_made_is_no_history(neighbourhood):
    team = make_team(neighbourhood, 5)
    opened = open_round(team, Month(2026, 10), at=at(date(2026, 10, 1)))
    complete(opened)
    not_made = opened.assignments.first().inspection
    not_made.answers, not_made.obstacle = "", "nobody_home"
    not_made.save()
    (inputs,) = team_inputs([team], Month(2026, 11), on=date(2026, 11, 1))
    met = {(meeting.inspector, meeting.inspected) for meeting in inputs.history}
    assert met == {(visit.inspector, visit.inspected) for visit in visits_of(opened)} - {
        (not_made.assignment.inspector_id, not_made.assignment.inspected_id)
    }
    assert {meeting.period for meeting in inputs.history} == {Month(2026, 10).index}


def test_who_left_is_out_who_came_is_in_and_who_is_away_has_no_part(neighbourhood):
    team = make_team(neighbourhood, 6)
    members = list(team.memberships.all())
    Membership.objects.filter(pk=members[0].pk).update(left_on=date(2026, 11, 20))
    Membership.objects.filter(pk=members[1].pk).update(away=True)
    newcomer = make_household(neighbourhood)
    Membership.objects.create(team=team, household=newcomer, joined_on=date(2026, 11, 25))
    later = make_household(neighbourhood)
    Membership.objects.create(team=team, household=later, joined_on=date(2026, 12, 15))
    expected = {member.household_id for member in members[2:]} | {newcomer.pk}
    assert {visit.inspector for visit in visits_of(open_december(team))} == expected


@pytest.mark.parametrize(
    "rest",
    [
        {"paused_on": date(2026, 11, 30)},
        {"disbanded_on": date(2026, 11, 30)},
        {"founded_on": date(2026, 12, 2)},
    ],
)
def test_a_team_at_rest_opens_no_round(neighbourhood, rest):
    team = make_team(neighbourhood, 5)
    Team.objects.filter(pk=team.pk).update(**rest)
    assert open_round(team, DECEMBER, at=at(DECEMBER.first_day)) is None


def test_a_team_without_members_opens_no_round(neighbourhood):
    assert open_round(make_team(neighbourhood, 0), DECEMBER, at=at(DECEMBER.first_day)) is None


def test_a_team_founded_this_morning_can_open_this_month(neighbourhood, on):
    team = make_team(neighbourhood, 5, founded_on=on)
    assert open_round(team, DECEMBER, at=at(on)).assignments.count() == 5


def test_a_lonely_household_is_told_why_nobody_comes(neighbourhood):
    opened = open_december(make_team(neighbourhood, 1))
    assert opened.assignments.count() == 0
    ((household, reason, numbers),) = opened.shortages
    assert household == opened.team.memberships.get().household_id
    assert reason == "alone"
    assert numbers["needed"] == 1


def test_a_pause_stops_new_rounds_and_a_resumed_team_opens_again(neighbourhood):
    team = make_team(neighbourhood, 5)
    pause_team(team, on=date(2026, 11, 10))
    pause_team(team, on=date(2026, 11, 20))
    assert team.paused_on == date(2026, 11, 10)
    assert open_round(team, DECEMBER, at=at(DECEMBER.first_day)) is None
    resume_team(team, on=date(2026, 12, 1))
    assert open_round(team, DECEMBER, at=at(DECEMBER.first_day)) is not None


def test_rounds_close_on_the_day_they_should_have_been_closed(neighbourhood):
    opened = open_december(make_team(neighbourhood, 3))
    day_before = date(2027, 1, 4)
    assert opened.missed_on == date(2027, 1, 5)
    assert close_rounds(on=day_before) == 0
    assert close_rounds(on=date(2027, 1, 20)) == 1
    assert close_rounds(on=date(2027, 1, 21)) == 0
    opened.refresh_from_db()
    assert opened.closed_on == opened.missed_on


def test_many_teams_take_as_many_questions_as_one(neighbourhood, django_assert_max_num_queries):
    open_december(make_team(neighbourhood, 3))
    teams = [make_team(neighbourhood, 5) for _ in range(3)]
    # standing rounds, skipped months, second inspectors, members, exclusions, history; savepoint,
    # wards, their locks, skipped months again, standing again, checklist, two inserts, release;
    # households' links: standing, insert; kept figures: rounds, locks of teams and neighbourhood,
    # visits, the teams' rounds, skipped months, rows, weights, teams, the neighbourhood: lock, sum
    # and row, its month: lock, row, sum and row
    for chosen in (teams[:1], teams[1:]):
        with django_assert_max_num_queries(30):
            open_rounds(chosen, DECEMBER, at=at(DECEMBER.first_day))
