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
from inspections.models import (
    Confirmation,
    Delivery,
    Exclusion,
    Hazard,
    HouseholdLink,
    Inspection,
    Message,
    OwnerReport,
    Photo,
    PrintJob,
    Reschedule,
    Sighting,
    SpotCheck,
    Submission,
    Telling,
)
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.services.confirmation import answer_by_link, settle_dispute
from inspections.services.household_link import revoke_household_link
from inspections.services.inspection import Result, record_inspection
from inspections.services.owner_report import report_fixed
from inspections.services.photo import store_photo
from inspections.services.reschedule import write_reschedule
from inspections.services.round import close_rounds, open_round
from inspections.services.standing import recount_teams
from tests.factories import make_team, make_user
from tests.inspections.household_links import household_link
from tests.inspections.photos import photo, picture
from tests.inspections.services.stories import figures_agree

AT = datetime(2026, 12, 6, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LATER = datetime(2027, 1, 10, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def _figures_agree_in_the_end(db):
    yield
    figures_agree()


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


class TestWhatTwoSidesSay:
    """Each home is photographed, answers twice, reports, is told and is seen by an officer."""

    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        return tmp_path

    @pytest.fixture
    def said(self, officer, team, visits):
        for seed, visit in enumerate(visits):
            self.say(visit, officer, team, seed)
        return visits

    def say(self, visit, officer, team, seed):
        home, inspection = visit.inspected, Inspection.objects.get(assignment=visit)
        hazard = Hazard.objects.get(household=home)
        answer = f"cãi của hộ {home.pk}"
        answer_by_link(inspection, revision=1, verdict="agreed", sentence="", at=AT)
        reply = answer_by_link(inspection, revision=1, verdict="disputed", sentence=answer, at=AT)
        settle_dispute(reply, settlement=f"trao đổi với hộ {home.pk}", by=officer, at=AT)
        for word in ("dây", "cầu dao"):
            report_fixed(hazard, note=f"{word} của hộ {home.pk}", at=AT)
        write_reschedule(visit, AT.date(), asker="household", note=f"hẹn hộ {home.pk}", at=AT)
        message = Message.objects.create(
            key=f"tin {home.pk}", household=home, rung="leader", on=AT.date(), language="vi",
            subject="Việc", text=f"nhắc hộ {home.pk}", brief="Việc", created_at=AT,
        )  # fmt: skip
        Telling.objects.create(
            message=message, team=team, rung="leader", concern=f"hazard:{hazard.pk}", on=AT.date()
        )
        Delivery.objects.create(
            message=message, channel="http", address=f"số của hộ {home.pk}", send_after=AT
        )
        SpotCheck.objects.create(
            client_id=uuid4(), household=home, inspection=inspection,
            checklist=visit.round.checklist, answers=inspection.answers, by_chance=True,
            remark=f"cán bộ ghi hộ {home.pk}", done_on=AT.date(), officer=officer, received_at=AT,
        )  # fmt: skip
        for kind in ("found", "sheet", "fixed"):
            store_photo(
                inspection, photo(image=picture(seed=seed)), photo_id=uuid4(), kind=kind,
                code="" if kind == "sheet" else hazard.code, at=AT,
            )  # fmt: skip

    @pytest.fixture
    def gone(self, said):
        close_rounds(on=LATER.date())
        return depart_household(said[0].inspected, on=LATER.date())

    def words(self):
        rows = [
            *Confirmation.objects.values("sentence", "settlement"),
            *OwnerReport.objects.values("note"),
            *Reschedule.objects.values("note"),
            *Message.objects.values("text"),
            *Delivery.objects.values("address"),
            *SpotCheck.objects.values("remark"),
        ]
        return json.dumps(rows, ensure_ascii=False)

    def figures(self):
        return (
            list(Confirmation.objects.order_by("pk").values_list("inspection", "verdict", "at")),
            list(Telling.objects.order_by("pk").values_list("concern", "on")),
            Message.objects.count(),
            Photo.objects.count(),
            SpotCheck.objects.count(),
        )

    def test_goes_with_the_photos_and_the_others_words_stay(
        self, gone, said, folder, django_capture_on_commit_callbacks
    ):
        others = {visit.inspected_id for visit in said} - {gone.pk}
        before = self.figures()
        with django_capture_on_commit_callbacks(execute=True):
            log = erase(gone)

        said_now = self.words()
        assert f"hộ {gone.pk}" not in said_now
        assert all(said_now.count(f"hộ {other}") == 8 for other in others)
        assert self.figures() == before
        kept = Photo.objects.filter(forgotten_at=None)
        home, sheet = "inspection__assignment__inspected", "inspection__assignment__inspector"
        assert not kept.filter(**{home: gone})
        assert not kept.filter(kind="sheet", **{sheet: gone})
        assert set(Photo.objects.exclude(forgotten_at=None).values_list("forgotten_because")) == {
            ("erased",)
        }
        files = {str(path.relative_to(folder)) for path in folder.rglob("*.jpg")}
        assert files == set(kept.values_list("name", flat=True))
        assert len(files) == 3 * 3 - 3 - 1
        counts = {key: log.counts[key] for key in ("replies", "owner_reports", "photos")}
        assert counts == {"replies": 1, "owner_reports": 2, "photos": 4}

    def test_a_message_that_waits_is_not_sent_any_more(self, gone):
        erase(gone)
        states = dict(Delivery.objects.values_list("message__household", "state"))
        assert states.pop(gone.pk) == "dropped"
        assert set(states.values()) == {"waiting"}

    def test_twice_is_once(self, gone, django_capture_on_commit_callbacks):
        for _time in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                log = erase(gone)
        assert Erasure.objects.get() == log
        assert f"hộ {gone.pk}" not in self.words()

    def test_what_fails_halfway_loses_no_photo(self, gone, folder):
        before = self.words(), {path.name for path in folder.rglob("*.jpg")}

        def fail(**kwargs):
            raise RuntimeError

        signals.pre_save.connect(fail, sender=Erasure)
        try:
            with pytest.raises(RuntimeError):
                erase(gone)
        finally:
            signals.pre_save.disconnect(fail, sender=Erasure)
        assert (self.words(), {path.name for path in folder.rglob("*.jpg")}) == before
        assert not Photo.objects.exclude(forgotten_at=None).exists()

    def test_who_revoked_which_link_stays(self, gone, officer):
        link = household_link(gone, Month(2026, 12))
        revoke_household_link(link, by=officer, at=AT)
        before = HouseholdLink.objects.values().get(pk=link.pk)
        erase(gone)
        assert HouseholdLink.objects.values().get(pk=link.pk) == before

    def test_messages_to_the_account_that_is_closed_lose_the_address_too(self, gone, team):
        user = make_user("lan")
        team.appointments.filter(role="leader").update(household=gone, user=user)
        recount_teams([team.pk])
        message = Message.objects.create(
            key="tài khoản", user=user, rung="leader", on=AT.date(), language="vi",
            subject="Việc", text="nhắc", brief="Việc", created_at=AT,
        )  # fmt: skip
        Delivery.objects.create(
            message=message, channel="email", address="lan@example.vn", send_after=AT
        )
        erase(gone)
        message.refresh_from_db()
        assert (message.text, message.deliveries.get().address) == ("", "")

    def test_is_in_the_households_copy_with_its_photos_and_nobody_elses(self, gone, said):
        household_link(gone, Month(2026, 12))
        sections = {section.key: section for section in household_record(gone)}
        text = str([section.readable_rows() for section in sections.values()])
        for words in ("cãi", "dây", "cầu dao", "số"):
            assert f"{words} của hộ {gone.pk}" in text
        for words in ("trao đổi với", "hẹn", "nhắc", "cán bộ ghi"):
            assert f"{words} hộ {gone.pk}" in text
        others = {visit.inspected_id for visit in said} - {gone.pk}
        assert not [other for other in others if f"hộ {other}" in text]
        assert len(sections["links"].rows) == 1
        photos = sections["photos"]
        mine = Photo.objects.filter(inspection__assignment__inspected=gone)
        assert {row[1] for row in photos.rows} == {"chỗ chưa đạt", "tờ phiếu giấy", "chỗ đã sửa"}
        # The paper sheet bears its inspector's name.
        receipts = mine.exclude(kind="sheet").values_list("receipt", flat=True)
        assert {name for name, _content in photos.files} == {f"{each}.jpg" for each in receipts}
        assert all(content.startswith(b"\xff\xd8") for _name, content in photos.files)
        assert {row[4] for row in photos.rows} - {None} == {name for name, _ in photos.files}

    def test_the_copy_does_without_a_file_that_the_storage_lost(self, gone, folder):
        for path in folder.rglob("*.jpg"):
            path.unlink()
        photos = {section.key: section for section in household_record(gone)}["photos"]
        assert (photos.files, {row[4] for row in photos.rows}) == ((), {None})
