"""What lies on paper is still missing, with a better reason, until its result comes."""

from datetime import date
from uuid import uuid4

import pytest

from inspections.models import OnPaper
from inspections.planning.overdue import Cause
from inspections.queries.ladder import concerns_of, standing_teams
from inspections.queries.overdue import overdue_list, worst_teams
from inspections.queries.team_month import team_month
from inspections.rules import ladder_params
from inspections.services.inspection import Result, RoundClosed, record_inspection
from inspections.services.on_paper import mark_on_paper, unmark_on_paper
from inspections.services.round import close_rounds
from tests.factories import make_team

from .stories import DECEMBER, at, open_december
from .test_inspection import answers_of

TOLD, LATE = date(2026, 12, 20), date(2026, 12, 30)


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 3)


def mark(opened, visits, officer, on=TOLD):
    return mark_on_paper(opened, [each.pk for each in visits], by=officer, on=on)


def concern_of(ward):
    """How many of the round's missing homes lie on paper; since when all of them, if they do."""
    (concern,) = concerns_of(standing_teams(ward, on=LATE), on=LATE, params=ladder_params())
    return concern.on_paper, concern.paper_since


def causes(ward, on=LATE):
    (line,) = overdue_list(ward, on=on)
    return {each.household: each.cause for each in line.missing}


def test_the_officers_list_says_so_and_counts_it_as_missing(ward, team, officer):
    opened = open_december(team)
    first, second, third = opened.assignments.all()
    before = overdue_list(ward, on=LATE)[0]
    assert mark(opened, [first, second], officer) == 2
    assert mark(opened, [first, second], officer) == 0
    assert causes(ward) == {
        first.inspected: Cause.ON_PAPER,
        second.inspected: Cause.ON_PAPER,
        third.inspected: Cause.NOT_DONE,
    }
    (line,) = overdue_list(ward, on=LATE)
    assert (line.cause, line.score < before.score) == (Cause.ON_PAPER, True)
    assert worst_teams(ward, on=LATE).ranked[0].score == line.score
    assert concern_of(ward) == (2, None)
    rows = team_month(team, DECEMBER, on=LATE).rows
    assert [row.paper_since for row in rows] == [TOLD, TOLD, None]


def test_the_result_ends_it_and_the_past_stays_as_it_was(ward, team, officer):
    opened = open_december(team)
    first, *_ = opened.assignments.all()
    mark(opened, [first], officer)
    result = Result(answers={}, obstacle="away", done_on=TOLD)
    come = date(2026, 12, 28)
    record_inspection(first, result, client_id=uuid4(), source="phone", at=at(come))
    assert causes(ward)[first.inspected] == Cause.AWAY
    assert causes(ward, on=date(2026, 12, 27))[first.inspected] == Cause.ON_PAPER
    word = OnPaper.objects.get()
    assert (word.ended_on, word.ended_by) == (come, None)


def test_a_round_lies_on_paper_once_its_last_missing_home_does(ward, team, officer):
    opened = open_december(team)
    first, second, third = opened.assignments.all()
    answers = Result(answers=answers_of(third), done_on=TOLD)
    record_inspection(third, answers, client_id=uuid4(), source="phone", at=at(TOLD))
    mark(opened, [first], officer)
    assert concern_of(ward) == (1, None)
    mark(opened, [second], officer, on=date(2026, 12, 22))
    assert concern_of(ward) == (2, date(2026, 12, 22))
    unmark_on_paper(opened, [first.pk], by=officer, on=date(2026, 12, 23))
    assert concern_of(ward) == (1, None)


def test_it_can_be_taken_back_and_said_again(ward, team, officer):
    opened = open_december(team)
    first, *_ = opened.assignments.all()
    mark(opened, [first], officer)
    assert unmark_on_paper(opened, [first.pk], by=officer, on=TOLD) == 1
    assert unmark_on_paper(opened, [first.pk], by=officer, on=TOLD) == 0
    assert causes(ward)[first.inspected] == Cause.NOT_DONE
    assert mark(opened, [first], officer) == 1
    assert causes(ward)[first.inspected] == Cause.ON_PAPER


def test_it_is_refused_where_the_paper_could_not_be_typed_in(team, officer, settings):
    opened = open_december(team)
    close_rounds(on=opened.missed_on)
    first, *_ = opened.assignments.all()
    assert mark(opened, [first], officer, on=opened.missed_on) == 1
    settings.LATE_ENTRY_DAYS = 0
    with pytest.raises(RoundClosed):
        mark(opened, opened.assignments.all(), officer, on=opened.missed_on)
