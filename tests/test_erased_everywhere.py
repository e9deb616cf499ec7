"""After erasing a household no table and no file says who lived there."""

from __future__ import annotations

import json
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile

from firesafety.months import Month
from firesafety.vietnamese import fold
from households.models import Appointment, Household, Membership, RosterImport, Team, User
from households.queries.household_record import household_record
from households.reform_map import MapRow
from households.services.household import depart_household
from households.services.household_erasure import erase_household
from households.services.reform import reorganise_areas
from households.services.roster_import import apply_received, receive_roster
from inspections.models import Hazard, PrintJob, PrintPart, Snooze
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.services.inspection import Result, record_inspection
from inspections.services.print_job import request_printing
from inspections.services.round import close_rounds, open_round
from inspections.services.standing import recount_teams
from tests.factories import FOUNDED, make_team, make_user
from tests.inspections.services.stories import figures_agree

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 12, 6, 12, tzinfo=VIETNAM)
LATER = datetime(2027, 1, 10, 12, tzinfo=VIETNAM)
DECEMBER = Month(2026, 12)
NAME, PHONE, STREET = "Quách Thị Huệ", "0912345678", "Nguyễn Việt Hồng"
ROSTER = f"""Chu ho,So nha,Duong,Khu vuc,Dien thoai
{NAME},77/12/3,{STREET},Khu vực 1,{PHONE}
Đỗ Văn Ở Lại,9,{STREET},Khu vực 1,0987654321
"""
MARKS = (NAME, fold(NAME), PHONE, "77/12/3", "lời về bà", "chị nói")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(AT, tick=False):
        yield tmp_path
    figures_agree()


@pytest.fixture
def home(ward, neighbourhood, officer, folder):
    """A leader's household: from a file, in a team, inspected, printed, written about."""
    received = receive_roster(ward, ROSTER.encode(), name="a.csv", by=officer, at=AT)
    apply_received(received, on=FOUNDED, at=AT)
    team = make_team(neighbourhood, 2, number=7)
    home = Household.objects.get(holder_name=NAME)
    Household.objects.filter(pk=home.pk).update(note="lời về bà")
    Membership.objects.create(team=team, household=home, joined_on=FOUNDED)
    account = make_user("hue.to7")
    User.objects.filter(pk=account.pk).update(full_name=NAME, phone=PHONE)
    Appointment.objects.filter(team=team, role="leader").update(household=home, user=account)
    recount_teams([team.pk])
    LogEntry.objects.create(
        user=officer, action_flag=CHANGE, object_id=str(account.pk), object_repr=NAME,
        content_type=ContentType.objects.get_for_model(User), action_time=AT,
    )  # fmt: skip
    round = open_round(team, DECEMBER, at=AT)
    for visit in round.assignments.select_related("round", "inspected"):
        codes = [item.code for item in items_for(round, visit.inspected)]
        answers = dict.fromkeys(codes, Answer.PASS) | {codes[0]: Answer.FAIL}
        words = "lời về bà" if visit.inspected_id == home.pk else "khác"
        result = Result(answers=answers, notes={codes[0]: words}, remark=words, done_on=AT.date())
        record_inspection(visit, result, client_id=uuid4(), source="paper", at=AT)
    hazard = Hazard.objects.get(household=home)
    Snooze.objects.create(
        team=team, concern=f"hazard:{hazard.pk}", rung="leader", until=date(2027, 1, 1),
        reason="chị nói Tết mới sửa", by=officer, at=AT,
    )  # fmt: skip
    return home


def print_in_each_state(ward: object) -> None:
    """A finished file, one given up halfway and one that is being printed."""
    for what, state in (("a", "done"), ("b", "dead"), ("c", "queued")):
        job = request_printing(
            ward, DECEMBER, what=what, language="vi", by=None, at=AT, teams=list(Team.objects.all())
        )
        part = job.parts.get()
        part.state = PrintPart.State.DONE
        part.file.save(f"{what}.pdf", ContentFile(f"{what} {NAME}".encode()))
        if state == "done":
            job.file.save("ward.pdf", ContentFile(f"done {NAME}".encode()))
        PrintJob.objects.filter(pk=job.pk).update(state=state)


def found(folder) -> set[str]:
    """Every table and file in which one of the marks stands."""
    places = set()
    for model in apps.get_models():
        said = json.dumps(list(model.objects.values()), default=str, ensure_ascii=False)
        places |= {model.__name__} if any(mark in said for mark in MARKS) else set()
    for path in folder.rglob("*"):
        if path.is_file() and any(mark.encode() in path.read_bytes() for mark in MARKS):
            places.add(str(path.relative_to(folder).parent))
    return places


def leave(home):
    close_rounds(on=LATER.date())
    return depart_household(home, on=LATER.date())


def erase(home, capture):
    with time_machine.travel(LATER, tick=False), capture(execute=True):
        erase_household(home, reason="đơn", by=None, at=LATER, on=LATER.date())


def test_no_table_and_no_file_knows_the_household_any_more(
    home, ward, officer, folder, django_capture_on_commit_callbacks
):
    print_in_each_state(ward)
    waiting = receive_roster(ward, (ROSTER + " \n").encode(), name="b.csv", by=officer, at=AT)
    before = found(folder)
    assert before >= {"Household", "RosterImport", "User", "LogEntry", "Inspection", "Submission"}
    assert before >= {"Snooze", "prints", "prints/parts", "rosters"}
    erase(leave(home), django_capture_on_commit_callbacks)
    assert found(folder) == set()
    assert not RosterImport.objects.filter(pk=waiting.pk).exists()
    assert set(PrintJob.objects.values_list("what", "state")) == {("c", "cancelled")}
    kept = json.dumps(RosterImport.objects.get().outcomes, ensure_ascii=False)
    assert "Đỗ Văn Ở Lại" in kept


@pytest.mark.parametrize("new_code", ["31120", "31200"])
def test_nor_what_was_kept_under_the_ward_before_a_reform(
    home, ward, folder, new_code, django_capture_on_commit_callbacks
):
    print_in_each_state(ward)
    gone = leave(home)
    reorganise_areas(
        [MapRow(2, "31120", new_code, "Phường Mới")], on=date(2027, 1, 1), today=LATER.date()
    )
    gone.refresh_from_db()
    told = {section.key: section.rows for section in household_record(gone)}
    assert [row[0] for row in told["rosters"]] == ["a.csv"]
    erase(gone, django_capture_on_commit_callbacks)
    assert found(folder) == set()


def test_nor_under_the_name_that_it_had_when_its_file_came(
    home, folder, django_capture_on_commit_callbacks
):
    gone = leave(home)
    Household.objects.filter(pk=gone.pk).update(holder_name="Hồ Tên Khác", name_key="ho ten khac")
    gone.refresh_from_db()
    erase(gone, django_capture_on_commit_callbacks)
    assert found(folder) == set()
