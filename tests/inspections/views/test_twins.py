"""Every sheet as a page: the same words as on paper, for those who may have the paper."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.urls import resolve, reverse
from pypdf import PdfReader

from firesafety.months import Month
from inspections.models import Assignment
from inspections.printing.twin_links import team_twin_link
from inspections.services.link import short_code
from inspections.services.round import open_round
from inspections.views.twins import AREA_TWINS, TEAM_TWINS
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


def paper_words(client, path: str) -> set[str]:
    answer = client.get(path)
    pages = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    return words_of(" ".join(page.extract_text() for page in pages))


@pytest.mark.usefixtures("leader", "happened")
class TestTheTeamsSheets:
    def test_checklists_and_assignments_say_what_their_paper_says(self, client, team):
        for month in ("2026-12", "2027-01"):
            said = set()
            for sheet in ("assignment", "checklists"):
                said |= page_words(client.get(f"/teams/{team.pk}/print/{month}/{sheet}/").text)
            paper = paper_words(client, f"/teams/{team.pk}/print/{month}/checklists.pdf")
            assert paper - said <= PAPER_ONLY

    def test_a_summary_says_what_its_paper_says(self, client, team):
        for month in ("2026-12", "2027-01"):
            said = page_words(client.get(f"/teams/{team.pk}/print/{month}/summary/").text)
            paper = paper_words(client, f"/teams/{team.pk}/print/{month}/summary.pdf")
            assert paper - said <= PAPER_ONLY

    def test_each_checklist_leads_to_its_visit(self, client, team, happened):
        page = client.get(f"/teams/{team.pk}/print/2026-12/checklists/")

        assert [sheet.short_code for sheet in page.context["sheets"]] == [
            short_code(each) for each in happened.assignments.all()
        ]
        assert page.text.count('class="qr"') == 3
        assert "no-store" in page["Cache-Control"]

    def test_a_follow_up_asks_only_whether_it_was_fixed(self, client, team):
        page = client.get(f"/teams/{team.pk}/print/2027-01/checklists/").text

        hazards = page[page.index("Tồn tại từ lần trước") :]
        first = hazards[hazards.index('<ul class="ticks">') : hazards.index("</ul>")]
        assert first.count('class="tick"') == 2

    @pytest.mark.parametrize("sheet", TEAM_TWINS)
    def test_a_page_leads_to_its_paper_and_back(self, client, team, sheet):
        page = client.get(f"/teams/{team.pk}/print/2026-12/{sheet}/").text

        paper = reverse(TEAM_TWINS[sheet].pdf, args=[team.pk, "2026-12"])
        assert f'href="{paper}"' in page
        assert f'href="/teams/{team.pk}/?month=2026-12"' in page

    @pytest.mark.parametrize("sheet", TEAM_TWINS)
    def test_the_page_that_offers_the_paper_leads_to_it(self, client, team, sheet):
        page = client.get(f"/teams/{team.pk}/?month=2026-12").text

        assert f'href="/teams/{team.pk}/print/2026-12/{sheet}/"' in page

    def test_a_sheet_or_month_that_is_none_is_not_found(self, client, team):
        for path in ("2026-12/overdue", "2026-12/tranh", "2026-11/summary", "2026-13/summary"):
            assert client.get(f"/teams/{team.pk}/print/{path}/").status_code == 404

    def test_looking_issues_no_links(self, client, team, leader, settings):
        settings.SECRET_KEY = "another-key-" + "1" * 50
        client.force_login(leader)
        before = set(Assignment.objects.values_list("link_hash", flat=True))

        statuses = [
            client.get(f"/teams/{team.pk}/print/2026-12/{sheet}/").status_code
            for sheet in TEAM_TWINS
        ]

        assert statuses == [409, 409, 200]
        assert set(Assignment.objects.values_list("link_hash", flat=True)) == before


def test_the_wall_sheets_qr_leads_to_its_page(team, round, settings):
    settings.SITE_URL = "https://to12.example.vn"
    link = team_twin_link(team.pk, DECEMBER, "assignment")

    assert link.startswith("https://to12.example.vn/")
    found = resolve(link.removeprefix("https://to12.example.vn"))
    assert (found.url_name, found.kwargs) == (
        "team_twin",
        {"team_id": team.pk, "month": "2026-12", "sheet": "assignment"},
    )


@pytest.mark.usefixtures("happened")
class TestTheAreasSheets:
    @pytest.fixture(autouse=True)
    def _late(self, happened, client, officer):
        with time_machine.travel(NOON + timedelta(days=18), tick=False):
            client.force_login(officer)
            yield

    def test_the_overdue_list_says_what_its_paper_says(self, client, ward):
        page = client.get(f"/areas/{ward.code}/print/2026-12/overdue/")
        assert len(page.context["sheets"][0].lines) == 1
        said = page_words(page.text)
        assert paper_words(client, f"/areas/{ward.code}/overdue.pdf") - said <= PAPER_ONLY

    def test_a_past_month_is_shown_as_it_ended_without_todays_paper(self, client, ward):
        page = client.get(f"/areas/{ward.code}/print/2026-11/overdue/")

        assert page.context["sheets"][0].as_of.isoformat() == "2026-11-30"
        assert "overdue.pdf" not in page.text

    def test_a_month_that_has_not_begun_is_not_found(self, client, ward):
        assert client.get(f"/areas/{ward.code}/print/2027-01/overdue/").status_code == 404
        assert client.get(f"/areas/{ward.code}/print/2026-12/summary/").status_code == 404

    @pytest.mark.parametrize("sheet", AREA_TWINS)
    def test_the_page_that_offers_the_paper_leads_to_it(self, client, ward, sheet):
        for part in ("", "overdue/"):
            page = client.get(f"/areas/{ward.code}/{part}").text
            assert f'href="/areas/{ward.code}/print/2026-12/{sheet}/"' in page


@pytest.mark.parametrize("size", [3, 9])
def test_pages_cost_the_same_for_any_team(client, neighbourhood, size, django_assert_num_queries):
    team = make_team(neighbourhood, size)
    make_household(neighbourhood)
    client.force_login(make_user("my", leads=team))
    record(open_round(team, DECEMBER, at=OPENED).assignments.first(), DIEN_01="F")
    for sheet, queries in (("assignment", 11), ("checklists", 11), ("summary", 11)):
        with django_assert_num_queries(queries):
            client.get(f"/teams/{team.pk}/print/2026-12/{sheet}/")
