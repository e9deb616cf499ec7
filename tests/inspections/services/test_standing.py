"""The kept figures follow every change, and counting again finds nothing to correct."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from firesafety.months import Month
from households.models import Household, Membership
from households.services.household import depart_household, update_household
from households.services.team import disband, form_teams_in_ward, move_household
from households.services.team_undo import undo_grouping
from inspections.models import (
    NEVER,
    Hazard,
    NeighbourhoodMonth,
    NeighbourhoodStanding,
    OpenHazard,
    RoundStanding,
    TeamStanding,
)
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.queries.standing_check import standing_faults
from inspections.services.inspection import Result, record_inspection
from inspections.services.pause import pause_team, resume_team
from inspections.services.repair import repair_round
from inspections.services.round import close_rounds, open_round
from inspections.services.standing import recount_ward
from tests.factories import make_household, make_neighbourhood, make_team, make_ward

from .stories import DECEMBER, at, open_december

KEPT = (RoundStanding, TeamStanding, OpenHazard, NeighbourhoodMonth, NeighbourhoodStanding)


def send(assignment, *, failed=(), obstacle="", day=None):
    day = day or assignment.round.month.replace(day=6)
    items = items_for(assignment.round, assignment.inspected)
    answers = {item.code: Answer.FAIL if item.code in failed else Answer.PASS for item in items}
    result = Result(answers={} if obstacle else answers, obstacle=obstacle, done_on=day)
    return record_inspection(assignment, result, client_id=uuid4(), source="phone", at=at(day))


def snapshot():
    return [list(model.objects.order_by("pk").values()) for model in KEPT]


def counts(row):
    return (row.planned, row.done, row.obstacle, row.late, row.inspected, row.missing)


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 4)


def test_a_round_is_counted_when_it_opens_and_with_each_result(team):
    opened = open_december(team)
    assert counts(opened.standing) == (4, 0, 0, 0, 0, 4)
    first, second, *_ = opened.assignments.all()
    send(first)
    send(second, obstacle="refused")
    opened.refresh_from_db()
    assert counts(opened.standing) == (4, 1, 1, 0, 1, 3)
    send(second, day=date(2026, 12, 7))
    assert counts(RoundStanding.objects.get()) == (4, 2, 0, 0, 2, 2)
    assert counts(NeighbourhoodMonth.objects.get()) == (4, 2, 0, 0, 2, 2)
    assert TeamStanding.objects.get().last_done_on == date(2026, 12, 7)
    assert standing_faults() == []


def test_open_hazards_are_counted_until_somebody_sees_them_fixed(team):
    first, *_ = open_december(team).assignments.all()
    send(first, failed=["DIEN-01", "DIEN-02"])
    row = TeamStanding.objects.get()
    assert (row.critical, row.major, row.minor) == (1, 1, 0)
    assert row.oldest_due_on == date(2026, 12, 13)
    assert {each.hazard_id for each in OpenHazard.objects.all()} == {
        each.pk for each in Hazard.objects.all()
    }
    send(first, day=date(2026, 12, 8))
    row.refresh_from_db()
    assert (row.critical, row.major, row.oldest_due_on) == (0, 0, NEVER)
    assert not OpenHazard.objects.exists()
    assert standing_faults() == []


def test_a_household_takes_its_hazards_to_its_new_team(neighbourhood, team):
    other = make_team(neighbourhood, 3)
    first, *_ = open_december(team).assignments.all()
    send(first, failed=["DIEN-01"])
    move_household(first.inspected, other, on=date(2026, 12, 10))
    rows = {row.pk: (row.households, row.critical) for row in TeamStanding.objects.all()}
    assert rows == {team.pk: (3, 0), other.pk: (4, 1)}
    depart_household(first.inspected, on=date(2026, 12, 11))
    assert not OpenHazard.objects.exists()
    assert NeighbourhoodStanding.objects.get().households == 6
    assert standing_faults() == []


def test_people_follow_the_kind_and_the_number_that_the_register_says(team):
    household = team.memberships.first().household
    update_household(household, {"kind": "boarding_house", "occupants": 30})
    assert TeamStanding.objects.get().people == 30
    update_household(household, {"kind": "house"})
    assert NeighbourhoodStanding.objects.get().people == 0
    assert standing_faults() == []


def test_teams_founded_and_taken_back_are_counted(ward, neighbourhood, on):
    for _ in range(8):
        make_household(neighbourhood)
    form_teams_in_ward(ward, on=on, size=4, minimum=3, maximum=5)
    assert NeighbourhoodStanding.objects.get().teams == 2
    assert standing_faults() == []
    undo_grouping(ward.groupings.get(), on=on)
    assert NeighbourhoodStanding.objects.get().teams == 0
    assert standing_faults() == []


def test_a_disbanded_team_stands_no_more_but_its_months_stay(team):
    opened = open_december(team)
    send(opened.assignments.first(), failed=["DIEN-01"])
    disband(team, on=date(2026, 12, 20))
    assert (NeighbourhoodStanding.objects.get().teams, OpenHazard.objects.count()) == (0, 0)
    assert NeighbourhoodMonth.objects.get().done == 1
    assert standing_faults() == []


def test_silence_runs_until_something_arrives_be_it_late(team):
    rounds = [
        open_round(team, DECEMBER.plus(-back), at=at(DECEMBER.plus(-back).first_day))
        for back in (3, 2, 1, 0)
    ]
    send(rounds[0].assignments.first())

    def silence():
        rows = RoundStanding.objects.order_by("month")
        return list(rows.values_list("silent_before", flat=True))

    assert silence() == [0, 0, 1, 2]
    send(rounds[1].assignments.first(), obstacle="away")
    assert silence() == [0, 0, 0, 1]
    assert standing_faults() == []


def test_a_team_is_judged_by_its_newest_round_past_due(team):
    november = open_round(team, Month(2026, 11), at=at(date(2026, 11, 1)))
    december = open_december(team)
    assert november.standing.judged_until == december.due_on + timedelta(days=1)
    assert december.standing.judged_until == NEVER


def test_a_repaired_round_is_counted_again(neighbourhood, team):
    opened = open_december(team)
    Membership.objects.filter(pk=team.memberships.last().pk).update(away=True)
    assert repair_round(opened, at=at(date(2026, 12, 3)))
    assert RoundStanding.objects.get().planned == opened.assignments.count() == 3
    assert standing_faults() == []


def test_a_pause_moves_the_days_of_the_open_round(team):
    opened = open_december(team)
    pause_team(team, on=date(2026, 12, 10))
    assert close_rounds(on=date(2027, 1, 20)) == 0
    resume_team(team, on=date(2026, 12, 20))
    opened.refresh_from_db()
    # Sixteen days were left, the tenth with them; ten days of grace follow.
    assert (opened.due_on, opened.missed_on) == (date(2027, 1, 4), date(2027, 1, 15))
    assert RoundStanding.objects.get().late_from == date(2027, 1, 5)
    assert standing_faults() == []


def test_a_whole_story_leaves_figures_that_counting_again_does_not_change(ward, neighbourhood):
    second = make_neighbourhood(ward, "Khu vực 2")
    teams = [make_team(neighbourhood, 4), make_team(neighbourhood, 3), make_team(second, 5)]
    elsewhere = make_team(make_neighbourhood(make_ward("31135", "Phường Ninh Kiều")), 3)
    for back in (2, 1, 0):
        month = DECEMBER.plus(-back)
        for number, each in enumerate([*teams, elsewhere]):
            opened = open_round(each, month, at=at(month.first_day))
            for visit in list(opened.assignments.all())[: number + back]:
                send(visit, failed=["DIEN-01"] if back == 1 else ())
        close_rounds(on=month.first_day)
    newcomer = make_household(neighbourhood)
    move_household(newcomer, teams[0], on=date(2026, 12, 9))
    pause_team(teams[1], on=date(2026, 12, 9))
    resume_team(teams[1], on=date(2026, 12, 12))
    disband(teams[2], on=date(2026, 12, 15))
    close_rounds(on=date(2027, 1, 20))
    assert standing_faults() == []
    before = snapshot()
    for each in (ward, elsewhere.ward):
        recount_ward(each)
    assert snapshot() == before
    for model in KEPT:
        model.objects.all().delete()
    for each in (ward, elsewhere.ward):
        recount_ward(each)
        recount_ward(each)
    assert [len(rows) for rows in snapshot()] == [len(rows) for rows in before]
    assert standing_faults() == []


SPOILS = {
    "a round's count": lambda: RoundStanding.objects.update(done=9),
    "a round's silence": lambda: RoundStanding.objects.update(silent_before=4),
    "a round's last day": lambda: RoundStanding.objects.update(judged_until=date(2026, 12, 1)),
    "a team's hazards": lambda: TeamStanding.objects.update(critical=7),
    "a team's judgement": lambda: TeamStanding.objects.update(judged_missing=2),
    "a team's leader": lambda: TeamStanding.objects.update(leader_keys="nguyen van ai do"),
    "a hazard's name": lambda: OpenHazard.objects.update(name_key="nguyen van ai do"),
    "a team's points": lambda: TeamStanding.objects.update(hazard_points=0.5),
    "a hazard's day": lambda: OpenHazard.objects.update(due_on=date(2027, 1, 1)),
    "a hazard's months": lambda: OpenHazard.objects.update(repeats=7),
    "a hazard gone": lambda: OpenHazard.objects.all().delete(),
    "a month's sum": lambda: NeighbourhoodMonth.objects.update(done=0, late=3),
    "a place's sum": lambda: NeighbourhoodStanding.objects.update(teams=8),
    "a place's states": lambda: NeighbourhoodStanding.objects.update(
        late=1, states_until=date(2026, 12, 1)
    ),
    "a round not kept": lambda: RoundStanding.objects.all().delete(),
    "a team not kept": lambda: TeamStanding.objects.all().delete(),
    "people unheard of": lambda: Household.objects.update(kind="hospital_ward", occupants=3),
    "a stay past the services": lambda: Membership.objects.update(left_on=date(2026, 12, 9)),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_the_checker_sees_a_spoiled_figure_and_counting_again_mends_it(ward, team, spoil):
    first, *_ = open_december(team).assignments.all()
    send(first, failed=["DIEN-01"])
    assert standing_faults() == []
    SPOILS[spoil]()
    assert standing_faults(ward) != []
    recount_ward(ward)
    assert standing_faults() == []


def test_the_command_compares_mends_and_says_so(ward, team, capsys):
    open_december(team)
    TeamStanding.objects.update(critical=7)
    with pytest.raises(CommandError, match="critical is kept as 7, and it is 0"):
        call_command("recount", "--check")
    call_command("recount", "--ward", ward.code)
    call_command("recount", "--check", "--json")
    assert capsys.readouterr().out == '{"wards": 1, "teams": 0}\n'
