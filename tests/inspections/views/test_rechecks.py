"""The pages of spot checks and ratings: who opens them, what they say, what they store."""

import csv
import io
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from inspections.models import RatingCriteria, Review, SpotCheck, TeamYearEntry
from inspections.services.review import ensure_reviews, review_ward
from inspections.services.round import close_rounds
from tests.factories import make_neighbourhood, make_team, make_user
from tests.inspections.services.stories import at
from tests.inspections.services.test_inspection import send
from tests.inspections.views.test_access import expected, outcomes, people  # noqa: F401

JANUARY = date(2027, 1, 6)


@pytest.fixture(autouse=True)
def _january():
    with time_machine.travel(at(JANUARY, 12), tick=False):
        yield


@pytest.fixture
def review(ward, round):
    for assignment in round.assignments.all():
        send(assignment)
    close_rounds(on=JANUARY)
    ensure_reviews(on=JANUARY, at=at(JANUARY))
    return review_ward(Review.objects.get().pk, at=at(JANUARY))


@pytest.fixture
def recheck(review):
    return review.rechecks.select_related("inspection").first()


def test_only_officers_of_the_whole_ward_see_whom_to_visit(client, people, ward, review):  # noqa: F811
    for path in (f"/areas/{ward.code}/rechecks/", f"/areas/{ward.code}/rating/"):
        assert outcomes(client, people, path) == expected("officer", "city officer")


def test_the_homes_to_see_again_are_a_file_to_take_along(client, officer, ward, review):
    client.force_login(officer)
    answer = client.get(f"/areas/{ward.code}/rechecks.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    homes = [each.inspection.assignment.inspected for each in review.rechecks.all()]
    assert [row[:2] for row in list(csv.reader(io.StringIO(text)))[1:]] == [
        [home.holder_name, home.address] for home in homes
    ]
    assert homes


def test_a_visit_is_written_down_by_officers_alone(client, people, recheck):  # noqa: F811
    path = f"/spot-checks/{recheck.inspection_id}/"
    assert outcomes(client, people, path) == expected(
        "officer", "neighbourhood officer", "city officer"
    )


def test_a_teams_rating_is_open_to_its_leader_and_its_criteria_to_the_city(
    client,
    people,  # noqa: F811
    team,
    ward,
):
    assert outcomes(client, people, f"/teams/{team.pk}/rating/") == expected(
        "leader", "officer", "neighbourhood officer", "city officer"
    )
    criteria = f"/areas/{ward.parent.code}/rating/criteria/"
    assert outcomes(client, people, criteria) == expected("city officer")


def test_the_sample_is_told_without_blame_and_leads_to_the_form(client, officer, ward, recheck):
    client.force_login(officer)
    page = client.get(f"/areas/{ward.code}/rechecks/").content.decode()
    assert "Có tên ở đây không phải là có lỗi" in page
    assert f"/spot-checks/{recheck.inspection_id}/" in page
    assert "chưa nói được về cả địa bàn" in page


def test_the_form_hides_what_the_neighbour_answered(client, officer, recheck):
    client.force_login(officer)
    page = client.get(f"/spot-checks/{recheck.inspection_id}/").content.decode()
    assert "DIEN-01" in page
    assert "checked" not in page


def test_a_visit_sent_twice_is_one_and_shows_as_seen(client, officer, ward, recheck):
    client.force_login(officer)
    sent = {"client_id": str(uuid4()), "done_on": "06/01/2027", "a_DIEN-01": "F", "remark": ""}
    path = f"/spot-checks/{recheck.inspection_id}/"
    for _again in range(2):
        assert client.post(path, sent).status_code == 302
    assert SpotCheck.objects.get().officer == officer
    page = client.get(f"/areas/{ward.code}/rechecks/").content.decode()
    assert "đã xem 06/01/2027" in page


def test_a_visit_can_be_corrected_and_is_told_beside_the_neighbours_sheet(
    client, officer, city_officer, ward, recheck
):
    client.force_login(officer)
    path = f"/spot-checks/{recheck.inspection_id}/"
    sent = {"client_id": str(uuid4()), "done_on": "06/01/2027", "remark": "gặp bà Lan"}
    client.post(path, {**sent, "a_DIEN-01": "F", "a_DIEN-02": "P"})
    listed = client.get(f"/areas/{ward.code}/rechecks/").content.decode()
    assert "so 2 mục, hàng xóm chưa thấy 1" in listed
    assert f'<a class="row-link" href="{path}">Ghi lại' in listed

    form = client.get(path).context["form"]
    assert (form["a_DIEN-01"].value(), form["a_DIEN-03"].value()) == ("F", None)
    assert (form["remark"].value(), form["done_on"].value()) == ("gặp bà Lan", JANUARY)
    client.post(path, {**sent, "client_id": str(uuid4()), "a_DIEN-01": "P", "a_DIEN-02": "P"})
    listed = client.get(f"/areas/{ward.code}/rechecks/").content.decode()
    assert "so 2 mục, hàng xóm thấy đủ" in listed
    assert "Trong 1 nhà chọn ngẫu nhiên" in listed
    assert "21 đến 100%" in listed

    client.force_login(city_officer)
    assert "checked" not in client.get(path).content.decode()


def test_an_officer_of_one_neighbourhood_comes_back_to_a_page_that_opens(
    client,
    neighbourhood,
    recheck,
):
    client.force_login(make_user("khu-vuc", duty=neighbourhood))
    path = f"/spot-checks/{recheck.inspection_id}/"
    assert "Nên xem lại" not in client.get(path).text
    sent = {"client_id": str(uuid4()), "done_on": "06/01/2027", "a_DIEN-01": "F", "remark": ""}
    back = client.post(path, sent, follow=True)
    assert (back.status_code, SpotCheck.objects.count()) == (200, 1)
    assert "Đã ghi lần đến xem" in back.text


def test_an_officer_who_passes_by_writes_down_a_visit_from_the_page_of_the_home(
    client, officer, recheck
):
    client.force_login(officer)
    home = recheck.inspection.assignment.inspected_id
    page = client.get(f"/households/{home}/inspections/").content.decode()
    assert f"/spot-checks/{recheck.inspection_id}/" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"done_on": "07/01/2027"}, "chưa tới"), ({"a_DIEN-01": ""}, "ít nhất một mục")],
)
def test_a_visit_that_cannot_be_is_said_and_not_stored(client, officer, recheck, wrong, said):
    client.force_login(officer)
    sent = {"client_id": str(uuid4()), "done_on": "06/01/2027", "a_DIEN-01": "F", "remark": ""}
    answer = client.post(f"/spot-checks/{recheck.inspection_id}/", {**sent, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SpotCheck.objects.exists()


def test_a_ward_whose_months_are_all_open_says_what_will_come(client, officer, ward):
    client.force_login(officer)
    page = client.get(f"/areas/{ward.code}/rechecks/").content.decode()
    assert "Chưa có tháng nào chốt sổ" in page


def test_a_rating_is_a_suggestion_and_says_so(client, officer, ward, review):
    client.force_login(officer)
    page = client.get(f"/areas/{ward.code}/rating/?year=2027").content.decode()
    assert "chỉ là gợi ý để bàn bạc" in page
    assert "1 khu vực, 1 tổ" in page
    half = client.get(f"/areas/{ward.code}/rating/?year=2027&half=1").content.decode()
    assert "Sơ kết sáu tháng, 15/11/2026 – 14/05/2027" in half


def test_a_long_rating_is_paged_and_its_totals_are_of_the_whole_ward(
    client, officer, ward, neighbourhood, monkeypatch
):
    monkeypatch.setattr("inspections.views.rating.PER_PAGE", 2)
    other = make_neighbourhood(ward, "Khu vực 2")
    for number, place in ((71, neighbourhood), (72, neighbourhood), (73, other)):
        make_team(place, 2, number=number)
    client.force_login(officer)

    page = client.get(f"/areas/{ward.code}/rating/?year=2027&page=2")

    assert [each.team.number for each, _level in page.context["lines"]] == [73]
    assert "2 khu vực, 3 tổ" in page.text
    assert 'rel="prev" href="?year=2027&amp;page=1"' in page.text
    assert (page.context["levels"], "Đếm xem bao nhiêu tổ" in page.text) == ([], True)
    asked = client.get(f"/areas/{ward.code}/rating/?year=2027&page=2&levels=1")
    assert [each.team for each, _level in asked.context["lines"]] == [
        each.team for each, _level in page.context["lines"]
    ]
    assert len(asked.context["levels"]) == 4
    rows = b"".join(client.get(f"/areas/{ward.code}/rating.csv?year=2027").streaming_content)
    assert len(rows.decode().splitlines()) == 1 + 3


@pytest.mark.parametrize("size", [1, 3])
def test_a_rating_costs_the_same_for_any_number_of_teams(
    client, officer, ward, neighbourhood, size, django_assert_num_queries
):
    for _ in range(size):
        make_team(neighbourhood, 2)
    client.force_login(officer)
    # session, user, ward, criteria, keys and places, teams; pauses, visits, hazards, entries; above
    with django_assert_num_queries(11):
        client.get(f"/areas/{ward.code}/rating/?year=2027")


def test_places_and_teams_are_those_at_work_and_who_ended_before_is_not_listed(
    client, officer, ward, neighbourhood
):
    other = make_neighbourhood(ward, "Khu vực 2")
    make_team(neighbourhood, 2, number=1)
    make_team(other, 2, number=2, disbanded_on=date(2026, 11, 15))
    make_team(other, 2, number=3, disbanded_on=date(2026, 12, 20))
    make_team(other, 2, number=4, founded_on=date(2027, 1, 7))
    client.force_login(officer)
    page = client.get(f"/areas/{ward.code}/rating/?year=2027")
    listed = {each.team.number: level for each, level in page.context["lines"]}
    assert set(listed) == {1, 3}
    assert listed[3] == "Không xếp: tổ đã giải thể"
    assert "Số điểm – tổ: 1 khu vực, 1 tổ" in page.text
    assert "Mới tính tới ngày 06/01/2027" in page.text


def test_the_parts_of_a_team_add_up_to_what_is_shown_beneath(client, officer, team, review):
    client.force_login(officer)
    page = client.get(f"/teams/{team.pk}/rating/?year=2027")
    rating = page.context["rated"].rating
    assert rating.score is not None
    line = f"{rating.reached:.1f} trên {rating.known:g} điểm tính được, tức {rating.score:.1f}"
    assert line.replace(".", ",") in page.text
    assert "không có chỗ nào tới hạn, không tính" in page.text
    assert "Cách tính theo đề xuất của phần mềm" in page.text
    half = client.get(f"/teams/{team.pk}/rating/?year=2027&half=1").text
    assert "Sơ kết sáu tháng, 15/11/2026 – 14/05/2027" in half
    listed = client.get(f"/areas/{ward_of(team)}/rating/?year=2027&half=1").text
    assert f'/teams/{team.pk}/rating/?year=2027&amp;half=1"' in listed


def ward_of(team):
    return team.ward.code


@pytest.mark.parametrize("year", ["2028", "2021", "x", "-1"])
def test_a_year_out_of_reach_is_not_there(client, officer, ward, year):
    client.force_login(officer)
    assert client.get(f"/areas/{ward.code}/rating/?year={year}").status_code == 404


def test_the_list_is_had_as_a_table_file(client, officer, ward, review):
    client.force_login(officer)
    answer = client.get(f"/areas/{ward.code}/rating.xlsx?year=2027")
    file = io.BytesIO(b"".join(answer.streaming_content))
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["Tổ", "Khu vực"]
    assert rows[1][:2] == ["Tổ 7", "Khu vực 1"]
    assert len(rows[0]) == len(rows[1]) == 15
    text = b"".join(client.get(f"/areas/{ward.code}/rating.csv").streaming_content)
    assert text.startswith(b"\xef\xbb\xbf")


def test_an_officer_adds_what_only_people_know(client, officer, team):
    client.force_login(officer)
    told = {"meetings": "2", "drill": "yes", "roster_confirmed": "", "reports_due": ""}
    told |= {"reports_on_time": "", "fire_from_known_fault": "no"}
    answer = client.post(f"/teams/{team.pk}/rating/?year=2027", told, follow=True)
    assert "Đã ghi thông tin của tổ" in answer.content.decode()
    entry = TeamYearEntry.objects.get()
    assert (entry.meetings, entry.drill, entry.roster_confirmed, entry.fire_from_known_fault) == (
        2,
        True,
        None,
        False,
    )
    assert (entry.entered_by, entry.year) == (officer, 2027)


def test_a_leader_reads_the_parts_and_adds_nothing(client, team):
    client.force_login(make_user("lan", leads=team))
    assert "Điều chỉ cán bộ biết" not in client.get(f"/teams/{team.pk}/rating/").content.decode()
    assert client.post(f"/teams/{team.pk}/rating/", {"meetings": "9"}).status_code == 404
    assert not TeamYearEntry.objects.exists()


@pytest.mark.parametrize("half", ["12,5", "12.5"])
def test_points_are_written_with_a_comma_or_a_point_and_shown_as_written(
    client, city_officer, ward, half
):
    client.force_login(city_officer)
    path = f"/areas/{ward.parent.code}/rating/criteria/"
    assert 'value="25"' in client.get(path).text
    assert client.post(path, {**CRITERIA, "papers": half, "equipment": "7,5"}).status_code == 302
    assert RatingCriteria.objects.get().points["papers"] == 12.5
    assert 'value="12,5"' in client.get(path).text


def test_a_year_without_a_round_says_that_nothing_was_due(client, officer, ward, team):
    client.force_login(officer)
    page = client.get(f"/areas/{ward.code}/rating/?year=2026")
    assert [level for _each, level in page.context["lines"]] == [
        "Chưa xếp: chưa có đợt nào tới hạn"
    ]
    half = client.get(f"/areas/{ward.code}/rating/?year=2026&half=1")
    assert [level for _each, level in half.context["lines"]] == [
        "Chưa xếp: tổ hoạt động chưa đủ 9 tháng"
    ]


CRITERIA = {
    "papers": "10", "rounds_on_time": "25", "coverage": "15", "critical_fixed": "20",
    "equipment": "10", "meetings": "5", "drill": "5", "reports": "5", "no_fire": "5",
    "good": "90", "fair": "70", "average": "50", "months": "9", "known_points": "60",
    "expected_meetings": "4", "note": "Theo họp giao ban",
}  # fmt: skip


def test_a_city_changes_the_weighing_with_a_reason(client, city_officer, ward):
    client.force_login(city_officer)
    path = f"/areas/{ward.parent.code}/rating/criteria/"
    assert client.post(path, CRITERIA).status_code == 302
    row = RatingCriteria.objects.get()
    assert (row.cut_offs, row.meetings, row.set_by) == ([90.0, 70.0, 50.0], 4, city_officer)
    assert "Theo họp giao ban" in client.get(path).content.decode()
    client.post(path, CRITERIA)
    assert RatingCriteria.objects.get() == row
    client.post(path, {**CRITERIA, "good": "88", "note": "Cho khớp"})
    shown = client.get(path).content.decode()
    assert shown.index("Cho khớp") < shown.index("Theo họp giao ban")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"drill": "6"}, "cộng lại là 101"),
        ({"fair": "95"}, "Mức tốt phải cao hơn khá"),
        ({"note": " "}, "Xin ghi vì sao"),
        ({"papers": "nhiều"}, "Xin ghi một số"),
        ({"papers": "10,5"}, "cộng lại là 100,5"),
        ({"papers": "nan"}, "Xin ghi một số"),
        ({"months": "13"}, "không quá 12"),
    ],
)
def test_a_weighing_that_cannot_be_is_said_and_not_kept(client, city_officer, ward, wrong, said):
    client.force_login(city_officer)
    answer = client.post(f"/areas/{ward.parent.code}/rating/criteria/", {**CRITERIA, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RatingCriteria.objects.exists()
