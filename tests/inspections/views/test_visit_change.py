"""The leader moves one visit, or sends somebody else."""

import pytest

from inspections.models import Repair, Reschedule
from inspections.services.round import open_round
from tests.factories import make_team, make_user
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED
from tests.inspections.views.stories import record


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 5, number=7)


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


@pytest.fixture
def change(team, assignment, leader):
    return f"/teams/{team.pk}/visits/2026-12/{assignment.pk}/"


def test_a_day_is_agreed_and_shown(client, team, assignment, change, leader):
    for _ in range(2):
        answer = client.post(
            change, {"act": "day", "visit_on": "18/12", "note": "buổi tối"}, follow=True
        )

    assert "Đã hẹn thứ Sáu 18/12/2026." in answer.text
    assert "hẹn 18/12" in answer.text
    kept = Reschedule.objects.get()
    assert (kept.asker, kept.by, kept.note) == ("leader", leader, "buổi tối")


def test_a_day_outside_the_round_is_explained(client, change):
    page = client.post(change, {"act": "day", "visit_on": "01/02/2027"})

    assert page.status_code == 422
    assert "Ngày hẹn phải từ hôm nay, 12/12/2026, đến" in page.text
    assert not Reschedule.objects.exists()


def test_a_substitute_goes_and_only_who_is_touched_is_told(client, team, round, assignment, change):
    other = round.assignments.exclude(inspector=assignment.inspector).exclude(
        inspector=assignment.inspected
    )[0]

    page = client.post(change, {"act": "substitute", "substitute": other.inspector_id}, follow=True)

    assert "Chỉ cần báo và đưa phiếu mới cho" in page.text
    assert round.assignments.filter(
        inspector=other.inspector, inspected=assignment.inspected
    ).exists()
    assert not round.assignments.filter(pk=assignment.pk).exists()


def test_two_change_places(client, round, assignment, change):
    other = round.assignments.exclude(
        inspector__in=(assignment.inspector, assignment.inspected)
    ).exclude(inspected=assignment.inspector)[0]

    client.post(change, {"act": "swap", "other": other.pk})

    assert round.assignments.filter(
        inspector=other.inspector, inspected=assignment.inspected
    ).exists()
    assert Repair.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"act": "substitute", "substitute": ""},
        {"act": "substitute", "substitute": "999999"},
        {"act": "swap", "other": "x"},
        {"act": "swap"},
    ],
)
def test_a_choice_that_is_none_is_explained(client, change, data):
    page = client.post(change, data)

    assert page.status_code == 422
    assert "xin chọn" in page.text.lower()
    assert not Repair.objects.exists()


def test_a_visit_that_was_made_is_not_changed(client, assignment, change):
    record(assignment)

    assert client.get(change).status_code == 404


def test_a_closed_month_is_not_changed(client, round, change):
    type(round).objects.update(closed_on=NOON.date())

    assert client.get(change).status_code == 404


@pytest.mark.parametrize("size", [3, 9])
def test_a_page_costs_the_same_for_any_size(client, neighbourhood, size, django_assert_num_queries):
    team = make_team(neighbourhood, size)
    client.force_login(make_user("le", leads=team))
    visit = open_round(team, DECEMBER, at=OPENED).assignments.first()
    # session, user, team, visit, members, other visits
    with django_assert_num_queries(6):
        client.get(f"/teams/{team.pk}/visits/2026-12/{visit.pk}/")
