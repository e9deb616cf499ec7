from dataclasses import replace
from datetime import date

import pytest

from firesafety.months import Month
from inspections.planning.clock import Clock, Pause
from inspections.planning.deadlines import Severity, hazard_due_on, plan_dates
from inspections.planning.overdue import (
    AssignmentFacts,
    Cause,
    HazardFacts,
    Missing,
    Part,
    PartCode,
    RoundFacts,
    RoundState,
    find_missing,
    rank_overdue,
    round_state,
)
from inspections.planning.overdue_check import faults
from inspections.planning.weights import KIND_FACTORS, Weights, people_at_risk

NOVEMBER = Month(2026, 11)
AN, BINH, CUC = 1, 2, 3
RESTING = Clock((Pause(date(2026, 1, 1)),))
RING = ((AN, BINH), (BINH, CUC), (CUC, AN))


def a_round(team=1, *, month=NOVEMBER, done=(), causes=None, **changes):
    """A team of three that check each other in a ring; ``done`` are the households inspected."""
    dates = plan_dates(month)
    visits = tuple(
        AssignmentFacts(
            inspector, inspected, inspected in done, (causes or {}).get(inspected, Cause.NOT_DONE)
        )
        for inspector, inspected in RING
    )
    facts = RoundFacts(
        team, month, dates.starts_on, dates.due_on, dates.missed_on, assignments=visits
    )
    return replace(facts, **changes)


def a_hazard(severity=Severity.CRITICAL, *, found_on=date(2026, 11, 3), kind="house"):
    return HazardFacts(BINH, severity, found_on, hazard_due_on(found_on, severity), kind)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 10, 31), RoundState.NOT_OPEN),
        (date(2026, 11, 1), RoundState.OPEN),
        (date(2026, 11, 21), RoundState.OPEN),
        (date(2026, 11, 22), RoundState.DUE_SOON),
        (date(2026, 11, 25), RoundState.DUE_SOON),
        (date(2026, 11, 26), RoundState.LATE),
        (date(2026, 12, 5), RoundState.LATE),
        (date(2026, 12, 6), RoundState.MISSED),
        (date(2028, 2, 29), RoundState.MISSED),
    ],
)
def test_a_round_with_a_household_missing_passes_through_its_states_by_day(day, state):
    assert round_state(a_round(done=(AN, BINH)), on=day) is state


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 6)])
def test_a_round_with_nothing_missing_is_never_late(day):
    assert round_state(a_round(done=(AN, BINH, CUC)), on=day) is RoundState.OPEN


def test_a_pause_stops_the_clock_of_a_round():
    assert round_state(a_round(clock=RESTING), on=date(2027, 1, 1)) is RoundState.PAUSED


def test_a_closed_round_stays_closed_and_was_missed_until_then():
    closed = a_round(closed_on=date(2026, 12, 7))
    assert round_state(closed, on=date(2026, 12, 6)) is RoundState.MISSED
    assert round_state(closed, on=date(2026, 12, 7)) is RoundState.CLOSED
    assert round_state(replace(closed, clock=RESTING), on=date(2026, 12, 8)) is RoundState.CLOSED


def test_the_missing_households_are_named_with_their_inspectors_and_causes():
    (line,) = rank_overdue(
        [a_round(done=(AN,), causes={BINH: Cause.NOBODY_HOME, CUC: Cause.ON_PAPER})],
        on=date(2026, 11, 28),
    )
    assert (line.state, line.days_late) == (RoundState.LATE, 3)
    assert line.missing == (
        Missing(BINH, (AN,), Cause.NOBODY_HOME),
        Missing(CUC, (BINH,), Cause.ON_PAPER),
    )


def test_a_household_seen_by_one_of_two_inspectors_is_not_missing():
    visits = (AssignmentFacts(AN, CUC), AssignmentFacts(BINH, CUC, done=True))
    assert find_missing(visits) == ()


def test_of_two_inspectors_the_one_who_gave_a_reason_is_believed():
    visits = (AssignmentFacts(AN, CUC, cause=Cause.REFUSED), AssignmentFacts(BINH, CUC))
    assert find_missing(visits) == (Missing(CUC, (AN, BINH), Cause.REFUSED),)


def test_a_visit_that_lies_on_paper_is_missing_and_weighs_half():
    unknown, told = (
        rank_overdue(
            [a_round(done=(AN,), causes={BINH: cause, CUC: cause})], on=date(2026, 11, 28)
        )[0]
        for cause in (Cause.NOT_DONE, Cause.ON_PAPER)
    )
    parts = [
        next(part for part in line.parts if part.code is PartCode.MISSING)
        for line in (unknown, told)
    ]
    assert parts == [
        Part(PartCode.MISSING, 2, 13.3),
        Part(PartCode.MISSING, 2, 6.7, on_paper=2),
    ]


def test_teams_in_time_are_not_listed():
    teams = [a_round(1), a_round(2, done=(AN, BINH, CUC)), a_round(3, clock=RESTING)]
    assert rank_overdue(teams, on=date(2026, 11, 25)) == ()


def test_a_hazard_is_overdue_the_day_after_its_day_even_when_the_round_is_done_or_paused():
    for facts in (a_round(done=(AN, BINH, CUC)), a_round(clock=RESTING)):
        facts = replace(facts, hazards=(a_hazard(),))
        assert rank_overdue([facts], on=date(2026, 11, 10)) == ()
        (line,) = rank_overdue([facts], on=date(2026, 11, 11))
        assert (line.hazards_overdue, line.days_late) == (1, 0)


def test_a_paused_team_listed_for_a_hazard_is_not_charged_with_its_missing_households():
    facts = a_round(done=(AN, BINH), clock=RESTING, months_silent=5, hazards=(a_hazard(),))
    (line,) = rank_overdue([facts], on=date(2026, 12, 20))
    assert line.missing == (Missing(CUC, (BINH,), Cause.PAUSED),)
    assert {part.code for part in line.parts} == {PartCode.CRITICAL_HAZARDS}


def test_a_team_silent_for_two_months_is_listed_before_it_is_late():
    teams = [a_round(1, months_silent=1), a_round(2, months_silent=2)]
    assert [line.team for line in rank_overdue(teams, on=date(2026, 11, 2))] == [2]


def test_the_parts_tell_the_numbers_behind_the_score():
    facts = a_round(
        done=(AN,),
        months_silent=1,
        people_at_risk=9,
        hazards=(
            a_hazard(found_on=date(2026, 10, 16), kind="boarding_house"),  # 45 days: 1.5 times
            a_hazard(Severity.MINOR, found_on=date(2026, 11, 30)),
        ),
    )
    (line,) = rank_overdue([facts], on=date(2026, 11, 30))
    assert line.parts == (
        # 40 × 2 × 1.5
        Part(PartCode.CRITICAL_HAZARDS, 1, 120.0, oldest_days=45, kinds=("boarding_house",)),
        Part(PartCode.MINOR_HAZARDS, 1, 1.0),
        Part(PartCode.MONTHS_SILENT, 1, 10.0),
        Part(PartCode.MISSING, 2, 13.3),  # 20 × 2 of 3
        Part(PartCode.DAYS_LATE, 5, 2.5),
        Part(PartCode.PEOPLE_AT_RISK, 9, 4.5),
    )
    assert line.score == 151.3


def test_a_part_names_the_premises_that_weigh_more_than_a_house_and_the_oldest_hazard():
    found = {"shop": 3, "house": 1, "boarding_house": 20, "market_stall": 9}
    hazards = tuple(
        a_hazard(found_on=date(2026, 11, day), kind=kind) for kind, day in found.items()
    )
    (line,) = rank_overdue([a_round(hazards=hazards)], on=date(2026, 11, 30))
    (part,) = (part for part in line.parts if part.code is PartCode.CRITICAL_HAZARDS)
    assert (part.oldest_days, part.kinds) == (29, ("boarding_house", "market_stall", "shop"))


def test_one_critical_hazard_outranks_a_whole_round_missed_long_ago():
    endangered = a_round(2, done=(AN, BINH, CUC), hazards=(a_hazard(),))
    teams = [a_round(1), endangered]
    assert [line.team for line in rank_overdue(teams, on=date(2027, 6, 1))] == [2, 1]


def test_equal_teams_stand_in_order_of_their_number_whatever_order_they_came_in():
    teams = [a_round(team) for team in (7, 3, 12, 1)]
    assert [line.team for line in rank_overdue(teams, on=date(2026, 12, 1))] == [1, 3, 7, 12]


def test_teams_that_show_the_same_score_stand_in_the_order_of_what_they_weigh():
    teams = [a_round(number, people_at_risk=number) for number in (1, 2)]
    ranking = rank_overdue(teams, on=date(2026, 12, 1), weights=Weights(person_at_risk=0.01))
    assert [line.score for line in ranking] == [23.0, 23.0]
    assert [line.team for line in ranking] == [2, 1]


def test_a_team_with_two_rounds_has_one_line_that_of_the_worse():
    november, december = a_round(month=NOVEMBER), a_round(month=Month(2026, 12))
    (line,) = rank_overdue([december, november], on=date(2027, 1, 2))
    assert line.month == NOVEMBER


def test_of_two_rounds_that_weigh_the_same_the_older_one_is_shown():
    rounds = [
        a_round(month=month, done=(AN, BINH, CUC), hazards=(a_hazard(),))
        for month in (Month(2026, 12), NOVEMBER)
    ]
    (line,) = rank_overdue(rounds, on=date(2026, 12, 2))
    assert line.month == NOVEMBER


def test_a_part_that_weighs_nothing_still_tells_its_number():
    (line,) = rank_overdue([a_round()], on=date(2026, 11, 28), weights=Weights(day_late=0))
    assert Part(PartCode.DAYS_LATE, 3, 0) in line.parts


def test_a_hazard_noted_later_was_not_known_on_the_day():
    facts = a_round(hazards=(a_hazard(found_on=date(2026, 12, 1)),))
    (line,) = rank_overdue([facts], on=date(2026, 11, 30))
    assert PartCode.CRITICAL_HAZARDS not in {part.code for part in line.parts}


def test_a_kind_of_premises_without_a_factor_is_refused():
    facts = a_round(hazards=(a_hazard(kind="castle"),))
    with pytest.raises(ValueError, match="castle"):
        rank_overdue([facts], on=date(2026, 11, 30))


@pytest.mark.parametrize(
    "wrong",
    [
        {"critical_hazard": -1.0},
        {"day_late": float("nan")},
        {"all_missing": float("inf")},
        {"major_hazard": 41.0},
        {"minor_hazard": 9.0},
        {"age_cap_days": 0},
        {"age_cap_days": float("nan")},
        {"silent_cap": 2.5},
        {"late_cap_days": 0},
        {"people_cap": 0},
        {"listed_after_silent": 0},
        {"kind_factors": {**KIND_FACTORS, "house": -1.0}},
        {"kind_factors": {"house": 1.0}},
        {"kind_factors": {**KIND_FACTORS, "castle": 3.0}},
    ],
)
def test_weights_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError):
        Weights(**wrong)


@pytest.mark.parametrize(
    ("kind", "occupants", "need_help", "people"),
    [
        ("house", 12, 3, 3),
        ("shop", 5, 0, 0),
        ("boarding_house", 30, 2, 30),
        ("boarding_house", 0, 2, 2),
        ("hospital_ward", 15, 20, 20),
    ],
)
def test_everybody_counts_where_many_sleep_and_elsewhere_who_needs_help(
    kind, occupants, need_help, people
):
    assert people_at_risk(kind, occupants=occupants, need_help=need_help) == people


# --- the checker sees each kind of fault -----------------------------------------------------


def broken_rankings():
    teams = [a_round(1, done=(AN,)), a_round(2), a_round(3, done=(AN, BINH, CUC))]
    on = date(2026, 11, 30)
    right = rank_overdue(teams, on=on)
    two, one = right
    return [
        (right[:1], "team 1 is overdue and not listed"),
        ((two, one, one), "team 1 stands twice"),
        ((one, two), "the lines are not in order of weight, then team"),
        ((replace(two, score=two.score + 1), one), "the parts of team 2 do not add up to 23.5"),
        ((replace(two, weight=24.5), one), "team 2 weighs 24.5 and shows 22.5"),
        ((replace(two, state=RoundState.MISSED), one), "team 2 is said to be missed"),
        ((replace(two, days_late=9), one), "the days late of team 2 differ from its part"),
        ((replace(two, month=Month(2026, 10)), one), "team 2: no round of 2026-10"),
        (
            (two, replace(one, missing=(*one.missing, Missing(AN, (CUC,), Cause.NOT_DONE)))),
            "team 1 misses a household that was inspected",
        ),
        ((two, one, replace(one, team=3, score=0.0)), "team 3 is listed and not overdue"),
    ], (teams, on)


def test_the_checker_names_each_fault():
    rankings, (teams, on) = broken_rankings()
    for ranking, sentence in rankings:
        assert sentence in faults(ranking, teams, on=on)
