"""The lists of the console as files."""

import io
from datetime import timedelta

import pytest
import time_machine
from python_calamine import load_workbook

from households.models import Household
from inspections.models import (
    OpenHazard,
)
from tests.factories import make_user
from tests.inspections.views.console.conftest import LATE
from tests.inspections.views.files import content, rows_of

# Each list as a file, and the page that shows and offers it.
FILES = {
    "teams": "teams/",
    "hazards": "hazards/",
    "items": "items/",
    "overdue": "overdue/",
    "places": "",
    "rating": "rating/",
}


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
