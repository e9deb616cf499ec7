"""Typing in a returned pile of sheets."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firesafety.months import Month
from inspections.models import (
    Confirmation,
    Hazard,
    Inspection,
    OnPaper,
    Photo,
    RoundStanding,
    Submission,
)
from inspections.planning.answers import Answer, unpack_answers
from inspections.queries.standing_check import standing_faults
from inspections.services.pause import pause_team
from inspections.services.round import open_round
from tests.factories import make_user
from tests.inspections.photos import photo
from tests.inspections.views.conftest import NOON
from tests.inspections.views.stories import codes_of, filled, hidden_id, record


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


@pytest.fixture
def sheet(team, assignment, leader):
    return f"/teams/{team.pk}/paper/2026-12/{assignment.pk}/"


def typed(**given) -> dict[str, str]:
    return {"client_id": str(uuid4()), "done_on": "06/12/2026", **given}


def answers() -> dict[str, str]:
    inspection = Inspection.objects.select_related("assignment__round__checklist").get()
    items = inspection.assignment.round.checklist.items.order_by("position")
    return unpack_answers([item.code for item in items], inspection.answers)


def test_a_sheet_seen_is_all_passed_but_for_its_exceptions(client, assignment, sheet, leader):
    data = typed(seen="on", exceptions="dien 1 F dây hở\nGAS-02 U; gas 01 n")

    answer = client.post(sheet, data)

    assert answer.status_code == 302
    given = answers()
    others = set(codes_of(assignment)) - {"DIEN-01", "GAS-02", "GAS-01"}
    assert given == dict.fromkeys(others, Answer.PASS) | {
        "DIEN-01": Answer.FAIL,
        "GAS-02": Answer.UNSEEN,
        "GAS-01": Answer.NOT_APPLICABLE,
    }
    assert Inspection.objects.get().notes == {"DIEN-01": "dây hở"}
    stored = Submission.objects.get()
    assert (stored.source, stored.entered_by) == ("paper", leader)


def test_nothing_passes_that_the_leader_has_not_seen(client, sheet):
    page = client.post(sheet, typed(exceptions="DIEN-01"))

    assert page.status_code == 422
    assert "mục chưa có câu trả lời" in page.text
    assert Inspection.objects.count() == 0


def test_the_grid_alone_is_enough(client, assignment, sheet):
    client.post(sheet, filled(assignment, client_id=uuid4(), DIEN_01="F"))

    assert answers()["DIEN-01"] is Answer.FAIL


def test_what_was_wrong_last_time_is_answered_by_itself(client, team, assignment, leader):
    record(assignment, DIEN_01="F")
    january = open_round(team, Month(2027, 1), at=NOON)
    successor = january.assignments.get(inspected=assignment.inspected)
    sheet = f"/teams/{team.pk}/paper/2027-01/{successor.pk}/"
    today = {"done_on": "12/12/2026"}

    refused = client.post(sheet, typed(seen="on") | today)
    taken = client.post(sheet, typed(seen="on", **{"a_DIEN-01": "P"}) | today)

    assert refused.status_code == 422
    assert "Lần trước chưa đạt: xin chọn riêng" in refused.text
    assert taken.status_code == 302
    assert Hazard.objects.get().state == Hazard.State.FIXED


@pytest.mark.parametrize(
    ("exceptions", "said"),
    [
        ("XYZ-99 F", "Không rõ mục: XYZ-99 F"),
        ("DIEN-01 F; DIEN-01 N", "Không rõ mục: DIEN-01 N"),
        ("dây hở", "Không rõ mục: dây hở"),
        ("DIEN-01 F " + "a" * 301, "Ghi chú quá dài: DIEN-01"),
    ],
)
def test_an_exception_that_cannot_be_read_is_shown(client, sheet, exceptions, said):
    page = client.post(sheet, typed(seen="on", exceptions=exceptions))

    assert page.status_code == 422
    assert said in page.text
    assert Inspection.objects.count() == 0


def test_the_two_ways_may_not_contradict_each_other(client, sheet):
    page = client.post(sheet, typed(seen="on", exceptions="DIEN-01 F", **{"a_DIEN-01": "P"}))

    assert page.status_code == 422
    assert "Mục DIEN-01 ghi hai nơi khác nhau." in page.text


def test_a_sheet_may_say_that_nobody_could_get_in(client, sheet):
    client.post(sheet, typed(obstacle="away", revisit_on="20/12/2026"))

    inspection = Inspection.objects.get()
    assert (inspection.obstacle, inspection.revisit_on) == ("away", date(2026, 12, 20))


def test_a_sheet_of_a_visit_not_made_needs_a_new_day(client, sheet):
    page = client.post(sheet, typed(obstacle="away"))

    assert page.status_code == 422
    assert "Xin ghi ngày sẽ đến lại" in page.text


def test_a_visit_that_failed_has_no_answers(client, sheet):
    page = client.post(sheet, typed(obstacle="away", seen="on"))

    assert page.status_code == 422
    assert Inspection.objects.count() == 0


def test_saving_goes_on_to_the_next_sheet_until_the_pile_is_done(client, team, round, leader):
    first, second, third = round.assignments.all()
    base = f"/teams/{team.pk}/paper/2026-12/"

    steps = [
        client.post(f"{base}{assignment.pk}/", typed(seen="on")).url
        for assignment in (second, third, first)
    ]

    assert steps == [f"{base}{third.pk}/", f"{base}{first.pk}/", base]


def test_saving_may_stop_at_the_list(client, team, sheet):
    answer = client.post(sheet, typed(seen="on", stop="1"), follow=True)

    assert answer.redirect_chain == [(f"/teams/{team.pk}/paper/2026-12/", 302)]
    assert Submission.objects.get().receipt in answer.text


def test_the_same_sheet_sent_twice_is_stored_once(client, sheet):
    data = typed(seen="on")
    data["client_id"] = hidden_id(client.get(sheet))

    client.post(sheet, data)
    client.post(sheet, data)

    assert Submission.objects.count() == 1


def test_a_result_that_came_by_phone_is_said_and_not_put_into_the_sheet(client, assignment, sheet):
    record(assignment, DIEN_01="F")

    page = client.get(sheet).text

    assert "Đã có kết quả (điện thoại" in page
    assert 'name="a_DIEN-01" value="F" checked' not in page


def test_a_result_of_paper_is_shown_before_it_is_changed(client, assignment, sheet):
    client.post(sheet, typed(seen="on", exceptions="DIEN-01 S dây hở"))

    page = client.get(sheet).text

    assert "Đã có kết quả (phiếu giấy" in page
    assert 'name="a_DIEN-01" value="F" checked' in page
    assert 'name="s_DIEN-01" checked' in page


def test_a_signature_on_the_sheet_is_kept_with_it(client, sheet, leader):
    client.post(sheet, typed(seen="on", signed="on"))

    stored = Confirmation.objects.get()
    assert (stored.verdict, stored.way, stored.entered_by) == ("agreed", "paper", leader)


def test_the_list_shows_which_sheets_are_in(client, team, round, leader):
    record(round.assignments.first())

    page = client.get(f"/teams/{team.pk}/paper/2026-12/").text

    assert page.count("Đã kiểm tra") == 1
    assert page.count("Chưa kiểm tra") == 2


def test_a_closed_month_still_takes_paper_for_some_days_and_says_so(client, team, sheet, round):
    type(round).objects.filter(pk=round.pk).update(closed_on=NOON.date())

    told = client.get(sheet).text
    answer = client.post(sheet, typed(seen="on", exceptions="DIEN-01"))

    assert "phiếu giấy còn nhập được đến hết ngày 09/02/2027" in told
    assert answer.status_code == 302
    assert Hazard.objects.get().state == "open"
    standing = RoundStanding.objects.get()
    assert (standing.done, standing.late, standing.missing) == (0, 1, 2)
    assert standing_faults() == []
    for path in (
        sheet,
        f"/teams/{team.pk}/paper/2026-12/",
        f"/teams/{team.pk}/paper/2026-12/pile/",
    ):
        assert "nhập muộn" in client.get(path).text


def test_a_late_sheet_of_a_visit_not_made_asks_for_no_new_day(client, sheet, round):
    type(round).objects.filter(pk=round.pk).update(closed_on=NOON.date())

    assert client.post(sheet, typed(obstacle="away")).status_code == 302
    assert Inspection.objects.get().revisit_on is None


@pytest.mark.parametrize(
    ("days", "closed_on", "said"),
    [(0, date(2026, 12, 12), "đã chốt"), (3, date(2026, 12, 9), "đến hết ngày 11/12/2026")],
)
def test_a_month_closed_too_long_ago_is_explained(
    client, sheet, round, settings, days, closed_on, said
):
    settings.LATE_ENTRY_DAYS = days
    type(round).objects.filter(pk=round.pk).update(closed_on=closed_on)

    page = client.post(sheet, typed(seen="on"))

    assert page.status_code == 422
    assert said in page.text
    assert not Inspection.objects.exists()


def test_the_last_day_of_late_paper_is_still_a_day(client, sheet, round, settings):
    settings.LATE_ENTRY_DAYS = 3
    type(round).objects.filter(pk=round.pk).update(closed_on=date(2026, 12, 10))

    assert client.post(sheet, typed(seen="on")).status_code == 302


def test_paper_of_a_resting_team_is_not_over(client, team, sheet, round, leader):
    pause_team(team, on=date(2026, 12, 10))
    with time_machine.travel(NOON.replace(year=2027, month=1, day=20), tick=False):
        client.force_login(leader)
        told = client.get(sheet).text
        answer = client.post(sheet, typed(seen="on"))

    assert "Tổ tạm nghỉ từ 10/12/2026, đợt này chưa chốt" in told
    assert answer.status_code == 302
    assert (RoundStanding.objects.get().done, RoundStanding.objects.get().late) == (1, 0)


def test_a_sheet_of_another_month_or_team_is_not_here(client, team, assignment, sheet):
    for path in (f"/teams/{team.pk}/paper/2026-11/{assignment.pk}/", f"{sheet[:-1]}9/"):
        assert client.get(path).status_code == 404


def test_a_page_costs_few_questions(client, sheet, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(sheet)


def test_the_pile_is_marked_as_done_on_paper_and_the_list_says_so(client, team, round, leader):
    paper = f"/teams/{team.pk}/paper/2026-12/"
    first = round.assignments.first()

    whole = client.post(f"{paper}mark/", {"act": "mark"}, follow=True).text
    one_less = client.post(f"{paper}mark/", {"act": "unmark", "visit": first.pk}, follow=True).text

    assert "Đã ghi 3 phiếu đã làm trên giấy, chưa nhập." in whole
    assert whole.count("đã làm trên giấy (12/12), chưa nhập") == 3
    assert one_less.count("đã làm trên giấy (12/12), chưa nhập") == 2
    client.post(f"{paper}mark/", {"act": "mark", "visit": "x"})
    assert OnPaper.objects.filter(ended_on=None).count() == 2


class TestAPhotoOfTheSheet:
    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def send(self, client, sheet, content, **more):
        data = typed(seen="on", **more)
        for _time in range(2):
            upload = SimpleUploadedFile("phieu.jpg", content, content_type="image/jpeg")
            answer = client.post(sheet, data | {"sheet_photo": upload}, follow=True)
        return answer

    def test_is_kept_once_with_the_sheet_and_who_typed_it_in(self, client, sheet, leader):
        self.send(client, sheet, photo())
        kept = Photo.objects.get()
        assert (kept.kind, kept.code, kept.entered_by) == ("sheet", "", leader)
        assert kept.submission == Submission.objects.get()

    @pytest.mark.parametrize("large", [False, True])
    def test_that_cannot_be_kept_loses_nothing_of_the_sheet(self, client, sheet, settings, large):
        settings.PHOTO_MAX_MEGABYTES = 0 if large else 12
        page = self.send(client, sheet, photo() if large else b"khong phai anh")
        assert "Phiếu đã lưu. Riêng ảnh chưa lưu được" in page.text
        assert Submission.objects.count() == 1
        assert not Photo.objects.exists()

    def test_comes_with_a_row_of_the_pile_too(self, client, team, assignment, leader):
        pile = f"/teams/{team.pk}/paper/2026-12/pile/"
        row = next(
            each
            for each in client.get(pile).context["rows"]
            if each.sheet.assignment.pk == assignment.pk
        )
        fields = {
            "client_id": str(row.form["client_id"].value()),
            "done_on": "6",
            "seen": "on",
            "sheet_photo": SimpleUploadedFile("phieu.jpg", photo(), content_type="image/jpeg"),
        }
        client.post(pile, {f"{assignment.pk}-{name}": value for name, value in fields.items()})
        kept = Photo.objects.get()
        assert (kept.kind, kept.inspection.assignment) == ("sheet", assignment)

    def test_passes_the_check_against_forgery(self, sheet, leader):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(leader)
        strict.get(sheet)
        upload = SimpleUploadedFile("phieu.jpg", photo(), content_type="image/jpeg")
        data = typed(seen="on", csrfmiddlewaretoken=strict.cookies["csrftoken"].value)
        assert strict.post(sheet, data | {"sheet_photo": upload}).status_code == 302
        assert Photo.objects.exists()
