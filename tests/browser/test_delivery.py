"""A bad connection and a bad day of the server: nothing lost, nothing doubled, nothing hidden."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from django.http import HttpResponse
from django.utils import timezone

from inspections.models import Inspection, Submission
from inspections.services.link import reissue_link
from inspections.views import answers
from tests.browser.phones import (
    choose,
    expect,
    expect_received,
    expect_waiting,
    fill,
    hold,
    rows,
    send,
    unsent,
)

FULL = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (window.full) throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, given);
  };
"""


@pytest.fixture
def server(monkeypatch, caplog, context):
    """Make the server answer in its own way: ``server(wrap)`` gets each reply's maker.

    The browser's own trying again is left out, so that it is the page that is tested.
    """
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    # An answer of 500 or more is logged as an error, and here it is wanted.
    caplog.set_level("CRITICAL", logger="django.request")

    def behave(wrap) -> None:
        reply = answers._reply
        monkeypatch.setattr(answers, "_reply", lambda *given: wrap(lambda: reply(*given)))

    return behave


def filled_page(phone, link, assignment) -> None:
    hold(phone, link)
    phone.goto(f"{link}answers/")
    fill(phone, assignment)


def send_now(phone) -> None:
    unsent(phone).get_by_role("button", name="Gửi ngay").click()


def test_an_error_of_the_server_in_the_middle_is_waited_out(phone, link, assignment, server):
    broken = [503, 500]
    server(lambda reply: HttpResponse(status=broken.pop()) if broken else reply())
    filled_page(phone, link, assignment)
    send(phone)
    expect_waiting(phone)
    send_now(phone)
    expect(unsent(phone).get_by_role("button", name="Gửi ngay")).to_be_visible()
    assert Submission.objects.count() == 0

    send_now(phone)

    expect_received(phone)
    assert broken == []
    assert Submission.objects.count() == 1


def test_a_signal_that_returns_while_a_sending_fails_is_not_missed(phone, link, assignment, server):
    under_way, fail = Event(), Event()

    def fail_first(reply):
        if under_way.is_set():
            return reply()
        under_way.set()
        assert fail.wait(10)
        return HttpResponse(status=503)

    server(fail_first)
    filled_page(phone, link, assignment)
    send(phone)
    assert under_way.wait(10)
    phone.evaluate("dispatchEvent(new Event('online'))")
    fail.set()

    expect(unsent(phone)).to_be_hidden()
    assert Submission.objects.count() == 1


def test_an_answer_lost_on_its_way_back_stores_nothing_new(phone, link, assignment, server):
    lost = ["once"]

    def lose(reply):
        answer = reply()
        return HttpResponse(status=502) if lost and lost.pop() else answer

    server(lose)
    filled_page(phone, link, assignment)
    send(phone)
    expect_waiting(phone)
    assert Submission.objects.count() == 1

    send_now(phone)

    expect_received(phone)
    expect(phone.locator(".big-code")).to_have_text(Submission.objects.get().receipt)


def test_what_was_changed_after_a_lost_answer_follows_as_a_correction(
    phone, link, assignment, server
):
    lost = ["once"]

    def lose(reply):
        answer = reply()
        return HttpResponse(status=502) if lost and lost.pop() else answer

    server(lose)
    filled_page(phone, link, assignment)
    send(phone)
    expect_waiting(phone)
    phone.get_by_role("button", name="Sửa lại").click()
    choose(phone, "DIEN-01", "Chưa đạt")
    send(phone)

    expect_received(phone)
    states = [(row["state"], row["revision"]) for row in rows(phone, "results")]
    assert sorted(states) == [("sent", 1), ("sent", 2)]
    assert list(Submission.objects.values_list("revision", flat=True)) == [1, 2]
    assert "F" in Inspection.objects.get().answers


def test_each_sending_delivered_twice_stores_once(phone, link, assignment, server):
    server(lambda reply: (reply(), reply())[1])
    filled_page(phone, link, assignment)
    send(phone)

    expect_received(phone)
    assert Submission.objects.count() == 1


def test_a_true_double_tap_stores_once(phone, link, assignment):
    filled_page(phone, link, assignment)
    phone.evaluate(
        """() => {
          const button = document.querySelector("form[data-visit] button:not([type=button])");
          button.click();
          button.click();
        }"""
    )

    expect_received(phone)
    assert Submission.objects.count() == 1
    assert len(rows(phone, "results")) == 1


def test_two_pages_of_one_phone_store_once(phone, link, assignment, context):
    filled_page(phone, link, assignment)
    context.set_offline(True)
    send(phone)
    expect_waiting(phone)
    second = context.new_page()
    second.goto(link)
    expect(unsent(second)).to_contain_text("Kết quả chưa gửi: 1")

    context.set_offline(False)

    expect_received(phone)
    expect(unsent(second)).to_be_hidden()
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("foreign", ["<h1>Free Wi-Fi: please log in</h1>", '{"state": "ok"}'])
def test_a_foreign_page_instead_of_an_answer_is_not_a_receipt(
    phone, link, assignment, server, foreign
):
    server(lambda reply: HttpResponse(foreign))
    filled_page(phone, link, assignment)
    send(phone)

    expect_waiting(phone)
    assert [row["state"] for row in rows(phone, "results")] == ["waiting"]


def test_a_refusal_names_the_place_and_keeps_everything(phone, link, assignment, live_server):
    filled_page(phone, link, assignment)
    tomorrow = timezone.localdate() + timedelta(days=1)
    phone.locator("#id_done_on").fill(f"{tomorrow:%d/%m/%Y}")
    phone.get_by_label("Ghi chú chung").fill("Giữ lại")
    send(phone)

    expect(phone.get_by_role("alert")).to_contain_text("đến hôm nay")
    expect(phone.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#id_done_on")
    phone.goto(f"{live_server.url}/k/")
    expect(phone.locator("[data-shelf]")).to_contain_text("đến hôm nay")
    phone.locator("[data-shelf]").get_by_role("link", name="Sửa lại").click()
    expect(phone.get_by_role("alert")).to_contain_text("đến hôm nay")
    expect(phone.get_by_label("Ghi chú chung")).to_have_value("Giữ lại")

    phone.locator("#id_done_on").fill(f"{timezone.localdate():%d/%m/%Y}")
    send(phone)

    expect_received(phone)
    assert [row["state"] for row in rows(phone, "results")] == ["sent"]
    assert Inspection.objects.get().remark == "Giữ lại"


def test_a_refused_item_is_shown_with_its_reason(phone, link, assignment):
    filled_page(phone, link, assignment)
    choose(phone, "DIEN-01", "Chưa đạt")
    phone.locator("#id_n_DIEN-01").evaluate("each => each.removeAttribute('maxlength')")
    phone.locator("#id_n_DIEN-01").fill("x" * 301)
    send(phone)

    expect(phone.locator("#item-DIEN-01 .error-text")).to_be_visible()
    phone.get_by_role("alert").get_by_role("link").click()
    assert phone.url.endswith("#item-DIEN-01")
    assert [row["state"] for row in rows(phone, "results")] == ["refused"]


def test_a_link_taken_back_meanwhile_keeps_what_was_written(phone, link, assignment, live_server):
    filled_page(phone, link, assignment)
    reissue_link(assignment, issue=assignment.link_issue, by=None, at=timezone.now())
    send(phone)

    expect(phone.get_by_role("alert")).to_contain_text("không còn mở được")
    phone.goto(f"{live_server.url}/k/")
    expect(phone.locator("[data-shelf] .error-text")).to_contain_text("không còn mở được")
    assert len(rows(phone, "results")[0]["fields"]) > 10


def test_a_second_phone_sees_what_is_there(phone, link, assignment, browser, new_context):
    hold(phone, link)
    phone.goto(f"{link}answers/")
    fill(phone, assignment, DIEN_01="Chưa đạt")
    send(phone)
    expect_received(phone)

    other = new_context().new_page()
    other.goto(f"{link}answers/")

    expect(other.locator("#item-DIEN-01 input[value=F]")).to_be_checked()


def conflict(phone, other, link, assignment) -> None:
    """``other`` filled the sheet without signal while ``phone`` sent; then it found its signal."""
    hold(other, link)
    other.context.set_offline(True)
    other.goto(f"{link}answers/")
    fill(other, assignment, DIEN_04="Chưa đạt")
    send(other)
    expect_waiting(other)
    hold(phone, link)
    phone.goto(f"{link}answers/")
    fill(phone, assignment, DIEN_01="Chưa đạt")
    send(phone)
    expect_received(phone)
    other.context.set_offline(False)
    expect(other.get_by_role("heading", name="Đã có kết quả khác")).to_be_visible()


def test_two_phones_on_one_sheet_overwrite_nothing_in_silence(
    phone, link, assignment, new_context, live_server
):
    other = new_context().new_page()
    conflict(phone, other, link, assignment)
    assert Submission.objects.count() == 1
    other.goto(f"{live_server.url}/k/")
    expect(other.locator("[data-shelf]")).to_contain_text("Đã có kết quả khác")
    assert [row["state"] for row in rows(other, "results")] == ["conflict"]


def test_the_second_phone_may_send_its_own_as_a_correction(phone, link, assignment, new_context):
    other = new_context().new_page()
    conflict(phone, other, link, assignment)

    other.get_by_role("button", name="Gửi bản này thành bản sửa").click()

    expect_received(other)
    assert list(Submission.objects.values_list("revision", flat=True)) == [1, 2]


def test_the_second_phone_may_discard_its_own_with_two_taps(phone, link, assignment, new_context):
    other = new_context().new_page()
    conflict(phone, other, link, assignment)
    other.get_by_role("link", name="Xem kết quả đang có").click()
    expect(other.locator(".big-code")).to_have_text(Submission.objects.get().receipt)
    other.goto(f"{link}answers/")
    other.get_by_role("button", name="Bỏ bản này").click()
    assert len(rows(other, "results")) == 1

    other.get_by_role("button", name="Bấm lần nữa để bỏ hẳn").click()

    other.wait_for_url(link)
    assert rows(other, "results") == []
    assert Submission.objects.count() == 1


def test_a_draft_older_than_another_phones_result_is_offered_and_not_forced(
    phone, link, assignment, new_context
):
    other = new_context().new_page()
    hold(other, link)
    other.goto(f"{link}answers/")
    choose(other, "DIEN-04", "Chưa đạt")
    filled_page(phone, link, assignment)
    send(phone)
    expect_received(phone)

    other.reload()

    expect(other.locator("#item-DIEN-04 input[value=P]")).to_be_checked()
    other.get_by_role("button", name="Dùng phần đang ghi dở").click()
    expect(other.locator("#item-DIEN-04 input[value=F]")).to_be_checked()


def test_a_full_phone_says_so_and_sends_the_plain_way(phone, link, assignment):
    phone.add_init_script(FULL)
    filled_page(phone, link, assignment)
    phone.evaluate("window.full = true")
    choose(phone, "DIEN-01", "Chưa đạt")
    expect(phone.locator("main")).to_contain_text("Máy hết chỗ lưu")

    send(phone)

    expect_received(phone)
    assert "F" in Inspection.objects.get().answers
    assert Submission.objects.count() == 1


def test_a_full_phone_without_signal_keeps_the_page(phone, link, assignment):
    phone.add_init_script(FULL)
    filled_page(phone, link, assignment)
    phone.context.set_offline(True)
    phone.evaluate("window.full = true")
    send(phone)
    expect(phone.locator("main")).to_contain_text("Máy hết chỗ lưu và đang không có sóng")
    expect(phone.locator("#item-DIEN-01 input[value=P]")).to_be_checked()

    phone.context.set_offline(False)
    send(phone)

    expect_received(phone)
    assert Submission.objects.count() == 1


def test_a_browser_without_any_storage_sends_the_plain_way(phone, link, assignment):
    phone.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined });")
    phone.goto(f"{link}answers/")
    fill(phone, assignment)
    send(phone)

    expect_received(phone)
    assert Submission.objects.count() == 1
