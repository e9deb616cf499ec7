"""Whoever comes to a ward that a reform ended is told where its work goes on."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Area
from households.reform_map import MapRow
from households.services.reform import reorganise_areas
from tests.factories import make_neighbourhood, make_team, make_user, make_ward

ON = date(2026, 12, 10)  # two days before these tests' noon
TOLD = '<div class="notice">'


def reform(*lines, on=ON):
    rows = [
        MapRow(number, old, new, name, tuple(parts))
        for number, (old, new, name, *parts) in enumerate(lines, start=2)
    ]
    return reorganise_areas(rows, on=on, today=max(on, ON))


@pytest.fixture
def tan_an(ward):
    other = make_ward("31135", "Phường Tân An", ward.parent)
    make_team(make_neighbourhood(other), 3)
    return other


def notice(page):
    """The words and the links of the notice."""
    start = page.text.index(TOLD)
    return " ".join(page.text[start : page.text.index("</div>", start)].split())


def test_a_renamed_ward_names_what_it_is_called_now(client, city_officer, ward, team):
    reform(("31120", "31200", "Phường Mới"))
    client.force_login(city_officer)

    page = client.get("/areas/31120/")

    assert page.status_code == 200
    assert "Từ ngày 10/12/2026, Phường Cái Khế đổi thành:" in notice(page)
    assert 'href="/areas/31200/">Phường Mới</a>' in notice(page)


def test_wards_that_were_merged_lead_to_the_one_that_took_them_in(client, city_officer, tan_an):
    reform(("31120", "31200", "Phường Mới"), ("31135", "31200", "Phường Mới"))
    client.force_login(city_officer)

    for code, name in (("31120", "Phường Cái Khế"), ("31135", "Phường Tân An")):
        told = notice(client.get(f"/areas/{code}/"))
        assert f"Từ ngày 10/12/2026, {name} nhập vào:" in told
        assert 'href="/areas/31200/">Phường Mới</a>' in told


def test_a_ward_that_was_split_leads_to_each_part(client, city_officer, ward, neighbourhood):
    make_neighbourhood(ward, "Khu vực 2")
    reform(
        ("31120", "31200", "Phường Mới", "Khu vực 1"), ("31120", "31201", "Phường Hai", "Khu vực 2")
    )
    client.force_login(city_officer)

    told = notice(client.get("/areas/31120/"))

    assert "Từ ngày 10/12/2026, Phường Cái Khế chia về:" in told
    assert 'href="/areas/31200/">Phường Mới</a>' in told
    assert 'href="/areas/31201/">Phường Hai</a>' in told


def test_a_neighbourhood_is_named_with_the_ward_that_it_lies_in_now(
    client, city_officer, neighbourhood, team
):
    reform(("31120", "31200", "Phường Mới"))
    client.force_login(city_officer)

    told = notice(client.get(f"/areas/{neighbourhood.code}/"))

    assert 'href="/areas/31200-001/">Khu vực 1, Phường Mới</a>' in told


def test_an_area_that_ended_without_heirs_says_so(client, city_officer, ward):
    Area.objects.filter(pk=ward.pk).update(valid_to=ON)
    client.force_login(city_officer)

    assert "Phường Cái Khế thôi hoạt động từ ngày 10/12/2026." in notice(
        client.get("/areas/31120/")
    )


def test_a_standing_area_says_nothing_of_the_kind(client, city_officer, ward, tan_an, team):
    reform(("31120", "31135", "Phường Tân An"), ("31135", "31135", "Phường Tân An"))
    client.force_login(city_officer)

    for code in ("31135", "92"):
        assert TOLD not in client.get(f"/areas/{code}/").text


def test_an_ended_ward_offers_nothing_that_only_a_standing_one_has(client, city_officer, ward):
    reform(("31120", "31200", "Phường Mới"))
    client.force_login(city_officer)

    ended, standing = (client.get(f"/areas/{code}/").text for code in ("31120", "31200"))

    assert ("/wards/31120/" in ended, "/wards/31200/" in standing) == (False, True)
    assert all('/rating/"' in page for page in (ended, standing))


class TestOfficersOfBefore:
    def test_are_told_where_their_ward_went(self, client, officer, tan_an, team):
        reform(("31120", "31200", "Phường Mới"), ("31135", "31200", "Phường Mới"))
        client.force_login(officer)

        page = client.get("/areas/31120/")

        assert page.status_code == 410
        assert "Từ ngày 10/12/2026, Phường Cái Khế nhập vào:" in notice(page)
        assert client.get("/areas/31200/").status_code == 200

    @pytest.mark.parametrize(
        "path",
        [
            *(f"/areas/31120/{page}/" for page in (
                "overdue", "followed", "teams", "hazards", "items", "map", "rounds", "rechecks",
                "rating", "print", "papers",
            )),
            *(f"/wards/31120/{page}/" for page in (
                "roster", "teams", "teams/form", "teams/map", "teams/repair", "households",
            )),
        ],
    )  # fmt: skip
    def test_are_told_so_on_every_page_that_they_may_have_kept(
        self, client, officer, stranger, team, path
    ):
        client.force_login(officer)
        assert client.get(path).status_code == 200
        reform(("31120", "31200", "Phường Mới"))
        page = client.get(path)
        assert (page.status_code, 'href="/areas/31200/"' in notice(page)) == (410, True)
        assert client.post(path).status_code in (404, 405)
        client.force_login(stranger)
        assert client.get(path).status_code == 404

    def test_find_the_way_through_two_reforms(self, client, officer, team):
        reform(("31120", "31200", "Phường Mới"))
        reform(("31200", "31300", "Phường Mới Nữa"), on=date(2026, 12, 11))
        client.force_login(officer)
        told = notice(client.get("/areas/31120/"))
        assert 'href="/areas/31200/">Phường Mới</a>' in told
        assert 'href="/areas/31300/">Phường Mới Nữa</a>' in notice(client.get("/areas/31200/"))

    def test_of_a_ward_that_kept_its_code_come_to_it_and_miss_what_is_not_there(
        self, client, officer, team
    ):
        reform(("31120", "31120", "Phường Mới"))
        client.force_login(officer)
        assert "Phường Mới" in client.get("/areas/31120/").text
        assert client.get("/wards/31120/teams/?neighbourhood=0").status_code == 404

    def test_of_a_neighbourhood_are_told_of_it_and_not_of_the_ward(
        self, client, ward, neighbourhood, team
    ):
        make_neighbourhood(ward, "Khu vực 2")
        local = make_user("lan", duty=neighbourhood)
        parts = [("31200", "Phường Mới", "Khu vực 1"), ("31201", "Phường Hai", "Khu vực 2")]
        reform(*[("31120", *part) for part in parts])
        client.force_login(local)

        told = notice(client.get(f"/areas/{neighbourhood.code}/"))
        assert 'href="/areas/31200-001/"' in told
        assert client.get("/areas/31120/").status_code == 404

    def test_of_one_part_find_no_way_to_the_other(self, client, officer, city_officer, ward, team):
        make_neighbourhood(ward, "Khu vực 2")
        reform(
            ("31120", "31200", "Phường Mới", "Khu vực 1"),
            ("31120", "31201", "Phường Hai", "Khu vực 2"),
        )
        officer.duties.filter(area__code="31201").delete()
        client.force_login(officer)

        told = notice(client.get("/areas/31120/"))

        assert 'href="/areas/31200/">Phường Mới</a>' in told
        assert "<strong>Phường Hai</strong>" in told

    @pytest.mark.parametrize("code", ["31120", "31135", "nowhere"])
    def test_strangers_are_told_nothing(self, client, stranger, tan_an, team, code):
        reform(("31120", "31200", "Phường Mới"), ("31135", "31200", "Phường Mới"))
        client.force_login(stranger)

        assert client.get(f"/areas/{code}/").status_code == 404


def test_only_an_ended_area_costs_one_query_more(client, city_officer, ward, neighbourhood, team):
    client.force_login(city_officer)

    def queries(code):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(f"/areas/{code}/")
        return len(captured)

    before = queries("31120")
    reform(("31120", "31200", "Phường Mới"))

    assert queries("31200") == before
    assert queries("31120") <= before + 1
