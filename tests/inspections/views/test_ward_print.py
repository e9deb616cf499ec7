"""Printing a whole ward: asking, watching, fetching, stopping, going on."""

from io import BytesIO

import pytest
from django.urls import reverse
from django_q.models import OrmQ
from pypdf import PageObject, PdfReader

from inspections import tasks
from inspections.models import PrintJob
from inspections.printing.catalogue import AREA_SHEETS, TEAM_SHEETS
from inspections.services.print_job import finish_printing, request_printing
from inspections.services.round import open_round
from tests.factories import make_neighbourhood, make_team
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED

WANTED = {"month": "2026-12", "what": "checklists"}


@pytest.fixture(autouse=True)
def _officer(officer, client):
    client.force_login(officer)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def path(ward, round):
    return f"/areas/{ward.code}/print/"


@pytest.fixture
def far(ward):
    """A team of another neighbourhood, with its month."""
    team = make_team(make_neighbourhood(ward, "Khu vực 2"), 3, number=8)
    open_round(team, DECEMBER, at=OPENED)
    return team


def teams_of(job) -> list[int]:
    return [key for part in job.parts.all() for key in part.teams]


def pages_of(stored) -> list[PageObject]:
    """The pages of a kept file, read whole and closed."""
    with stored.open("rb") as file:
        return list(PdfReader(BytesIO(file.read())).pages)


def sheet() -> BytesIO:
    return BytesIO(b"%PDF-1.4 mot tep")


class TestAsking:
    def test_a_file_is_asked_for_once(self, client, path, officer, team, far):
        for _twice in range(2):
            answer = client.post(path, WANTED, follow=True)

        job = PrintJob.objects.get()
        assert (job.requested_by, job.language, job.state) == (officer, "vi", "queued")
        assert (job.packing, job.options) == ("pdf", {})
        assert teams_of(job) == [team.pk, far.pk]
        assert OrmQ.objects.count() == 1
        assert "Đã nhận yêu cầu in" in answer.text

    def test_one_neighbourhood_is_printed_alone(self, client, path, far):
        client.post(path, WANTED | {"area": far.neighbourhood_id})

        assert teams_of(PrintJob.objects.get()) == [far.pk]

    def test_ticked_teams_are_printed_alone(self, client, path, team, far):
        client.post(path, WANTED | {"teams": [far.pk]})

        assert teams_of(PrintJob.objects.get()) == [far.pk]

    def test_a_team_ticked_outside_of_the_part_is_pointed_out(self, client, path, team, far):
        data = WANTED | {"area": far.neighbourhood_id, "teams": [team.pk]}

        answer = client.post(path, data)

        assert answer.status_code == 422
        assert "nằm ngoài phần đã chọn" in answer.text
        assert f'id="team-{team.pk}" checked' in answer.text
        assert not PrintJob.objects.exists()

    def test_language_letters_and_packing_are_chosen(self, client, path):
        client.post(path, WANTED | {"language": "en", "size": "large", "packing": "zip"})

        job = PrintJob.objects.get()
        assert (job.language, job.options, job.packing) == ("en", {"size": "large"}, "zip")
        assert "1 tổ, bản tiếng Anh, chữ lớn, zip, mỗi tổ một PDF" in client.get(path).text

    @pytest.mark.parametrize("what", TEAM_SHEETS)
    def test_every_sheet_is_asked_for_and_printed(self, client, path, what):
        client.post(path, WANTED | {"what": what})
        job = PrintJob.objects.get()
        for part in job.parts.all():
            tasks.print_part(part.pk)
        tasks.join_parts(job.pk)

        job.refresh_from_db()
        assert (job.what, job.state) == (what, "done")
        pages = pages_of(job.file)
        assert len(pages) == job.pages > 0
        assert "Cháy: gọi 114" in pages[0].extract_text()
        assert str(TEAM_SHEETS[what].title) in client.get(path).text

    def test_paper_and_questions_are_chosen(self, client, path):
        client.post(path, WANTED | {"paper": "a5", "scope": "full"})

        job = PrintJob.objects.get()
        assert job.options == {"paper": "a5", "scope": "full"}
        assert "1 tổ, khổ A5, đủ các mục" in client.get(path).text
        tasks.print_part(job.parts.get().pk)
        pages = pages_of(job.parts.get().file)
        assert round(pages[0].mediabox.width) == 420
        assert "DIEN-02" in " ".join(page.extract_text() for page in pages)

    @pytest.mark.parametrize(
        ("what", "choice", "words"),
        [
            ("summaries", {"size": "large"}, "chỉ có chữ thường"),
            ("rosters", {"paper": "a5"}, "chỉ in trên khổ A4"),
            ("follow_ups", {"paper": "a5"}, "chỉ in trên khổ A4"),
            ("notices", {"scope": "core"}, "không đổi được câu hỏi"),
        ],
    )
    def test_what_a_sheet_does_not_come_in_is_said_instead_of_printed(
        self, client, path, what, choice, words
    ):
        answer = client.post(path, WANTED | {"what": what} | choice)

        assert answer.status_code == 422
        assert words in answer.text
        assert not PrintJob.objects.exists()

    def test_the_wards_own_summaries_are_had_at_once(self, client, path, ward):
        page = client.get(path).text

        for sheet in AREA_SHEETS:
            assert f'href="/areas/{ward.code}/print/2026-12/{sheet}.pdf"' in page

    def test_a_month_that_is_not_open_is_said_so(self, client, path):
        answer = client.post(path, WANTED | {"month": "2026-11"})

        assert answer.status_code == 422
        assert "Tháng 11/2026 chưa chia lượt cho tổ nào" in answer.text
        assert not PrintJob.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"month": "2025-01"},
            {"what": ""},
            {"what": "tranh"},
            {"area": "999999"},
            {"language": "fr"},
            {"size": "huge"},
            {"paper": "a3"},
            {"scope": "none"},
            {"packing": "rar"},
            {"teams": ["999999"]},
            {"teams": ["x"]},
        ],
    )
    def test_what_is_not_on_the_list_is_refused(self, client, path, wrong):
        assert client.post(path, WANTED | wrong).status_code == 422
        assert not PrintJob.objects.exists()

    def test_a_ward_without_a_month_is_shown_the_way(self, client, ward, team):
        page = client.get(f"/areas/{ward.code}/print/").text

        assert "Chưa có gì để in" in page
        assert f'href="/areas/{ward.code}/rounds/"' in page


class TestWatching:
    def test_progress_is_told_in_numbers(self, client, path, ward, far):
        job = request_printing(
            ward, DECEMBER, what="summaries", language="vi", by=None, at=NOON, teams_per_part=1
        )
        assert "chưa bắt đầu" in client.get(path).text
        first, second = job.parts.all()
        tasks.print_part(first.pk)

        page = client.get(path).text
        assert "1 trên 2 tổ, 1 trang" in page
        assert '<progress max="2" value="1"' in page
        tasks.print_part(second.pk)
        assert "đã in đủ, đang ghép thành một tệp" in client.get(path).text
        tasks.join_parts(job.pk)
        page = client.get(path).text
        assert "2 trang" in page
        assert "data-waiting" not in page

    def test_without_scripts_the_page_comes_anew_only_while_something_is_printed(
        self, client, path
    ):
        refresh = '<noscript><meta http-equiv="refresh" content="5"></noscript>'
        page = client.post(path, WANTED, follow=True)

        assert page.redirect_chain == [(f"{path}?watch=1", 302)]
        assert refresh in page.text
        assert refresh not in client.get(path).text  # a form that is being filled in stays
        PrintJob.objects.update(state="dead")
        assert refresh not in client.get(f"{path}?watch=1").text

    @pytest.mark.parametrize("size", [1, 3])
    def test_the_page_costs_the_same_for_any_number_of_files_and_teams(
        self, client, path, ward, neighbourhood, officer, size, django_assert_num_queries
    ):
        for number in range(size):
            open_round(make_team(neighbourhood, 3, number=20 + number), DECEMBER, at=OPENED)
            PrintJob.objects.create(
                ward=ward,
                month=f"2026-{10 + number % 3}-01",
                what="checklists",
                language="vi",
                requested_by=officer,
                requested_at=NOON,
            )
        with django_assert_num_queries(5):
            client.get(path)


class TestFetching:
    @pytest.mark.parametrize("packing", ["pdf", "zip"])
    def test_a_finished_file_is_fetched(self, client, path, packing):
        client.post(path, WANTED | {"packing": packing})
        job = finish_printing(PrintJob.objects.get(), sheet(), pages=3)

        page = client.get(path).text
        answer = client.get(f"{path}{job.pk}/")

        assert f'href="{path}{job.pk}/"' in page
        assert b"".join(answer.streaming_content) == b"%PDF-1.4 mot tep"
        assert answer["Content-Type"] == f"application/{packing}"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store, private"
        assert f"31120-2026-12-checklists.{packing}" in answer["Content-Disposition"]

    def test_a_file_that_was_lost_is_not_found(self, client, path):
        client.post(path, WANTED)
        job = finish_printing(PrintJob.objects.get(), sheet(), pages=3)
        job.file.storage.delete(job.file.name)

        assert client.get(f"{path}{job.pk}/").status_code == 404

    @pytest.mark.parametrize("state", ["queued", "dead", "cancelled"])
    def test_a_file_that_is_not_there_is_not_found(self, client, path, state):
        client.post(path, WANTED)
        PrintJob.objects.update(state=state)

        assert client.get(f"{path}{PrintJob.objects.get().pk}/").status_code == 404


class TestStoppingAndGoingOn:
    def test_a_job_is_cancelled(self, client, path):
        client.post(path, WANTED)
        job = PrintJob.objects.get()

        page = client.post(f"{path}{job.pk}/cancel/", follow=True).text

        assert "Đã hủy yêu cầu in" in page
        assert "đã hủy" in page
        assert "data-waiting" not in page
        job.refresh_from_db()
        assert job.state == "cancelled"

    def test_a_finished_job_is_not_cancelled(self, client, path):
        client.post(path, WANTED)
        job = finish_printing(PrintJob.objects.get(), sheet(), pages=3)

        page = client.post(f"{path}{job.pk}/cancel/", follow=True).text

        assert "Không hủy được nữa" in page
        assert f'href="{path}{job.pk}/"' in page

    def test_a_job_that_was_given_up_goes_on(self, client, path):
        client.post(path, WANTED)
        PrintJob.objects.update(state="dead")
        job = PrintJob.objects.get()
        OrmQ.objects.all().delete()

        assert f'action="{path}{job.pk}/retry/"' in client.get(path).text
        page = client.post(f"{path}{job.pk}/retry/", follow=True).text

        assert "Đang in tiếp phần còn thiếu." in page
        assert OrmQ.objects.count() == 1

    def test_what_cannot_go_on_is_said_so(self, client, path, ward):
        job = PrintJob.objects.create(
            ward=ward, month="2026-12-01", what="checklists", state="dead", requested_at=NOON
        )

        page = client.post(f"{path}{job.pk}/retry/", follow=True).text

        assert "Không in tiếp được yêu cầu này" in page

    @pytest.mark.parametrize("what", ["cancel", "retry"])
    def test_looking_changes_nothing(self, client, path, ward, what):
        client.post(path, WANTED)
        job = PrintJob.objects.get()

        assert client.get(reverse(f"print_{what}", args=[ward.code, job.pk])).status_code == 405
        job.refresh_from_db()
        assert job.state == "queued"
