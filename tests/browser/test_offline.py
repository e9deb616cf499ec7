"""A visit without signal: nothing is lost, nothing is said to be sent before it is."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from inspections.models import Hazard, Inspection, Round, Submission
from inspections.services.link import link_token, reissue_link, short_code
from tests.browser.conftest import PHONE, sign_in
from tests.browser.phones import (
    FORGOTTEN,
    ROWS,
    choose,
    expect,
    expect_received,
    expect_waiting,
    fill,
    hold,
    home_of,
    rows,
    send,
    unsent,
    wait_until,
)
from tests.inspections.views.stories import codes_of

BOTH_SCOPES = """async () => {
  const workers = await navigator.serviceWorker.getRegistrations();
  return workers.length === 2 && workers.every(({ active }) => active?.state === "activated");
}"""


KEPT = f"""async (words) => {{
  const drafts = await ({ROWS})("drafts");
  return drafts.some(({{ fields }}) => fields.some(([, text]) => text === words));
}}"""


def test_a_whole_visit_without_signal_is_sent_when_the_signal_returns(phone, link, assignment):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.get_by_role("link", name="Bắt đầu").click()
    fill(phone, assignment, DIEN_01="Chưa đạt")
    phone.locator("#id_n_DIEN-01").fill("Dây hở sau tủ")
    expect(phone.locator("[data-count]")).to_have_text(
        f"{len(codes_of(assignment))} / {len(codes_of(assignment))}"
    )
    send(phone)

    expect_waiting(phone)
    expect(unsent(phone)).to_contain_text("Kết quả chưa gửi: 1")
    assert "Đã gửi" not in phone.locator("main").inner_text()
    assert Submission.objects.count() == 0

    phone.context.set_offline(False)
    expect_received(phone)
    expect(phone.locator(".big-code")).to_have_text(Submission.objects.get().receipt)
    expect(unsent(phone)).to_be_hidden()
    assert Inspection.objects.get().notes == {"DIEN-01": "Dây hở sau tủ"}
    assert Hazard.objects.get().code == "DIEN-01"


def test_every_tap_survives_a_reload(phone, link, assignment):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    choose(phone, "DIEN-01", "Chưa đạt")
    phone.locator("#id_n_DIEN-01").fill("Ổ cắm lỏng")
    phone.get_by_label("Ghi chú chung").fill("Hẹn xem lại")
    # No hand is as quick as this one: what was typed last is on its way to the phone's memory.
    wait_until(phone, KEPT, "Hẹn xem lại")
    phone.reload()

    expect(phone.locator("#item-DIEN-01 input[value=F]")).to_be_checked()
    expect(phone.locator("#id_n_DIEN-01")).to_have_value("Ổ cắm lỏng")
    expect(phone.get_by_label("Ghi chú chung")).to_have_value("Hẹn xem lại")
    expect(phone.locator("[data-count]")).to_have_text(f"1 / {len(codes_of(assignment))}")


def test_a_result_survives_the_browser_closed_and_opened(
    browser_type, browser_type_launch_args, tmp_path, link, assignment
):
    def launch():
        context = browser_type.launch_persistent_context(
            tmp_path / "phone", **browser_type_launch_args, viewport=PHONE
        )
        # The browser itself would send in the moment between its start and the loss of signal.
        context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
        return context

    first = launch()
    page = first.new_page()
    hold(page, link)
    first.set_offline(True)
    page.goto(f"{link}answers/")
    fill(page, assignment)
    send(page)
    expect_waiting(page)
    first.close()
    assert Submission.objects.count() == 0

    second = launch()
    second.set_offline(True)
    page = second.new_page()
    page.goto(link)
    expect(unsent(page)).to_contain_text("Kết quả chưa gửi: 1")
    second.set_offline(False)
    expect(unsent(page)).to_be_hidden()
    second.close()

    assert Inspection.objects.get().completed


def test_what_waits_is_sent_when_a_page_is_next_opened(
    phone, context, link, assignment, live_server
):
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    hold(phone, link)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    fill(phone, assignment)
    send(phone)
    expect_waiting(phone)
    phone.close()
    context.set_offline(False)
    opened = context.new_page()
    assert Submission.objects.count() == 0

    opened.goto(f"{live_server.url}/k/")

    expect(opened.locator("[data-shelf]")).to_contain_text("Đã gửi")
    expect(opened.locator("[data-shelf]")).to_contain_text(Submission.objects.get().receipt)


def test_what_waits_is_sent_with_the_page_closed_where_the_browser_can(
    phone, context, link, assignment, live_server
):
    hold(phone, link)
    context.set_offline(True)
    phone.goto(f"{link}answers/")
    fill(phone, assignment)
    send(phone)
    expect_waiting(phone)
    elsewhere = context.new_page()
    tools = context.new_cdp_session(elsewhere)
    known: list[dict] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda said: known.extend(said["registrations"])
    )
    tools.send("ServiceWorker.enable")
    phone.close()
    context.set_offline(False)

    elsewhere.goto(f"{live_server.url}/static/firesafety/icon.svg")
    words = {"origin": live_server.url, "tag": "send", "lastChance": False}
    tools.send(
        "ServiceWorker.dispatchSyncEvent", {**words, "registrationId": known[-1]["registrationId"]}
    )

    wait_until(elsewhere, f"async () => (await ({ROWS})('results'))[0].state === 'sent'")
    assert Inspection.objects.get().completed


def test_why_nobody_could_get_in_waits_as_well(phone, link):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.get_by_role("link", name="Không vào kiểm tra được? Báo lý do").click()
    phone.get_by_label("Không có ai ở nhà").check()
    phone.get_by_role("button", name="Gửi lý do").click()
    expect_waiting(phone)

    phone.context.set_offline(False)

    expect_received(phone)
    assert Inspection.objects.get().obstacle == "nobody_home"


def test_a_visit_corrected_before_the_signal_returns_ends_as_corrected(phone, link, assignment):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    fill(phone, assignment)
    send(phone)
    expect_waiting(phone)
    phone.get_by_role("button", name="Sửa lại").click()
    choose(phone, "DIEN-01", "Chưa đạt")
    send(phone)
    expect_waiting(phone)

    phone.context.set_offline(False)

    expect_received(phone)
    expect(unsent(phone)).to_be_hidden()
    assert Hazard.objects.get().code == "DIEN-01"


def test_a_correction_without_signal_begins_with_what_was_sent(phone, link, assignment):
    hold(phone, link)
    phone.goto(f"{link}answers/")
    fill(phone, assignment, DIEN_04="Không áp dụng")
    send(phone)
    expect_received(phone)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    expect(phone.locator("#item-DIEN-04 input[value=N]")).to_be_checked()
    choose(phone, "DIEN-01", "Chưa đạt")
    send(phone)
    expect_waiting(phone)

    phone.context.set_offline(False)

    expect_received(phone)
    assert Inspection.objects.get().revision == 2
    assert Hazard.objects.get().code == "DIEN-01"


def test_an_item_left_out_is_named_without_asking_the_server(phone, link, assignment):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    fill(phone, assignment)
    phone.locator("#item-DIEN-01 input:checked").evaluate("each => { each.checked = false; }")
    send(phone)

    phone.get_by_role("alert").get_by_role("link").click()
    assert phone.url.endswith("#item-DIEN-01")
    expect(phone.locator("#item-DIEN-01")).to_contain_text("Xin chọn một trong bốn câu trả lời.")
    assert rows(phone, "results") == []


def test_a_page_kept_since_yesterday_proposes_today(phone, link):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.clock.set_fixed_time(timezone.now() + timedelta(days=1))
    phone.goto(f"{link}answers/")

    tomorrow = timezone.localdate() + timedelta(days=1)
    expect(phone.locator("#id_done_on")).to_have_value(f"{tomorrow:%d/%m/%Y}")


def test_a_page_that_the_phone_does_not_hold_says_what_to_do(phone, link, live_server):
    hold(phone, link)
    phone.context.set_offline(True)

    phone.goto(f"{live_server.url}/k/ABCDE-12345/")

    expect(phone.locator("h1")).to_have_text("Chưa có sóng")
    expect(phone.locator("[data-shelf] li")).to_have_count(1)


def test_the_square_on_the_sheet_opens_the_same_kept_page(phone, link, assignment, live_server):
    capitals = f"{live_server.url}/K/{link_token(assignment)}"
    phone.goto(capitals)
    wait_until(phone, BOTH_SCOPES)
    hold(phone, link)
    phone.goto(capitals)
    phone.context.set_offline(True)

    phone.goto(capitals)

    expect(phone.locator("h1")).to_contain_text(assignment.inspected.holder_name)


def test_nothing_of_a_signed_in_page_is_kept(phone, link, live_server, leader):
    hold(phone, link)
    sign_in(phone, live_server, leader.username)
    for path in ("/", home_of(link), f"{home_of(link)}answers/", "/k/"):
        phone.goto(live_server.url + path)
    kept = phone.evaluate(
        """async () => {
          const pages = await caches.open("to-12-1 pages");
          const texts = (await pages.keys()).map(async (page) => (await pages.match(page)).text());
          return (await Promise.all(texts)).filter((text) => text.includes("logout")).length;
        }"""
    )

    assert kept == 0


def test_after_the_month_the_phone_forgets(phone, link, assignment, live_server):
    hold(phone, link)
    phone.goto(f"{link}answers/")
    fill(phone, assignment)
    send(phone)
    expect_received(phone)
    phone.clock.set_fixed_time(timezone.now() + timedelta(days=70))

    phone.goto(f"{live_server.url}/k/")

    wait_until(phone, FORGOTTEN, home_of(link))
    assert [rows(phone, store) for store in ("assignments", "drafts", "results")] == [[], [], []]


def test_a_link_taken_back_leaves_the_phone_with_the_next_signal(phone, link, assignment):
    hold(phone, link)
    reissue_link(assignment, issue=assignment.link_issue, by=None, at=timezone.now())

    phone.goto(link)

    expect(phone.locator("h1")).to_contain_text("đã được thay")
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    expect(phone.locator("h1")).to_have_text("Chưa có sóng")


def test_after_three_days_the_phone_urges(phone, link, assignment):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    fill(phone, assignment)
    send(phone)
    expect_waiting(phone)
    expect(unsent(phone)).not_to_contain_text("Đã quá 3 ngày")
    phone.clock.set_fixed_time(timezone.now() + timedelta(days=3, hours=1))

    phone.goto(link)

    expect(unsent(phone)).to_contain_text("Đã quá 3 ngày chưa gửi được")


def test_a_short_code_and_a_link_are_one_line_on_the_phone(phone, link, assignment, live_server):
    hold(phone, link)
    phone.goto(f"{live_server.url}/k/{short_code(assignment)}/")
    phone.goto(f"{live_server.url}/k/")

    expect(phone.locator("[data-shelf] li")).to_have_count(1)


def test_a_round_that_closed_meanwhile_is_told_and_nothing_is_thrown_away(
    phone, link, assignment, live_server
):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    fill(phone, assignment)
    send(phone)
    expect_waiting(phone)
    Round.objects.update(closed_on=timezone.localdate())

    phone.context.set_offline(False)

    expect(phone.get_by_role("alert")).to_contain_text("đã chốt nên không sửa được nữa")
    phone.goto(f"{live_server.url}/k/")
    expect(phone.locator("[data-shelf]")).to_contain_text("đã chốt nên không sửa được nữa")
    assert [row["state"] for row in rows(phone, "results")] == ["refused"]
    assert Submission.objects.count() == 0
