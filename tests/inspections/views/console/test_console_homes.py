"""A team's homes and a home's record, as officers see them."""

import io
import json
from datetime import timedelta

import pytest
from python_calamine import load_workbook

from households.models import Household
from inspections.models import (
    Hazard,
)
from inspections.services.owner_report import report_fixed
from inspections.services.round import open_round
from tests.factories import make_team, make_user
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED
from tests.inspections.views.files import content, rows_of
from tests.inspections.views.stories import record


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
