"""The leader's and the officer's screens."""

from __future__ import annotations

import pytest

from inspections.models import Inspection
from inspections.planning.answers import Answer
from tests.inspections.views.stories import codes_of

from .conftest import DESK, sign_in

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not here")


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": DESK}


def test_an_officer_signs_in_and_out(browser_page, live_server, team, officer, ward):
    sign_in(browser_page, live_server, officer.username)
    assert browser_page.url == f"{live_server.url}/areas/{ward.code}/"

    browser_page.get_by_role("button", name="Đăng xuất").click()
    browser_page.goto(f"{live_server.url}/areas/{ward.code}/")
    assert "/login/" in browser_page.url


def test_a_sheet_is_typed_in_by_keyboard_alone(browser_page, live_server, leader, assignment):
    page = browser_page
    sign_in(page, live_server, leader.username)
    page.get_by_role("link", name="Nhập phiếu giấy").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=assignment.inspector.holder_name).first.focus()
    page.keyboard.press("Enter")
    page.locator("#id_done_on").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("dien 1 dây hở\nGAS-01 n")
    # On the grid arrows walk through the four answers of an item.
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    sync_api.expect(page.locator(".sheet-line input:checked")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Lưu và sang phiếu sau").focus()
    page.keyboard.press("Enter")
    sync_api.expect(page.get_by_role("alert")).to_contain_text("ghi hai nơi khác nhau")
    page.locator("#id_exceptions").fill("GAS-01 n")
    page.get_by_role("button", name="Lưu và sang phiếu sau").focus()
    page.keyboard.press("Enter")
    sync_api.expect(page.get_by_role("status")).to_contain_text("Mã biên nhận")

    packed = Inspection.objects.get().answers
    assert sorted(packed.replace(".", "")) == sorted(
        [Answer.UNSEEN, Answer.NOT_APPLICABLE] + [Answer.PASS] * (len(codes_of(assignment)) - 2)
    )


def test_the_print_button_gives_a_pdf(browser_page, live_server, leader, round):
    sign_in(browser_page, live_server, leader.username)
    button = browser_page.get_by_role("link", name="In phiếu (PDF)")

    answer = browser_page.request.get(live_server.url + button.get_attribute("href"))

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_a_message_is_copied_with_one_press(browser_page, live_server, leader, assignment, round):
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(browser_page, live_server, leader.username)
    browser_page.get_by_role("link", name="Gửi Zalo").click()
    browser_page.get_by_role("button", name="Chép tin").first.click()

    sync_api.expect(browser_page.get_by_role("button", name="Đã chép")).to_be_visible()
    copied = browser_page.evaluate("navigator.clipboard.readText()")
    assert assignment.inspected.holder_name in copied
