"""What the benchmarks of pages ask for is there, and they leave everything as it was."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import F
from django.db.models.functions import Right

from firesafety.benchmarks import console, request_times, requests
from households.models import Duty, User
from inspections.models import Assignment
from inspections.services.standing import move_on
from tests.factories import make_team
from tests.inspections.services.stories import at, open_december

LATE = at(date(2026, 12, 28))


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(request_times, "REQUESTS", 1)
    for module in (console, requests):
        # It tunes the process that it runs in.
        monkeypatch.setattr(module, "settle", lambda: None)


@pytest.fixture
def team(neighbourhood):
    made = make_team(neighbourhood, 3)
    open_december(made)
    return made


def measure(subject, **options):
    told = StringIO()
    with time_machine.travel(LATE, tick=False):
        call_command("benchmark", subject, json=True, stdout=told, **options)
    return json.loads(told.getvalue())


def kept():
    return [list(model.objects.order_by("pk").values()) for model in (User, Duty, Assignment)]


def test_the_pages_of_a_ward_are_measured_and_nothing_stays(team):
    # As in a place whose key was lost, or that was never issued a link.
    Assignment.objects.update(link_hash=Right(F("link_hash"), 32))
    before = kept()
    pages = measure("requests", ward=team.ward.code)["pages"]
    assert {"ward", "city", "overdue", "team", "household link", "household answers"} <= set(pages)
    assert all(0 < page["milliseconds"] <= page["p95"] for page in pages.values())
    assert all(page["queries"] > 0 and page["kilobytes"] > 0 for page in pages.values())
    assert kept() == before


@pytest.mark.parametrize("moved", [False, True])
def test_every_page_of_a_citys_console_is_measured_and_nothing_stays(team, moved):
    """In the night too, before the daily job has brought the kept figures to the new day."""
    if moved:
        move_on(on=LATE.date())
    before = kept()
    told = measure("console", city=team.ward.parent.code)
    pages = {name: page for name, page in told.items() if isinstance(page, dict)}
    expected = {f"{level}, {page}" for level in ("city", "ward") for page in console.PAGES}
    assert expected <= set(pages)
    assert {name: page["queries"] for name, page in pages.items() if page["queries"] > 12} == {}
    assert 0 < told["loop_milliseconds"] <= told["loop_slowest"]
    assert kept() == before


@pytest.mark.parametrize("subject", ["requests", "console"])
def test_a_place_without_anything_to_show_is_told_of(ward, subject):
    with pytest.raises(CommandError, match="has no"):
        measure(subject, ward=ward.code, city=ward.parent.code)
