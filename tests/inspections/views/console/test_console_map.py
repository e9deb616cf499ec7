"""The map of the console, as a drawing and as a file."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from households.models import Household
from inspections.services.standing import recount_ward

SQUARE = [[[[105.7, 10.0], [105.8, 10.0], [105.8, 10.1], [105.7, 10.1], [105.7, 10.0]]]]


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


def test_a_map_server_is_let_into_the_policy_and_a_wrong_address_is_refused(monkeypatch):
    from firesafety.map_tiles import tile_origin

    assert tile_origin("https://tiles.example.vn/{z}/{x}/{y}.png") == "https://tiles.example.vn"
    assert tile_origin("/tiles/{z}/{x}/{y}.png") == ""
    with pytest.raises(ImproperlyConfigured, match="MAP_TILES_URL"):
        tile_origin("https://tiles.example.vn/{zoom}.png")
