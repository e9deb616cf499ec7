"""The whole visit without signal."""

from __future__ import annotations

import pytest

from inspections.models import Inspection, Submission
from tests.inspections.views.stories import codes_of

from .test_phone import choose

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not here")


def hold(page, link) -> None:
    """Open the link once with signal, and wait until the phone holds its pages."""
    page.goto(link)
    page.wait_for_function(
        """async (path) => {
          const kept = await (await caches.open("to-12-1 pages")).keys();
          const paths = kept.map(({ url }) => new URL(url).pathname);
          const ready = (await navigator.serviceWorker.ready).active.state === "activated";
          return ready && ["", "answers/", "obstacle/"].every((part) => paths.includes(path + part))
            && paths.includes("/k/no-signal/") && paths.includes("/k/");
        }""",
        arg=f"/k/{link.split('/k/')[1]}",
    )


def test_x(browser_page, link, assignment):
    page, codes = browser_page, codes_of(assignment)
    hold(page, link)
    page.context.set_offline(True)
    page.get_by_role("link", name="Bắt đầu").click()
    for code in codes:
        choose(page, code, "Đạt")
    page.reload()
    page.get_by_role("button", name="Gửi kết quả").click()
    sync_api.expect(page.get_by_role("heading", name="Đã lưu trên máy này, chưa gửi")).to_be_visible()
    page.screenshot(path="/tmp/s1.png", full_page=True)
    page.context.set_offline(False)
    sync_api.expect(page.locator("h1")).to_contain_text("Đã nhận")
    assert Inspection.objects.get().completed
