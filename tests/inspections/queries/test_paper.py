"""What the sheets are made from, and how often the database is asked for it."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils.translation import override

from inspections.models import Hazard
from inspections.planning.answers import Answer
from inspections.printing.checklist_packs import checklist_packs
from inspections.printing.summary_packs import summary_sheets
from inspections.queries.checklist import items_for
from inspections.queries.paper import team_papers
from inspections.services.inspection import Result, record_inspection
from inspections.services.round import open_round
from tests.factories import make_team
from tests.inspections.services.stories import DECEMBER, at, open_december

VISITED = date(2026, 12, 6)


def send(assignment, *, failed=(), note="", day=VISITED):
    items = items_for(assignment.round, assignment.inspected)
    answers = {item.code: Answer.FAIL if item.code in failed else Answer.PASS for item in items}
    result = Result(answers=answers, notes=dict.fromkeys(failed, note), done_on=day)
    return record_inspection(assignment, result, client_id=uuid4(), source="phone", at=at(day))


@pytest.fixture
def teams(neighbourhood):
    """Three teams with an open hazard and a result each."""
    made = [make_team(neighbourhood, 3) for _ in range(3)]
    for team in made:
        send(open_december(team).assignments.first(), failed=["DIEN-01"])
    return made


@pytest.mark.parametrize("count", [1, 3])
def test_papers_take_as_many_queries_for_one_team_as_for_three(
    teams, on, count, django_assert_num_queries
):
    # rounds; assignments; members; hazards with items; their sightings; leaders; past months
    with django_assert_num_queries(7):
        papers = team_papers(teams[:count], DECEMBER, on=on, history=True)
    assert [paper.team for paper in papers] == teams[:count]


@pytest.mark.parametrize("count", [1, 3])
def test_sheets_ask_no_further_than_papers_and_the_checklist(
    teams, on, count, django_assert_num_queries
):
    with django_assert_num_queries(6 + 1), override("vi"):
        packs = list(checklist_packs(teams[:count], DECEMBER, on=on))
    with django_assert_num_queries(7 + 1), override("vi"):
        sheets = list(summary_sheets(teams[:count], DECEMBER, on=on))
    assert len(packs) == len(sheets) == count


def test_teams_without_a_round_have_no_papers(neighbourhood, on):
    assert team_papers([make_team(neighbourhood, 3)], DECEMBER, on=on) == []


def test_the_next_sheet_follows_a_hazard_with_the_finders_last_words(neighbourhood):
    team = make_team(neighbourhood, 2)
    november = open_round(team, DECEMBER.previous(), at=at(date(2026, 11, 1)))
    visit = november.assignments.first()
    send(visit, failed=["DIEN-01"], note="ổ cắm cháy sém", day=date(2026, 11, 6))
    open_december(team)
    (pack,) = checklist_packs([team], DECEMBER, on=date(2026, 12, 1))
    (sheet,) = [each for each in pack.checklists if each.hazards]
    assert sheet.inspected.name == visit.inspected.holder_name
    (hazard,) = sheet.hazards
    assert (hazard.code, hazard.note, hazard.critical) == ("DIEN-01", "ổ cắm cháy sém", True)
    assert "DIEN-01" not in {line.code for group in sheet.groups for line in group.lines}


def test_what_this_round_found_is_no_news_to_its_own_sheet(teams, on):
    packs = checklist_packs(teams[:1], DECEMBER, on=on)
    assert [sheet.hazards for pack in packs for sheet in pack.checklists] == [(), (), ()]


def test_sheets_speak_the_language_they_are_printed_in(teams, on):
    with override("en"):
        (pack,) = checklist_packs(teams[:1], DECEMBER, on=on)
        assert next(iter(pack.checklists)).groups[0].name == "Electricity"


def test_a_summary_counts_as_of_its_day(teams):
    with override("vi"):
        (sheet,) = summary_sheets(teams[:1], DECEMBER, on=date(2026, 12, 20))
    assert (sheet.planned, sheet.done, len(sheet.missing)) == (3, 1, 2)
    assert (sheet.findings.critical, sheet.findings.major, sheet.findings.minor) == (1, 0, 0)
    (hazard,) = sheet.hazards
    assert (hazard.age_days, hazard.overdue, hazard.severity) == (14, True, "critical")
    assert sorted(row.state for row in sheet.rows) == ["not_done", "not_done", "some_not_met"]
    assert [(point.label, point.planned, point.done) for point in sheet.history] == [
        ("12/26", 3, 1)
    ]


def test_a_hazard_fixed_later_is_still_open_in_the_summary_of_the_day_before(teams):
    Hazard.objects.update(state="fixed", closed_on=date(2026, 12, 18))
    open_then = {
        day: len(next(iter(summary_sheets(teams[:1], DECEMBER, on=date(2026, 12, day)))).hazards)
        for day in (17, 18)
    }
    assert open_then == {17: 1, 18: 0}
