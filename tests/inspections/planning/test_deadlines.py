from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firesafety.months import Month
from inspections.planning.deadlines import (
    DeadlineParams,
    RoundDates,
    Severity,
    faults,
    hazard_due_on,
    plan_dates,
)
from inspections.planning.holidays import Holidays

months = st.builds(Month, st.integers(1990, 2100), st.integers(1, 12))
params = st.builds(DeadlineParams, due_day=st.integers(1, 31), grace_days=st.integers(0, 60))


def test_a_round_runs_from_the_first_to_the_25th_and_is_missed_after_ten_days_of_grace():
    assert plan_dates(Month(2026, 11)) == RoundDates(
        starts_on=date(2026, 11, 1), due_on=date(2026, 11, 25), missed_on=date(2026, 12, 6)
    )


def test_the_grace_days_of_december_reach_into_the_next_year():
    assert plan_dates(Month(2026, 12)).missed_on == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("month", "due_on"),
    [
        (Month(2028, 2), date(2028, 2, 29)),
        (Month(2027, 2), date(2027, 2, 28)),
        (Month(2100, 2), date(2100, 2, 28)),
        (Month(2026, 11), date(2026, 11, 30)),
        (Month(2026, 12), date(2026, 12, 31)),
    ],
)
def test_a_due_day_past_the_months_end_is_its_last_day(month, due_on):
    assert plan_dates(month, DeadlineParams(due_day=31)).due_on == due_on


def test_without_grace_a_round_is_missed_the_day_after_it_was_due():
    dates = plan_dates(Month(2026, 11), DeadlineParams(grace_days=0))
    assert dates.missed_on == date(2026, 11, 26)


@given(months, params)
def test_every_month_has_dates_without_fault(month, chosen):
    assert faults(plan_dates(month, chosen), month, chosen) == ()


@given(months, params)
def test_every_day_of_a_month_up_to_the_due_day_is_in_time_and_no_other(month, chosen):
    dates = plan_dates(month, chosen)
    days = [month.first_day + timedelta(days=n) for n in range(31)]
    in_time = [day for day in days if dates.starts_on <= day <= dates.due_on]
    assert in_time == [d for d in days if Month.of(d) == month and d.day <= chosen.due_day]


@pytest.mark.parametrize(
    ("starts_on", "due_on", "missed_on", "sentence"),
    [
        ((11, 2), (11, 25), (12, 6), "the round of 2026-11 starts on 2026-11-02"),
        ((11, 1), (12, 1), (12, 12), "due on 2026-12-01, not on day 25"),
        ((11, 1), (11, 24), (12, 5), "due on 2026-11-24, not on day 25"),
        ((11, 1), (11, 25), (12, 7), "11 days of grace, not 10"),
    ],
)
def test_the_checker_names_what_is_wrong(starts_on, due_on, missed_on, sentence):
    dates = RoundDates(*(date(2026, *day) for day in (starts_on, due_on, missed_on)))
    (found,) = faults(dates, Month(2026, 11))
    assert sentence in found


def test_dates_out_of_order_are_refused():
    with pytest.raises(ValueError, match="out of order"):
        RoundDates(date(2026, 11, 1), date(2026, 11, 25), date(2026, 11, 25))


@pytest.mark.parametrize(
    ("severity", "due_on"),
    [
        (Severity.CRITICAL, date(2028, 3, 1)),
        (Severity.MAJOR, date(2028, 3, 24)),
        (Severity.MINOR, date(2028, 4, 23)),
        ("critical", date(2028, 3, 1)),
    ],
)
def test_a_worse_hazard_is_due_sooner_across_a_leap_day(severity, due_on):
    assert hazard_due_on(date(2028, 2, 23), severity) == due_on


def test_a_hazard_due_on_a_day_of_rest_is_due_behind_it_and_its_days_run_through_tet():
    holidays = Holidays(tet_before=2, tet_after=2)  # 04/02/2027 to 08/02/2027
    for found_on, due_on in (
        (date(2027, 1, 27), date(2027, 2, 3)),
        (date(2027, 1, 28), date(2027, 2, 9)),
        (date(2027, 2, 1), date(2027, 2, 9)),
        (date(2027, 2, 3), date(2027, 2, 10)),
    ):
        assert hazard_due_on(found_on, Severity.CRITICAL, holidays=holidays) == due_on


def test_a_severity_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="fatal"):
        hazard_due_on(date(2026, 11, 1), "fatal")


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_day": 0},
        {"due_day": 32},
        {"grace_days": -1},
        {"critical_days": -1},
        {"critical_days": 31},
        {"major_days": 61},
        {"minor_days": 367},
    ],
)
def test_days_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError):
        DeadlineParams(**wrong)
