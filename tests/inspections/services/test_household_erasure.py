"""What the month's work says of a household in words goes; figures and others' records stay."""

import json
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.db.models import signals

from firesafety.months import Month
from households.models import Erasure, Household
from households.queries.household_record import household_record
from households.services.household import HouseholdError, depart_household
from households.services.household_erasure import erase_household
from inspections.models import Exclusion, Hazard, Inspection, PrintJob, Sighting, Submission
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.services.inspection import Result, record_inspection
from inspections.services.round import close_rounds, open_round
from tests.factories import make_team

AT = datetime(2026, 12, 6, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LATER = datetime(2027, 1, 10, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 3, number=7)


@pytest.fixture
def visits(team):
    """Everybody's visit of December, each with a failed item and words."""
    round = open_round(team, Month(2026, 12), at=AT)
    visits = list(round.assignments.select_related("round", "inspector", "inspected"))
    for visit in visits:
        codes = [item.code for item in items_for(round, visit.inspected)]
        record_inspection(
            visit,
            Result(
                answers=dict.fromkeys(codes, Answer.PASS) | {codes[0]: Answer.FAIL},
                notes={codes[0]: f"lời về hộ {visit.inspected_id}"},
                remark=f"chung về hộ {visit.inspected_id}",
                done_on=AT.date(),
            ),
            client_id=uuid4(),
            source="paper",
            at=AT,
        )
    return visits


@pytest.fixture
def gone(team, visits):
    """The first household, which left after the month was closed."""
    close_rounds(on=LATER.date())
    return depart_household(visits[0].inspected, on=LATER.date())


def erase(household):
    return erase_household(household, reason="đơn", by=None, at=LATER, on=LATER.date())


def words() -> str:
    rows = [
        *Inspection.objects.values("notes", "remark"),
        *Submission.objects.values("notes", "remark"),
        *Sighting.objects.values("note"),
        *Exclusion.objects.values("note"),
    ]
    return json.dumps(rows, ensure_ascii=False)


def figures():
    return (
        list(Inspection.objects.order_by("pk").values_list("pk", "answers", "done_on")),
        list(Hazard.objects.order_by("pk").values_list("pk", "code", "state", "found_on")),
        Submission.objects.count(),
        Sighting.objects.count(),
    )


def test_words_about_the_household_go_and_figures_and_others_stay(gone, visits):
    others = {visit.inspected_id for visit in visits} - {gone.pk}
    before = figures()
    erase(gone)
    assert f"hộ {gone.pk}" not in words()
    assert all(f"lời về hộ {other}" in words() for other in others)
    assert all(f"chung về hộ {other}" in words() for other in others)
    assert figures() == before


def test_the_copy_shows_visits_results_and_hazards_without_the_neighbours_names(gone, visits):
    sections = {section.key: section for section in household_record(gone)}
    text = str([section.readable_rows() for section in sections.values()])
    assert f"lời về hộ {gone.pk}" in text
    assert {row[2] for row in sections["visits"].rows} == {"đi kiểm tra", "được kiểm tra"}
    assert len(sections["hazards"].rows) == 1
    names = Household.objects.exclude(pk=gone.pk).values_list("holder_name", flat=True)
    assert not [name for name in names if name in text]


def test_a_visit_under_way_keeps_the_name_and_says_what_to_do(team):
    round = open_round(team, Month(2026, 12), at=AT)
    leaving = depart_household(round.assignments.first().inspected, on=AT.date())
    with pytest.raises(HouseholdError, match="Tổ 7 còn lượt của hộ này trong đợt tháng 12/2026"):
        erase(leaving)
    assert Household.objects.get(pk=leaving.pk).erased_on is None
    assert not Erasure.objects.exists()


def test_printed_files_of_the_ward_are_deleted_with_their_jobs(
    gone, ward, tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    job = PrintJob(ward=ward, month=AT.date().replace(day=1), what="checklists", language="vi")
    job.requested_at, job.state = AT, PrintJob.State.DONE
    job.file.save("ward.pdf", ContentFile(b"%PDF"))
    path = tmp_path / job.file.name
    with django_capture_on_commit_callbacks(execute=True):
        erase(gone)
    assert (path.exists(), PrintJob.objects.exists()) == (False, False)


def test_what_fails_halfway_erases_nothing(gone):
    before = words(), Household.objects.values().get(pk=gone.pk)

    def fail(**kwargs):
        raise RuntimeError

    signals.pre_save.connect(fail, sender=Erasure)
    try:
        with pytest.raises(RuntimeError):
            erase(gone)
    finally:
        signals.pre_save.disconnect(fail, sender=Erasure)
    assert (words(), Household.objects.values().get(pk=gone.pk)) == before


def test_twice_is_once(gone):
    first = erase(gone)
    before = words(), figures(), Household.objects.values().get(pk=gone.pk)
    assert erase(gone) == first
    assert (words(), figures(), Household.objects.values().get(pk=gone.pk)) == before
