"""A team rests and works again."""

from datetime import date

import pytest
import time_machine

from inspections.models import TeamPause
from inspections.queries.standing_check import standing_faults
from inspections.services.pause import pause_team, resume_team
from inspections.tasks import end_pauses_daily
from tests.factories import make_user
from tests.inspections.views.conftest import NOON


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


@pytest.fixture
def rests(team, leader):
    return f"/teams/{team.pk}/pause/"


def wish(until="", **given):
    return {"starts_on": "12/12/2026", "until": until, "note": "cả xóm tránh lũ", **given}


def test_what_happens_to_the_dates_is_said_before_anything_is_saved(client, rests, round):
    told = client.post(rests, wish("22/12/2026"))

    assert told.status_code == 200
    assert "Đợt tháng 12/2026: hạn 25/12/2026 dời thành 04/01/2027" in told.text
    assert not TeamPause.objects.exists()
    saved = client.post(rests, wish("22/12/2026", seen=told.context["seen"], save="1"))
    assert saved.status_code == 302
    pause = TeamPause.objects.get()
    assert (pause.starts_on, pause.until, pause.ends_on, pause.note) == (
        date(2026, 12, 12),
        date(2026, 12, 22),
        None,
        "cả xóm tránh lũ",
    )
    round.refresh_from_db()
    assert round.due_on == date(2026, 12, 25)
    for _ in range(2):
        with time_machine.travel(NOON.replace(day=23), tick=False):
            end_pauses_daily()
    round.refresh_from_db()
    assert round.due_on == date(2027, 1, 4)
    assert TeamPause.objects.get().ends_on == date(2026, 12, 22)
    assert standing_faults() == []


def test_a_rest_without_an_end_says_how_many_days_stay(client, rests, round):
    told = client.post(rests, wish())

    assert "hạn 25/12/2026 sẽ dời đi. Khi tổ làm lại vẫn còn 14 ngày." in told.text


def test_other_days_than_those_shown_are_shown_first(client, rests, round):
    seen = client.post(rests, wish()).context["seen"]

    client.post(rests, wish("22/12/2026", seen=seen, save="1"))

    assert not TeamPause.objects.exists()


def test_the_team_works_again_from_a_day_that_has_come(client, team, rests, round, leader):
    pause_team(team, on=date(2026, 12, 2), note="dịch")
    told = client.post(rests, {"on": "12/12/2026"})
    answer = client.post(rests, {"on": "12/12/2026", "seen": told.context["seen"], "save": "1"})

    assert "hạn 25/12/2026 dời thành 04/01/2027" in told.text
    assert answer.status_code == 302
    pause = TeamPause.objects.get()
    assert (pause.ends_on, pause.ended_by) == (NOON.date(), leader)
    shown = client.get(rests).text
    assert "Nghỉ từ 02/12/2026, làm lại từ 12/12/2026" in shown
    assert "dịch" in shown


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"note": ""}, "Xin ghi lý do"),
        ({"starts_on": "01/11/2026"}, "Chỉ ghi lùi được 31 ngày"),
        ({"until": "12/12/2026"}, "Ngày làm lại phải sau ngày bắt đầu nghỉ"),
        ({"starts_on": "ngày mai"}, "Ngày phải viết như 05/12/2026."),
    ],
)
def test_what_cannot_be_is_explained(client, rests, given, said):
    answer = client.post(rests, wish() | given)

    assert (answer.status_code, said in answer.text) == (422, True)


def test_a_day_inside_an_earlier_rest_is_explained(client, team, rests):
    pause_team(team, on=date(2026, 12, 1))
    resume_team(team, on=date(2026, 12, 12))
    data = wish(starts_on="08/12/2026")
    seen = client.post(rests, data).context["seen"]

    answer = client.post(rests, data | {"seen": seen, "save": "1"})

    assert (answer.status_code, "đã nghỉ đến hết ngày trước" in answer.text) == (422, True)


def test_a_rest_taken_back_on_its_first_day_never_was(client, team, rests, round):
    pause_team(team, on=date(2026, 12, 12))
    told = client.post(rests, {"on": "12/12/2026"})
    client.post(rests, {"on": "12/12/2026", "seen": told.context["seen"], "save": "1"})

    assert "coi như chưa có" in told.text
    assert not TeamPause.objects.exists()
    assert standing_faults() == []


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_costs_the_same_for_any_number_of_rests(
    client, team, rests, leader, number, django_assert_max_num_queries
):
    for month in range(1, number + 1):
        pause_team(team, on=date(2026, month, 3), by=leader)
        resume_team(team, on=date(2026, month, 9), by=leader)
    with django_assert_max_num_queries(6):
        client.get(rests)
