"""Whatever a map does, open months, links and figures go on, and the months before stay true."""

from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from firesafety.months import Month
from households.models import Duty, Household, Team
from households.queries.reform import show_as_of
from households.reform_map import MapRow
from households.services.reform import reorganise_areas
from inspections.models import Assignment
from inspections.services.link import link_token
from inspections.services.round import open_round
from tests.factories import make_neighbourhood, make_team, make_ward
from tests.inspections.views.stories import record

ON = date(2027, 1, 1)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 12, 26, 12, tzinfo=VIETNAM)
AFTER = datetime(2027, 1, 5, 12, tzinfo=VIETNAM)
MAPS = {
    "split": [("31120", "31201", "Một", "Khu vực 1"), ("31120", "31202", "Hai", "*")],
    "gives land away and goes on": [
        ("31120", "31120", "Phường Cái Khế", "*"),
        ("31120", "31135", "Phường Tân An", "Khu vực 1"),
    ],
    "a code passes on to other land": [
        ("31120", "31135", "Phường Đông"),
        ("31135", "31300", "Phường Tây"),
    ],
    "three become one": [(code, "31300", "Mới") for code in ("31120", "31135", "31140")],
    "names change places": [
        ("31120", "31120", "Phường Tân An"),
        ("31135", "31135", "Phường Cái Khế"),
    ],
    "split and merged at once": [
        ("31120", "31301", "Một", "Khu vực 1"),
        ("31120", "31302", "Hai", "Khu vực 2"),
        ("31135", "31301", "Một"),
        ("31140", "31302", "Hai"),
    ],
}


@pytest.fixture(autouse=True)
def _after():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def teams(ward, officer):
    """One in each of Cái Khế's two neighbourhoods, and one each of the same number beside."""
    places = [(ward, "Khu vực 1", 7), (ward, "Khu vực 2", 2)]
    for code, name in (("31135", "Phường Tân An"), ("31140", "Xã Ba")):
        places.append((make_ward(code, name, ward.parent), "Khu vực 1", 7))
    made = [make_team(make_neighbourhood(a, name), 3, number=n) for a, name, n in places]
    for team in made:
        open_round(team, Month(2026, 12), at=AT)
        visit = open_round(team, Month(2027, 1), at=AT).assignments.first()
        record(visit, DIEN_01="F", at=AFTER)
    return made


def reform(lines):
    rows = [
        MapRow(number, old, new, name, tuple(parts))
        for number, (old, new, name, *parts) in enumerate(lines, start=2)
    ]
    return reorganise_areas(rows, on=ON, today=AFTER.date())


def places(day):
    teams = list(Team.objects.select_related("ward", "neighbourhood"))
    show_as_of(teams, day=day)
    return {team.pk: (team.ward.name, team.neighbourhood.name, team.number) for team in teams}


@pytest.mark.parametrize("name", MAPS)
def test_the_work_goes_on_and_the_past_stays(client, teams, name):
    before = places(date(2026, 12, 31))
    visits = Assignment.objects.filter(round__month=ON).select_related("round")
    links = [link_token(visit) for visit in visits]
    reform(MAPS[name])
    call_command("recount", check=True, stdout=StringIO(), stderr=StringIO())
    assert {client.get(f"/k/{token}/").status_code for token in links} == {200}
    assert places(date(2026, 12, 31)) == before
    for team in Team.objects.select_related("ward", "neighbourhood"):
        assert (team.ward.valid_to, team.neighbourhood.parent) == (None, team.ward)
    assert not Household.objects.exclude(neighbourhood__valid_to=None).exists()
    assert not Duty.objects.filter(ends_on=None).exclude(area__valid_to=None).exists()
    assert reform(MAPS[name]).already_done
