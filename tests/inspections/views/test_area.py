"""The officer's pages."""

import io
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader

from inspections.models import Hazard, Inspection
from inspections.services.round import open_round
from inspections.services.standing import move_on
from tests.factories import make_neighbourhood, make_team, make_ward
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED
from tests.inspections.views.stories import record

LATE = NOON + timedelta(days=18)  # 30/12: five days past the due day
# session, user, area; four for the calls and two for who they are about; three for the figures
AREA_QUERIES = 12
CITY_QUERIES = 12  # its hazards by item come by themselves
OVERDUE_QUERIES = 9


@pytest.fixture
def teams(neighbourhood):
    """Lười has done nothing, Chăm has done all, Vừa has one visit left and a danger."""
    names = {8: "Lười", 9: "Chăm", 10: "Vừa"}
    made = {name: make_team(neighbourhood, 3, number=number) for number, name in names.items()}
    for name, team in made.items():
        assignments = list(open_round(team, DECEMBER, at=OPENED).assignments.all())
        for number, assignment in enumerate(assignments):
            if name == "Chăm" or (name == "Vừa" and number < 2):
                record(assignment, **({"DIEN_01": "F"} if name == "Vừa" else {}))
    return made


@pytest.fixture
def _late(officer, client):
    with time_machine.travel(LATE, tick=False):
        client.force_login(officer)
        yield


@pytest.mark.usefixtures("_late", "teams")
class TestTheCalls:
    def test_only_teams_with_something_missing_are_called(self, client, ward, teams):
        page = client.get(f"/areas/{ward.code}/")

        called = {call.line.team for call in page.context["calls"]}
        assert called == {teams["Lười"], teams["Vừa"]}

    def test_a_call_says_how_late_why_and_about_whom(self, client, ward, teams):
        page = client.get(f"/areas/{ward.code}/").text

        assert "Trễ 5 ngày" in page
        assert "3 trên 3 hộ chưa được kiểm tra" in page
        assert "2 chỗ nguy hiểm chưa sửa" in page
        for membership in teams["Lười"].memberships.select_related("household"):
            assert f"{membership.household.holder_name}: chưa kiểm tra" in page

    def test_a_cause_that_was_given_is_passed_on(self, client, ward, teams):
        assignment = teams["Lười"].rounds.get().assignments.first()
        record(assignment, obstacle="refused", at=LATE)

        page = client.get(f"/areas/{ward.code}/").text

        assert f"{assignment.inspected.holder_name}: Chủ hộ chưa đồng ý" in page

    def test_the_whole_list_stands_on_its_own_page(self, client, ward):
        page = client.get(f"/areas/{ward.code}/overdue/")

        assert [call.line.team.number for call in page.context["calls"]] == [10, 8]

    def test_the_list_prints(self, client, ward):
        answer = client.get(f"/areas/{ward.code}/overdue.pdf")

        text = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages[0].extract_text()
        assert answer["Content-Type"] == "application/pdf"
        assert ("Tổ 8" in text, "Tổ 9" in text, "Tổ 10" in text) == (True, False, True)
        assert "2 chỗ nguy hiểm chưa sửa" in " ".join(text.split())

    def test_figures_count_this_month(self, client, ward):
        figures = client.get(f"/areas/{ward.code}/").context["figures"]

        assert (figures.teams, figures.rounds, figures.households) == (3, 3, 9)
        assert (figures.this_month.done, figures.this_month.planned) == (5, 9)
        assert figures.hazards["critical"] == Hazard.objects.count() == 2

    def test_the_drawing_has_its_numbers_in_a_table(self, client, ward):
        page = client.get(f"/areas/{ward.code}/").text

        assert "<polyline" in page
        assert "55%" in page
        chart = page[page.index("<figure") : page.index("</figure>")]
        assert chart.count('<th scope="row">') == 12

    def test_a_neighbourhood_has_its_own_page(self, client, ward, neighbourhood):
        page = client.get(f"/areas/{neighbourhood.code}/")

        assert len(page.context["calls"]) == 2
        assert f'href="/areas/{ward.code}/"' in page.text


def test_no_more_than_ten_calls_a_day(client, officer, ward, neighbourhood):
    for number in range(20, 32):
        open_round(make_team(neighbourhood, 3, number=number), DECEMBER, at=OPENED)
    with time_machine.travel(LATE, tick=False):
        client.force_login(officer)
        page = client.get(f"/areas/{ward.code}/")

    assert len(page.context["calls"]) == 10
    assert "Xem cả danh sách" in page.text


def test_a_quiet_day_says_so(client, officer, ward, round):
    client.force_login(officer)

    assert "Hôm nay không có tổ nào cần gọi." in client.get(f"/areas/{ward.code}/").text


def test_a_new_ward_is_shown_its_first_step(client, officer, ward):
    client.force_login(officer)

    page = client.get(f"/areas/{ward.code}/").text

    assert "Chưa có tổ nào." in page
    assert "Nhập danh sách hộ" in page


def test_a_city_shows_its_wards_the_worst_first(client, city_officer, teams):
    quiet = make_ward("31117", "Phường Ninh Kiều")
    team = make_team(make_neighbourhood(quiet), 3)
    for assignment in open_round(team, DECEMBER, at=OPENED).assignments.all():
        record(assignment)
    make_ward("31118", "Phường chưa có tổ")
    client.force_login(city_officer)

    page = client.get("/areas/92/")

    lines = [
        (line.code, line.teams, line.shares[0].percent, line.critical)
        for line in page.context["below"]
    ]
    assert lines == [("31120", 3, 55, 2), ("31117", 1, 100, 0)]


def test_a_ward_leads_its_city_officer_back_up(client, city_officer, officer, ward):
    up = 'href="/areas/92/"'
    client.force_login(city_officer)
    seen_from_above = up in client.get(f"/areas/{ward.code}/").text
    client.force_login(officer)

    assert (seen_from_above, up in client.get(f"/areas/{ward.code}/").text) == (True, False)


@pytest.mark.parametrize("size", [1, 3])
def test_lists_cost_the_same_for_any_length(
    client, officer, city_officer, ward, neighbourhood, size, django_assert_num_queries
):
    for number in range(size):
        team = make_team(neighbourhood, 3, number=40 + number)
        assignment = open_round(team, DECEMBER, at=OPENED).assignments.first()
        record(assignment, DIEN_01="F")
        other = make_neighbourhood(make_ward(f"3120{number}", f"Phường {number}"))
        open_round(make_team(other, 3), DECEMBER, at=OPENED)
    move_on(on=LATE.date())
    with time_machine.travel(LATE, tick=False):
        client.force_login(officer)
        with django_assert_num_queries(AREA_QUERIES):
            client.get(f"/areas/{ward.code}/")
        with django_assert_num_queries(OVERDUE_QUERIES):
            client.get(f"/areas/{ward.code}/overdue/")
        with django_assert_num_queries(AREA_QUERIES):
            client.get(f"/areas/{neighbourhood.code}/")
        client.force_login(city_officer)
        with django_assert_num_queries(CITY_QUERIES):
            client.get("/areas/92/")


def test_reading_changes_nothing(client, officer, ward, teams):
    before = Inspection.objects.count()
    client.force_login(officer)
    for path in ("", "overdue/", "overdue.pdf", "rounds/", "print/"):
        client.get(f"/areas/{ward.code}/{path}")

    assert Inspection.objects.count() == before
