"""What tests do with a phone that loses and finds its signal."""

from __future__ import annotations

import pytest

from tests.inspections.views.stories import codes_of

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not here")
expect = sync_api.expect
# How long something may take says nothing here: a busy machine is no fault of the page.
expect.set_options(timeout=20_000)

# Playwright's own waiting does not look into promises, and caches are read by promises.
UNTIL = """async (arg) => {
  const test = TEST;
  for (const start = performance.now(); !(await test(arg));) {
    if (performance.now() - start > 20000) throw new Error(`not within twenty seconds: ${test}`);
    await new Promise((again) => { setTimeout(again, 20); });
  }
}"""
HELD = """async (home) => {
  const kept = await (await caches.open("to-12-1 pages")).keys();
  const paths = kept.map(({ url }) => new URL(url).pathname);
  const active = (await navigator.serviceWorker.ready).active.state === "activated";
  const needed = [home, `${home}answers/`, `${home}obstacle/`, "/k/", "/k/no-signal/"];
  return active && needed.every((path) => paths.includes(path));
}"""
FORGOTTEN = """async (home) => {
  const kept = await (await caches.open("to-12-1 pages")).keys();
  return !kept.some(({ url }) => url.includes(home));
}"""
ROWS = """(store) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("to-12-1");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const request = opening.result.transaction(store).objectStore(store).getAll();
    request.onsuccess = () => { opening.result.close(); resolve(request.result); };
  };
})"""
WAITING = "Đã lưu trên máy này, chưa gửi"


def home_of(link: str) -> str:
    return "/k/" + link.split("/k/")[1]


def wait_until(page, test: str, arg: object = None) -> None:
    """Wait until an async function of the page says true."""
    page.evaluate(UNTIL.replace("TEST", test), arg)


def hold(page, link: str) -> None:
    """Open the link once with signal, and stay until the phone has all that it needs."""
    page.goto(link)
    wait_until(page, HELD, home_of(link))


def choose(page, code: str, label: str) -> None:
    page.locator(f"#item-{code}").get_by_label(label, exact=True).check()


def fill(page, assignment, **given: str) -> None:
    """All items passed, but for those ``given`` as ``DIEN_01="Chưa đạt"``."""
    wanted = {code.replace("_", "-"): label for code, label in given.items()}
    for code in codes_of(assignment):
        choose(page, code, wanted.get(code, "Đạt"))


def send(page) -> None:
    page.get_by_role("button", name="Gửi kết quả").click()


def rows(page, store: str) -> list[dict]:
    """What the phone holds in one of its stores."""
    return page.evaluate(ROWS, store)


def expect_waiting(page) -> None:
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()


def expect_received(page) -> None:
    expect(page.locator("h1")).to_contain_text("Đã nhận")


def unsent(page):
    return page.locator("[data-unsent]")
