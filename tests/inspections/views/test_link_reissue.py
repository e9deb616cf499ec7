"""Taking a visit's link back, by its leader or an officer."""

from datetime import timedelta

import pytest
import time_machine

from inspections.models import LinkRevocation
from inspections.services.link import link_token, short_code
from tests.factories import make_user
from tests.inspections.printing.reading import pages_of
from tests.inspections.views.conftest import NOON


@pytest.fixture
def leader(team):
    return make_user("lan", leads=team)


@pytest.fixture
def address(team, assignment):
    return f"/teams/{team.pk}/link/2026-12/{assignment.pk}/"


def test_the_button_takes_the_old_link_back_and_says_who_and_when(
    client, address, leader, assignment, link
):
    client.force_login(leader)
    assert client.get(link).status_code == 200

    after = client.post(address, {"issue": "1"}, follow=True)

    assert "Đã thu hồi mã cũ và cấp mã mới" in after.text
    assert "Mã lần 1, lúc 12:00 12/12/2026" in after.text
    assert str(leader) in after.text
    revocation = LinkRevocation.objects.get()
    assert (revocation.revoked_by, revocation.revoked_at) == (leader, NOON)
    assert client.get(link).status_code == 410
    assignment.refresh_from_db()
    assert client.get(f"/k/{link_token(assignment)}/").status_code == 200


def test_pressed_twice_it_takes_back_one(client, address, leader, assignment):
    client.force_login(leader)

    for _ in range(2):
        client.post(address, {"issue": "1"})

    assignment.refresh_from_db()
    assert (LinkRevocation.objects.count(), assignment.link_issue) == (1, 2)


@pytest.mark.parametrize("data", [{}, {"issue": ""}, {"issue": "x"}, {"issue": "7"}])
def test_a_button_of_another_page_takes_nothing_back(client, address, leader, data):
    client.force_login(leader)

    assert client.post(address, data).status_code == 302
    assert LinkRevocation.objects.count() == 0


def test_looking_takes_nothing_back(client, address, leader, assignment, link):
    client.force_login(leader)
    client.get(address)
    client.head(address)

    assert LinkRevocation.objects.count() == 0
    assert client.get(link).status_code == 200


def test_strangers_take_nothing_back(client, address, stranger, link):
    assert client.post(address, {"issue": "1"}).status_code == 302
    client.force_login(stranger)
    assert client.post(address, {"issue": "1"}).status_code == 404
    assert LinkRevocation.objects.count() == 0


def test_after_the_month_there_is_nothing_to_take_back(client, address, leader):
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        client.force_login(leader)
        assert "không cần thu hồi" in client.get(address).text
        client.post(address, {"issue": "1"})

    assert LinkRevocation.objects.count() == 0


def test_the_new_card_has_the_new_code_and_one_home(client, address, leader, assignment, round):
    client.force_login(leader)
    old_code = short_code(assignment)
    client.post(address, {"issue": "1"})
    assignment.refresh_from_db()

    answer = client.get(address + "card.pdf")
    text = " ".join(pages_of(b"".join(answer.streaming_content)))

    assert "no-store" in answer.headers["Cache-Control"]
    assert short_code(assignment) in text
    assert old_code not in text
    assert assignment.inspected.holder_name in text
    others = {short_code(each) for each in round.assignments.exclude(pk=assignment.pk)}
    assert [code for code in others if code in text] == []


def test_a_card_whose_key_is_gone_waits_for_a_button(client, address, leader, settings):
    settings.SECRET_KEY_FALLBACKS = []
    settings.SECRET_KEY = "a-new-one"
    client.force_login(leader)

    assert client.get(address + "card.pdf").status_code == 409


def test_the_leader_finds_the_way_from_the_message_and_from_the_sheet(
    client, address, leader, team, assignment
):
    client.force_login(leader)

    for path in ("message/2026-12/", f"paper/2026-12/{assignment.pk}/"):
        assert f'href="{address}"' in client.get(f"/teams/{team.pk}/{path}").text
