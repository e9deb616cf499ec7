"""A neighbour's month on a small phone."""

from __future__ import annotations

import pytest

from inspections.models import Hazard, Inspection, Submission
from tests.inspections.views.stories import codes_of

from .conftest import PHONE

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not here")


def choose(page, code: str, label: str) -> None:
    page.locator(f"#item-{code}").get_by_label(label, exact=True).check()


def test_a_result_is_sent_by_the_code_on_the_sheet_and_put_right_afterwards(
    browser_page, live_server, assignment, code
):
    page, codes = browser_page, codes_of(assignment)
    page.goto(live_server.url)
    page.get_by_label("Mã trên phiếu").fill(code.lower())
    page.get_by_role("button", name="Mở phiếu").click()
    sync_api.expect(page.locator("h1")).to_contain_text(assignment.inspected.holder_name)
    page.get_by_role("link", name="Bắt đầu").click()

    for item in codes:
        choose(page, item, "Đạt")
    note = page.locator("#id_n_DIEN-01")
    sync_api.expect(note).to_be_hidden()
    choose(page, "DIEN-01", "Chưa đạt")
    note.fill("Dây hở sau tủ lạnh")
    sync_api.expect(page.locator("[data-count]")).to_have_text(f"{len(codes)} / {len(codes)}")
    page.get_by_role("button", name="Gửi kết quả").click()

    sync_api.expect(page.locator("h1")).to_contain_text("Đã nhận")
    sync_api.expect(page.locator(".big-code")).to_have_text(Submission.objects.get().receipt)
    sync_api.expect(page.locator("main")).to_contain_text("Dây hở sau tủ lạnh")
    assert Hazard.objects.get().state == Hazard.State.OPEN

    page.get_by_role("link", name="Sửa lại").click()
    choose(page, "DIEN-01", "Đạt")
    page.get_by_role("button", name="Gửi kết quả").click()
    page.wait_for_url("**/sent/")
    sync_api.expect(page.locator(".big-code")).to_have_text(
        Submission.objects.get(revision=2).receipt
    )
    assert Hazard.objects.get().state == Hazard.State.WITHDRAWN


def test_an_item_left_out_is_reached_from_the_summary(browser_page, link, assignment):
    page, codes = browser_page, codes_of(assignment)
    page.goto(f"{link}answers/")
    for item in codes[:-1]:
        choose(page, item, "Đạt")
    page.get_by_role("button", name="Gửi kết quả").click()

    summary = page.get_by_role("alert")
    sync_api.expect(summary).to_be_visible()
    summary.get_by_role("link").click()
    assert page.url.endswith(f"#item-{codes[-1]}")
    sync_api.expect(page.locator(f"#item-{codes[-1]}")).to_be_in_viewport()
    choose(page, codes[-1], "Không kiểm tra được")
    page.get_by_role("button", name="Gửi kết quả").click()
    sync_api.expect(page.locator("h1")).to_contain_text("Đã nhận")


def test_sending_again_after_a_lost_answer_stores_nothing_new(browser_page, link, assignment):
    page = browser_page
    page.goto(f"{link}answers/")
    for item in codes_of(assignment):
        choose(page, item, "Đạt")
    # An answer that was lost on its way back: it was stored, and the sender cannot know.
    page.evaluate(
        """() => {
          const form = document.querySelector("form[data-progress]");
          return fetch("", { method: "POST", body: new URLSearchParams(new FormData(form)) });
        }"""
    )
    page.get_by_role("button", name="Gửi kết quả").click()

    sync_api.expect(page.locator(".big-code")).to_have_text(Submission.objects.get().receipt)


def test_everything_fits_a_small_screen(browser_page, link):
    for part in ("", "answers/", "obstacle/"):
        browser_page.goto(link + part)
        width = browser_page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]


def test_answers_are_large_enough_to_touch(browser_page, link):
    browser_page.goto(f"{link}answers/")
    boxes = [box.bounding_box() for box in browser_page.locator(".answers label").all()]

    assert min(min(box["width"], box["height"]) for box in boxes) >= 48


def test_it_works_without_scripts_and_without_cookies(browser, live_server, link, assignment):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("link", name="Bắt đầu").click()
    for item in codes_of(assignment):
        choose(page, item, "Đạt")
    choose(page, "DIEN-01", "Chưa đạt")
    page.locator("#id_n_DIEN-01").fill("Ổ cắm lỏng")
    context.clear_cookies()
    page.get_by_role("button", name="Gửi kết quả").click()

    sync_api.expect(page.locator("h1")).to_contain_text("Đã nhận")
    assert Inspection.objects.get().notes == {"DIEN-01": "Ổ cắm lỏng"}
    context.close()


def test_the_language_is_switched_from_the_page_itself(browser_page, link):
    browser_page.goto(link)
    browser_page.get_by_role("button", name="English").click()

    sync_api.expect(browser_page.locator("html")).to_have_attribute("lang", "en")
    assert browser_page.url == link
