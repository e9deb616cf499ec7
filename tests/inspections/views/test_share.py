"""Sharing a team's month: the picture, and the buttons that send or save it."""

from io import BytesIO

import pytest
from PIL import Image

from inspections.models import Assignment
from tests.factories import make_user


@pytest.fixture(autouse=True)
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


def test_the_assignments_come_as_a_picture(client, team, round):
    answer = client.get(f"/teams/{team.pk}/print/2026-12/assignment.png")

    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "no-store, private"
    assert 'filename="to-7-2026-12.png"' in answer["Content-Disposition"]
    assert Image.open(BytesIO(answer.content)).width == 1080


def test_without_a_round_there_is_no_picture(client, team):
    assert client.get(f"/teams/{team.pk}/print/2026-12/assignment.png").status_code == 404
    assert client.get(f"/teams/{team.pk}/print/hom-nay/assignment.png").status_code == 404


def test_the_picture_needs_no_codes_and_issues_none(client, team, round, leader, settings):
    settings.SECRET_KEY = "another-key-" + "1" * 50
    client.force_login(leader)
    before = set(Assignment.objects.values_list("link_hash", flat=True))

    assert client.get(f"/teams/{team.pk}/print/2026-12/assignment.png").status_code == 200
    assert set(Assignment.objects.values_list("link_hash", flat=True)) == before


def test_the_page_offers_to_save_the_picture_and_hides_the_button_that_needs_scripts(
    client, team, round
):
    page = client.get(f"/teams/{team.pk}/message/2026-12/").text

    path = f"/teams/{team.pk}/print/2026-12/assignment.png"
    assert f'<a class="button second" href="{path}" download="to-7-2026-12.png">' in page
    button = page[page.index(f'data-share="{path}"') :]
    assert button[: button.index(">")].endswith(" hidden")
