from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache

from households.services.roster_import import receive_roster
from tests.factories import make_household, make_neighbourhood, make_team, make_user, make_ward

ROSTER = (
    "Chủ hộ,Số nhà,Đường,Khu vực,Số điện thoại\n"
    "Trần Thị An,12/3,Đề Thám,Khu vực 1,912345678\n"
    "Lê Văn Bình,14,Đề Thám,Khu vực 1,12\n"
).encode()


@pytest.fixture(autouse=True)
def _today(on):
    with time_machine.travel(
        datetime(on.year, on.month, on.day, 2, tzinfo=UTC), tick=False
    ) as clock:
        cache.clear()
        yield clock


@pytest.fixture
def time(_today):
    """The clock, to be moved on."""
    return _today


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, size=4, number=1)


@pytest.fixture
def other_team(neighbourhood):
    return make_team(neighbourhood, size=4, number=2)


@pytest.fixture
def lone(neighbourhood):
    """Household Lẻ, in no team."""
    return make_household(neighbourhood, "Phạm Thị Lẻ")


@pytest.fixture
def received(ward, officer):
    at = datetime(2026, 12, 12, 2, tzinfo=UTC)
    return receive_roster(ward, ROSTER, name="danh sách.csv", by=officer, at=at)


@pytest.fixture
def cast(ward, team, other_team, officer, city_officer, stranger):
    """Everybody who may knock, by what they are. None is a guest."""
    elsewhere = make_ward("31135", "Phường Tân An", ward.parent)
    return {
        "guest": None,
        "stranger": stranger,
        "leader": make_user("lan", leads=team),
        "leader of another team": make_user("mai", leads=other_team),
        "officer": officer,
        "officer of another ward": make_user("dung", duty=make_neighbourhood(elsewhere).parent),
        "city officer": city_officer,
    }


@pytest.fixture
def as_officer(client, officer):
    client.force_login(officer)
    return client
