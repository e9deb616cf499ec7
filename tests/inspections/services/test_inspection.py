from datetime import date, timedelta
from uuid import uuid4

import pytest

from households.models import Household
from inspections.models import (
    Hazard,
    Inspection,
    Round,
    RoundStanding,
    Sighting,
    Submission,
)
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.queries.hazard import hazard_faults
from inspections.queries.standing_check import standing_faults
from inspections.services import inspection as service
from inspections.services.conflict import settle_conflict
from inspections.services.inspection import (
    InvalidResult,
    Result,
    RoundClosed,
    record_inspection,
)
from inspections.services.round import close_rounds
from tests.factories import make_team

from .stories import at, open_december

VISITED = date(2026, 12, 6)


@pytest.fixture
def assignment(neighbourhood):
    return open_december(make_team(neighbourhood, 3)).assignments.first()


def answers_of(assignment, **given):
    """Every item that is asked passes, save those ``given`` with dashes written as underscores."""
    items = items_for(assignment.round, assignment.inspected)
    return {item.code: Answer.PASS for item in items} | {
        code.replace("_", "-"): answer for code, answer in given.items()
    }


def send(assignment, result=None, *, client_id=None, on=VISITED, source="phone", by=None, **given):
    result = result or Result(answers=answers_of(assignment, **given), done_on=VISITED)
    client_id = client_id or uuid4()
    return record_inspection(
        assignment, result, client_id=client_id, source=source, entered_by=by, at=at(on)
    )


def everything():
    """All rows that a submission may write."""
    models = (Inspection, Submission, Hazard, Sighting)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_result_is_stored_with_a_receipt_and_its_submission(assignment):
    stored = send(assignment)
    inspection = Inspection.objects.get()
    assert inspection.assignment == assignment
    assert inspection.completed
    assert (inspection.done_on, inspection.source, inspection.revision) == (VISITED, "phone", 1)
    assert stored.inspection == inspection
    assert stored.answers == inspection.answers
    assert len(stored.receipt) == 11
    assert not Hazard.objects.exists()


def test_sending_the_same_thing_twice_stores_it_once(assignment):
    client_id = uuid4()
    first = send(assignment, client_id=client_id, DIEN_01=Answer.FAIL)
    before = everything()
    again = send(assignment, client_id=client_id, DIEN_01=Answer.PASS)
    assert (again, again.receipt) == (first, first.receipt)
    assert everything() == before


def test_a_lost_answer_can_be_asked_for_again_after_the_round_closed(assignment):
    client_id = uuid4()
    first = send(assignment, client_id=client_id)
    Round.objects.update(closed_on=date(2027, 1, 5))
    assert send(assignment, client_id=client_id, on=date(2027, 1, 6)) == first


def test_one_sending_cannot_be_two_households_result(assignment):
    client_id = uuid4()
    send(assignment, client_id=client_id)
    other = assignment.round.assignments.last()
    with pytest.raises(InvalidResult) as refused:
        send(other, client_id=client_id)
    assert set(refused.value.errors) == {"answers"}


def test_a_failed_item_becomes_a_hazard_with_a_date(assignment):
    result = Result(
        answers=answers_of(assignment, DIEN_01=Answer.FAIL),
        notes={"DIEN-01": " ổ cắm cháy sém "},
        done_on=VISITED,
    )
    send(assignment, result)
    hazard = Hazard.objects.get()
    assert hazard.household == assignment.inspected
    assert (hazard.code, hazard.severity, hazard.state) == ("DIEN-01", "critical", "open")
    assert (hazard.found_on, hazard.due_on) == (VISITED, VISITED + timedelta(days=7))
    sighting = hazard.sightings.get()
    assert (sighting.verdict, sighting.note) == ("seen", "ổ cắm cháy sém")


def test_text_is_stored_composed(assignment):
    decomposed = "ga o\u031b\u0309 be\u0302\u0301p"
    send(assignment, Result(answers=answers_of(assignment), remark=decomposed, done_on=VISITED))
    assert Inspection.objects.get().remark == "ga ở bếp"


def test_a_correction_replaces_the_result_and_keeps_what_was_sent_before(assignment):
    first = send(assignment, DIEN_01=Answer.FAIL)
    second = send(assignment, on=VISITED + timedelta(days=1))
    inspection = Inspection.objects.get()
    assert inspection.revision == second.revision == 2
    assert list(inspection.submissions.all()) == [first, second]
    assert "F" in first.answers
    assert "F" not in inspection.answers


def test_a_failure_taken_back_withdraws_its_hazard_and_sent_again_brings_it_back(assignment):
    send(assignment, DIEN_01=Answer.FAIL)
    send(assignment, on=VISITED + timedelta(days=1))
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.closed_on) == ("withdrawn", VISITED + timedelta(days=1))
    assert hazard_faults(assignment.inspected) == []
    send(assignment, DIEN_01=Answer.FAIL)
    hazard.refresh_from_db()
    assert (hazard.state, hazard.closed_on) == ("open", None)
    assert hazard_faults(assignment.inspected) == []


def test_a_visit_that_turns_out_not_made_takes_its_hazards_back(assignment):
    send(assignment, DIEN_01=Answer.FAIL)
    send(assignment, Result(obstacle="refused", done_on=VISITED))
    inspection = Inspection.objects.get()
    assert not inspection.completed
    assert inspection.answers == ""
    assert Hazard.objects.get().state == Hazard.State.WITHDRAWN
    assert hazard_faults(assignment.inspected) == []


@pytest.mark.parametrize(("source", "signed_in"), [("phone", True), ("paper", False)])
def test_late_is_only_what_somebody_with_a_name_typed_from_paper(
    assignment, officer, source, signed_in
):
    Round.objects.update(closed_on=date(2027, 1, 5))
    by = officer if signed_in else None
    with pytest.raises(RoundClosed, match="12/2026 đã chốt"):
        send(assignment, source=source, by=by, on=date(2027, 1, 6))
    assert not Inspection.objects.exists()


def test_late_paper_that_is_chosen_over_what_came_in_time_rewrites_no_closed_month(
    assignment, officer
):
    """Nor does what was set aside long before: it was never held."""
    obstacle = Result(answers={}, obstacle="away", done_on=VISITED)
    aside = send(assignment)
    send(assignment, obstacle, source="paper", by=officer)
    inspection = aside.inspection
    settle_conflict(inspection, take=False, seen="1-2", by=officer, at=at(VISITED))
    close_rounds(on=assignment.round.missed_on)
    before = RoundStanding.objects.values().get()
    late = assignment.round.missed_on + timedelta(days=1)
    send(assignment, source="paper", by=officer, on=late, DIEN_01=Answer.FAIL)
    settle_conflict(inspection, take=True, seen="1-3", by=officer, at=at(late))
    assert Hazard.objects.get().state == Hazard.State.OPEN
    assert RoundStanding.objects.values().get() == before
    assert standing_faults() == []


def test_a_closed_round_takes_no_more(assignment):
    Round.objects.update(closed_on=date(2027, 1, 5))
    with pytest.raises(RoundClosed, match="12/2026 đã chốt"):
        send(assignment)
    assert not Inspection.objects.exists()


def test_a_round_past_its_grace_takes_no_more_even_before_the_job_closed_it(assignment):
    last = assignment.round.missed_on - timedelta(days=1)
    send(assignment, on=last)
    with pytest.raises(RoundClosed):
        send(assignment, on=assignment.round.missed_on)


def test_every_item_that_is_asked_must_be_answered(assignment):
    given = answers_of(assignment)
    missing = sorted(given)[:2]
    result = Result(
        answers={code: answer for code, answer in given.items() if code not in missing},
        done_on=VISITED,
    )
    with pytest.raises(InvalidResult) as refused:
        send(assignment, result)
    assert set(refused.value.errors) == set(missing)
    assert not Inspection.objects.exists()


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"obstacle": "refused"}, {"obstacle"}),
        ({"answers": {}, "obstacle": "mưa"}, {"obstacle"}),
        ({"done_on": date(2026, 11, 30)}, {"done_on"}),
        ({"done_on": VISITED + timedelta(days=1)}, {"done_on"}),
        ({"remark": "a" * 501}, {"remark"}),
        ({"notes": {"DIEN-01": "a" * 301}}, {"DIEN-01"}),
        ({"notes": {"KHONG-CO": "a"}}, {"answers"}),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_reason_at_its_field(assignment, change, fields):
    given = {"answers": answers_of(assignment), "done_on": VISITED} | change
    with pytest.raises(InvalidResult) as refused:
        send(assignment, Result(**given))
    assert set(refused.value.errors) == fields
    assert not Inspection.objects.exists()


def test_a_visit_may_be_as_early_as_the_opening_of_its_round(neighbourhood):
    opened = open_december(make_team(neighbourhood, 3))
    Round.objects.update(opened_at=at(date(2026, 11, 26)))
    assignment = opened.assignments.first()
    early = date(2026, 11, 27)
    send(assignment, Result(answers=answers_of(assignment), done_on=early), on=early)
    assert Inspection.objects.get().done_on == early


def test_a_core_round_also_asks_of_what_failed_before(neighbourhood, settings):
    settings.CHECKLIST_FULL_MONTHS = []
    opened = open_december(make_team(neighbourhood, 3))
    assignment = opened.assignments.first()
    items = items_for(opened, assignment.inspected)
    assert {item.severity for item in items} == {"critical"}
    assert all(assignment.inspected.kind in item.premises for item in items)
    major = opened.checklist.items.get(code="DIEN-02")
    Hazard.objects.create(
        household=assignment.inspected,
        item=major,
        code=major.code,
        severity=major.severity,
        found_on=date(2026, 11, 5),
        due_on=date(2026, 12, 5),
    )
    followed = items_for(opened, assignment.inspected)
    assert [item.code for item in followed if item not in items] == ["DIEN-02"]
    # The paper may be older than the hazard: leaving the followed item out is no error.
    send(
        assignment,
        Result(answers=dict.fromkeys([i.code for i in items], Answer.PASS), done_on=VISITED),
    )


def test_items_follow_the_kind_of_premises(neighbourhood, django_assert_num_queries):
    opened = open_december(make_team(neighbourhood, 3))
    stall = opened.assignments.first().inspected
    stall.kind = Household.Kind.MARKET_STALL
    # the version's items; the codes of hazards followed
    with django_assert_num_queries(2):
        items = items_for(opened, stall)
    assert items
    assert all("market_stall" in item.premises for item in items)
    assert [item.position for item in items] == sorted(item.position for item in items)


def test_the_same_sending_twice_at_one_moment_is_stored_once(assignment, monkeypatch):
    client_id = uuid4()
    first = send(assignment, client_id=client_id)
    before = everything()
    look, looks = service._find_submission, []

    def too_early(key, mine):
        looks.append(key)
        return None if len(looks) == 1 else look(key, mine)

    monkeypatch.setattr(service, "_find_submission", too_early)
    assert send(assignment, client_id=client_id, DIEN_01=Answer.FAIL) == first
    assert len(looks) == 2
    assert everything() == before


def test_what_breaks_half_way_leaves_nothing(assignment, monkeypatch):
    def broken(*args, **options):
        raise RuntimeError("the power went")

    before = everything()
    monkeypatch.setattr(Submission, "save", broken)
    with pytest.raises(RuntimeError):
        send(assignment, DIEN_01=Answer.FAIL)
    assert everything() == before


def test_who_entered_a_paper_sheet_is_kept(assignment, officer):
    result = Result(answers=answers_of(assignment), done_on=VISITED)
    stored = record_inspection(
        assignment,
        result,
        client_id=uuid4(),
        source="paper",
        entered_by=officer,
        at=at(VISITED),
    )
    assert (stored.entered_by, stored.source) == (officer, "paper")


def test_a_clean_result_costs_the_same_few_queries_however_long_the_history(
    assignment, django_assert_max_num_queries
):
    result = Result(answers=answers_of(assignment), done_on=VISITED)
    # savepoint, assignment, submission, items, household's lock, inspection: look and insert,
    # hazards, submission, release; kept figures: round, team's lock, its neighbourhood's, visits,
    # the team's rounds, skipped months, round, last visit, the month: lock, sum and row
    with django_assert_max_num_queries(22):
        send(assignment, result)
