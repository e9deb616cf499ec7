"""Every sheet of a month in one list: what is offered, in which ways, and to what it leads."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from firesafety.months import Month
from inspections.models import HouseholdLink
from inspections.printing.catalogue import AREA_SHEETS, TEAM_SHEETS
from inspections.services.round import open_round
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.views.conftest import DECEMBER, OPENED

OTHER_WAYS = {
    "checklists": ["size=large", "paper=a5", "scope=core", "scope=full"],
    "assignments": ["size=large", "paper=a5"],
    "matrix": ["scope=core", "scope=full"],
    "notices": ["paper=a5"],
    "follow_ups": ["size=large"],
    "link_cards": [],
    "rosters": [],
    "summaries": [],
    "self_checks": [],
}


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


def first_page(client, path):
    return PdfReader(BytesIO(b"".join(client.get(path).streaming_content))).pages[0]


@pytest.mark.usefixtures("leader")
class TestOfATeam:
    def test_every_sheet_is_offered_as_paper_and_as_page(self, client, team, round):
        papers = client.get(f"/teams/{team.pk}/papers/?month=2026-12").context["papers"]

        sheets = f"/teams/{team.pk}/print/2026-12"
        assert [(paper.title, paper.pdf, paper.page) for paper in papers] == [
            (sheet.title, f"{sheets}/{name}.pdf", f"{sheets}/{name}/")
            for name, sheet in TEAM_SHEETS.items()
        ]
        assert [[address for _label, address in paper.others] for paper in papers] == [
            [f"{sheets}/{name}.pdf?{query}" for query in OTHER_WAYS[name]] for name in TEAM_SHEETS
        ]

    @pytest.mark.usefixtures("round")
    def test_everything_offered_is_there(self, client, team):
        papers = client.get(f"/teams/{team.pk}/papers/").context["papers"]

        for paper in papers:
            assert client.get(paper.page).status_code == 200
            for path in (paper.pdf, *(address for _label, address in paper.others)):
                assert "Cháy: gọi 114" in first_page(client, path).extract_text()

    def test_a_month_in_which_nobody_is_visited_still_has_its_papers(self, client, team, round):
        round.assignments.all().delete()
        for paper in client.get(f"/teams/{team.pk}/papers/").context["papers"]:
            assert client.get(paper.page).status_code == 200
            assert "Cháy: gọi 114" in first_page(client, paper.pdf).extract_text()

    @pytest.mark.usefixtures("round")
    def test_another_way_is_another_paper(self, client, team):
        sheets = f"/teams/{team.pk}/print/2026-12"
        widths = [
            round(first_page(client, f"{sheets}/assignments.pdf{query}").mediabox.width)
            for query in ("", "?paper=a5", "?size=large&paper=a5")
        ]
        assert widths == [595, 420, 420]

    @pytest.mark.usefixtures("round")
    def test_picture_and_words_for_the_group_are_offered(self, client, team):
        page = client.get(f"/teams/{team.pk}/papers/").text

        assert f'href="/teams/{team.pk}/print/2026-12/assignment.png"' in page
        assert f'href="/teams/{team.pk}/message/2026-12/"' in page
        assert f'href="/teams/{team.pk}/?month=2026-12"' in page

    def test_a_month_that_is_not_open_offers_the_roster_alone(self, client, team):
        page = client.get(f"/teams/{team.pk}/papers/")

        assert [paper.title for paper in page.context["papers"]] == [TEAM_SHEETS["rosters"].title]
        assert "chưa chia lượt" in page.text
        assert "assignment.png" not in page.text
        (paper,) = page.context["papers"]
        assert client.get(paper.page).status_code == 200
        assert "Danh sách tổ" in first_page(client, paper.pdf).extract_text()

    def test_the_teams_page_leads_here(self, client, team, round):
        page = client.get(f"/teams/{team.pk}/?month=2026-11").text

        assert f'href="/teams/{team.pk}/papers/?month=2026-11"' in page

    @pytest.mark.parametrize("query", ["month=2026-13", "month=x"])
    def test_nonsense_is_not_found(self, client, team, query):
        assert client.get(f"/teams/{team.pk}/papers/?{query}").status_code == 404

    @pytest.mark.parametrize("query", ["size=huge", "paper=a3", "scope=none", "year_start=02-30"])
    def test_a_sheet_in_a_way_that_is_none_is_not_found(self, client, team, round, query):
        for ending in ("/", ".pdf"):
            path = f"/teams/{team.pk}/print/2026-12/checklists{ending}?{query}"
            assert client.get(path).status_code == 404


class TestLostCodes:
    @pytest.mark.parametrize("sheet", ["checklists", "follow_ups", "link_cards", "notices"])
    def test_the_button_issues_them_anew_and_prints_the_sheet_as_it_was_wanted(
        self, client, team, round, leader, settings, sheet
    ):
        settings.SECRET_KEY = "another-key-" + "1" * 50
        client.force_login(leader)
        path = f"/teams/{team.pk}/print/2026-12/{sheet}.pdf"
        query = "?size=large" if "size" in TEAM_SHEETS[sheet].choices else ""

        refused = client.get(path + query)
        assert (refused.status_code, refused.context["action"]) == (409, path + query)
        printed = client.post(path + query)
        assert b"".join(printed.streaming_content).startswith(b"%PDF")
        again = client.get(path)
        assert b"".join(again.streaming_content).startswith(b"%PDF")

    def test_notices_of_a_round_of_before_wait_for_the_button_that_makes_their_links(
        self, client, team, round, leader
    ):
        HouseholdLink.objects.all().delete()
        client.force_login(leader)
        sheet = f"/teams/{team.pk}/print/2026-12/notices"

        for path in (f"{sheet}.pdf", f"{sheet}/"):
            refused = client.get(path)
            assert refused.status_code == 409
            assert "Có hộ chưa có đường dẫn riêng" in refused.text
            assert refused.context["action"] == f"{sheet}.pdf"
        assert not HouseholdLink.objects.exists()
        printed = client.post(f"{sheet}.pdf")

        assert b"".join(printed.streaming_content).startswith(b"%PDF")
        assert client.get(f"{sheet}/").status_code == 200
        assert HouseholdLink.objects.count() == 3

    def test_a_sheet_without_codes_is_printed_all_the_same(
        self, client, team, round, leader, settings
    ):
        settings.SECRET_KEY = "another-key-" + "1" * 50
        client.force_login(leader)
        for path in ("assignments.pdf", "matrix.pdf", "assignment.png"):
            answer = client.get(f"/teams/{team.pk}/print/2026-12/{path}")
            assert answer.status_code == 200
            b"".join(answer)


class TestOfAnArea:
    @pytest.fixture(autouse=True)
    def _officer(self, client, city_officer, round):
        client.force_login(city_officer)

    @pytest.mark.parametrize("code", ["92", "31120"])
    def test_every_sheet_is_offered_as_paper_and_as_page(self, client, code):
        papers = client.get(f"/areas/{code}/papers/").context["papers"]

        sheets = f"/areas/{code}/print/2026-12"
        assert [(paper.title, paper.pdf, paper.page) for paper in papers] == [
            (sheet.title, f"{sheets}/{name}.pdf", f"{sheets}/{name}/")
            for name, sheet in AREA_SHEETS.items()
        ]
        for paper in papers:
            assert client.get(paper.page).status_code == 200
            assert "Cháy: gọi 114" in first_page(client, paper.pdf).extract_text()

    def test_the_year_begins_on_the_day_that_was_chosen(self, client, ward):
        pages = [
            client.get(f"/areas/{ward.code}/papers/?month=2026-12&year_start={day}")
            for day in ("01-01", "11-15")
        ]

        periods = [
            [paper.period.split(" (")[0] for paper in page.context["papers"]] for page in pages
        ]
        assert periods == [
            ["Tháng 12/2026", "Quý IV/2026", "Nửa cuối năm 2026", "Năm 2026", ""],
            ["Tháng 12/2026", "Quý I/2027", "Nửa đầu năm 2027", "Năm 2027", ""],
        ]
        assert [paper.pdf.partition("?")[2] for paper in pages[1].context["papers"]] == [
            "",
            *["year_start=11-15"] * 3,
            "",
        ]
        assert '<option value="11-15" selected>' in pages[1].text
        assert "?month=2026-11&amp;year_start=11-15" in pages[1].text

    def test_the_pages_of_ward_and_city_lead_here(self, client):
        for code in ("92", "31120"):
            assert f'href="/areas/{code}/papers/"' in client.get(f"/areas/{code}/").text

    def test_only_a_wards_list_leads_to_printing_for_its_teams(self, client, neighbourhood):
        offered = {
            code: f'/areas/{code}/print/"' in client.get(f"/areas/{code}/papers/").text
            for code in ("92", "31120", neighbourhood.code)
        }
        assert offered == {"92": False, "31120": True, neighbourhood.code: False}

    @pytest.mark.parametrize("query", ["month=2027-01", "month=x", "year_start=02-30"])
    def test_nonsense_and_the_future_are_not_found(self, client, query):
        assert client.get(f"/areas/92/papers/?{query}").status_code == 404

    def test_the_newest_month_leads_to_none_still_to_come(self, client):
        assert "2027-01" not in client.get("/areas/92/papers/").text
        assert "month=2026-12" in client.get("/areas/92/papers/?month=2026-11").text


@pytest.mark.parametrize("size", [1, 3])
def test_the_lists_cost_the_same_for_any_number_of_teams(
    client, ward, neighbourhood, officer, size, django_assert_num_queries
):
    client.force_login(officer)
    teams = [make_team(neighbourhood, 3, number=20 + number) for number in range(size)]
    for team in teams:
        open_round(team, DECEMBER, at=OPENED)
    with django_assert_num_queries(4):
        client.get(f"/teams/{teams[0].pk}/papers/")
    with django_assert_num_queries(3):
        client.get(f"/areas/{ward.code}/papers/")


@pytest.mark.parametrize("size", [1, 3])
def test_a_citys_sheets_cost_the_same_for_any_number_of_wards(
    client, ward, city_officer, size, django_assert_max_num_queries
):
    client.force_login(city_officer)
    for number in range(size):
        other = make_ward(f"3111{number}", f"Phường {number}")
        team = make_team(make_neighbourhood(other), 3)
        open_round(team, Month(2026, 12), at=OPENED)
    for sheet in AREA_SHEETS:
        with django_assert_max_num_queries(22):
            client.get(f"/areas/92/print/2026-12/{sheet}/")
