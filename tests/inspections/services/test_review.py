"""A ward's month looked at once, a sample drawn, and officers' visits kept beside the sheets."""

from datetime import date
from uuid import uuid4

import pytest
from django_q.models import OrmQ

from firesafety.months import Month
from inspections.models import Inspection, Recheck, Review, ReviewSignal, SpotCheck, Submission
from inspections.planning.agreement import Agreement, Agreements
from inspections.planning.answers import Answer
from inspections.planning.integrity import Sheet, find_signals
from inspections.planning.sheet_times import Timing
from inspections.queries.integrity import ward_sheets
from inspections.queries.review import (
    coaching_kinds,
    latest_review,
    recheck_lines,
    team_agreements,
)
from inspections.queries.visit import whole_checklist
from inspections.services.inspection import Result, record_inspection
from inspections.services.photo import store_photo
from inspections.services.review import STALE, ensure_reviews, review_ward
from inspections.services.round import close_rounds, open_round
from inspections.services.spot_check import SpotCheckRefused, record_spot_check
from tests.factories import make_team
from tests.inspections.photos import photo

from .stories import DECEMBER, at, open_december
from .test_inspection import answers_of, send

CLOSED = date(2027, 1, 6)
SEEN = date(2027, 1, 10)


@pytest.fixture
def team(neighbourhood):
    """Six homes; everything is met everywhere, and all sheets arrive in one minute."""
    made = make_team(neighbourhood, 6)
    for assignment in open_december(made).assignments.all():
        send(assignment)
    close_rounds(on=CLOSED)
    return made


@pytest.fixture
def review(ward, team):
    ensure_reviews(on=CLOSED, at=at(CLOSED))
    return review_ward(Review.objects.get().pk, at=at(CLOSED))


def test_a_closed_month_is_looked_at_once_however_often_the_job_runs(ward, team):
    assert ensure_reviews(on=CLOSED, at=at(CLOSED)) == 1
    assert ensure_reviews(on=CLOSED, at=at(CLOSED, 9)) == 0
    review = Review.objects.get()
    assert (review.ward, review.month) == (ward, DECEMBER.first_day)
    first = review_ward(review.pk, at=at(CLOSED))
    before = [list(model.objects.values()) for model in (Review, ReviewSignal, Recheck)]
    review_ward(review.pk, at=at(SEEN))
    assert [list(model.objects.values()) for model in (Review, ReviewSignal, Recheck)] == before
    assert first.sheets == 6


def test_a_task_that_got_lost_is_sent_again(ward, team):
    ensure_reviews(on=CLOSED, at=at(CLOSED))
    assert ensure_reviews(on=CLOSED, at=at(CLOSED) + STALE) == 1
    assert OrmQ.objects.count() == 2


def test_an_open_month_is_not_looked_at(neighbourhood):
    open_december(make_team(neighbourhood, 3))
    assert ensure_reviews(on=date(2026, 12, 20), at=at(date(2026, 12, 20))) == 0


def test_a_look_killed_halfway_leaves_nothing_and_is_done_again(review, monkeypatch, ward, team):
    Review.objects.update(finished_at=None)
    Recheck.objects.all().delete()
    ReviewSignal.objects.all().delete()

    def killed(*_args, **_options):
        raise SystemExit

    with monkeypatch.context() as during:
        during.setattr(Recheck.objects, "bulk_create", killed)
        with pytest.raises(SystemExit):
            review_ward(review.pk, at=at(SEEN))
    assert not ReviewSignal.objects.exists()
    assert review_ward(review.pk, at=at(SEEN)).finished_at is not None
    assert ReviewSignal.objects.exists()


def test_the_sheets_are_those_of_the_ward_with_their_form_and_place(ward, team):
    sheets = ward_sheets(ward, until=DECEMBER)
    inspection = Inspection.objects.select_related("assignment__round").first()
    assignment = inspection.assignment
    sheet = next(each for each in sheets if each.id == inspection.pk)
    assert isinstance(sheet, Sheet)
    assert (sheet.team, sheet.month) == (team.pk, Month(2026, 12).index)
    assert (sheet.inspector, sheet.inspected) == (assignment.inspector_id, assignment.inspected_id)
    assert sheet.form == f"{assignment.round.checklist_id}:full:house"
    assert sheet.arrived_at == inspection.received_at
    assert sheet.place is not None
    assert len({each.place for each in sheets}) == 6
    assert ward_sheets(ward, until=Month(2026, 11)) == []


def test_a_photo_used_for_two_homes_is_noticed(ward, neighbourhood, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = make_team(neighbourhood, 3)
    for assignment in open_december(made).assignments.all():
        stored = send(assignment, DIEN_01=Answer.FAIL)
        store_photo(
            stored.inspection, photo(), photo_id=uuid4(), code="DIEN-01", at=at(date(2026, 12, 6))
        )
    signals = find_signals(ward_sheets(ward, until=DECEMBER))
    assert [(each.kind, each.count) for each in signals] == [("reused_photo", 3)]


def test_paper_has_no_times(ward, team):
    Submission.objects.update(source="paper", seconds=300, finished_at=at(CLOSED))
    Inspection.objects.update(source="paper")
    times = {(each.arrived_at, each.done_at, each.seconds) for each in _sheets(ward)}
    assert times == {(None, None, None)}


def test_a_sheet_took_as_long_as_its_first_sending_and_not_its_correction(ward, neighbourhood):
    assignment = open_december(make_team(neighbourhood, 3)).assignments.first()
    day = date(2026, 12, 6)
    for hour, seconds, given in ((9, 600, {}), (10, 4, {"DIEN_01": Answer.FAIL})):
        record_inspection(
            assignment,
            Result(answers=answers_of(assignment, **given), done_on=day),
            client_id=uuid4(),
            source="phone",
            timing=Timing(at(day, hour), seconds),
            at=at(day, 20),
        )
    (sheet,) = _sheets(ward)
    assert (sheet.done_at, sheet.seconds, sheet.arrived_at) == (at(day, 9), 600, at(day, 20))


def test_sheets_sent_together_by_a_shared_phone_are_no_burst_when_written_apart(
    ward, neighbourhood
):
    day = date(2026, 12, 6)
    for hour, assignment in enumerate(open_december(make_team(neighbourhood, 6)).assignments.all()):
        record_inspection(
            assignment,
            Result(answers=answers_of(assignment), done_on=day),
            client_id=uuid4(),
            source="phone",
            timing=Timing(at(day, 8 + hour), 600),
            at=at(day, 20),
        )
    assert find_signals(_sheets(ward)) == ()
    Submission.objects.update(finished_at=None, seconds=1)
    kinds = {each.kind for each in find_signals(_sheets(ward))}
    assert kinds == {"burst"}


def _sheets(ward):
    return ward_sheets(ward, until=DECEMBER)


def test_six_sheets_at_once_are_stored_as_a_signal_without_names(review, team):
    assert [(each.kind, each.team, each.people) for each in review.signals.all()] == [
        ("burst", team, [])
    ]
    assert coaching_kinds(team) == ["burst"]


def test_the_sample_holds_each_home_once_and_both_kinds(review, ward):
    lines = recheck_lines(latest_review(ward))
    homes = [line.recheck.inspection.assignment.inspected_id for line in lines]
    assert len(homes) == len(set(homes)) == 6
    assert {tuple(line.recheck.kinds) for line in lines} == {(), ("burst",)}
    assert [line.check for line in lines] == [None] * 6


def test_a_month_in_which_a_sign_has_ended_keeps_none_of_it(ward, team):
    """December's burst is a matter of December."""
    january = open_round(team, Month(2027, 1), at=at(date(2027, 1, 1)))
    for hour, assignment in enumerate(january.assignments.all()):
        day = date(2027, 1, 5 + hour)
        result = Result(answers=answers_of(assignment), done_on=day)
        send(assignment, result, on=day)
    closed = january.missed_on
    close_rounds(on=closed)
    ensure_reviews(on=closed, at=at(closed))
    for review in Review.objects.all():
        review_ward(review.pk, at=at(closed))
    january_review = Review.objects.get(month=date(2027, 1, 1))
    assert (january_review.sheets, january_review.signals.count()) == (12, 0)
    assert {tuple(each.kinds) for each in january_review.rechecks.all()} == {()}
    assert coaching_kinds(team) == []


def visit(inspection, officer, *, client_id=None, done_on=SEEN, **given):
    codes = [item.code for item in whole_checklist(inspection.assignment)]
    answers = {code.replace("_", "-"): answer for code, answer in given.items()}
    return record_spot_check(
        inspection,
        answers,
        codes=codes,
        remark="  đã nhắc  ",
        done_on=done_on,
        client_id=client_id or uuid4(),
        officer=officer,
        on=SEEN,
        at=at(SEEN),
    )


def test_an_officers_visit_is_stored_once_and_changes_no_hazard(review, ward, officer):
    recheck = review.rechecks.first()
    before = Inspection.objects.get(pk=recheck.inspection_id)
    client_id = uuid4()
    first = visit(recheck.inspection, officer, client_id=client_id, DIEN_01=Answer.FAIL)
    assert visit(recheck.inspection, officer, client_id=client_id, DIEN_01=Answer.PASS) == first
    assert (SpotCheck.objects.count(), first.remark) == (1, "đã nhắc")
    after = Inspection.objects.get(pk=recheck.inspection_id)
    assert (after.answers, after.revision) == (before.answers, before.revision)
    assert not first.household.hazards.exists()
    lines = recheck_lines(latest_review(ward))
    assert [line.check for line in lines if line.check] == [first]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"done_on": date(2027, 1, 11)}, "chưa tới"),
        ({"done_on": date(2026, 12, 5)}, "06/12/2026"),
        ({"DIEN_01": None}, "ít nhất một mục"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_in_words(review, officer, changes, said):
    given = {"DIEN_01": Answer.PASS, **changes}
    given = {name: value for name, value in given.items() if value is not None}
    with pytest.raises(SpotCheckRefused, match=said):
        visit(review.rechecks.first().inspection, officer, **given)
    assert not SpotCheck.objects.exists()


def test_agreement_is_told_by_team_and_of_the_ward_by_chance_alone(review, ward, team, officer):
    drawn = review.rechecks.filter(kinds=[]).first()
    pointed = review.rechecks.exclude(kinds=[]).first()
    visit(drawn.inspection, officer, DIEN_01=Answer.PASS, DIEN_02=Answer.FAIL)
    visit(pointed.inspection, officer, DIEN_01=Answer.FAIL)
    lines, chance = team_agreements(ward, on=SEEN)
    assert [(line.team, line.found) for line in lines] == [
        (team, Agreements(visits=2, homes=2, sound=0, items=Agreement(1, 2, 0)))
    ]
    assert chance == Agreements(visits=1, homes=1, sound=0, items=Agreement(1, 1, 0))


def test_the_newest_visit_of_a_home_counts(review, ward, officer):
    recheck = review.rechecks.filter(kinds=[]).first()
    visit(recheck.inspection, officer, DIEN_01=Answer.FAIL)
    visit(recheck.inspection, officer, DIEN_01=Answer.PASS)
    lines, _chance = team_agreements(ward, on=SEEN)
    assert lines[0].found == Agreements(1, 1, 1, Agreement(1, 0, 0))
    shown = [line for line in recheck_lines(review) if line.check]
    assert [line.agreement for line in shown] == [Agreement(1, 0, 0)]


def test_a_visit_with_nothing_to_compare_is_no_home_of_the_figures(review, ward, officer):
    visit(review.rechecks.filter(kinds=[]).first().inspection, officer, DIEN_01=Answer.UNSEEN)
    lines, chance = team_agreements(ward, on=SEEN)
    assert lines[0].found == chance == Agreements(visits=1)


def test_a_ward_without_visits_claims_nothing(review, ward):
    assert team_agreements(ward, on=SEEN) == ([], Agreements())
