"""Opening months."""

import pytest
from django_q.models import OrmQ

from firesafety.months import Month
from inspections.models import Opening, Round, SkippedMonth, WardOpening
from inspections.services.opening import open_ward
from inspections.services.round import open_round
from inspections.services.skipped import skip_month
from inspections.views.chart import draw_line
from tests.factories import make_neighbourhood, make_team, make_ward
from tests.inspections.views.conftest import DECEMBER, NOON
from tests.inspections.views.files import rows_of


@pytest.fixture
def _officer(officer, client):
    client.force_login(officer)


@pytest.mark.usefixtures("_officer")
class TestRounds:
    def test_a_month_is_asked_for_and_opened_by_the_queue(self, client, ward, team):
        path = f"/areas/{ward.code}/rounds/"

        answer = client.post(path, {"month": "2026-12"}, follow=True)

        assert "Đang chia lượt tháng 12/2026." in answer.text
        assert "data-waiting" in answer.text
        assert OrmQ.objects.count() == 1
        open_ward(WardOpening.objects.get().pk, at=NOON)
        done = client.get(path)
        assert "data-waiting" not in done.text
        assert done.context["progress"][0][1] == 1

    def test_asking_twice_is_asking_once(self, client, ward, team):
        for _twice in range(2):
            client.post(f"/areas/{ward.code}/rounds/", {"month": "2026-12"})

        assert (Opening.objects.count(), WardOpening.objects.count()) == (1, 1)

    def test_a_month_of_rest_is_set_shown_and_taken_back(self, client, ward, team):
        path = f"/areas/{ward.code}/rounds/"
        data = {"month": "2027-02", "note": "cả xã về quê"}

        page = client.post(path + "skip/", data, follow=True).text

        assert "Phường Cái Khế nghỉ tháng 02/2027." in page
        assert "cả xã về quê" in page
        page = client.post(path + "take-up/", {"month": "2027-02"}, follow=True).text
        assert "Tháng 02/2027 lại kiểm tra như thường." in page
        assert "cả xã về quê" not in page

    def test_a_month_that_is_open_is_not_skipped(self, client, ward, round):
        answer = client.post(f"/areas/{ward.code}/rounds/skip/", {"month": "2026-12"}, follow=True)

        assert "Tháng 12/2026 đã chia lượt cho một số tổ" in answer.text
        assert not SkippedMonth.objects.exists()

    def test_a_month_that_is_open_is_not_offered_for_rest(self, client, ward, round):
        form = client.get(f"/areas/{ward.code}/rounds/").context["skip_form"]

        assert form.fields["month"].choices[0][0] == "2027-01"

    def test_a_team_that_rests_is_told_so(self, client, ward, team):
        client.post(
            f"/areas/{ward.code}/rounds/skip/", {"month": "2027-01", "note": "cả xã về quê"}
        )

        page = client.get(f"/teams/{team.pk}/?month=2027-01").text

        assert "Tháng này địa bàn nghỉ" in page

    def test_a_month_of_rest_says_so_and_is_not_opened(self, client, ward, team):
        path = f"/areas/{ward.code}/rounds/"
        client.post(f"{path}skip/", {"month": "2027-01"})

        told = client.post(path, {"month": "2027-01"}, follow=True).text

        assert "Tháng 01/2027 nghỉ nên không chia lượt." in told
        assert "Tháng nghỉ: không chia lượt" in told
        assert told.count("Chưa chia lượt.") == 1  # December's card; January's says that it rests
        assert not Opening.objects.exists()

    def test_a_ward_rests_with_its_city(self, client, ward, team):
        skip_month(ward.parent, Month(2027, 1), by=None, at=NOON)

        assert "Tháng nghỉ: không chia lượt" in client.get(f"/areas/{ward.code}/rounds/").text

    def test_only_this_month_and_the_next_can_be_opened(self, client, ward, team):
        for month in ("2026-11", "2027-02", "thang-12", ""):
            assert client.post(f"/areas/{ward.code}/rounds/", {"month": month}).status_code == 422
        assert Opening.objects.count() == 0

    def test_shortages_are_listed_with_their_team(self, client, ward, team, round):
        household = round.assignments.first().inspected
        numbers = {"way_out": "outside_help", "helper": None, "other": None}
        Round.objects.update(shortages=[[household.pk, "alone", numbers]])

        page = client.get(f"/areas/{ward.code}/rounds/").text

        assert f"Hộ {household.holder_name} chưa có ai sang xem" in page
        assert f'href="/teams/{team.pk}/?month=2026-12"' in page

    @pytest.mark.parametrize("size", [1, 3])
    def test_the_page_costs_the_same_for_any_number_of_shortages(
        self, client, ward, neighbourhood, size, django_assert_num_queries
    ):
        numbers = {"way_out": "outside_help", "helper": None, "other": None}
        for number in range(size):
            team = make_team(neighbourhood, 3, number=60 + number)
            household = team.memberships.first().household
            round = open_round(team, DECEMBER, at=NOON)
            Round.objects.filter(pk=round.pk).update(shortages=[[household.pk, "alone", numbers]])
        with django_assert_num_queries(10):
            client.get(f"/areas/{ward.code}/rounds/")


def test_a_city_opens_every_ward_and_sees_each(client, city_officer, team):
    other = make_neighbourhood(make_ward("31117", "Phường Ninh Kiều"))
    make_team(other, 3)
    client.force_login(city_officer)

    page = client.post("/areas/92/rounds/", {"month": "2026-12"}, follow=True)

    assert [row.ward.code for row in page.context["openings"]] == ["31120", "31117"]


def test_how_far_each_ward_is_can_be_taken_as_a_file(client, city_officer, team):
    city = team.ward.parent
    client.force_login(city_officer)
    client.post(f"/areas/{city.code}/rounds/", {"month": "2026-12"})
    open_ward(WardOpening.objects.get().pk, at=NOON)

    rows = rows_of(client.get(f"/areas/{city.code}/rounds.csv"))

    assert rows[1:] == [[team.ward.code, team.ward.name, "12/2026", "xong", "1", "0"]]
    page = client.get(f"/areas/{city.code}/rounds/").text
    assert all(f'href="/areas/{city.code}/rounds.{kind}"' in page for kind in ("xlsx", "csv"))


class TestTheDrawing:
    def test_all_stands_at_the_top_and_nothing_at_the_bottom(self):
        line = draw_line([("11/26", 1.0), ("12/26", 0.0)])

        heights = {label: height for height, label in line.marks}
        assert [dot.y for dot in line.dots] == [heights["100%"], heights["0%"]]
        assert [dot.x for dot in line.dots] == [line.left, line.right]

    def test_a_month_without_rounds_breaks_the_line(self):
        line = draw_line([("10/26", 0.5), ("11/26", None), ("12/26", 0.5)])

        assert len(line.pieces) == 2
        assert [dot.label for dot in line.dots] == ["10/26", "12/26"]
        assert line.ends == ("10/26", "12/26")

    def test_nearly_all_is_not_all(self):
        assert draw_line([("12/26", 0.999)]).dots[0].value == "99%"

    def test_nothing_draws_nothing(self):
        assert draw_line([]).dots == ()
