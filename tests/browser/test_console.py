"""The officer's lists by keyboard and by filter, and the map under two fingers."""

from __future__ import annotations

import pytest
from django.utils import timezone

from firesafety.months import Month
from inspections.services.round import open_round
from tests.factories import make_team
from tests.inspections.views.stories import record

from .conftest import DESK, PHONE, sign_in

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not here")


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": DESK}


@pytest.fixture
def second(team, neighbourhood):
    """Another team, number 8, in which a danger was found."""
    made = make_team(neighbourhood, 3, number=8)
    at = timezone.now()
    opened = open_round(made, Month.of(timezone.localdate()), at=at)
    record(opened.assignments.first(), at=at, DIEN_01="F")
    return made


def test_rows_are_walked_and_opened_by_keys(browser_page, live_server, officer, ward, team, second):
    page = browser_page
    sign_in(page, live_server, officer.username)
    page.goto(f"{live_server.url}/areas/{ward.code}/teams/")
    sync_api.expect(page.get_by_text("Phím tắt:")).to_be_visible()

    for key, focused in (("j", "Tổ 7"), ("j", "Tổ 8"), ("ArrowUp", "Tổ 7"), ("k", "Tổ 7")):
        page.keyboard.press(key)
        sync_api.expect(page.locator("[data-row]:focus")).to_have_text(focused)
    page.keyboard.press("/")
    sync_api.expect(page.locator("#id_q")).to_be_focused()
    page.keyboard.type("jk/")
    sync_api.expect(page.locator("#id_q")).to_have_value("jk/")
    page.locator("#id_q").fill("")
    page.locator("[data-row]").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: f"/teams/{second.pk}/" in url)


def test_keys_can_be_switched_off_for_good(browser_page, live_server, officer, ward, second):
    page = browser_page
    sign_in(page, live_server, officer.username)
    page.goto(f"{live_server.url}/areas/{ward.code}/teams/")
    page.get_by_role("button", name="Phím tắt").click()
    page.reload()
    sync_api.expect(page.get_by_role("button", name="Phím tắt")).to_have_attribute(
        "aria-pressed", "false"
    )
    page.keyboard.press("j")

    assert page.locator("[data-row]:focus").count() == 0


def test_a_filter_changes_the_list_and_the_address_alone(
    browser_page, live_server, officer, ward, team, second
):
    page = browser_page
    sign_in(page, live_server, officer.username)
    page.goto(f"{live_server.url}/areas/{ward.code}/teams/")
    page.evaluate("window.stayed = true")
    page.get_by_text("Lọc theo tình trạng").click()
    page.get_by_label("Còn chỗ chưa sửa").select_option("critical")

    sync_api.expect(page.locator("#list [data-row]")).to_have_text(["Tổ 8"])
    assert "severity=critical" in page.url
    assert page.evaluate("window.stayed") is True
    page.locator("#id_q").fill("7")
    sync_api.expect(page.locator("#list")).to_contain_text("Không có tổ nào khớp")
    # Going back fetches the page anew, so the way there is not waited for but what it shows.
    page.evaluate("setTimeout(() => history.go(-2), 0)")
    sync_api.expect(page.locator("#list [data-row]")).to_have_text(["Tổ 7", "Tổ 8"])
    # The pages themselves, with names of people, do not stay behind in the browser.
    kept = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    leader = team.appointments.get(role="leader").household
    assert leader.holder_name in page.content()
    assert leader.holder_name not in kept
    assert "htmx-history-cache" not in kept


@pytest.mark.parametrize("part", ["teams", "hazards", "items"])
def test_nothing_of_a_list_lies_beside_a_phones_screen(
    browser_page, live_server, officer, ward, second, part
):
    page = browser_page
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, officer.username)
    page.goto(f"{live_server.url}/areas/{ward.code}/{part}/")

    for cell in page.locator("tbody :is(th, td):visible").all():
        box = cell.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_a_team_and_a_home_show_the_teams_homes_on_a_map(
    browser_page, live_server, officer, second
):
    page = browser_page
    sign_in(page, live_server, officer.username)
    home = second.memberships.first().household_id
    for path, ringed in ((f"/teams/{second.pk}/", 0), (f"/households/{home}/inspections/", 1)):
        page.goto(f"{live_server.url}{path}")
        page.get_by_role("heading", name="Bản đồ").scroll_into_view_if_needed()
        sync_api.expect(page.locator(".map .mark > a")).to_have_count(3)
        assert page.locator(".map .ring").count() == ringed


def test_the_same_list_without_scripts(browser, live_server, officer, ward, team, second):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    sign_in(page, live_server, officer.username)
    page.goto(f"{live_server.url}/areas/{ward.code}/teams/")
    page.get_by_text("Lọc theo tình trạng").click()
    page.get_by_label("Còn chỗ chưa sửa").select_option("critical")
    page.get_by_role("button", name="Lọc").click()

    sync_api.expect(page.locator("#list [data-row]")).to_have_text(["Tổ 8"])
    page.goto(f"{live_server.url}/areas/{ward.code}/")
    page.get_by_role("link", name="Mở bản đồ").click()
    sync_api.expect(page.locator(".map svg .mark > a")).to_have_count(2)
    context.close()


def test_the_map_comes_with_the_page_and_is_enlarged(
    browser_page, live_server, officer, ward, team, second
):
    page = browser_page
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, officer.username)
    page.goto(f"{live_server.url}/areas/{ward.code}/")
    page.get_by_role("heading", name="Bản đồ").scroll_into_view_if_needed()
    drawing = page.locator(".map svg")
    sync_api.expect(drawing).to_be_visible()
    # The scale can be read on a phone, and says another number of metres when enlarged.
    scale = page.locator("[data-scale] text")
    assert scale.bounding_box()["height"] >= 12
    metres = scale.text_content()
    whole = drawing.get_attribute("viewBox")
    page.get_by_role("button", name="Phóng to").click()
    enlarged = drawing.get_attribute("viewBox")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    page.mouse.move(box["x"] + 150, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 110, box["y"] + 40, steps=4)
    page.mouse.up()
    moved = drawing.get_attribute("viewBox")
    assert scale.text_content() != metres
    drawing.focus()
    page.keyboard.press("ArrowLeft")
    assert float(drawing.get_attribute("viewBox").split()[0]) < float(moved.split()[0])
    page.keyboard.press("+")
    assert float(drawing.get_attribute("viewBox").split()[2]) < float(moved.split()[2])
    page.keyboard.press("0")

    assert float(enlarged.split()[2]) < float(whole.split()[2])
    assert moved != enlarged
    assert moved.split()[2:] == enlarged.split()[2:]
    assert [float(each) for each in drawing.get_attribute("viewBox").split()] == [
        float(each) for each in whole.split()
    ]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
