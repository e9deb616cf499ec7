"""The leader shares out visits with a thumb: the circle, the settings, a repair, the calendar."""

from __future__ import annotations

import pytest
from django.utils import timezone

from firesafety.months import Month
from households.models import Membership, Team
from inspections.models import Exclusion, ModeChange, Repair
from tests.factories import make_household

from .conftest import PHONE, sign_in

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not here")
axe_sync = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not here"
)


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": PHONE, "has_touch": True, "is_mobile": True}


def findings(page) -> list[str]:
    """What axe-core finds on the page, and whether a thumb can use it at 360 pixels."""
    found = [each["id"] for each in axe_sync.Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
        found.append("wider than the screen")
    small = page.evaluate(
        """() => [...document.querySelectorAll("main button, main .button, main summary")]
            .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 48)
            .map((each) => "small: " + each.textContent.trim())"""
    )
    return found + small


def test_a_group_of_three_is_previewed_and_then_kept(
    browser_page, live_server, leader, team, round
):
    page = browser_page
    sign_in(page, live_server, leader.username)
    page.get_by_role("link", name="Cách phân công").tap()
    page.get_by_text("Nhóm: hai, ba hộ cùng đi").tap()
    page.get_by_text("3 hộ", exact=True).tap()
    page.get_by_role("button", name="Xem trước").tap()

    sync_api.expect(page.get_by_role("heading", name="Ba tháng tới, nếu lưu")).to_be_visible()
    assert findings(page) == []
    assert not ModeChange.objects.exists()
    page.get_by_role("button", name="Lưu như đang xem").tap()

    sync_api.expect(page.get_by_role("status")).to_contain_text("Đã lưu")
    month = Month.of(timezone.localdate()).next()
    sync_api.expect(page.locator("main")).to_contain_text(
        f"Từ tháng {month.first_day:%m/%Y}: Nhóm: hai, ba hộ cùng đi · 3 hộ cùng đi"
    )
    assert findings(page) == []
    team = Team.objects.get()
    assert (team.mode, team.crew_size) == ("crew", 3)


def test_a_pair_kept_apart_shows_who_is_left_out_and_the_way_out(
    browser_page, live_server, leader, team, round
):
    page = browser_page
    first, second, _third = [stay.household for stay in team.memberships.order_by("pk")]
    Membership.objects.exclude(household__in=[first, second]).update(away=True)
    sign_in(page, live_server, leader.username)
    page.get_by_role("link", name="Cách phân công").tap()
    page.get_by_text("Thêm một đôi không xếp sang nhau").tap()
    page.get_by_label("Thêm một đôi: hộ này").select_option(str(first.pk))
    page.get_by_label("và hộ này").select_option(str(second.pk))
    page.get_by_role("button", name="Xem trước").tap()

    sync_api.expect(page.locator(".notice.warning").first).to_contain_text("chưa có ai sang xem")
    sync_api.expect(page.locator(".notice.warning").first).to_contain_text("có thể xếp lại")
    assert findings(page) == []
    page.get_by_role("button", name="Lưu như đang xem").tap()
    sync_api.expect(page.get_by_role("status")).to_contain_text("Đã lưu")
    assert Exclusion.objects.get().set_by == leader


def test_a_newcomer_is_taken_into_the_open_month(
    browser_page, live_server, leader, team, round, neighbourhood
):
    page = browser_page
    newcomer = make_household(neighbourhood, "Trần Thị Mới")
    Membership.objects.create(team=team, household=newcomer, joined_on=timezone.localdate())
    sign_in(page, live_server, leader.username)
    page.get_by_role("link", name="Xem lượt nên sửa").tap()

    sync_api.expect(page.get_by_role("heading", name="Lượt mới")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Sửa lượt").tap()

    sync_api.expect(page.get_by_role("status")).to_contain_text("Đã sửa lượt")
    sync_api.expect(page.locator(".pairs-list")).to_contain_text("Trần Thị Mới")
    assert Repair.objects.get().by == leader


def test_the_circle_opens_and_fits_the_screen(browser_page, live_server, leader, team, round):
    page = browser_page
    sign_in(page, live_server, leader.username)
    page.get_by_text("Vòng của tổ: ai đã sang nhà ai").tap()

    sync_api.expect(page.locator(".circle-chart")).to_be_visible()
    sync_api.expect(page.locator("details.circle")).to_contain_text("dự tính")
    assert findings(page) == []


def test_the_calendars_address_is_made_and_taken_back(browser_page, live_server, leader, team):
    page = browser_page
    sign_in(page, live_server, leader.username)
    page.get_by_role("link", name="Đưa hạn vào lịch").tap()
    page.get_by_role("button", name="Tạo đường dẫn lịch").tap()

    address = page.get_by_label("Đường dẫn lịch")
    sync_api.expect(address).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Thôi dùng lịch").tap()
    sync_api.expect(address).to_have_count(0)


def test_it_works_without_scripts(browser, live_server, leader, team, round):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    sign_in(page, live_server, leader.username)
    page.get_by_role("link", name="Cách phân công").click()
    page.get_by_label("Trực: hộ trực kiểm tra các hộ còn lại").check()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Lưu như đang xem").click()

    sync_api.expect(page.get_by_role("status")).to_contain_text("Đã lưu")
    assert Team.objects.get().mode == "duty"
    context.close()
