"""The clock stands still, and a team has its month open."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache

from firesafety.months import Month
from inspections.services.link import link_token
from inspections.services.round import open_round
from tests.factories import make_team

NOON = datetime(2026, 12, 12, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
OPENED = datetime(2026, 12, 1, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DECEMBER = Month(2026, 12)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        cache.clear()
        yield


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 3, number=7)


@pytest.fixture
def round(team):
    return open_round(team, DECEMBER, at=OPENED)


@pytest.fixture
def assignment(round):
    return round.assignments.select_related("inspector", "inspected", "round").first()


@pytest.fixture
def link(assignment):
    return f"/k/{link_token(assignment)}/"
