"""Every sheet as a page: the same words as on paper, for those who may have the paper."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.conf import settings
from django.urls import resolve
from pypdf import PdfReader

from firesafety.months import Month
from inspections.models import Assignment
from inspections.printing.catalogue import AREA_SHEETS, TEAM_SHEETS
from inspections.printing.options import Options
from inspections.printing.twin_links import area_twin_link, team_twin_link
from inspections.services.link import short_code
from inspections.services.round import open_round
from tests.factories import make_household, make_team, make_user
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED
from tests.inspections.views.stories import record

# What only paper has: the count of its pages.
PAPER_ONLY = {"Trang"}


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


@pytest.fixture
def happened(round, neighbourhood):
    """One visit with faults, one in vain, one still to come; an earlier month before."""
    first, second, _third = round.assignments.select_related("round", "inspected")
    record(first, DIEN_01="F", GAS_01="F")
    record(second, obstacle="nobody_home")
    open_round(round.team, Month(2027, 1), at=OPENED)
    return round


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}|\d{2,}", text))


def page_words(html: str) -> set[str]:
    main = html[html.index("<main") : html.index("</main>")]
    return words_of(unescape(re.sub(r"<[^>]+>", " ", main)))


def pdf_text(client, path: str) -> str:
    answer = client.get(path)
    pages = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def paper_words(client, path: str) -> set[str]:
    return words_of(pdf_text(client, path))


@pytest.mark.usefixtures("leader", "happened")
class TestTheTeamsSheets:
    @pytest.mark.parametrize("month", ["2026-12", "2027-01"])
    @pytest.mark.parametrize("sheet", TEAM_SHEETS)
    def test_a_page_says_what_its_paper_says(self, client, team, sheet, month):
        said = page_words(client.get(f"/teams/{team.pk}/print/{month}/{sheet}/").text)
        if sheet == "checklists":  # On paper the sheet of the assignments comes along.
            said |= page_words(client.get(f"/teams/{team.pk}/print/{month}/assignments/").text)
        paper = paper_words(client, f"/teams/{team.pk}/print/{month}/{sheet}.pdf")
        assert paper - said <= PAPER_ONLY

    def test_the_questions_asked_for_are_on_the_page_as_on_the_paper(self, client, team):
        address = f"/teams/{team.pk}/print/2026-12/matrix"
        page = client.get(f"{address}/?scope=core")

        # The round of December asks all of them.
        assert "DIEN-02" in client.get(f"{address}/").text
        assert "DIEN-02" not in page.text
        assert page.context["pdf"] == f"{address}.pdf?scope=core"
        assert page.context["sheets"][0].link.endswith("/matrix/?scope=core")
        paper = paper_words(client, page.context["pdf"])
        assert paper - page_words(page.text) <= PAPER_ONLY

    def test_each_checklist_leads_to_its_visit(self, client, team, happened):
        page = client.get(f"/teams/{team.pk}/print/2026-12/checklists/")

        assert [sheet.short_code for sheet in page.context["sheets"][0].checklists] == [
            short_code(each) for each in happened.assignments.all()
        ]
        assert page.text.count('class="qr"') == 3
        assert "no-store" in page["Cache-Control"]

    def test_a_follow_up_asks_only_whether_it_was_fixed(self, client, team):
        page = client.get(f"/teams/{team.pk}/print/2027-01/checklists/").text

        hazards = page[page.index("Chỗ chưa sửa từ lần trước") :]
        first = hazards[hazards.index('<ul class="ticks">') : hazards.index("</ul>")]
        assert first.count('class="tick"') == 2

    @pytest.mark.parametrize("sheet", TEAM_SHEETS)
    def test_a_page_leads_to_its_paper_and_back(self, client, team, sheet):
        page = client.get(f"/teams/{team.pk}/print/2026-12/{sheet}/").text

        assert f'href="/teams/{team.pk}/print/2026-12/{sheet}.pdf"' in page
        assert f'href="/teams/{team.pk}/papers/?month=2026-12"' in page

    def test_a_sheet_or_month_that_is_none_is_not_found(self, client, team):
        for path in ("2026-12/overdue", "2026-12/tranh", "2026-11/summaries", "2026-13/summaries"):
            assert client.get(f"/teams/{team.pk}/print/{path}/").status_code == 404

    def test_looking_issues_no_links(self, client, team, leader, settings):
        settings.SECRET_KEY = "another-key-" + "1" * 50
        client.force_login(leader)
        before = set(Assignment.objects.values_list("link_hash", flat=True))

        statuses = {
            sheet: client.get(f"/teams/{team.pk}/print/2026-12/{sheet}/").status_code
            for sheet in TEAM_SHEETS
        }

        assert {sheet for sheet, status in statuses.items() if status == 409} == {
            "checklists",
            "follow_ups",
            "link_cards",
            "notices",
        }
        assert set(Assignment.objects.values_list("link_hash", flat=True)) == before


# The codes of these open the visit itself; those of a notice the household's own page.
OPENS_A_VISIT = {"checklists", "notices", "follow_ups", "link_cards"}


@pytest.mark.parametrize("sheet", sorted(TEAM_SHEETS.keys() - OPENS_A_VISIT))
def test_a_team_sheets_qr_leads_to_its_page(client, team, round, leader, sheet):
    (value,) = TEAM_SHEETS[sheet].values([team], DECEMBER, Options(), on=NOON.date())

    assert value.link == team_twin_link(team.pk, DECEMBER, sheet)
    found = resolve(value.link.removeprefix(settings.SITE_URL))
    assert (found.url_name, found.kwargs) == (
        "team_twin",
        {"team_id": team.pk, "month": "2026-12", "sheet": sheet},
    )


@pytest.mark.parametrize("sheet", AREA_SHEETS)
def test_an_area_sheets_qr_leads_to_its_page_in_the_same_year(client, ward, round, officer, sheet):
    chosen = Options(year_start="11-15")
    (value,) = AREA_SHEETS[sheet].values(
        ward, DECEMBER, AREA_SHEETS[sheet].fitting(chosen), on=NOON.date()
    )
    client.force_login(officer)

    page = client.get(value.link.removeprefix(settings.SITE_URL))
    assert page.status_code == 200
    (shown,) = page.context["sheets"]
    assert (shown.link, shown.reference) == (value.link, value.reference)
    assert ("year_start=11-15" in value.link) == AREA_SHEETS[sheet].yearly


def test_addresses_carry_only_what_is_out_of_the_ordinary(settings):
    settings.SITE_URL = "https://to12.example.vn"

    assert team_twin_link(7, DECEMBER, "matrix", scope="full") == (
        "https://to12.example.vn/teams/7/print/2026-12/matrix/?scope=full"
    )
    assert area_twin_link("31120", DECEMBER, "area_year") == (
        "https://to12.example.vn/areas/31120/print/2026-12/area_year/"
    )


@pytest.mark.usefixtures("happened")
class TestTheAreasSheets:
    @pytest.fixture(autouse=True)
    def _late(self, happened, client, officer):
        with time_machine.travel(NOON + timedelta(days=18), tick=False):
            client.force_login(officer)
            yield

    @pytest.mark.parametrize("year_start", ["01-01", "11-15"])
    @pytest.mark.parametrize("code", ["92", "31120"])
    @pytest.mark.parametrize("sheet", AREA_SHEETS)
    def test_a_page_says_what_its_paper_says_and_leads_to_it(
        self, client, city_officer, sheet, code, year_start
    ):
        client.force_login(city_officer)
        address = f"/areas/{code}/print/2026-12/{sheet}"
        page = client.get(f"{address}/?year_start={year_start}")
        paper = page.context["pdf"]

        assert paper.startswith(f"{address}.pdf")
        assert paper_words(client, paper) - page_words(page.text) <= PAPER_ONLY
        assert page.context["back"].startswith(f"/areas/{code}/papers/?month=2026-12")

    def test_the_list_of_calls_names_who_is_late_and_for_whom_it_is(self, client, ward, officer):
        (sheet,) = client.get(f"/areas/{ward.code}/print/2026-12/overdue/").context["sheets"]

        assert (len(sheet.lines), sheet.officer) == (1, str(officer))
        assert str(officer) in pdf_text(client, f"/areas/{ward.code}/overdue.pdf")

    def test_a_year_that_begins_otherwise_counts_otherwise(self, client, ward):
        address = f"/areas/{ward.code}/print/2026-12/area_year"
        years = [
            client.get(f"{address}/{query}").context["sheets"][0].now.words
            for query in ("", "?year_start=11-15")
        ]

        assert years == ["Năm 2026", "Năm 2027"]
        assert "15/11/2026" in pdf_text(client, f"{address}.pdf?year_start=11-15")

    def test_a_past_month_is_shown_as_it_ended_on_page_and_paper(self, client, ward):
        page = client.get(f"/areas/{ward.code}/print/2026-11/overdue/")

        assert page.context["sheets"][0].as_of.isoformat() == "2026-11-30"
        assert "30/11/2026" in pdf_text(client, page.context["pdf"])

    @pytest.mark.parametrize("ending", ["/", ".pdf"])
    def test_what_is_none_is_not_found(self, client, ward, ending):
        for path in (
            "2027-01/overdue",
            "2027-01/area_year",
            "2026-13/area_year",
            "2026-12/summaries",
            "2026-12/area_week",
        ):
            assert client.get(f"/areas/{ward.code}/print/{path}{ending}").status_code == 404

    def test_the_pages_that_offer_the_list_on_paper_lead_to_its_page(self, client, ward):
        for part in ("", "overdue/"):
            page = client.get(f"/areas/{ward.code}/{part}").text
            assert f'href="/areas/{ward.code}/print/2026-12/overdue/"' in page


QUERIES = {
    "checklists": 11,
    "assignments": 9,
    "matrix": 10,
    "notices": 12,
    "follow_ups": 10,
    "link_cards": 10,
    "rosters": 6,
    "summaries": 11,
    "self_checks": 11,
}


@pytest.mark.parametrize("size", [3, 9])
def test_pages_cost_the_same_for_any_team(client, neighbourhood, size, django_assert_num_queries):
    team = make_team(neighbourhood, size)
    make_household(neighbourhood)
    client.force_login(make_user("my", leads=team))
    record(open_round(team, DECEMBER, at=OPENED).assignments.first(), DIEN_01="F")
    for sheet, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            client.get(f"/teams/{team.pk}/print/2026-12/{sheet}/")
