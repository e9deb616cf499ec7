"""The registry's lists as files: the rows of the list, and nothing that it does not show."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import load_workbook

from households.models import Household
from tests.factories import make_household, make_neighbourhood, make_team

LISTS = ("ward_teams", "ward_households")


@pytest.fixture
def open_file(as_officer, ward):
    def opened(name, file_format="csv", **query):
        return as_officer.get(reverse(f"{name}_file", args=[ward.code, file_format]), query)

    return opened


@pytest.fixture
def rows_of(open_file):
    """The cells of a csv, without its headings."""

    def rows(name, **query):
        text = content(open_file(name, **query)).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))[1:]

    return rows


def content(answer):
    return b"".join(answer.streaming_content)


def test_teams_are_written_as_the_list_shows_them(rows_of, neighbourhood, team, other_team):
    type(team).objects.filter(pk=other_team.pk).update(paused_on=date(2026, 12, 3))
    leaders = [
        each.appointments.get(role="leader").household.holder_name for each in (team, other_team)
    ]

    assert rows_of("ward_teams") == [
        ["Tổ 1", neighbourhood.name, leaders[0], "4", ""],
        ["Tổ 2", neighbourhood.name, leaders[1], "4", "03/12/2026"],
    ]


def test_households_are_written_with_name_door_and_team_and_no_telephone(
    rows_of, neighbourhood, team
):
    make_household(
        neighbourhood, "Trần Thị An", house_number="12", street="Đề Thám", phone="0912000111"
    )
    member = team.memberships.first().household

    rows = rows_of("ward_households")

    assert ["Trần Thị An", "12 Đề Thám", neighbourhood.name, "Nhà ở", ""] in rows
    assert [member.holder_name, member.address, neighbourhood.name, "Nhà ở", "Tổ 1"] in rows
    assert len(rows) == 5
    assert not any("0912000111" in cell for row in rows for cell in row)


def test_a_file_holds_what_filter_and_search_leave_on_every_page_of_the_list(
    rows_of, ward, team, lone
):
    other = make_neighbourhood(ward, "Khu vực 2")
    for number in range(7, 60):
        make_team(other, size=1, number=number)

    assert len(rows_of("ward_teams", neighbourhood=other.pk, page=2)) == 53
    assert [row[0] for row in rows_of("ward_teams", q="tổ 7")] == ["Tổ 7"]
    assert [row[0] for row in rows_of("ward_households", team="none")] == [lone.holder_name]
    assert [row[0] for row in rows_of("ward_households", q="pham thi le")] == [lone.holder_name]
    assert rows_of("ward_households", q="khong co") == []


def test_a_neighbourhood_of_elsewhere_is_not_found(open_file, ward, team):
    assert open_file("ward_teams", neighbourhood=ward.pk).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_a_name_is_never_a_formula(rows_of, team, name):
    Household.objects.update(holder_name='=HYPERLINK("http://x")')

    cells = [cell for row in rows_of(name) for cell in row]

    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize("name", LISTS)
def test_excel_has_the_same_rows(open_file, rows_of, team, other_team, name):
    book = load_workbook(io.BytesIO(content(open_file(name, "xlsx"))))

    written = book.get_sheet_by_index(0).to_python()[1:]

    assert [row[0] for row in written] == [row[0] for row in rows_of(name)]


@pytest.mark.parametrize("name", LISTS)
def test_a_file_is_kept_by_no_cache(open_file, team, name):
    answer = open_file(name)
    content(answer)

    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("name", LISTS)
def test_the_list_offers_its_file_with_the_same_filter(as_officer, ward, team, name):
    page = as_officer.get(reverse(name, args=[ward.code]), {"q": "tổ 1", "page": "1"}).text
    everybody = as_officer.get(reverse(name, args=[ward.code])).text

    for file_format in ("xlsx", "csv"):
        address = reverse(f"{name}_file", args=[ward.code, file_format])
        assert f'href="{address}' in everybody
        if name == "ward_teams":
            assert f'href="{address}?q=t%E1%BB%95+1"' in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("size", [1, 3])
def test_one_row_and_three_need_the_same_queries(
    open_file, neighbourhood, django_assert_num_queries, name, size
):
    for number in range(size):
        make_team(neighbourhood, size=1, number=number + 1)
    # session, user, ward, neighbourhoods, rows; of households all neighbourhoods too
    with django_assert_num_queries(5 if name == "ward_teams" else 6):
        assert len(content(open_file(name)).splitlines()) == 1 + size
