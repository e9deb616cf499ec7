"""A team's winter through the services: opened, paused, resumed, closed, typed in late."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from firesafety.months import Month
from inspections.models import Hazard, OpenHazard, Round, RoundStanding, TeamStanding
from inspections.planning.answers import Answer
from inspections.planning.overdue import HazardState, hazard_state
from inspections.planning.weights import DEFAULT_WEIGHTS
from inspections.queries.checklist import items_for
from inspections.queries.overdue import overdue_list, worst_teams
from inspections.queries.overdue_facts import collect_facts
from inspections.queries.overdue_ranking import count_overdue
from inspections.queries.standing_check import standing_faults
from inspections.services.inspection import Result, record_inspection
from inspections.services.owner_report import report_fixed
from inspections.services.pause import end_due_pauses, pause_team
from inspections.services.round import close_rounds, open_round
from inspections.services.standing import recount
from tests.factories import make_team

from .stories import at

DAY = timedelta(days=1)


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 4)


def send(assignment, officer, *, on, done_on=None, source="paper", failed=()):
    items = items_for(assignment.round, assignment.inspected)
    answers = {item.code: Answer.FAIL if item.code in failed else Answer.PASS for item in items}
    result = Result(answers=answers, done_on=done_on or on)
    return record_inspection(
        assignment, result, client_id=uuid4(), source=source, entered_by=officer, at=at(on)
    )


# A month's end, the turn of the year, Tết of 2027 (06/02) and a February of 29 days.
@pytest.mark.parametrize(
    ("month", "rests", "again"),
    [
        (Month(2026, 11), date(2026, 11, 30), date(2026, 12, 1)),
        (Month(2026, 12), date(2026, 12, 25), date(2027, 1, 2)),
        (Month(2027, 2), date(2027, 2, 1), date(2027, 2, 17)),
        (Month(2028, 2), date(2028, 2, 29), date(2028, 4, 1)),
    ],
)
def test_a_story_keeps_every_figure_at_each_step(ward, team, officer, month, rests, again):
    opened = open_round(team, month, at=at(month.first_day))
    first, second, *_ = opened.assignments.select_related("round", "inspected")
    send(first, officer, on=month.first_day, source="phone")
    assert standing_faults() == []

    pause_team(team, on=rests, until=again, by=officer)
    assert standing_faults() == []
    assert close_rounds(on=again - DAY) == 0

    before = opened.missed_on
    assert (end_due_pauses(on=again), end_due_pauses(on=again)) == (1, 0)
    opened = Round.objects.get()
    assert opened.missed_on > before
    assert standing_faults() == []

    assert (close_rounds(on=opened.missed_on - DAY), close_rounds(on=opened.missed_on)) == (0, 1)
    assert standing_faults() == []
    closed = RoundStanding.objects.get()

    late = opened.missed_on + 5 * DAY
    done_on = month.first_day
    send(second, officer, on=late, done_on=done_on, failed=["DIEN-01"])
    after = RoundStanding.objects.get()
    same = ("planned", "done", "obstacle", "households", "inspected")
    assert [getattr(after, name) for name in same] == [getattr(closed, name) for name in same]
    assert (after.late, after.missing) == (closed.late + 1, closed.missing - 1)
    assert Hazard.objects.get().found_on == done_on
    assert standing_faults() == []


def test_an_owners_word_stops_the_clock_until_a_neighbour_has_looked(ward, team, officer):
    november = open_round(team, Month(2026, 11), at=at(date(2026, 11, 1)))
    found = november.assignments.select_related("round", "inspected").first()
    for visit in november.assignments.select_related("round", "inspected"):
        failed = ["DIEN-01"] if visit == found else []
        send(visit, officer, on=date(2026, 11, 3), failed=failed)
    hazard = Hazard.objects.get()
    overdue_on = hazard.due_on + 3 * DAY
    (line,) = overdue_list(ward, on=overdue_on)
    assert line.hazards_overdue == 1

    said = hazard.due_on + 5 * DAY
    for _ in range(2):
        report_fixed(hazard, at=at(said))
    assert overdue_list(ward, on=said) == []
    # What was known before it was said stays so.
    assert overdue_list(ward, on=overdue_on) == [line]
    (facts,) = collect_facts([team.pk], on=said)[team.pk].hazards
    assert hazard_state(facts, on=said) is HazardState.AWAITING
    assert OpenHazard.objects.get().claimed_on == said
    assert TeamStanding.objects.get().oldest_due_on.year == 9999
    assert standing_faults() == []

    december = open_round(team, Month(2026, 12), at=at(date(2026, 12, 1)))
    again = december.assignments.select_related("round", "inspected").get(inspected=found.inspected)
    send(again, officer, on=date(2026, 12, 3), failed=["DIEN-01"])
    assert OpenHazard.objects.get().claimed_on is None
    assert overdue_list(ward, on=date(2026, 12, 4))[0].hazards_overdue == 1
    assert standing_faults() == []


def of_first(team, month):
    """The visit of a month to the household that November's first visit goes to."""
    opened = team.rounds.filter(month=month.first_day).first() or open_round(
        team, month, at=at(month.first_day)
    )
    visits = opened.assignments.select_related("round", "inspected").order_by("position")
    first = team.memberships.order_by("pk").first().household
    return visits.get(inspected=first)


def known_hazards(team, on):
    """What was known to be open on a day: when it was found and until when it was to be fixed."""
    return [
        (each.found_on, each.due_on) for each in collect_facts([team.pk], on=on)[team.pk].hazards
    ]


def test_a_hazard_that_late_paper_tells_of_was_not_known_before_it_came(ward, team, officer):
    visit = of_first(team, Month(2026, 11))
    found, came = date(2026, 11, 3), date(2026, 11, 28)
    send(visit, officer, on=came, done_on=found, failed=["DIEN-01"])

    assert known_hazards(team, came - DAY) == []
    assert known_hazards(team, came) == [(found, date(2026, 11, 10))]
    before, after = (overdue_list(ward, on=day)[0] for day in (came - DAY, came))
    assert (before.hazards_overdue, before.critical) == (0, 0)
    assert (after.hazards_overdue, after.critical) == (1, 1)


def test_what_late_paper_tells_of_a_known_hazard_moves_no_day_of_before(team, officer):
    early, seen, came = date(2026, 11, 3), date(2026, 12, 2), date(2026, 12, 9)
    november, december = (of_first(team, Month(2026, month)) for month in (11, 12))
    send(december, officer, on=seen, failed=["DIEN-01"], source="phone")
    send(november, officer, on=came, done_on=early, failed=["DIEN-01"])

    assert known_hazards(team, came - DAY) == [(seen, date(2026, 12, 9))]
    assert known_hazards(team, came) == [(early, date(2026, 11, 10))]


def test_a_repair_that_late_paper_tells_of_was_not_known_before_it_came(team, officer):
    found, fixed, came = date(2026, 11, 3), date(2026, 12, 2), date(2026, 12, 30)
    november, december = (of_first(team, Month(2026, month)) for month in (11, 12))
    send(november, officer, on=found, failed=["DIEN-01"], source="phone")
    send(december, officer, on=came, done_on=fixed)

    assert known_hazards(team, came - DAY) == [(found, date(2026, 11, 10))]
    assert known_hazards(team, came) == []


def test_a_word_of_repair_stands_until_it_is_known_that_the_fault_was_seen_after_it(team, officer):
    said, seen, came = date(2026, 11, 5), date(2026, 12, 2), date(2026, 12, 30)
    november, december = (of_first(team, Month(2026, month)) for month in (11, 12))
    send(november, officer, on=date(2026, 11, 3), failed=["DIEN-01"], source="phone")
    report_fixed(Hazard.objects.get(), at=at(said))
    send(december, officer, on=came, done_on=seen, failed=["DIEN-01"])

    claims = [
        [each.claimed_on for each in collect_facts([team.pk], on=day)[team.pk].hazards]
        for day in (came - DAY, came)
    ]
    assert claims == [[said], [None]]


def test_a_mistake_at_a_home_hides_no_other_hazard_of_it(team, officer):
    visit = of_first(team, Month(2026, 11))
    send(visit, officer, on=date(2026, 11, 3), failed=["DIEN-01", "THOAT-01"])
    send(visit, officer, on=date(2026, 11, 4), done_on=date(2026, 11, 3), failed=["THOAT-01"])

    assert set(Hazard.objects.values_list("code", "state")) == {
        ("DIEN-01", "withdrawn"),
        ("THOAT-01", "open"),
    }
    assert len(known_hazards(team, date(2026, 11, 5))) == 1


def test_a_round_that_is_open_keeps_its_days_when_the_settings_change(ward, team, settings):
    november = open_round(team, Month(2026, 11), at=at(date(2026, 11, 1)))
    settings.ROUND_DUE_DAY, settings.ROUND_GRACE_DAYS = 5, 0
    december = open_round(team, Month(2026, 12), at=at(date(2026, 12, 1)))

    kept = Round.objects.get(pk=november.pk)
    assert (kept.due_on, kept.missed_on) == (date(2026, 11, 25), date(2026, 12, 6))
    assert (december.due_on, december.missed_on) == (date(2026, 12, 5), date(2026, 12, 6))
    told = [
        [(line.month.month, line.state, line.days_late) for line in overdue_list(ward, on=day)]
        for day in (date(2026, 11, 25), date(2026, 12, 5), date(2026, 12, 6))
    ]
    assert told == [[], [(11, "late", 10)], [(12, "missed", 1)]]


def test_a_holiday_named_while_a_round_is_open_holds_everywhere_once_counted_again(
    ward, team, settings
):
    open_round(team, Month(2026, 11), at=at(date(2026, 11, 1)))
    settings.PUBLIC_HOLIDAYS = ["2026-11-26", "2026-11-27"]
    recount([team.pk])

    for day, late in ((date(2026, 11, 27), []), (date(2026, 11, 28), [1])):
        assert [line.days_late for line in overdue_list(ward, on=day)] == late
        assert [line.days_late for line in worst_teams(ward, on=day).ranked] == late
        assert count_overdue(ward, on=day, weights=DEFAULT_WEIGHTS) == len(late)
    assert standing_faults() == []
