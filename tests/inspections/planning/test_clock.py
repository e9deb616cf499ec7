"""The clock that stands still: pauses, Tết, and the dates that move with them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firesafety.months import Month
from inspections.planning.clock import Clock, Pause, shift_dates
from inspections.planning.deadlines import DeadlineParams, RoundDates, faults, plan_dates
from inspections.planning.holidays import Holidays
from inspections.planning.overdue import (
    AssignmentFacts,
    Cause,
    HazardFacts,
    HazardState,
    RoundFacts,
    RoundState,
    hazard_state,
    rank_overdue,
    round_state,
)

DAY = timedelta(days=1)
DECEMBER = Month(2026, 12)
TET_2028 = Month(2028, 1)  # Tết is the 26th: the usual due day, the 25th, rests

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
calendars = st.builds(
    Holidays, tet=st.booleans(), tet_before=st.integers(0, 6), tet_after=st.integers(0, 10)
)
months = st.builds(Month, st.integers(2024, 2040), st.integers(1, 12))
params = st.builds(DeadlineParams, st.integers(1, 31), grace_days=st.integers(0, 40))


@st.composite
def pauses(draw):
    """Some rests one after another, at most the last of them open."""
    found, day = [], draw(days)
    for _ in range(draw(st.integers(0, 4))):
        day += draw(st.integers(0, 40)) * DAY
        ends = day + draw(st.integers(1, 60)) * DAY
        found.append(Pause(day, ends))
        day = ends
    if draw(st.booleans()):
        found.append(Pause(day + draw(st.integers(0, 40)) * DAY))
    return tuple(found)


def plainly_running(clock, first, last):
    """The days from first to last that count, one by one, by the words of the rule."""
    count, day = 0, first
    while day <= last:
        resting = any(
            pause.starts_on <= day and not (pause.ends_on is not None and pause.ends_on <= day)
            for pause in clock.pauses
        )
        if not resting and not clock.holidays.rests(day):
            count += 1
        day += DAY
    return count


@given(pauses(), calendars, days, st.integers(-5, 120))
def test_days_are_counted_that_neither_rest_nor_pause(rests, holidays, day, span):
    clock = Clock(rests, holidays)
    until = day + span * DAY
    assert clock.days_after(day, until=until) == plainly_running(clock, day + DAY, until)


@given(months, params, calendars)
def test_planned_dates_are_right_around_tet_month_ends_and_leap_days(month, chosen, holidays):
    dates = plan_dates(month, chosen, holidays)
    assert faults(dates, month, chosen, holidays) == ()
    assert not holidays.rests(dates.due_on)
    assert plainly_running(Clock(holidays=holidays), dates.due_on + DAY, dates.missed_on - DAY) == (
        chosen.grace_days
    )


def test_a_due_day_in_tet_moves_behind_it():
    dates = plan_dates(TET_2028, holidays=Holidays())
    assert dates.due_on == date(2028, 1, 29)
    assert "a holiday" in faults(plan_dates(TET_2028), TET_2028, holidays=Holidays())[0]


@given(months, params, calendars, st.integers(-40, 80), st.integers(1, 90))
def test_after_a_pause_as_many_days_are_left_as_when_it_began(month, chosen, holidays, start, span):
    dates = plan_dates(month, chosen, holidays)
    pause = Pause(dates.starts_on + start * DAY, dates.starts_on + (start + span) * DAY)
    moved = shift_dates(dates, pause, holidays)
    stopped = max(pause.starts_on, dates.starts_on)
    if pause.ends_on <= dates.starts_on or stopped >= dates.missed_on:
        assert moved == dates
        return
    free = Clock(holidays=holidays)
    if stopped <= dates.due_on:
        left = max(1, plainly_running(free, stopped, dates.due_on))
        assert plainly_running(free, pause.ends_on, moved.due_on) == left
        assert plainly_running(free, moved.due_on + DAY, moved.missed_on - DAY) == (
            chosen.grace_days
        )
    else:
        assert moved.due_on == dates.due_on
        grace = plainly_running(free, stopped, dates.missed_on - DAY)
        assert plainly_running(free, pause.ends_on, moved.missed_on - DAY) == grace
    assert moved.due_on >= dates.due_on
    assert moved.missed_on >= dates.missed_on


def test_a_pause_that_ends_as_a_round_begins_or_begins_as_it_is_missed_moves_nothing():
    dates = plan_dates(DECEMBER)
    assert dates.missed_on == date(2027, 1, 5)
    for pause in (
        Pause(date(2026, 11, 20), date(2026, 12, 1)),
        Pause(date(2027, 1, 5), date(2027, 1, 20)),
    ):
        assert shift_dates(dates, pause) == dates
    last_day = Pause(date(2027, 1, 4), date(2027, 1, 20))
    assert shift_dates(dates, last_day).missed_on == date(2027, 1, 21)


def test_a_pause_over_tet_and_a_month_end_leaves_the_days_that_were_left():
    dates = plan_dates(TET_2028, holidays=Holidays())
    assert (dates.due_on, dates.missed_on) == (date(2028, 1, 29), date(2028, 2, 9))
    # From the 20th four days were left before Tết and one behind it, and then ten of grace.
    moved = shift_dates(dates, Pause(date(2028, 1, 20), date(2028, 2, 3)), Holidays())
    assert (moved.due_on, moved.missed_on) == (date(2028, 2, 7), date(2028, 2, 18))


def test_two_pauses_move_a_date_twice():
    dates = plan_dates(DECEMBER)
    once = shift_dates(dates, Pause(date(2026, 12, 3), date(2026, 12, 8)))
    twice = shift_dates(once, Pause(date(2026, 12, 20), date(2026, 12, 24)))
    assert (once.due_on, twice.due_on) == (date(2026, 12, 30), date(2027, 1, 3))
    assert twice == RoundDates(date(2026, 12, 1), date(2027, 1, 3), date(2027, 1, 14))


def test_a_pause_that_goes_on_moves_nothing_yet():
    with pytest.raises(ValueError, match="goes on"):
        shift_dates(plan_dates(DECEMBER), Pause(date(2026, 12, 3)))


def test_a_pause_of_no_day_is_none():
    with pytest.raises(ValueError, match="a day or more"):
        Pause(date(2026, 12, 3), date(2026, 12, 3))


# --- states on a clock that stands still ------------------------------------------------------


def december(*, clock=None, **changes):
    dates = plan_dates(DECEMBER)
    visits = changes.pop("assignments", (AssignmentFacts(1, 2),))
    return RoundFacts(
        1,
        DECEMBER,
        dates.starts_on,
        dates.due_on,
        dates.missed_on,
        clock=clock or Clock(),
        assignments=visits,
        **changes,
    )


def test_a_team_late_before_its_rest_is_no_later_after_it():
    rest = Clock((Pause(date(2026, 12, 28), date(2027, 1, 2)),))
    told = {}
    for day in (date(2026, 12, 27), date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 2)):
        ranked = rank_overdue([december(clock=rest)], on=day)
        told[day.day] = [line.days_late for line in ranked]
    assert told == {27: [2], 28: [], 1: [], 2: [3]}


def test_nobody_is_late_by_holidays_alone():
    dates = plan_dates(Month(2027, 2), DeadlineParams(due_day=3))
    facts = RoundFacts(
        1,
        Month(2027, 2),
        dates.starts_on,
        dates.due_on,
        dates.missed_on,
        clock=Clock(holidays=Holidays()),  # 04/02 to 08/02 rest
        assignments=(AssignmentFacts(1, 2),),
    )
    states = [round_state(facts, on=date(2027, 2, day)) for day in (3, 4, 8, 9)]
    assert states == [RoundState.DUE_SOON] * 3 + [RoundState.LATE]


def test_what_comes_late_leaves_the_days_before_as_they_were():
    facts = december(
        closed_on=date(2027, 1, 5),
        assignments=(AssignmentFacts(1, 2, done=True, received_on=date(2027, 1, 9)),),
    )
    seen = {day: round_state(facts, on=day) for day in (date(2026, 12, 28), date(2027, 1, 10))}
    assert seen == {
        date(2026, 12, 28): RoundState.LATE,
        date(2027, 1, 10): RoundState.CLOSED,
    }


@given(days, st.integers(-30, 90), st.none() | st.integers(0, 60), st.none() | st.integers(0, 60))
def test_a_hazard_passes_its_states_in_order(found_on, passed, claimed, closed):
    facts = HazardFacts(
        1,
        "critical",
        found_on,
        found_on + 7 * DAY,
        claimed_on=None if claimed is None else found_on + claimed * DAY,
        closed_on=None if closed is None else found_on + closed * DAY,
    )
    if passed < 0:
        expected = HazardState.NOT_FOUND
    elif closed is not None and closed <= passed:
        expected = HazardState.CLOSED
    elif claimed is not None and claimed <= passed:
        expected = HazardState.AWAITING
    elif passed > 7:
        expected = HazardState.OVERDUE
    else:
        expected = HazardState.DUE_SOON if passed >= 4 else HazardState.OPEN
    assert hazard_state(facts, on=found_on + passed * DAY) is expected


def test_a_hazard_noted_by_mistake_is_withdrawn_not_closed():
    facts = HazardFacts(
        1,
        "minor",
        date(2026, 12, 1),
        date(2026, 12, 9),
        closed_on=date(2026, 12, 3),
        withdrawn=True,
    )
    assert hazard_state(facts, on=date(2026, 12, 3)) is HazardState.WITHDRAWN


def test_a_hazard_said_to_be_fixed_weighs_on_but_calls_nobody():
    hazard = HazardFacts(2, "critical", date(2026, 12, 1), date(2026, 12, 8))
    claimed = HazardFacts(
        2, "critical", date(2026, 12, 1), date(2026, 12, 8), claimed_on=date(2026, 12, 5)
    )
    on = date(2026, 12, 20)
    assert [
        line.hazards_overdue for line in rank_overdue([december(hazards=(hazard,))], on=on)
    ] == [1]
    assert rank_overdue([december(hazards=(claimed,))], on=on) == ()
    (line,) = rank_overdue([december(hazards=(claimed,))], on=date(2026, 12, 28))
    assert {part.code.value for part in line.parts} >= {"critical_hazards", "days_late"}


def test_the_causes_of_the_missing_are_as_they_were_known_on_the_day():
    visits = (AssignmentFacts(1, 2, cause=Cause.REFUSED, received_on=date(2026, 12, 28)),)
    causes = [
        rank_overdue([december(assignments=visits)], on=day)[0].missing[0].cause
        for day in (date(2026, 12, 27), date(2026, 12, 28))
    ]
    assert causes == [Cause.NOT_DONE, Cause.REFUSED]
