"""Guards that hold for every test, and the cast that tests share."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import settings as hypothesis_settings

from tests.factories import make_neighbourhood, make_user, make_ward

# The same examples each time, so that a run judges the change and not the dice. To go looking for
# new ones: HYPOTHESIS_PROFILE=explore python -m pytest
hypothesis_settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis_settings.register_profile("explore", deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(autouse=True)
def _no_error_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An ERROR in the log is a fault that nobody saw; a test that wants one clears caplog."""
    yield
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert errors == []


@pytest.fixture
def on() -> date:
    """The day on which most stories play: mid-month, a Saturday."""
    return date(2026, 12, 12)


@pytest.fixture
def ward(db):
    return make_ward()


@pytest.fixture
def neighbourhood(ward):
    return make_neighbourhood(ward)


@pytest.fixture
def officer(ward):
    """Officer Hạnh, on duty over the ward."""
    return make_user("hanh", duty=ward)


@pytest.fixture
def city_officer(ward):
    """Officer Quang, on duty over the whole city."""
    return make_user("quang", duty=ward.parent)


@pytest.fixture
def stranger(db):
    """Someone with an account and no charge of anything."""
    return make_user("la")
