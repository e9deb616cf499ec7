"""The leader hears both sides, and the officer what keeps coming back."""

import csv
import io

import pytest

from firesafety.months import Month
from inspections.models import Confirmation, Hazard, HouseholdLink
from inspections.services.confirmation import answer_by_link
from inspections.services.round import open_round
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED
from tests.inspections.views.stories import record


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


@pytest.fixture
def sides(team, round, leader):
    return f"/teams/{team.pk}/two-sides/2026-12/"


def dispute(inspection, sentence="Chỗ này đã sửa"):
    return answer_by_link(
        inspection, revision=inspection.revision, verdict="disputed", sentence=sentence, at=NOON
    )


def test_the_leader_ticks_a_signature_and_may_take_it_back(client, assignment, sides, leader):
    inspection = record(assignment)

    for _ in range(2):
        client.post(sides, {"signed": inspection.pk})
    signed = client.get(sides).text
    client.post(sides, {"unsigned": inspection.pk})

    assert "Chủ nhà đồng ý" in signed
    assert "Chưa trả lời" in client.get(sides).text
    told = Confirmation.objects.order_by("number").values_list("verdict", "way", "entered_by")
    assert list(told) == [("agreed", "paper", leader.pk), ("unsigned", "paper", leader.pk)]


def test_a_tick_does_not_overrule_what_the_household_said_itself(client, assignment, sides):
    inspection = record(assignment)
    dispute(inspection)

    page = client.post(sides, {"signed": inspection.pk}, follow=True)

    assert "Chủ nhà đã tự trả lời" in page.text
    assert Confirmation.objects.get().verdict == "disputed"


def test_a_dispute_is_the_leaders_to_talk_over_and_the_finding_stays(
    client, team, assignment, sides
):
    confirmation = dispute(record(assignment, DIEN_01="F"))
    home = f"/teams/{team.pk}/"
    assert "1 chủ nhà chưa đồng ý" in client.get(home).text

    bare = client.post(sides, {"settled": confirmation.pk, "settlement": " "}, follow=True)
    for text in ("Hai bên cùng xem lại", "Lần nữa"):
        client.post(sides, {"settled": confirmation.pk, "settlement": text})

    assert "Xin ghi một câu" in bare.text
    confirmation.refresh_from_db()
    assert confirmation.settlement == "Hai bên cùng xem lại"
    assert "chủ nhà chưa đồng ý" not in client.get(home).text
    assert "Chỗ này đã sửa" in client.get(sides).text
    assert Hazard.objects.get().state == "open"


@pytest.mark.parametrize("data", [{"signed": "x"}, {"signed": "999999"}, {"settled": "1"}, {}])
def test_a_button_that_names_nothing_here_does_nothing(client, assignment, sides, data):
    record(assignment)

    assert client.post(sides, data).status_code == 404
    assert not Confirmation.objects.exists()


def test_a_household_of_another_team_is_not_reached_from_here(client, neighbourhood, sides):
    other = open_round(make_team(neighbourhood, 3), DECEMBER, at=OPENED).assignments.first()
    inspection = record(other)

    assert client.post(sides, {"signed": inspection.pk}).status_code == 404
    assert client.get(f"{sides}{other.inspected_id}/").status_code == 404


def test_the_card_shows_the_households_own_link_and_code(client, assignment, sides):
    card = f"{sides}{assignment.inspected_id}/"
    HouseholdLink.objects.all().delete()  # as in a round of before
    assert "Tạo đường dẫn" in client.get(card).text
    assert not HouseholdLink.objects.exists()

    for _ in range(2):
        page = client.post(card, follow=True)

    assert page["Cache-Control"] == "no-store, private"
    assert "<svg" in page.text
    assert "style=" not in page.text.split("<svg", 2)[2]
    assert page.context["url"] in page.text
    assert client.get(f"/h/{page.context['code']}/").status_code == 200
    assert HouseholdLink.objects.count() == 1


@pytest.mark.parametrize("size", [3, 9])
def test_a_page_costs_the_same_for_any_size(client, neighbourhood, size, django_assert_num_queries):
    team = make_team(neighbourhood, size)
    client.force_login(make_user("le", leads=team))
    for assignment in open_round(team, DECEMBER, at=OPENED).assignments.all():
        dispute(record(assignment))
    # session, user, team, may enter, round, visits, held versions, answers
    with django_assert_num_queries(8):
        client.get(f"/teams/{team.pk}/two-sides/2026-12/")


def test_the_third_month_goes_to_the_officer(client, officer, ward, team, assignment, settings):
    settings.HAZARD_REPEATS = 2
    client.force_login(officer)
    record(assignment, DIEN_01="F")
    path = f"/areas/{ward.code}/followed/"
    assert assignment.inspected.holder_name not in client.get(path).text

    january = open_round(team, Month(2027, 1), at=NOON)
    record(january.assignments.get(inspected=assignment.inspected), DIEN_01="U")

    page = client.get(path).text
    assert assignment.inspected.holder_name in page
    assert "lần thứ hai" in page


def test_the_officer_sees_which_leaders_have_something_to_compare(
    client, officer, ward, assignment
):
    client.force_login(officer)
    dispute(record(assignment))

    assert "1 chủ nhà chưa đồng ý" in client.get(f"/areas/{ward.code}/followed/").text


@pytest.mark.parametrize("size", [1, 3])
def test_the_officers_page_costs_the_same_for_any_number(
    client, officer, ward, neighbourhood, size, settings, django_assert_num_queries
):
    settings.HAZARD_REPEATS = 1
    for _ in range(size):
        for assignment in open_round(
            make_team(neighbourhood, 3), DECEMBER, at=OPENED
        ).assignments.all():
            dispute(record(assignment, DIEN_01="F"))
    client.force_login(officer)
    # session, user, area, hazards (number, keys, rows), conflicts, disputes, teams
    with django_assert_num_queries(9):
        client.get(f"/areas/{ward.code}/followed/")


@pytest.mark.parametrize("duty", ["neighbourhood", "ward", "city"])
def test_the_officers_page_of_any_level_shows_what_lies_within(
    client, ward, neighbourhood, team, assignment, settings, duty
):
    settings.HAZARD_REPEATS = 1
    dispute(record(assignment, DIEN_01="F"))
    area = {"neighbourhood": neighbourhood, "ward": ward, "city": ward.parent}[duty]
    other = make_neighbourhood(make_ward("31117", "Phường Ninh Kiều"))
    for each in open_round(make_team(other, 3), DECEMBER, at=OPENED).assignments.all():
        dispute(record(each, DIEN_01="F"))
    client.force_login(make_user("chi", duty=area))

    page = client.get(f"/areas/{area.code}/followed/")

    assert len(page.context["page"]) == (4 if duty == "city" else 1)
    assert len(page.context["teams"]) == (2 if duty == "city" else 1)


def test_a_long_page_is_shown_in_parts(client, officer, ward, neighbourhood, settings, monkeypatch):
    settings.HAZARD_REPEATS = 1
    monkeypatch.setattr("inspections.views.followed.HAZARDS_SHOWN", 2)
    monkeypatch.setattr("inspections.views.followed.TEAMS_SHOWN", 1)
    for size in (3, 4):
        for each in open_round(
            make_team(neighbourhood, size), DECEMBER, at=OPENED
        ).assignments.all():
            dispute(record(each, DIEN_01="F"))
    client.force_login(officer)

    page = client.get(f"/areas/{ward.code}/followed/?page=4")

    assert len(page.context["page"]) == 1
    assert [each.disputes for each in page.context["teams"]] == [4]
    whole = {}
    for name in ("followed", "waiting"):
        answer = client.get(f"/areas/{ward.code}/{name}.csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        whole[name] = list(csv.reader(io.StringIO(text)))[1:]
    assert sorted(row[4] for row in whole["waiting"]) == ["3", "4"]
    assert sorted(row[:2] for row in whole["followed"]) == sorted(
        [each.household.holder_name, each.household.address]
        for each in Hazard.objects.select_related("household")
    )
    assert "và 1 tổ khác có ít hơn" in page.text
