"""Two teams of a ward, five days late, and the officer who looks at them."""

from datetime import timedelta

import pytest
import time_machine

from inspections.services.round import open_round
from tests.factories import make_team
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED
from tests.inspections.views.stories import record

LATE = NOON + timedelta(days=18)  # 30/12: five days past the due day


@pytest.fixture
def teams(neighbourhood):
    """Lười has done nothing; Vừa has one visit left and found a danger twice."""
    made = {8: make_team(neighbourhood, 3, number=8), 10: make_team(neighbourhood, 3, number=10)}
    for number, team in made.items():
        for position, visit in enumerate(open_round(team, DECEMBER, at=OPENED).assignments.all()):
            if number == 10 and position < 2:
                record(visit, DIEN_01="F")
    return made


@pytest.fixture
def late(officer, client):
    with time_machine.travel(LATE, tick=False):
        client.force_login(officer)
        yield client
