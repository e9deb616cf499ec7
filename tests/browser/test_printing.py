"""A ward's paper on its way, and a team's picture handed on, as a person sees it."""

from __future__ import annotations

import pytest

from inspections import tasks
from inspections.models import PrintJob
from inspections.printing.catalogue import AREA_SHEETS, TEAM_SHEETS
from inspections.services.print_job import finish_printing

from .conftest import DESK, sign_in

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not here")

# A phone that can hand files to other apps; what it was handed stays in ``window.shared``, and a
# mark on the page says so.
PHONE_THAT_SHARES = """
  navigator.canShare = (what) => what.files.length === 1;
  navigator.share = async (what) => {
    const [file] = what.files;
    const bytes = new Uint8Array(await file.arrayBuffer());
    window.shared = { title: what.title, name: file.name, type: file.type, size: bytes.length,
                      start: Array.from(bytes.slice(1, 4)) };
    document.documentElement.dataset.shared = "yes";
  };
"""


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ask(live_server, officer, ward, round):
    """Sign in and press the button that starts the printing."""

    def asked(page):
        sign_in(page, live_server, officer.username)
        page.goto(f"{live_server.url}/areas/{ward.code}/print/")
        page.get_by_role("button", name="Tạo tệp").click()
        sync_api.expect(page.locator("[data-waiting]")).to_be_visible()
        return PrintJob.objects.get()

    return asked


class TestAWardsPaper:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "viewport": DESK}

    def test_progress_and_the_file_show_up_by_themselves(self, browser_page, ask, tmp_path):
        job = ask(browser_page)
        part = job.parts.get()
        tasks.print_part(part.pk)
        sync_api.expect(browser_page.locator("[data-waiting]")).to_contain_text(
            "đang ghép thành một tệp", timeout=10_000
        )
        with (tmp_path / "x").open("wb+") as file:
            file.write(b"%PDF-1.4")
            finish_printing(job, file, pages=2)

        link = browser_page.get_by_role("link", name="Tải về")
        sync_api.expect(link).to_be_visible(timeout=10_000)
        with browser_page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename.endswith("-checklists.pdf")

    def test_a_keyboard_stays_on_the_button_while_the_page_renews_itself(self, browser_page, ask):
        job = ask(browser_page)
        cancel = browser_page.get_by_role("button", name="Hủy")
        cancel.focus()
        PrintJob.objects.filter(pk=job.pk).update(teams=40, teams_done=25, pages=300)
        sync_api.expect(browser_page.locator("[data-waiting]")).to_contain_text(
            "25 trên 40 tổ, 300 trang", timeout=10_000
        )

        sync_api.expect(cancel).to_be_focused()
        browser_page.keyboard.press("Enter")
        sync_api.expect(browser_page.get_by_role("status")).to_contain_text("Đã hủy yêu cầu in")
        sync_api.expect(browser_page.locator("[data-waiting]")).to_have_count(0)
        job.refresh_from_db()
        assert job.state == "cancelled"

    def test_without_scripts_the_page_comes_anew_and_cancelling_works(
        self, browser, ask, live_server
    ):
        context = browser.new_context(java_script_enabled=False, viewport=DESK)
        page = context.new_page()
        job = ask(page)
        PrintJob.objects.filter(pk=job.pk).update(teams=40, teams_done=25, pages=300)
        sync_api.expect(page.locator("[data-waiting]")).to_contain_text(
            "25 trên 40 tổ", timeout=15_000
        )

        page.get_by_role("button", name="Hủy").click()
        sync_api.expect(page.get_by_role("status")).to_contain_text("Đã hủy yêu cầu in")
        job.refresh_from_db()
        assert job.state == "cancelled"
        context.close()


class TestSharing:
    @pytest.fixture
    def message(self, browser_page, live_server, leader, team, round):
        def opened(page=browser_page):
            sign_in(page, live_server, leader.username)
            page.get_by_role("link", name="Gửi Zalo").click()
            return page

        return opened

    def test_a_phone_hands_the_picture_on_with_one_press(self, browser_page, message):
        browser_page.add_init_script(PHONE_THAT_SHARES)
        page = message()
        page.get_by_role("button", name="Gửi ảnh").click()

        page.locator("html[data-shared]").wait_for()
        shared = page.evaluate("window.shared")
        assert shared["type"] == "image/png"
        assert bytes(shared["start"]) == b"PNG"
        assert 5_000 < shared["size"] <= 200 * 1024
        assert shared["name"].startswith("to-7-")
        assert "Tổ 7: phân công tháng" in shared["title"]

    def test_closing_the_choice_of_apps_is_no_fault(self, browser_page, message):
        browser_page.add_init_script(
            PHONE_THAT_SHARES
            + "navigator.share = async () => { document.documentElement.dataset.shared = 'no'; "
            + "throw new DOMException('', 'AbortError'); };"
        )
        page = message()
        page.get_by_role("button", name="Gửi ảnh").click()

        page.locator("html[data-shared=no]").wait_for()
        sync_api.expect(page.get_by_role("button", name="Gửi ảnh")).to_be_enabled()

    def test_what_cannot_be_sent_is_said_and_can_be_saved(self, browser_page, message):
        browser_page.add_init_script(
            PHONE_THAT_SHARES
            + "navigator.share = async () => { throw new DOMException('', 'NotAllowedError'); };"
        )
        page = message()
        page.get_by_role("button", name="Gửi ảnh").click()

        told = page.get_by_role("button", name="Không gửi được, hãy tải ảnh về")
        sync_api.expect(told).to_be_disabled()

    @pytest.mark.parametrize("scripts", [True, False])
    def test_elsewhere_the_picture_is_saved_by_a_link(self, browser, message, scripts):
        context = browser.new_context(java_script_enabled=scripts)
        page = message(context.new_page())

        sync_api.expect(page.get_by_role("button", name="Gửi ảnh")).to_have_count(0)
        with page.expect_download() as download:
            page.get_by_role("link", name="Tải ảnh về máy").click()
        assert download.value.suggested_filename.startswith("to-7-")
        assert download.value.path().read_bytes().startswith(b"\x89PNG")
        context.close()


def test_papers_and_twins_fit_a_small_screen(
    browser_page, live_server, city_officer, team, ward, round
):
    sign_in(browser_page, live_server, city_officer.username)
    month = f"{round.month:%Y-%m}"
    paths = [f"/teams/{team.pk}/papers/", f"/areas/{ward.code}/papers/", "/areas/92/papers/"]
    paths += [f"/teams/{team.pk}/print/{month}/{sheet}/" for sheet in TEAM_SHEETS]
    paths += [f"/areas/{ward.code}/print/{month}/{sheet}/" for sheet in AREA_SHEETS]
    wide = []
    for path in paths:
        browser_page.goto(live_server.url + path)
        width = browser_page.evaluate("document.documentElement.scrollWidth")
        wide += [path] if width > browser_page.viewport_size["width"] else []
    assert wide == []


def test_what_a_finger_presses_among_the_papers_is_large_enough(
    browser_page, live_server, leader, team, round
):
    sign_in(browser_page, live_server, leader.username)
    browser_page.goto(f"{live_server.url}/teams/{team.pk}/papers/")
    boxes = [each.bounding_box() for each in browser_page.locator("main .list a").all()]

    assert len(boxes) > 20
    assert [box for box in boxes if box["height"] < 48] == []
