"""A returned pile of twelve sheets, typed in without a mouse."""

from __future__ import annotations

import pytest
from django.utils import timezone

from firesafety.months import Month
from inspections.models import Confirmation, Hazard, Inspection
from inspections.services.round import open_round
from tests.factories import make_team, make_user

from .conftest import DESK, PHONE, sign_in

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not here")


@pytest.fixture
def pile(transactional_db, neighbourhood, live_server, browser_page):
    team = make_team(neighbourhood, 12, number=7)
    leader = make_user("lan", leads=team)
    today = timezone.localdate()
    open_round(team, Month.of(today), at=timezone.now())
    sign_in(browser_page, live_server, leader.username)
    browser_page.goto(f"{live_server.url}/teams/{team.pk}/paper/{Month.of(today)}/pile/")
    return browser_page


@pytest.mark.parametrize("browser_context_args", [{"viewport": DESK}, {"viewport": PHONE}])
def test_twelve_sheets_are_typed_in_by_keyboard_alone(pile):
    page, day = pile, str(timezone.localdate().day)
    page.locator(".pile-row input[type=text]").first.focus()
    for number in range(12):
        page.keyboard.type(day)
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        if number == 3:
            page.keyboard.type("dien 1 day ho; gas 1 n")
        page.keyboard.press("Enter")
        if number != 5:
            page.keyboard.press("Space")
        page.keyboard.press("Enter")
    sync_api.expect(page.get_by_role("button", name="Lưu tất cả").last).to_be_focused()
    page.keyboard.press("Enter")

    sync_api.expect(page.get_by_role("status")).to_contain_text("Đã lưu 12 phiếu.")
    assert Inspection.objects.filter(obstacle="", source="paper").count() == 12
    assert Hazard.objects.get().code == "DIEN-01"
    assert Confirmation.objects.count() == 11


def test_the_arrows_walk_through_the_same_field_of_each_sheet(pile):
    page = pile
    days = page.locator(".pile-row input[name$=done_on]")
    days.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    sync_api.expect(days.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    sync_api.expect(days.nth(1)).to_be_focused()
