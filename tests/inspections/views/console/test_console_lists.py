"""The lists of the console: asked, put in order, searched, kept under a name."""

import pytest

from inspections.models import (
    Assignment,
    NeighbourhoodStanding,
    SavedView,
)
from inspections.services.round import open_round
from inspections.services.standing import move_on
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.views.conftest import DECEMBER, OPENED
from tests.inspections.views.console.conftest import LATE
from tests.inspections.views.stories import record

LISTS = {"teams/": 8, "hazards/": 9, "items/": 4, "map/": 6}


@pytest.mark.usefixtures("teams")
class TestLists:
    def test_filters_stand_in_the_address(self, late, ward):
        page = late.get(f"/areas/{ward.code}/teams/?state=late&severity=critical")

        assert [team.number for team in page.context["page"]] == [10]
        assert '<option value="late" selected>' in page.text

    def test_a_choice_that_there_is_not_is_told_and_left_out(self, late, ward):
        page = late.get(f"/areas/{ward.code}/teams/?state=tired&month=1999-01&place=x&sort=y")

        assert [team.number for team in page.context["page"]] == [8, 10]
        assert "Không có lựa chọn này" in page.text
        assert page.context["query"] == ""

    def test_a_heading_puts_the_list_in_order_and_turns_it_round(self, late, ward):
        page = late.get(f"/areas/{ward.code}/teams/?sort=-critical&state=late")

        assert [team.number for team in page.context["page"]] == [10, 8]
        assert 'aria-sort="descending"' in page.text
        assert 'href="?sort=critical&amp;state=late"' in page.text

    @pytest.mark.parametrize(("words", "found"), [("khu vuc", [8, 10]), ("8", [8]), ("vuc 9", [])])
    def test_what_every_place_is_called_leaves_no_team_out(self, late, ward, words, found):
        page = late.get(f"/areas/{ward.code}/teams/?q={words}")

        assert [team.number for team in page.context["page"]] == found

    def test_nothing_found_says_what_to_do(self, late, ward):
        page = late.get(f"/areas/{ward.code}/teams/?q=khong co ai")

        assert "Thử bỏ bớt điều kiện lọc" in page.text

    def test_an_item_and_its_age_lead_to_the_hazards(self, late, ward):
        home = late.get(f"/areas/{ward.code}/").text
        link = f"/areas/{ward.code}/hazards/?item=DIEN-01&amp;severity=critical&amp;age=0"
        assert f'href="{link}"' in home

        page = late.get(link.replace("&amp;", "&"))
        assert len(page.context["page"]) == 2

    def test_each_state_leads_to_as_many_teams_as_it_says(self, late, ward):
        page = late.get(f"/areas/{ward.code}/")
        for state, _name, count in page.context["states"]:
            listed = late.get(f"/areas/{ward.code}/teams/?state={state}").context["page"]
            assert listed.paginator.count == count

    def test_large_numbers_are_grouped_as_their_reader_writes_them(self, late, ward, settings):
        move_on(on=LATE.date())
        NeighbourhoodStanding.objects.update(households=1_000_008, late=31_929)
        page = late.get("/areas/31120/").text
        assert "1.000.008" in page
        assert "31.929 tổ" in page
        late.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        page = late.get("/areas/31120/").text
        assert "1,000,008" in page
        assert "31,929 teams" in page

    def test_the_table_of_places_is_put_in_order(self, late, ward):
        other = make_team(make_neighbourhood(ward, "Khu vực 9"), 3, number=20)
        open_round(other, DECEMBER, at=OPENED)
        for sort, first in (("name", "Khu vực 1"), ("-name", "Khu vực 9")):
            page = late.get(f"/areas/{ward.code}/?sort={sort}")
            assert page.context["below"][0].name == first


@pytest.mark.usefixtures("teams")
def test_a_part_of_the_items_is_as_long_as_on_the_page_of_an_area(late, ward, monkeypatch):
    visit = Assignment.objects.filter(inspection=None).first()
    record(visit, GAS_01="F", DIEN_02="F")
    monkeypatch.setattr("inspections.views.item_list.FIRST", 2)

    whole = late.get(f"/areas/{ward.code}/items/")
    part = late.get(f"/areas/{ward.code}/items/?part=1")

    assert (len(whole.context["items"]), len(part.context["items"])) == (3, 2)
    assert ("Xem cả 3 mục" in whole.text, "Xem cả 3 mục" in part.text) == (False, True)


@pytest.mark.usefixtures("teams")
class TestSavedViews:
    def keep(self, client, ward, **data):
        given = {"name": "Tổ trễ", "query": "state=late", **data}
        return client.post(f"/areas/{ward.code}/views/teams/", given)

    def test_a_view_is_kept_shown_and_dropped(self, late, ward):
        answer = self.keep(late, ward)
        assert answer.url == f"/areas/{ward.code}/teams/?state=late"
        page = late.get(f"/areas/{ward.code}/teams/").text
        assert f'href="/areas/{ward.code}/teams/?state=late">Tổ trễ</a>' in page
        assert page.index(">Tổ trễ</a>") < page.index('id="list"')

        view = SavedView.objects.get()
        assert late.post(f"/views/{view.pk}/drop/").url == f"/areas/{ward.code}/teams/"
        assert not SavedView.objects.exists()

    def test_a_name_already_used_is_refused_in_words(self, late, ward):
        self.keep(late, ward)
        self.keep(late, ward, query="state=silent")

        assert "đã dùng cho một cách xem khác" in late.get(f"/areas/{ward.code}/teams/").text
        assert SavedView.objects.get().query == "state=late"

    def test_a_view_leads_nowhere_else(self, late, ward):
        answer = self.keep(late, ward, query="//evil.example/")

        assert answer.url.startswith(f"/areas/{ward.code}/teams/?")

    def test_nobody_sees_or_drops_the_view_of_another(self, late, ward, city_officer):
        self.keep(late, ward)
        late.force_login(city_officer)

        assert list(late.get(f"/areas/{ward.code}/teams/").context["views"]) == []
        assert late.post(f"/views/{SavedView.objects.get().pk}/drop/").status_code == 404

    def test_a_view_of_a_list_that_there_is_not_is_not_kept(self, late, ward):
        assert late.post(f"/areas/{ward.code}/views/people/", {"name": "x"}).status_code == 404

    def test_looking_keeps_and_drops_nothing(self, late, ward):
        self.keep(late, ward)
        view = SavedView.objects.get()

        assert late.get(f"/areas/{ward.code}/views/teams/").status_code == 405
        assert late.get(f"/views/{view.pk}/drop/").status_code == 405


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("part", LISTS)
def test_a_list_costs_the_same_for_any_length(
    client, officer, ward, neighbourhood, size, part, django_assert_num_queries
):
    for number in range(size):
        team = make_team(neighbourhood, 3, number=40 + number)
        record(open_round(team, DECEMBER, at=OPENED).assignments.first(), DIEN_01="F")
    client.force_login(officer)
    with django_assert_num_queries(LISTS[part]):
        page = client.get(f"/areas/{ward.code}/{part}")
    assert page.status_code == 200


@pytest.mark.usefixtures("teams")
def test_a_stranger_ward_gives_nothing_by_way_of_a_filter(client, ward):
    elsewhere = make_ward("31117", "Phường Ninh Kiều")
    other = make_team(make_neighbourhood(elsewhere), 3, number=77)
    client.force_login(make_user("oanh", duty=elsewhere))

    page = client.get(f"/areas/{elsewhere.code}/teams/?place={ward.code}")

    assert [team.pk for team in page.context["page"]] == [other.pk]
