"""A sheet is looked at, however new or old its round is, and nothing is written by that."""

import pytest

from inspections.models import HouseholdLink
from inspections.printing.catalogue import TEAM_SHEETS
from tests.factories import make_user
from tests.inspections.views.stories import record
from tests.looking import changes


@pytest.fixture
def leader(client, team, assignment):
    record(assignment, DIEN_01="F")
    client.force_login(make_user("lan", leads=team))


@pytest.fixture(params=["as opened", "of before", "with another key"])
def links(request, leader, settings):
    """As opened; without the households' links, as of old; and with a key that opens none."""
    if request.param == "of before":
        HouseholdLink.objects.all().delete()
    if request.param == "with another key":
        settings.SECRET_KEY = "another-key-" + "1" * 50
        settings.SECRET_KEY_FALLBACKS = []
        request.getfixturevalue("client").force_login(
            make_user("mai", leads=request.getfixturevalue("team"))
        )


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize("ending", [".pdf", "/"])
@pytest.mark.parametrize("sheet", TEAM_SHEETS)
def test_of_a_sheet(client, team, sheet, ending):
    with changes() as written:
        answer = client.get(f"/teams/{team.pk}/print/2026-12/{sheet}{ending}")
        b"".join(answer)  # A file is drawn to its end.

    assert answer.status_code in (200, 409)
    assert written == set()


@pytest.mark.usefixtures("links")
def test_of_a_households_card(client, team, assignment):
    with changes() as written:
        path = f"/teams/{team.pk}/two-sides/2026-12/{assignment.inspected_id}/"
        assert client.get(path).status_code == 200

    assert written == set()
