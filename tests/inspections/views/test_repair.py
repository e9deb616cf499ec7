"""An open month is changed on a page that shows the change first."""

import pytest

from inspections.models import Assignment, Repair
from tests.factories import make_user
from tests.inspections.views.conftest import NOON
from tests.inspections.views.stories import record


@pytest.fixture
def path(team, client):
    client.force_login(make_user("lan", leads=team))
    return f"/teams/{team.pk}/repair/2026-12/"


def leave(household):
    household.memberships.update(left_on=NOON.date())


def test_a_month_that_fits_says_so(client, path, round):
    assert "không cần sửa gì" in client.get(path).text


def test_looking_changes_nothing(client, path, round):
    leave(round.assignments.first().inspector)
    before = list(Assignment.objects.order_by("pk").values())

    page = client.get(path).text

    assert "Lượt bỏ đi" in page
    assert "Lượt mới" in page
    assert list(Assignment.objects.order_by("pk").values()) == before


def test_the_button_does_what_was_shown_and_names_only_the_touched(client, path, team, round):
    first, second, _third = round.assignments.all()
    record(first)
    leave(second.inspector)
    shown = client.get(path).context

    answer = client.post(path, {"seen": shown["change"].fingerprint}, follow=True)

    assert answer.redirect_chain[-1][0] == f"/teams/{team.pk}/?month=2026-12"
    assert "Chỉ cần báo và đưa phiếu mới cho: " + ", ".join(shown["touched"]) in answer.text
    assert Repair.objects.get().by.username == "lan"


def test_a_change_that_has_become_another_is_shown_again(client, path, round):
    leave(round.assignments.first().inspector)

    answer = client.post(path, {"seen": "something-older"})

    assert answer.status_code == 409
    assert "Trong lúc xem đã có thay đổi khác" in answer.text
    assert not Repair.objects.exists()


def test_a_closed_month_has_no_such_page(client, path, round):
    type(round).objects.filter(pk=round.pk).update(closed_on=NOON.date())

    assert client.get(path).status_code == 404


def test_a_team_at_rest_has_no_such_page(client, path, team, round):
    type(team).objects.filter(pk=team.pk).update(paused_on=NOON.date())

    assert client.get(path).status_code == 404
