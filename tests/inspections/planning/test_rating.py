"""A suggested score of a team's year: its parts, who is not rated, and that the checker sees."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.rating import (
    DEFAULT_POINTS,
    Criteria,
    Level,
    RatingPart,
    Standing,
    TeamYear,
    faults,
    level_of,
    rate_team,
    share_of,
)
from inspections.planning.rating_year import RatingYear, full_months, months_at_work

YEAR = RatingYear(2026)
A_GOOD_YEAR = TeamYear(
    team=1,
    founded_on=date(2024, 5, 1),
    founding_paper=True,
    roster_confirmed=True,
    rounds=12,
    rounds_on_time=12,
    rounds_complete=12,
    homes_due=144,
    homes_seen=144,
    critical_due=4,
    critical_fixed=4,
    equipment_asked=48,
    equipment_met=48,
    meetings=2,
    drill=True,
    reports_due=2,
    reports_on_time=2,
    fire_from_known_fault=False,
)


def rate(**changes):
    facts = replace(A_GOOD_YEAR, **changes)
    rating = rate_team(facts, on=YEAR.last_day)
    assert faults(rating, facts, on=YEAR.last_day) == ()
    return rating


def test_a_team_that_did_everything_reaches_100_and_is_good():
    rating = rate()
    assert (rating.score, rating.level, rating.standing) == (100.0, Level.GOOD, Standing.RATED)


@pytest.mark.parametrize(
    ("changes", "score", "level"),
    [
        ({"rounds_on_time": 6}, 87.5, Level.GOOD),
        ({"rounds_on_time": 0}, 75.0, Level.FAIR),
        ({"critical_fixed": 0, "rounds_on_time": 3}, 61.2, Level.AVERAGE),
        ({"homes_seen": 72, "rounds_on_time": 0, "rounds_complete": 1, "critical_fixed": 0,
          "equipment_met": 0}, 37.5, Level.WEAK),
        ({"founding_paper": False}, 95.0, Level.GOOD),
        ({"fire_from_known_fault": True}, 95.0, Level.GOOD),
    ],
)  # fmt: skip
def test_what_is_not_reached_costs_its_points(changes, score, level):
    rating = rate(**changes)
    assert (rating.score, rating.level) == (score, level)


def test_what_nobody_knows_is_not_counted_instead_of_counted_as_failed():
    unknown = rate(
        roster_confirmed=None, meetings=None, drill=None, reports_due=None,
        reports_on_time=None, fire_from_known_fault=None, critical_due=0, critical_fixed=0,
    )  # fmt: skip
    assert unknown.score == 100.0
    assert {each.part for each in unknown.parts if each.share is None} == {
        RatingPart.CRITICAL_FIXED,
        RatingPart.MEETINGS,
        RatingPart.DRILL,
        RatingPart.REPORTS,
        RatingPart.NO_FIRE,
    }


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"founded_on": date(2026, 2, 16)}, Standing.TOO_SHORT),
        ({"days_of_rest": 92}, Standing.RATED),
        ({"days_of_rest": 93}, Standing.TOO_SHORT),
        ({"founded_on": date(2026, 2, 15), "days_of_rest": 1}, Standing.TOO_SHORT),
        ({"founded_on": date(2026, 2, 15)}, Standing.RATED),
        ({"disbanded_on": date(2026, 11, 14)}, Standing.DISBANDED),
        ({"disbanded_on": date(2026, 11, 15)}, Standing.RATED),
        ({"rounds_on_time": 0, "rounds_complete": 0}, Standing.NO_COMPLETE_ROUND),
        (
            {"equipment_asked": 0, "equipment_met": 0, "critical_due": 0, "critical_fixed": 0,
             "meetings": None, "drill": None},
            Standing.RATED,
        ),
        (
            {"homes_due": 0, "homes_seen": 0, "equipment_asked": 0, "equipment_met": 0,
             "critical_due": 0, "critical_fixed": 0, "meetings": None, "drill": None},
            Standing.TOO_LITTLE_KNOWN,
        ),
    ],
)  # fmt: skip
def test_who_is_rated_and_who_is_not_and_why(changes, standing):
    rating = rate(**changes)
    assert rating.standing is standing
    assert (rating.score is None) == (standing is not Standing.RATED)


@pytest.mark.parametrize(
    ("score", "level"),
    [(100, Level.GOOD), (85, Level.GOOD), (84.9, Level.FAIR), (70, Level.FAIR),
     (69.9, Level.AVERAGE), (50, Level.AVERAGE), (49.9, Level.WEAK), (0, Level.WEAK)],
)  # fmt: skip
def test_levels_begin_at_their_cut_off(score, level):
    assert level_of(score) is level


@st.composite
def years_of_teams(draw):
    def part(limit):
        whole = draw(st.integers(0, limit))
        return draw(st.integers(0, whole)), whole

    complete, rounds = part(12)
    seen, homes = part(180)
    fixed, critical = part(9)
    met, asked = part(60)
    in_time, reports = part(4)
    return TeamYear(
        team=1,
        founded_on=draw(st.dates(date(2024, 1, 1), date(2027, 1, 1))),
        disbanded_on=draw(st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1))),
        founding_paper=draw(st.booleans()),
        roster_confirmed=draw(st.none() | st.booleans()),
        rounds=rounds,
        rounds_on_time=draw(st.integers(0, complete)),
        rounds_complete=complete,
        homes_due=homes,
        homes_seen=seen,
        critical_due=critical,
        critical_fixed=fixed,
        equipment_asked=asked,
        equipment_met=met,
        meetings=draw(st.none() | st.integers(0, 5)),
        drill=draw(st.none() | st.booleans()),
        reports_due=reports,
        reports_on_time=in_time,
        fire_from_known_fault=draw(st.none() | st.booleans()),
    )


@given(years_of_teams())
def test_every_rating_is_sound(facts):
    rating = rate_team(facts, on=YEAR.last_day)
    assert faults(rating, facts, on=YEAR.last_day) == ()
    if rating.score is not None:
        assert rating.score == pytest.approx(100 * rating.reached / rating.known, abs=0.05)


@given(years_of_teams(), st.sampled_from(["homes_seen", "critical_fixed", "equipment_met"]))
def test_doing_more_never_lowers_the_score(facts, better):
    whole = {"homes_seen": "homes_due", "critical_fixed": "critical_due",
             "equipment_met": "equipment_asked"}[better]  # fmt: skip
    more = replace(facts, **{better: getattr(facts, whole)})
    before, after = (rate_team(each, on=YEAR.last_day) for each in (facts, more))
    assert before.standing is after.standing
    assert before.score is None or after.score >= before.score


@pytest.mark.parametrize(
    "change",
    [
        {"score": None}, {"level": None}, {"score": 101.0}, {"standing": Standing.TOO_SHORT},
        {"score": 99.8},
        {"parts": ()},
    ],
)  # fmt: skip
def test_the_checker_sees_through_a_false_rating(change):
    assert faults(replace(rate(), **change), A_GOOD_YEAR, on=YEAR.last_day) != ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": {**DEFAULT_POINTS, RatingPart.DRILL: 6}},
        {"points": {RatingPart.DRILL: 100}},
        {"points": {**DEFAULT_POINTS, RatingPart.DRILL: -5, RatingPart.REPORTS: 15}},
        {"cut_offs": (70, 85, 50)},
        {"cut_offs": (85, 70, 0)},
        {"months": 13},
        {"known_points": 0},
        {"meetings": 0},
    ],
)
def test_criteria_that_cannot_be_applied_are_refused(wrong):
    with pytest.raises(ValueError, match=r"points|cut-offs|months"):
        Criteria(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"homes_seen": 145}, {"rounds_on_time": 13}, {"meetings": -1}, {"days_of_rest": -1}]
)
def test_counts_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="may not be"):
        replace(A_GOOD_YEAR, **wrong)


def test_meetings_beyond_those_expected_add_nothing():
    assert share_of(RatingPart.MEETINGS, replace(A_GOOD_YEAR, meetings=9)) == 1.0


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2025, 11, 14), 2025), (date(2025, 11, 15), 2026), (date(2026, 11, 14), 2026),
     (date(2026, 2, 28), 2026), (date(2026, 12, 31), 2027)],
)  # fmt: skip
def test_a_rating_year_runs_from_15_november_to_14_november(day, number):
    year = RatingYear.of(day)
    assert (year.number, day in year) == (number, True)
    assert (YEAR.first_day, YEAR.half_day, YEAR.last_day) == (
        date(2025, 11, 15),
        date(2026, 5, 14),
        date(2026, 11, 14),
    )


def test_a_place_may_rate_by_the_calendar_year():
    year = RatingYear.of(date(2026, 3, 1), starts=(1, 1))
    assert (year.number, year.first_day, year.half_day, year.last_day) == (
        2026,
        date(2026, 1, 1),
        date(2026, 6, 30),
        date(2026, 12, 31),
    )


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.tuples(st.integers(1, 12), st.integers(1, 28))
)
def test_every_day_lies_in_exactly_one_rating_year(day, starts):
    year = RatingYear.of(day, starts=starts)
    assert day in year
    assert year.last_day + timedelta(days=1) == RatingYear(year.number + 1, starts).first_day


@pytest.mark.parametrize("starts", [(13, 1), (2, 29), (0, 1)])
def test_a_start_that_not_every_year_has_is_refused(starts):
    with pytest.raises(ValueError, match="starts on day"):
        RatingYear(2026, starts)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 1), date(2026, 1, 30), 0),
        (date(2026, 1, 1), date(2026, 1, 31), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 2, 15), date(2026, 11, 14), 9),
        (date(2026, 2, 16), date(2026, 11, 14), 8),
        (date(2026, 5, 1), date(2026, 4, 1), 0),
    ],
)
def test_full_months_are_counted_from_day_to_day(start, end, months):
    assert full_months(start, end) == months


@pytest.mark.parametrize(
    ("founded_on", "end", "rest", "months"),
    [
        (date(2020, 1, 1), date(2026, 11, 14), 0, 12),
        (date(2020, 1, 1), date(2026, 11, 14), 366, 0),
        (date(2020, 1, 1), date(2026, 5, 14), 0, 12),
        (date(2025, 11, 15), date(2026, 5, 14), 0, 6),
        (date(2020, 1, 1), date(2028, 2, 28), 0, 12),
        (date(2020, 1, 1), date(2028, 2, 29), 0, 12),
        (date(2020, 1, 1), date(2028, 2, 28), 29, 11),
        (date(2026, 12, 1), date(2026, 11, 14), 0, 0),
    ],
)
def test_months_at_work_are_of_the_last_twelve_without_days_of_rest(founded_on, end, rest, months):
    assert months_at_work(founded_on, end, days_of_rest=rest) == months


def test_on_a_day_within_the_year_only_those_old_enough_by_then_are_rated():
    facts = replace(A_GOOD_YEAR, founded_on=date(2026, 2, 1))
    assert rate_team(facts, on=date(2026, 10, 30)).standing is Standing.TOO_SHORT
    assert rate_team(facts, on=date(2026, 10, 31)).standing is Standing.RATED


def test_a_team_that_ended_is_rated_for_the_half_year_before():
    facts = replace(A_GOOD_YEAR, disbanded_on=date(2026, 8, 1))
    assert rate_team(facts, on=YEAR.half_day).standing is Standing.RATED
    assert rate_team(facts, on=YEAR.last_day).standing is Standing.DISBANDED
    assert faults(rate_team(facts, on=YEAR.half_day), facts, on=YEAR.last_day) != ()


def test_a_year_is_settled_in_the_new_one():
    assert YEAR.settled_on == date(2027, 1, 28)
    assert YEAR.settled_on in RatingYear(2027)
