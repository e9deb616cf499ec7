"""Several sheets on one phone: each with its state, and each removable."""

from __future__ import annotations

import pytest

from inspections.models import Submission
from inspections.services.link import link_token
from tests.browser.phones import (
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


@pytest.fixture
def two(round, live_server):
    """Two assignments and their links."""
    found = list(round.assignments.select_related("inspector", "inspected", "round"))[:2]
    return [(each, f"{live_server.url}/k/{link_token(each)}/") for each in found]


def line(page, assignment):
    names = f"{assignment.inspector.holder_name} → {assignment.inspected.holder_name}"
    return page.locator("[data-shelf] li").filter(has_text=names)


def test_each_sheet_has_its_line_with_its_state(phone, two, live_server):
    (first, link), (second, other_link) = two
    hold(phone, link)
    hold(phone, other_link)
    phone.goto(f"{live_server.url}/k/")
    expect(line(phone, first)).to_contain_text("Chưa ghi")

    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    fill(phone, first)
    send(phone)
    expect_waiting(phone)
    phone.goto(f"{other_link}answers/")
    choose(phone, "DIEN-01", "Đạt")
    phone.goto(f"{live_server.url}/k/")

    expect(phone.locator("[data-shelf] li")).to_have_count(2)
    expect(line(phone, first)).to_contain_text("Đã lưu trên máy này, chưa gửi")
    expect(line(phone, second)).to_contain_text("Đang ghi dở")
    phone.context.set_offline(False)
    expect(line(phone, first)).to_contain_text("Đã gửi")
    expect(line(phone, first)).to_contain_text(Submission.objects.get().receipt)
    line(phone, second).get_by_role("link").click()
    expect(phone.locator("h1")).to_contain_text(second.inspected.holder_name)


def test_two_sheets_filled_without_signal_are_both_sent(phone, two):
    for assignment, link in two:
        hold(phone, link)
        phone.context.set_offline(True)
        phone.goto(f"{link}answers/")
        fill(phone, assignment)
        send(phone)
        expect_waiting(phone)
        if assignment is two[0][0]:
            phone.context.set_offline(False)
            expect_received(phone)

    phone.context.set_offline(False)

    expect_received(phone)
    assert Submission.objects.count() == 2


def test_one_sheet_is_not_filled_with_anothers_answers(phone, two):
    (_first, link), (_second, other_link) = two
    hold(phone, link)
    phone.goto(f"{link}answers/")
    choose(phone, "DIEN-01", "Chưa đạt")

    phone.goto(f"{other_link}answers/")

    expect(phone.locator("[data-count]")).to_contain_text("0 /")


def test_a_refused_sheet_does_not_hold_up_the_next(phone, two, round):
    (first, link), (second, other_link) = two
    hold(phone, link)
    hold(phone, other_link)
    phone.context.set_offline(True)
    for assignment, address in two:
        phone.goto(f"{address}answers/")
        fill(phone, assignment)
        if assignment is first:
            phone.locator("#id_done_on").fill("01/01/2020")
        send(phone)
        expect_waiting(phone)

    phone.context.set_offline(False)

    expect_received(phone)
    expect(unsent(phone)).to_contain_text("Kết quả chưa gửi: 1")
    assert Submission.objects.get().inspection.assignment_id == second.pk


def test_a_sheet_leaves_the_phone_with_all_its_data_after_a_second_tap(phone, two, live_server):
    (first, link), (second, other_link) = two
    for address in (link, other_link):
        hold(phone, address)
        phone.goto(f"{address}answers/")
        choose(phone, "DIEN-01", "Đạt")
    phone.goto(f"{live_server.url}/k/")
    forget = line(phone, first).get_by_role("button")
    forget.click()
    expect(phone.locator("[data-shelf] li")).to_have_count(2)

    forget.click()

    expect(phone.locator("[data-shelf] li")).to_have_count(1)
    expect(line(phone, second)).to_be_visible()
    wait_until(phone, f"async () => (await ({ROWS})('drafts')).length === 1")
    kept = phone.evaluate(
        """async () => (await (await caches.open("to-12-1 pages")).keys()).map(({ url }) => url)"""
    )
    assert [url for url in kept if home_of(link) in url] == []
    assert [row["assignment"] for row in rows(phone, "drafts")] == [str(second.public_id)]


def test_a_phone_that_holds_nothing_shows_no_list(phone, live_server, team):
    phone.goto(f"{live_server.url}/k/")
    wait_until(phone, "async () => Boolean((await navigator.serviceWorker.ready).active)")

    expect(phone.locator("[data-shelf]")).to_be_hidden()
    expect(unsent(phone)).to_be_hidden()


def test_the_browsers_offer_to_install_becomes_a_button(phone, live_server, team):
    phone.goto(f"{live_server.url}/k/")
    install = phone.get_by_role("button", name="Đưa lên màn hình chính")
    expect(install).to_be_hidden()
    phone.evaluate(
        """() => {
          const offer = new Event("beforeinstallprompt", { cancelable: true });
          offer.prompt = () => { window.prompted = true; };
          dispatchEvent(offer);
        }"""
    )

    install.click()

    expect(install).to_be_hidden()
    assert phone.evaluate("window.prompted")
