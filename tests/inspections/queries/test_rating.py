"""A team's year counted from its rows, and what people add to it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from households.models import Team
from inspections.models import Hazard, RatingCriteria, TeamPause, TeamYearEntry
from inspections.planning.answers import Answer
from inspections.planning.rating import DEFAULT_CRITERIA, Criteria, Standing
from inspections.planning.rating_year import RatingYear
from inspections.queries.rating import criteria_of, rated_teams
from inspections.services.inspection import Result
from inspections.services.pause import pause_team, resume_team
from inspections.services.rating import Told, enter_team_year, set_criteria
from tests.factories import make_team
from tests.inspections.services.stories import at, open_december
from tests.inspections.services.test_inspection import answers_of, send

YEAR = RatingYear(2027)
NEW_YEAR = date(2027, 1, 2)


@pytest.fixture
def team(neighbourhood):
    made = make_team(neighbourhood, 3, founding_document="12/QĐ-UBND")
    open_december(made)
    return made


def facts(team, *, on=NEW_YEAR, half=False):
    return rated_teams([team], YEAR, criteria=DEFAULT_CRITERIA, on=on, half=half)[0].facts


def test_a_round_seen_in_time_counts_as_such(team):
    for assignment in team.rounds.get().assignments.all():
        send(assignment)
    seen = facts(team)
    assert (seen.rounds, seen.rounds_on_time, seen.rounds_complete) == (1, 1, 1)
    assert (seen.homes_due, seen.homes_seen, seen.founding_paper) == (3, 3, True)


def test_a_visit_after_the_due_day_completes_the_round_and_is_not_in_time(team):
    first, *others = team.rounds.get().assignments.all()
    late = date(2026, 12, 28)
    send(first, Result(answers=answers_of(first), done_on=late), on=late)
    for assignment in others:
        send(assignment)
    seen = facts(team)
    assert (seen.rounds_on_time, seen.rounds_complete, seen.homes_seen) == (0, 1, 3)


def test_a_visit_in_vain_is_no_home_seen(team):
    for assignment in team.rounds.get().assignments.all():
        send(assignment, Result(obstacle="nobody_home", done_on=date(2026, 12, 6)))
    seen = facts(team)
    assert (seen.rounds, seen.rounds_complete, seen.homes_due, seen.homes_seen) == (1, 0, 3, 0)


def test_a_round_that_is_not_due_yet_does_not_count(team):
    assert facts(team, on=date(2026, 12, 24)).rounds == 0
    assert facts(team, on=date(2026, 12, 25)).rounds == 1


def test_critical_hazards_count_by_their_day_and_whether_fixed_by_then(team):
    for assignment in team.rounds.get().assignments.all():
        send(assignment, DIEN_01=Answer.FAIL)
    one, two, three = Hazard.objects.order_by("pk")
    Hazard.objects.filter(pk=one.pk).update(state="fixed", closed_on=one.due_on)
    Hazard.objects.filter(pk=two.pk).update(state="fixed", closed_on=date(2026, 12, 30))
    seen = facts(team)
    assert (seen.critical_due, seen.critical_fixed) == (3, 1)
    Hazard.objects.filter(pk=three.pk).update(state="withdrawn", closed_on=date(2026, 12, 30))
    assert facts(team).critical_due == 2


def test_each_hazard_of_a_home_counts_once_whatever_else_was_found_there(team):
    first = team.rounds.get().assignments.first()
    send(first, DIEN_01=Answer.FAIL, DIEN_02=Answer.FAIL, PT_01=Answer.FAIL)
    critical = Hazard.objects.filter(severity="critical")
    assert (critical.count() > 0, Hazard.objects.count()) == (True, 3)
    assert facts(team).critical_due == critical.count()

    Hazard.objects.exclude(pk=critical.first().pk).update(
        state="withdrawn", closed_on=date(2026, 12, 30)
    )
    assert facts(team).critical_due == 1


def test_a_home_that_left_before_the_day_is_no_longer_the_teams(team):
    first = team.rounds.get().assignments.first()
    send(first, DIEN_01=Answer.FAIL)
    due_on = Hazard.objects.get().due_on
    stay = team.memberships.filter(household=first.inspected)
    stay.update(left_on=due_on + timedelta(days=1))
    assert facts(team).critical_due == 1
    stay.update(left_on=due_on)
    assert facts(team).critical_due == 0


def test_equipment_counts_what_was_judged(team):
    first, second, third = team.rounds.get().assignments.all()
    send(first, PT_01=Answer.FAIL, PT_02=Answer.UNSEEN)
    send(second)
    send(third, Result(obstacle="away", done_on=date(2026, 12, 6)))
    everything = [code for code in answers_of(first) if code.startswith("PT-")]
    seen = facts(team)
    assert seen.equipment_asked == 2 * len(everything) - 1
    assert seen.equipment_met == 2 * len(everything) - 2


def test_the_half_year_ends_in_mid_may(team):
    assert facts(team, on=date(2027, 11, 14), half=True).rounds == 1
    assert YEAR.half_day == date(2027, 5, 14)


def test_the_number_of_questions_does_not_grow_with_the_teams(
    team, neighbourhood, django_assert_num_queries
):
    send(team.rounds.get().assignments.first())
    with django_assert_num_queries(5):
        rated_teams([team], YEAR, criteria=DEFAULT_CRITERIA, on=NEW_YEAR)
    others = [make_team(neighbourhood, 3) for _ in range(2)]
    for each in others:
        open_december(each)
    with django_assert_num_queries(5):
        rated_teams([team, *others], YEAR, criteria=DEFAULT_CRITERIA, on=NEW_YEAR)


def test_a_team_founded_too_late_in_the_year_is_not_rated(neighbourhood):
    young = make_team(neighbourhood, 3, founded_on=date(2027, 3, 1))
    rated = rated_teams([young], YEAR, criteria=DEFAULT_CRITERIA, on=YEAR.last_day)[0]
    assert rated.rating.standing is Standing.TOO_SHORT


def test_within_the_year_a_team_is_rated_once_it_is_old_enough(neighbourhood):
    made = make_team(neighbourhood, 3, founded_on=date(2026, 11, 20))
    for assignment in open_december(made).assignments.all():
        send(assignment)

    def standing(on, *, half=False):
        rated = rated_teams([made], YEAR, criteria=DEFAULT_CRITERIA, on=on, half=half)[0]
        return rated.rating.standing

    assert standing(date(2027, 8, 18)) is Standing.TOO_SHORT
    assert standing(date(2027, 8, 19)) is Standing.RATED
    assert standing(date(2027, 12, 31), half=True) is Standing.TOO_SHORT


def test_what_a_resting_team_left_open_is_not_late_and_its_rest_is_no_time_at_work(team):
    pause_team(team, on=date(2026, 12, 10))
    resting = facts(team)
    assert (resting.rounds, resting.homes_due, resting.days_of_rest) == (0, 0, 24)
    resume_team(team, on=date(2027, 1, 11))
    again = facts(team, on=date(2027, 2, 20))
    assert (again.rounds, again.rounds_on_time, again.days_of_rest) == (1, 0, 32)


def test_a_team_that_rested_most_of_the_year_is_not_rated(team):
    for assignment in team.rounds.get().assignments.all():
        send(assignment)

    def standing():
        rated = rated_teams([team], YEAR, criteria=DEFAULT_CRITERIA, on=YEAR.last_day)[0]
        return rated.rating.standing

    assert standing() is Standing.RATED
    pause_team(team, on=date(2027, 1, 5))
    assert standing() is Standing.TOO_SHORT


def test_rests_of_before_the_year_and_the_founding_are_not_counted(team):
    TeamPause.objects.create(team=team, starts_on=date(2025, 1, 1), ends_on=date(2026, 11, 25))
    founded = max(team.founded_on, date(2025, 11, 15))
    told = facts(team, on=date(2026, 11, 30))
    assert told.days_of_rest == (date(2026, 11, 25) - max(founded, date(2025, 12, 1))).days


def test_what_an_officer_tells_is_kept_with_who_and_when_and_the_newest_counts(team, officer):
    told = Told(meetings=2, drill=True)
    enter_team_year(team, YEAR, told, by=officer, at=at(NEW_YEAR))
    enter_team_year(team, YEAR, told, by=officer, at=at(NEW_YEAR, 9))
    assert TeamYearEntry.objects.count() == 1
    enter_team_year(team, YEAR, Told(meetings=3, drill=True), by=officer, at=at(NEW_YEAR, 10))
    assert [entry.meetings for entry in TeamYearEntry.objects.all()] == [3, 2]
    assert (facts(team).meetings, facts(team).drill, facts(team).reports_due) == (3, True, None)


def test_more_reports_in_time_than_due_are_refused(team, officer):
    with pytest.raises(ValidationError, match="không thể nhiều hơn"):
        enter_team_year(
            team, YEAR, Told(reports_due=1, reports_on_time=2), by=officer, at=at(NEW_YEAR)
        )
    assert not TeamYearEntry.objects.exists()


def test_a_city_weighs_by_its_own_table_from_when_it_says_so(ward, city_officer):
    city = ward.parent
    assert criteria_of(city) == (DEFAULT_CRITERIA, None)
    strict = Criteria(cut_offs=(90, 80, 60), months=12)
    row = set_criteria(city, strict, note=" Theo họp 02/01 ", by=city_officer, at=at(NEW_YEAR))
    assert criteria_of(city) == (strict, row)
    assert row.note == "Theo họp 02/01"
    with pytest.raises(ValidationError, match="vì sao"):
        set_criteria(city, strict, note=" ", by=city_officer, at=at(NEW_YEAR))
    assert set_criteria(city, strict, note="lần nữa", by=city_officer, at=at(NEW_YEAR)) == row
    assert RatingCriteria.objects.count() == 1
    assert Team.objects.count() == 0


def test_deciding_on_what_the_project_suggests_changes_nothing(ward, city_officer):
    held = set_criteria(
        ward.parent, DEFAULT_CRITERIA, note="như cũ", by=city_officer, at=at(NEW_YEAR)
    )
    assert (held, RatingCriteria.objects.count()) == (None, 0)


def test_a_year_that_is_settled_keeps_the_way_it_was_judged(ward, city_officer):
    city, year = ward.parent, RatingYear(2026)
    mild, strict = Criteria(cut_offs=(80, 60, 40)), Criteria(cut_offs=(90, 80, 60))
    set_criteria(city, mild, note="Theo họp", by=city_officer, at=at(year.settled_on, 23))
    set_criteria(
        city, strict, note="Chặt hơn", by=city_officer, at=at(year.settled_on + timedelta(days=1))
    )
    assert criteria_of(city, RatingYear(2025))[0] == DEFAULT_CRITERIA
    assert criteria_of(city, year)[0] == mild
    assert criteria_of(city, RatingYear(2027))[0] == criteria_of(city)[0] == strict
