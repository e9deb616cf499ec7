"""What is too old is forgotten, once, and nothing younger."""

import json
from datetime import date, datetime, timedelta
from io import StringIO
from os import utime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command

from firesafety.retention import RULES, apply_retention
from firesafety.tasks import apply_retention_daily
from households.models import Erasure, Household, RecordView, RosterImport
from inspections.models import Delivery, Message, Photo, PrintJob
from inspections.services.photo import store_photo
from tests.factories import make_household, make_team
from tests.inspections.photos import photo, picture
from tests.inspections.services.stories import open_december
from tests.inspections.views.stories import record

AT = datetime(2026, 12, 12, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def days_ago(days):
    return AT - timedelta(days=days)


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.KEEP_DAYS = dict.fromkeys(settings.KEEP_DAYS, 10) | {"departed_households": 0}
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def make(ward, neighbourhood, officer, django_capture_on_commit_callbacks):
    """One of everything, so many days old, under a name of its own."""

    def _make(name, days):
        at = days_ago(days)
        home = make_household(neighbourhood, name)
        RecordView.objects.create(user=officer, household=home, on=at.date(), at=at, page=name)
        for state, applied_at in (("previewed", None), ("applied", at)):
            received = RosterImport(
                ward=ward, file_name=f"{name} {state}", digest=f"{name}{state}", state=state
            )
            received.uploaded_at, received.applied_at = at, applied_at
            received.outcomes = [[2, "created", None, [], name]]
            received.file.save(f"{name}-{state}.csv", ContentFile(b"x"))
        job = PrintJob(ward=ward, month=date(2026, 12, 1), what="checklists", language="vi")
        job.requested_at, job.state = at, PrintJob.State.DONE
        job.file.save(f"{name}.pdf", ContentFile(b"x"))
        message = Message.objects.create(
            key=name, household=home, rung="leader", on=at.date(), language="vi",
            subject=name, text=name, brief=name, created_at=at,
        )  # fmt: skip
        Delivery.objects.create(message=message, channel="http", address=name, send_after=at)
        Session.objects.create(session_key=name, session_data="", expire_date=at)

    return _make


def kept(tmp_path):
    return {
        "views": set(RecordView.objects.values_list("page", flat=True)),
        "rosters": set(RosterImport.objects.values_list("file_name", flat=True)),
        "words": set(RosterImport.objects.exclude(outcomes=[]).values_list("file_name", flat=True)),
        "messages": set(Message.objects.values_list("key", flat=True)),
        "addresses": set(Delivery.objects.values_list("address", flat=True)),
        "files": {path.name for path in tmp_path.rglob("*") if path.is_file()},
    }


YOUNG = {
    "views": {"young"},
    "rosters": {"young previewed", "young applied", "old applied"},
    "words": {"young previewed", "young applied"},
    "messages": {"young"},
    "addresses": {"young"},
    "files": {"young-previewed.csv", "young-applied.csv", "young.pdf"},
}


@pytest.fixture
def old_and_young(make):
    make("old", 11)
    make("young", 9)


def test_the_old_goes_and_the_young_stays(
    old_and_young, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        apply_retention(at=AT)
    assert kept(tmp_path) == YOUNG


def test_a_second_night_finds_nothing(old_and_young, tmp_path, django_capture_on_commit_callbacks):
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            apply_retention_daily()
    assert kept(tmp_path) == YOUNG
    assert {each.count for each in apply_retention(at=AT)} == {0}


def test_a_dry_run_counts_what_would_go_and_touches_nothing(old_and_young, tmp_path):
    before = kept(tmp_path)
    out, said = StringIO(), StringIO()
    call_command("retention", "--dry-run", "--json", stdout=out, stderr=said)
    assert kept(tmp_path) == before
    assert json.loads(out.getvalue()) == {
        "record_views": 1,
        "waiting_rosters": 1,
        "roster_files": 1,
        "roster_reports": 1,
        "printed_files": 1,
        "sessions": 2,
        "messages": 1,
        "stray_files": 0,
        "photos": 0,
    }
    assert "Tên, điện thoại, ghi chú của hộ đã rời đi: đến khi được yêu cầu" in said.getvalue()


def test_what_a_kill_between_row_and_file_left_behind_goes_the_next_night(
    old_and_young, tmp_path, django_capture_on_commit_callbacks
):
    for path in tmp_path.rglob("*.*"):
        utime(path, (AT.timestamp(), AT.timestamp()))
    # The rows are committed and the process dies: no file has been deleted yet.
    with django_capture_on_commit_callbacks(execute=False):
        apply_retention(at=AT)
    (tmp_path / "prints" / "parts").mkdir()
    for name in ("prints/parts/1-1-aa.pdf", "prints/bb.pdf", "rosters/cc.csv"):
        (tmp_path / name).write_bytes(b"x")
    on_its_way = tmp_path / "rosters" / "new.csv"
    on_its_way.write_bytes(b"x")
    for path in tmp_path.rglob("*.*"):
        written = days_ago(0 if path == on_its_way else 2).timestamp()
        utime(path, (written, written))
    assert _count("stray_files", dry_run=True) == 5
    assert [_count("stray_files"), _count("stray_files")] == [5, 0]
    assert kept(tmp_path)["files"] == YOUNG["files"] | {"new.csv"}


def test_a_session_that_still_runs_stays_with_its_machine(client, officer):
    client.post("/login/", {"username": "hanh", "password": "mat-khau-thu"})
    UserSession.objects.create(user=officer, session_key="long gone", ip="127.0.0.1")
    apply_retention(at=AT)
    assert [each.session_key for each in UserSession.objects.all()] == [client.session.session_key]
    assert client.get("/account/").status_code == 200


class TestHouseholdsThatLeft:
    @pytest.fixture
    def homes(self, neighbourhood):
        for name, days in (("Hộ Cũ", 11), ("Hộ Mới Đi", 9)):
            make_household(neighbourhood, name, left_on=days_ago(days).date())
        make_household(neighbourhood, "Hộ Còn Ở")

    def names(self):
        names = Household.objects.values_list("holder_name", flat=True)
        return {name.split(" số ")[0] for name in names}

    def test_are_kept_until_they_ask_unless_the_site_says_otherwise(self, homes, settings):
        apply_retention(at=AT)
        assert self.names() == {"Hộ Cũ", "Hộ Mới Đi", "Hộ Còn Ở"}
        settings.KEEP_DAYS["departed_households"] = 10
        for _time in range(2):
            apply_retention(at=AT)
        assert self.names() == {"Hộ đã xóa dữ liệu", "Hộ Mới Đi", "Hộ Còn Ở"}
        assert Erasure.objects.get().by is None


def test_photos_go_on_the_day_that_they_carry(tmp_path, neighbourhood):
    assignment = open_december(make_team(neighbourhood, 3)).assignments.first()
    inspection = record(assignment, at=days_ago(3), DIEN_01="F")
    for seed, expires_on in enumerate((AT.date(), AT.date() + timedelta(days=1))):
        kept, _new = store_photo(
            inspection,
            photo(image=picture(seed=seed)),
            photo_id=uuid4(),
            code="DIEN-01",
            at=days_ago(2),
        )
        Photo.objects.filter(pk=kept.pk).update(expires_on=expires_on)
    assert _count("photos", dry_run=True) == 1
    assert [_count("photos"), _count("photos")] == [1, 0]
    young = Photo.objects.get(forgotten_at=None)
    assert young.expires_on > AT.date()
    assert {path.name for path in tmp_path.rglob("*.jpg")} == {young.name.rsplit("/", 1)[-1]}


def _count(name, **options):
    return {each.rule.name: each.count for each in apply_retention(at=AT, **options)}[name]


def test_every_setting_has_its_rule(settings):
    assert {rule.name for rule in RULES} - {"sessions", "stray_files"} == set(settings.KEEP_DAYS)
