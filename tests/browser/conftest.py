"""A real browser against a real server; skipped with a word where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from firesafety.months import Month
from inspections.services.link import link_token, short_code
from inspections.services.round import open_round
from tests.factories import make_team, make_user

CHROMIUM = Path("/usr/bin/chromium")
HERE = Path(__file__).parent
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [] if find_spec("pytest_playwright") else ["pytest-playwright"]
    missing += [] if CHROMIUM.exists() else [str(CHROMIUM)]
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Of pytest-base-url, which pytest-playwright brings along.
            item.add_marker(
                pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance")
            )
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"not here: {', '.join(missing)}"))


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browsers_loop() -> None:
    # Playwright keeps an event loop in this thread; Django would refuse every query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": str(CHROMIUM),
        "args": ["--no-sandbox"],
    }


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": PHONE, "locale": "en-US"}


@pytest.fixture
def browser_page(page) -> Iterator:
    """A page that fails the test when a script fails or the security policy stops something."""
    page.set_default_timeout(20_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    yield page
    # A form that is sent back with its errors is an answer of 422, which Chromium notes too.
    assert [fault for fault in faults if "status of 4" not in fault] == []


@pytest.fixture
def phone(context):
    """A page whose network may fail, but whose scripts may not."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest.fixture
def team(transactional_db, neighbourhood):
    cache.clear()
    made = make_team(neighbourhood, 3, number=7)
    for number, membership in enumerate(made.memberships.select_related("household")):
        membership.household.phone = f"090700000{number}"
        membership.household.save(update_fields=["phone"])
    return made


@pytest.fixture
def round(team):
    at = timezone.now()
    return open_round(team, Month.of(timezone.localdate()), at=at)


@pytest.fixture
def assignment(round):
    return round.assignments.select_related("inspector", "inspected", "round").first()


@pytest.fixture
def link(assignment, live_server):
    return f"{live_server.url}/k/{link_token(assignment)}/"


@pytest.fixture
def code(assignment):
    return short_code(assignment)


@pytest.fixture
def leader(team):
    return make_user("lan", leads=team)


def sign_in(page, live_server, username: str) -> None:
    page.goto(f"{live_server.url}/login/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill("mat-khau-thu")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
