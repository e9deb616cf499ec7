"""The kept figures as pages read them, and the ranking that is found through them."""

from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from firesafety.months import Month
from households.services.household import update_household
from households.services.team import disband
from inspections.models import OpenHazard, RoundStanding, TeamStanding
from inspections.planning.answers import Answer
from inspections.planning.weights import Weights
from inspections.queries import overdue_candidates, overdue_ranking
from inspections.queries.checklist import items_for
from inspections.queries.figures import ward_figures
from inspections.queries.holidays import holidays
from inspections.queries.judged import is_kept
from inspections.queries.overdue import overdue_list, worst_teams
from inspections.queries.overdue_bounds import (
    bound_besides,
    bound_of_hazards,
    is_doubtful,
    weight_of_hazards,
)
from inspections.queries.overdue_ranking import count_overdue, rank_area
from inspections.queries.place_states import are_kept
from inspections.queries.standing import (
    MonthFigures,
    month_figures,
    month_figures_of_parts,
)
from inspections.queries.standing_check import standing_faults
from inspections.queries.team_states import TeamState
from inspections.services import standing
from inspections.services.inspection import Result, record_inspection
from inspections.services.on_paper import mark_on_paper
from inspections.services.pause import pause_team, resume_team
from inspections.services.round import close_rounds, open_round
from inspections.services.standing import move_on
from tests.factories import make_neighbourhood, make_team, make_ward
from tests.inspections.services.stories import DECEMBER, at, open_december

LATE = date(2026, 12, 28)
NOVEMBER = Month(2026, 11)
CODES = ("DIEN-01", "DIEN-02", "THOAT-01")


def send(assignment, *, failed=(), obstacle="", day=None):
    day = day or assignment.round.month.replace(day=6)
    items = items_for(assignment.round, assignment.inspected)
    answers = {item.code: Answer.FAIL if item.code in failed else Answer.PASS for item in items}
    result = Result(answers={} if obstacle else answers, obstacle=obstacle, done_on=day)
    return record_inspection(assignment, result, client_id=uuid4(), source="phone", at=at(day))


def dying_after(times, call):
    """``call`` as many times, and then the process is killed."""
    left = [times]

    def once(*args):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return call(*args)

    return once


@pytest.fixture
def places(ward, neighbourhood):
    """Two wards, three neighbourhoods, a team in each; one visit found two faults."""
    second = make_neighbourhood(ward, "Khu vực 2")
    far = make_neighbourhood(make_ward("31135", "Phường Ninh Kiều"))
    teams = [make_team(area, 3) for area in (neighbourhood, second, far)]
    visits = [open_december(team).assignments.first() for team in teams]
    send(visits[0], failed=CODES[:2])
    send(visits[1], obstacle="away")
    return neighbourhood, second, far, teams


def test_months_are_summed_where_they_were_and_empty_ones_are_told(ward, places):
    first, second, far, _teams = places
    heard = MonthFigures(DECEMBER, 1, planned=3, done=1, households=3, inspected=1, missing=2)
    tried = MonthFigures(DECEMBER, 1, planned=3, obstacle=1, households=3, missing=3)
    quiet = MonthFigures(DECEMBER, 1, planned=3, households=3, missing=3)
    both = MonthFigures(DECEMBER, 2, 6, 1, 1, 0, 6, 1, 5)
    assert month_figures(ward, [NOVEMBER, DECEMBER]) == (MonthFigures(NOVEMBER), both)
    assert month_figures_of_parts(ward, [NOVEMBER, DECEMBER], parts=[DECEMBER]) == (
        (MonthFigures(NOVEMBER), both),
        {first.pk: {DECEMBER: heard}, second.pk: {DECEMBER: tried}},
    )
    all_three = MonthFigures(DECEMBER, 3, 9, 1, 1, 0, 9, 1, 8)
    assert month_figures_of_parts(ward.parent, [DECEMBER], parts=[NOVEMBER, DECEMBER]) == (
        (all_three,),
        {ward.pk: {DECEMBER: both}, far.parent_id: {DECEMBER: quiet}},
    )
    assert month_figures_of_parts(ward.parent, [DECEMBER], parts=[NOVEMBER]) == ((all_three,), {})


def states(area, on):
    """How many teams are in each state, by what is kept and by what the rounds say."""
    counted = ward_figures(area, on=on).states
    move_on(on=on)
    assert ward_figures(area, on=on).states == counted
    return counted


def test_teams_are_counted_by_how_they_are(ward, places):
    *_areas, teams = places
    city = ward.parent
    nothing = dict.fromkeys(TeamState, 0)
    assert states(city, date(2026, 12, 12)) == nothing | {"in_time": 3}
    pause_team(teams[2], on=date(2026, 12, 20))
    assert states(city, LATE) == nothing | {"paused": 1, "late": 2, "hazard_overdue": 1}
    assert states(teams[2].ward, LATE) == nothing | {"paused": 1}


def test_what_is_kept_beside_a_team_holds_until_its_next_round_is_past_due(ward, places):
    assert is_kept(ward, on=date(2026, 12, 25))
    assert not is_kept(ward, on=date(2026, 12, 26))
    assert (move_on(on=LATE), move_on(on=LATE)) == (3, 0)
    assert is_kept(ward, on=LATE)
    assert are_kept(ward.parent, on=LATE)
    assert not is_kept(ward, on=date(2026, 12, 25))
    assert standing_faults() == []
    assert {row.judged_missing for row in TeamStanding.objects.all()} == {2, 3}


def test_the_states_of_a_place_hold_until_its_next_hazard_is_overdue(ward, places):
    found = date(2026, 12, 6)
    move_on(on=found)
    critical = OpenHazard.objects.get(severity="critical")
    assert are_kept(ward, on=critical.due_on)
    assert not are_kept(ward, on=critical.due_on + timedelta(days=1))
    assert states(ward, critical.due_on)["hazard_overdue"] == 0
    assert states(ward, critical.due_on + timedelta(days=1))["hazard_overdue"] == 1
    assert standing_faults() == []


def test_a_place_counts_its_teams_anew_with_each_change(ward, places):
    first, _second, _far, teams = places
    move_on(on=LATE)
    for visit in teams[0].rounds.get().assignments.all()[1:]:
        send(visit)
    newcomer = make_team(first, 3)
    assert are_kept(ward, on=LATE)
    assert states(first.parent, LATE) == {
        "late": 1,
        "hazard_overdue": 1,
        "silent": 0,
        "paused": 0,
        "in_time": 1,
    }
    disband(newcomer, on=LATE)
    assert states(first.parent, LATE)["in_time"] == 0
    assert standing_faults() == []


def test_a_correction_reaches_what_is_kept_beside_the_team(ward, places):
    move_on(on=LATE)
    visit = places[3][0].rounds.get().assignments.last()
    send(visit, day=date(2026, 12, 27))
    assert TeamStanding.objects.get(team=places[3][0]).judged_missing == 1
    assert standing_faults() == []


def test_a_round_that_a_rest_moves_is_judged_no_more(ward, places):
    team = places[3][0]
    move_on(on=LATE)
    pause_team(team, on=date(2026, 12, 20))
    resume_team(team, on=LATE)
    assert TeamStanding.objects.get(team=team).judged_missing == 0
    assert states(ward, LATE)["late"] == 1
    assert standing_faults() == []


def test_moving_on_is_taken_up_where_it_was_killed(ward, places, monkeypatch):
    monkeypatch.setattr(standing, "BATCH", 2)
    with monkeypatch.context() as patched:
        patched.setattr(standing, "write_rows", dying_after(1, standing.write_rows))
        with pytest.raises(KeyboardInterrupt):
            move_on(on=LATE)
    assert move_on(on=LATE) == 1
    assert is_kept(ward.parent, on=LATE)
    assert standing_faults() == []


def test_silent_teams_and_coverage_lead_the_figures(ward, neighbourhood):
    team = make_team(neighbourhood, 4)
    for back in (3, 2, 1, 0):
        month = DECEMBER.plus(-back)
        opened = open_round(team, month, at=at(month.first_day))
        if back == 1:
            november = opened
    figures = ward_figures(ward, on=date(2026, 12, 12))
    # November is the newest past due, and September and October were silent before it.
    assert (figures.silent, figures.coverage) == (1, 0)
    send(november.assignments.first())
    figures = ward_figures(ward, on=date(2026, 12, 12))
    assert (figures.coverage, figures.covered.month) == (25, NOVEMBER)
    for visit in list(opened.assignments.all())[:2]:
        send(visit)
    figures = ward_figures(ward, on=LATE)
    assert (figures.silent, figures.coverage, figures.covered.month) == (0, 50, DECEMBER)


def test_an_area_without_teams_has_no_coverage(ward):
    assert ward_figures(ward, on=LATE).coverage is None


# --- the ranking through kept figures is the ranking through the records ----------------------


@pytest.fixture
def crowd(ward, neighbourhood, officer):
    """Teams of all sorts: silent, late, in time, resting, with papers, with faults old and new."""
    dice = Random(12)
    kinds = ("house", "boarding_house", "shop")
    for number in range(10):
        team = make_team(neighbourhood, 3, number=number + 1)
        for household in (stay.household for stay in team.memberships.all()):
            update_household(household, {"kind": dice.choice(kinds), "occupants": number})
        for back in (3, 2, 1, 0):
            month = DECEMBER.plus(-back)
            opened = open_round(team, month, at=at(month.first_day))
            for visit in list(opened.assignments.all())[: dice.randrange(4)]:
                failed = dice.sample(CODES, dice.randrange(3))
                send(visit, failed=failed, obstacle="" if dice.random() < 0.8 else "refused")
        if number % 5 == 4:
            pause_team(team, on=date(2026, 12, 20))
        if number % 4 == 1:
            waiting = opened.assignments.filter(inspection=None).values_list("pk", flat=True)
            mark_on_paper(opened, waiting[:2], by=officer, on=date(2026, 12, 20))
    return ward


@pytest.mark.parametrize("moved", [False, True])
@pytest.mark.parametrize(
    "on",
    [date(2026, 12, 25), date(2026, 12, 26), LATE, date(2027, 1, 20), date(2027, 6, 1)],
)
def test_what_is_kept_lists_what_the_records_list(crowd, on, moved):
    close_rounds(on=on)
    if moved:
        move_on(on=on)
    by_records = [(line.team.pk, line.month, line.score) for line in overdue_list(crowd, on=on)]
    for area in (crowd, crowd.parent):
        worst = worst_teams(area, on=on)
        assert [(line.team, line.month, line.score) for line in worst.ranked] == by_records
        assert count_overdue(area, on=on, weights=Weights()) == len(by_records)


@pytest.mark.parametrize("spare", [0, 1, overdue_ranking.SPARE])
@pytest.mark.parametrize("level", ["ward", "city"])
def test_the_head_of_the_list_is_the_head_of_the_whole(crowd, level, spare, monkeypatch):
    monkeypatch.setattr(overdue_ranking, "SPARE", spare)
    monkeypatch.setattr(overdue_candidates, "HEAD", 1)
    move_on(on=LATE)
    area = crowd if level == "ward" else crowd.parent
    whole = [(line.team.pk, line.score) for line in overdue_list(crowd, on=LATE)]
    assert len(whole) > 6
    for limit in range(1, len(whole)):
        for first in range(limit):
            head = rank_area(area, on=LATE, weights=Weights(), limit=limit, first=first)
            assert [(line.team, line.score) for line in head.ranked] == whole[first:limit]


def test_of_a_city_only_teams_with_a_high_ceiling_are_weighed(crowd, monkeypatch):
    """So that the list is right because of the ceilings, and not in spite of them."""
    monkeypatch.setattr(overdue_ranking, "SPARE", 0)
    monkeypatch.setattr(overdue_candidates, "HEAD", 1)
    move_on(on=LATE)
    (worst,) = rank_area(crowd.parent, on=LATE, weights=Weights(), limit=1).ranked
    TeamStanding.objects.filter(pk=worst.team).update(ceiling=0)
    (other,) = rank_area(crowd.parent, on=LATE, weights=Weights(), limit=1).ranked
    assert other.team != worst.team


def test_no_team_outweighs_its_bounds(crowd):
    weights = Weights()
    for on in (LATE, date(2027, 3, 1), date(2028, 1, 1)):
        move_on(on=on)
        besides = bound_besides(on=on, weights=weights, kept=True, rest=holidays())
        rows = TeamStanding.objects.annotate(
            bound=bound_of_hazards(on=on, weights=weights) + besides,
            weight=weight_of_hazards(on=on, weights=weights) + besides,
        ).in_bulk()
        lines = overdue_list(crowd, on=on)
        assert lines
        for line in lines:
            row = rows[line.team.pk]
            rising = [line.weight, row.weight, row.bound, row.ceiling]
            assert rising == pytest.approx(sorted(rising), abs=overdue_candidates.SAME)


@pytest.mark.parametrize("rests", [[], ["2026-12-27", "2027-01-01", "2027-01-02"]])
def test_what_is_not_doubtful_weighs_just_what_is_kept(crowd, settings, rests):
    """Even where days of rest lie between; and some are doubtful, for good reason."""
    settings.PUBLIC_HOLIDAYS = rests
    weights = Weights(late_cap_days=50)
    told: dict[bool, int] = {True: 0, False: 0}
    for on in (LATE, date(2027, 1, 2), date(2027, 1, 20), date(2027, 2, 20)):
        move_on(on=on)
        besides = bound_besides(on=on, weights=weights, kept=True, rest=holidays())
        rows = TeamStanding.objects.annotate(
            round=F("judged_round"),
            late_from=F("judged_from"),
            doubtful=is_doubtful(on=on),
            weight=weight_of_hazards(on=on, weights=weights) + besides,
        ).in_bulk()
        for line in rank_area(crowd, on=on, weights=weights).ranked:
            row = rows[line.team]
            told[row.doubtful] += 1
            if not row.doubtful:
                assert line.weight == pytest.approx(row.weight, abs=overdue_candidates.SAME)
    assert min(told.values()) > 4


def test_a_page_judges_its_own_lines_and_the_doubtful(ward, neighbourhood, officer):
    teams = [make_team(neighbourhood, 3, number=number) for number in range(1, 7)]
    opened = [open_december(team) for team in teams]
    move_on(on=LATE)

    def judged():
        return rank_area(ward, on=LATE, weights=Weights(), limit=4, first=2).facts.keys()

    assert judged() == {teams[2].pk, teams[3].pk}
    visit = opened[5].assignments.first()
    mark_on_paper(opened[5], [visit.pk], by=officer, on=LATE)
    # What it weighs is not known without a look; and where it falls, another moves up.
    assert judged() == {teams[2].pk, teams[3].pk, teams[4].pk, teams[5].pk}


def test_where_all_weigh_the_same_the_first_are_found_at_once(ward, neighbourhood, monkeypatch):
    """As in a place that has only begun, where nobody has sent anything yet."""
    monkeypatch.setattr(overdue_ranking, "SPARE", 1)
    teams = [make_team(neighbourhood, 3, number=number) for number in range(1, 9)]
    for team in teams:
        open_december(team)
    move_on(on=LATE)
    with CaptureQueriesContext(connection) as asked:
        head = rank_area(ward, on=LATE, weights=Weights(), limit=4)
    assert [line.team for line in head.ranked] == [team.pk for team in teams[:4]]
    assert len(asked) == 5


def test_a_ranking_reads_as_many_rows_as_it_lists_not_as_there_are(crowd):
    with CaptureQueriesContext(connection) as asked:
        worst_teams(crowd, on=LATE)
    assert len(asked) == 6


def test_a_late_paper_is_known_from_the_day_it_came(ward, neighbourhood):
    team = make_team(neighbourhood, 3)
    opened = open_december(team)
    for visit in opened.assignments.all():
        items = items_for(visit.round, visit.inspected)
        result = Result(
            answers={item.code: Answer.PASS for item in items}, done_on=date(2026, 12, 20)
        )
        record_inspection(
            visit, result, client_id=uuid4(), source="paper", at=at(date(2026, 12, 30))
        )
    (line,) = overdue_list(ward, on=date(2026, 12, 29))
    assert len(line.missing) == 3
    assert overdue_list(ward, on=date(2026, 12, 30)) == []


def test_a_correction_does_not_unsay_what_was_known_before(ward, neighbourhood):
    opened = open_december(make_team(neighbourhood, 3))
    first, *_ = opened.assignments.all()
    send(first)
    send(first, obstacle="refused", day=date(2026, 12, 27))
    (then,) = overdue_list(ward, on=date(2026, 12, 26))
    (now,) = overdue_list(ward, on=LATE)
    assert (len(then.missing), len(now.missing)) == (2, 3)
    assert RoundStanding.objects.get().missing == 3


def test_the_figures_of_these_stories_are_true(crowd):
    assert OpenHazard.objects.exists()
    assert standing_faults() == []
