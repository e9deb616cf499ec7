"""The officers' lists, maps, records and files."""

import csv
import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from python_calamine import load_workbook

from households.models import Household
from inspections.models import (
    Assignment,
    Hazard,
    NeighbourhoodStanding,
    OpenHazard,
    SavedView,
)
from inspections.services.owner_report import report_fixed
from inspections.services.round import open_round
from inspections.services.standing import move_on, recount_ward
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED
from tests.inspections.views.stories import record

LATE = NOON + timedelta(days=18)  # 30/12: five days past the due day
SQUARE = [[[[105.7, 10.0], [105.8, 10.0], [105.8, 10.1], [105.7, 10.1], [105.7, 10.0]]]]
# Each list as a file, and the page that shows and offers it.
FILES = {
    "teams": "teams/",
    "hazards": "hazards/",
    "items": "items/",
    "overdue": "overdue/",
    "places": "",
    "rating": "rating/",
}
LISTS = {"teams/": 8, "hazards/": 9, "items/": 4, "map/": 6}


@pytest.fixture
def teams(neighbourhood):
    """Lười has done nothing; Vừa has one visit left and found a danger twice."""
    made = {8: make_team(neighbourhood, 3, number=8), 10: make_team(neighbourhood, 3, number=10)}
    for number, team in made.items():
        for position, visit in enumerate(open_round(team, DECEMBER, at=OPENED).assignments.all()):
            if number == 10 and position < 2:
                record(visit, DIEN_01="F")
    return made


@pytest.fixture
def late(officer, client):
    with time_machine.travel(LATE, tick=False):
        client.force_login(officer)
        yield client


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig"))))


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
class TestFiles:
    def test_a_file_holds_what_the_filters_leave(self, late, ward):
        rows = rows_of(late.get(f"/areas/{ward.code}/teams.csv?severity=critical"))

        assert [row[0] for row in rows] == ["Tổ", "Tổ 10"]
        assert rows[1][9:12] == ["2", "0", "0"]

    def test_hazards_are_written_with_home_team_and_wording(self, late, ward, teams):
        rows = rows_of(late.get(f"/areas/{ward.code}/hazards.csv"))
        homes = teams[10].memberships.values_list("household__holder_name", flat=True)

        assert {row[3] for row in rows[1:]} == {"Tổ 10"}
        assert {row[0] for row in rows[1:]} <= set(homes)
        assert {row[7] for row in rows[1:]} == {"DIEN-01"}

    def test_a_name_is_never_a_formula(self, late, ward):
        Household.objects.update(holder_name='=HYPERLINK("http://x")')

        for path in ("teams", "hazards", "overdue"):
            cells = [
                cell for row in rows_of(late.get(f"/areas/{ward.code}/{path}.csv")) for cell in row
            ]
            assert any("HYPERLINK" in cell for cell in cells)
            assert not any(cell.startswith("=") for cell in cells)

    def test_excel_has_the_same_rows(self, late, ward):
        for path in ("teams", "hazards", "overdue", "places"):
            written = rows_of(late.get(f"/areas/{ward.code}/{path}.csv"))
            book = load_workbook(io.BytesIO(content(late.get(f"/areas/{ward.code}/{path}.xlsx"))))
            assert len(book.get_sheet_by_index(0).to_python()) == len(written) > 1

    @pytest.mark.parametrize("path", FILES)
    def test_files_are_kept_by_no_cache(self, late, ward, path):
        answer = late.get(f"/areas/{ward.code}/{path}.csv")
        content(answer)

        assert answer["Cache-Control"] == "no-store, private"

    @pytest.mark.parametrize("path", FILES)
    def test_each_list_offers_itself_as_both_kinds_of_file(self, late, ward, path):
        asked = {"places": "?sort=-teams", "rating": "?year=2027"}.get(path, "")
        page = late.get(f"/areas/{ward.code}/{FILES[path]}{asked}").text

        for ending in ("xlsx", "csv"):
            assert f'href="/areas/{ward.code}/{path}.{ending}{asked}"' in page.replace('?"', '"')

    def test_what_a_household_says_is_fixed_is_not_counted_as_overdue(self, late, ward):
        home = Household.objects.filter(pk__in=OpenHazard.objects.values("household")).first()
        with time_machine.travel(LATE + timedelta(days=90), tick=False):
            OpenHazard.objects.filter(household=home).update(claimed_on=LATE.date())
            late.force_login(make_user("mai", duty=ward))
            rows = rows_of(late.get(f"/areas/{ward.code}/hazards.csv"))[1:]
            overdue = late.get(f"/areas/{ward.code}/hazards/?overdue=on").context["page"]
            page = late.get(f"/areas/{ward.code}/hazards/").text

        days = {row[0]: (int(row[11]) > 0, row[12]) for row in rows}
        assert days[home.holder_name] == (False, "30/12/2026")
        assert sum(late for late, _claimed in days.values()) == len(overdue) == 1
        assert page.count("Chủ hộ nói đã sửa") == page.count("Quá hạn</span>") == 1


@pytest.mark.usefixtures("teams")
class TestMap:
    def test_each_team_is_a_mark_and_a_line_in_the_list(self, late, ward, teams):
        page = late.get(f"/areas/{ward.code}/map/")

        assert [state for state, _marks in page.context["groups"]] == ["late", "critical"]
        assert page.text.count('transform="translate(') == 2 + 1  # and the scale
        for team in teams.values():
            assert page.text.count(f'href="/teams/{team.pk}/"') == 2
        assert "Có chỗ nguy hiểm chưa sửa" in page.text

    def test_a_long_list_is_paged_and_every_team_stays_on_the_map(self, late, ward, monkeypatch):
        monkeypatch.setattr("inspections.views.area_map.PER_PAGE", 1)

        page = late.get(f"/areas/{ward.code}/map/?severity=&page=2")

        assert [mark.name for mark, _href, _words in page.context["lines"]] == ["Tổ 10"]
        assert sum(len(marks) for _state, marks in page.context["groups"]) == 2
        assert 'rel="prev" href="?severity=&amp;page=1"' in page.text

    def test_marks_too_many_to_be_named_come_without_their_names(self, late, ward, monkeypatch):
        named = late.get(f"/areas/{ward.code}/map/").text
        monkeypatch.setattr("inspections.views.map_parts.NUMBERED", 1)

        crowded = late.get(f"/areas/{ward.code}/map/").text

        assert ("<text>Tổ 8</text>" in named, "<text>Tổ 8</text>" in crowded) == (True, False)
        assert "<title>Tổ 8, Khu vực 1</title>" in crowded

    def test_geojson_holds_places_and_states_and_no_person(self, late, ward, teams):
        answer = late.get(f"/areas/{ward.code}/map.geojson")
        features = json.loads(answer.content)["features"]

        assert answer["Content-Type"] == "application/geo+json"
        assert {(each["id"], each["properties"]["state"]) for each in features} == {
            (str(teams[8].pk), "late"),
            (str(teams[10].pk), "critical"),
        }
        homes = teams[8].memberships.values_list("household__latitude", flat=True)
        where = features[0]["geometry"]["coordinates"]
        assert where == pytest.approx([105.78, sum(homes) / 3])
        assert not any(
            name in answer.text for name in Household.objects.values_list("holder_name", flat=True)
        )

    def test_filters_hold_on_the_map_too(self, late, ward, teams):
        answer = late.get(f"/areas/{ward.code}/map.geojson?severity=critical")

        assert [each["id"] for each in json.loads(answer.content)["features"]] == [
            str(teams[10].pk)
        ]

    def test_a_border_is_drawn_where_one_is_loaded_and_a_hull_where_none_is(self, late, ward):
        before = late.get(f"/areas/{ward.code}/map/")
        assert [outline.name for _path, outline in before.context["paths"]] == ["Khu vực 1"]
        ward.boundary = {"type": "MultiPolygon", "coordinates": SQUARE}
        ward.save()

        page = late.get(f"/areas/{ward.code}/map/")

        assert [outline.name for _path, outline in page.context["paths"]] == [ward.name]

    @pytest.mark.parametrize("turned", [False, True])
    def test_borders_are_areas_wound_as_the_standard_says(self, late, ward, turned):
        hole = [[105.74, 10.04], [105.74, 10.06], [105.76, 10.06], [105.76, 10.04], [105.74, 10.04]]
        rings = [SQUARE[0][0], hole]
        ward.boundary = {
            "type": "MultiPolygon",
            "coordinates": [[ring[::-1] for ring in rings] if turned else rings],
        }
        ward.save()

        features = json.loads(late.get(f"/areas/{ward.code}/map.geojson").content)["features"]

        assert features[-1]["geometry"] == {"type": "MultiPolygon", "coordinates": [rings]}

    def test_homes_without_a_place_are_in_the_list_alone(self, late, ward):
        Household.objects.update(latitude=None, longitude=None)
        recount_ward(ward)

        page = late.get(f"/areas/{ward.code}/map/")

        assert (page.context["drawing"], page.context["unplaced"]) == (None, 2)
        assert "Chưa có tọa độ nên không vẽ được bản đồ" in page.text
        features = json.loads(late.get(f"/areas/{ward.code}/map.geojson").content)["features"]
        assert [each["geometry"] for each in features] == [None, None]

    def test_a_city_shows_its_wards(self, late, city_officer, ward):
        late.force_login(city_officer)

        page = late.get("/areas/92/map/")

        assert page.text.count(f'href="/areas/{ward.code}/"') == 2

    def test_a_city_has_no_filtered_map(self, late, city_officer):
        late.force_login(city_officer)

        assert "đã lọc" not in late.get("/areas/92/map/?state=late").text

    def test_no_picture_comes_from_elsewhere_unless_a_map_server_is_set(self, late, ward, settings):
        assert "<image" not in late.get(f"/areas/{ward.code}/map/").text
        settings.MAP_TILES_URL = "/tiles/{z}/{x}/{y}.png"

        assert '<image href="/tiles/' in late.get(f"/areas/{ward.code}/map/").text


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
class TestTeam:
    def test_an_officer_sees_what_every_level_shows_and_a_leader_what_a_leader_needs(
        self, late, teams
    ):
        seen = late.get(f"/teams/{teams[10].pk}/")
        late.force_login(make_user("lan", leads=teams[10]))
        leaders = late.get(f"/teams/{teams[10].pk}/")

        assert [state for state, _name in seen.context["states"]] == ["late", "hazard_overdue"]
        assert [(each.code, each.ages) for each, _counts in seen.context["items"]] == [
            ("DIEN-01", (2, 0, 0, 0))
        ]
        assert "66%" in seen.text
        assert f'hx-get="/teams/{teams[10].pk}/homes/"' in seen.text
        for part in ("Trễ hạn kiểm tra", "theo mục và thời gian", "<script", "/homes/"):
            assert (part in seen.text, part in leaders.text) == (True, False)

    def test_the_homes_are_on_a_map_and_in_a_list(self, late, teams):
        home = teams[10].memberships.first().household
        page = late.get(f"/teams/{teams[10].pk}/homes/?home={home.pk}")

        assert [(state, len(marks)) for state, marks in page.context["groups"]] == [
            ("late", 1),
            ("critical", 2),
        ]
        assert page.text.count('class="ring"') == 1
        for each in teams[10].memberships.all():
            assert page.text.count(f'href="/households/{each.household_id}/inspections/"') == 2

    def test_the_list_of_homes_is_a_file_too(self, late, teams):
        rows = rows_of(late.get(f"/teams/{teams[10].pk}/homes.csv"))[1:]
        book = load_workbook(io.BytesIO(content(late.get(f"/teams/{teams[10].pk}/homes.xlsx"))))

        names = teams[10].memberships.values_list("household__holder_name", flat=True)
        assert {row[0] for row in rows} == set(names)
        assert sorted(row[3:6] for row in rows) == [
            ["Có chỗ nguy hiểm chưa sửa", "1", "1"],
            ["Có chỗ nguy hiểm chưa sửa", "1", "1"],
            ["Trễ hạn kiểm tra", "0", "0"],
        ]
        assert len(book.get_sheet_by_index(0).to_python()) == 4

    def test_geojson_of_homes_names_nobody(self, late, teams):
        answer = late.get(f"/teams/{teams[10].pk}/homes.geojson")

        for each in teams[10].memberships.select_related("household"):
            assert each.household.holder_name not in answer.text
            assert each.household.street not in answer.text
        assert answer["Cache-Control"] == "no-store, private"
        features = json.loads(answer.content)["features"]
        assert sorted(each["properties"]["state"] for each in features) == [
            "critical",
            "critical",
            "late",
        ]

    def test_a_team_without_places_says_so(self, late, teams):
        Household.objects.update(latitude=None, longitude=None)

        page = late.get(f"/teams/{teams[10].pk}/homes/")

        assert "Chưa có tọa độ" in page.text
        assert len(page.context["lines"]) == 3

    @pytest.mark.parametrize("size", [2, 3, 9])
    def test_a_team_costs_an_officer_the_same_for_any_size(
        self, late, neighbourhood, size, django_assert_num_queries
    ):
        team = make_team(neighbourhood, size, number=50)
        for visit in open_round(team, DECEMBER, at=OPENED).assignments.all():
            record(visit, DIEN_01="F")
        with django_assert_num_queries(12):
            late.get(f"/teams/{team.pk}/")
        with django_assert_num_queries(6):
            late.get(f"/teams/{team.pk}/homes/")


class TestRecord:
    def test_a_home_shows_its_months_its_hazards_with_age_and_its_place(self, late, teams):
        visit = teams[10].rounds.get().assignments.first()

        page = late.get(f"/households/{visit.inspected_id}/inspections/").text

        assert page.count("<circle") == 1  # December, of twelve months
        assert page.count('class="rule"') == 11
        assert "đã 18 ngày" in page
        assert f'hx-get="/teams/{teams[10].pk}/homes/?home={visit.inspected_id}"' in page

    def test_what_the_household_says_is_fixed_is_not_called_overdue(self, late, teams):
        visit = teams[10].rounds.get().assignments.first()
        path = f"/households/{visit.inspected_id}/inspections/"
        before = late.get(path).text
        report_fixed(Hazard.objects.get(household=visit.inspected_id), at=NOON)

        after = late.get(path).text

        assert ("Quá hạn</span>" in before, "Quá hạn</span>" in after) == (True, False)
        assert "chủ hộ báo đã sửa 12/12/2026" in after

    def test_a_home_shows_its_visits_and_what_is_open(self, late, teams):
        visit = teams[10].rounds.get().assignments.select_related("inspector", "inspected").first()

        page = late.get(f"/households/{visit.inspected_id}/inspections/")
        record_seen = page.context["record"]

        assert (record_seen.critical, record_seen.seen, record_seen.planned) == (1, 1, 1)
        assert visit.inspector.holder_name in page.text
        assert f'href="/teams/{teams[10].pk}/"' in page.text

    def test_months_that_nobody_looked_in_are_counted_to_the_last_one_seen(self, late, teams):
        for back in (1, 2, 4):
            opened = open_round(teams[8], DECEMBER.plus(-back), at=OPENED)
            if back == 4:
                visit = opened.assignments.first()
                record(visit, at=OPENED - timedelta(days=100))

        page = late.get(f"/households/{visit.inspected_id}/inspections/")

        assert page.context["record"].unseen_months == 2
        assert (page.context["record"].seen, page.context["record"].planned) == (1, 4)

    def test_the_way_down_leads_from_the_list_to_the_home(self, late, ward, teams):
        homes = {
            f'href="/households/{visit.inspected_id}/inspections/"'
            for visit in teams[10].rounds.get().assignments.all()[:2]
        }
        page = late.get(f"/areas/{ward.code}/hazards/").text
        assert all(home in page for home in homes)


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


@pytest.mark.parametrize("size", [1, 3])
def test_a_record_costs_the_same_for_any_number_of_months(
    client, officer, neighbourhood, size, django_assert_num_queries
):
    team = make_team(neighbourhood, 3, number=40)
    for back in range(size):
        open_round(team, DECEMBER.plus(-back), at=OPENED)
    home = team.memberships.first().household_id
    client.force_login(officer)
    with django_assert_num_queries(7):
        client.get(f"/households/{home}/inspections/")


def test_a_map_server_is_let_into_the_policy_and_a_wrong_address_is_refused(monkeypatch):
    from firesafety.map_tiles import tile_origin

    assert tile_origin("https://tiles.example.vn/{z}/{x}/{y}.png") == "https://tiles.example.vn"
    assert tile_origin("/tiles/{z}/{x}/{y}.png") == ""
    with pytest.raises(ImproperlyConfigured, match="MAP_TILES_URL"):
        tile_origin("https://tiles.example.vn/{zoom}.png")


@pytest.mark.usefixtures("teams")
def test_a_stranger_ward_gives_nothing_by_way_of_a_filter(client, ward):
    elsewhere = make_ward("31117", "Phường Ninh Kiều")
    other = make_team(make_neighbourhood(elsewhere), 3, number=77)
    client.force_login(make_user("oanh", duty=elsewhere))

    page = client.get(f"/areas/{elsewhere.code}/teams/?place={ward.code}")

    assert [team.pk for team in page.context["page"]] == [other.pk]
