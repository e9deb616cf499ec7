"""Photos: made small on the phone, kept there, sent after the text and each by itself."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image

from inspections.models import Photo, Submission
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
    wait_until,
)

# A page that takes photos has such a field at each item; put in where the page has none.
FIELD = """
  new MutationObserver(() => {
    const note = document.querySelector("#item-DIEN-01 .note");
    if (!note || note.nextElementSibling || note.querySelector("[data-photo]")) return;
    const input = document.createElement("input");
    Object.assign(input, { type: "file", accept: "image/*", multiple: true });
    input.dataset.photo = "DIEN-01";
    input.setAttribute("aria-label", "Ảnh");
    note.append(input);
  }).observe(document, { childList: true, subtree: true });
"""
SENT = """async (number) => {
  const opening = indexedDB.open("to-12-1");
  const rows = await new Promise((resolve) => {
    opening.onsuccess = () => {
      const request = opening.result.transaction("photos").objectStore("photos").getAll();
      request.onsuccess = () => { opening.result.close(); resolve(request.result); };
    };
  });
  return rows.filter(({ state }) => state === "sent").length === number;
}"""


def picture(width=2400, height=1200, colour="red") -> dict:
    """A JPEG with a place in it, as a phone's camera writes one."""
    image = Image.new("RGB", (width, height), colour)
    exif = Image.Exif()
    exif[0x010F] = "Camera of a neighbour"
    content = BytesIO()
    image.save(content, "JPEG", exif=exif)
    return {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


class Counter:
    """Stands at the photos' address: keeps what came, answers as told."""

    def __init__(self) -> None:
        self.received: list[dict[str, bytes]] = []
        self.replies: list[tuple[int, str]] = []

    def take(self, route) -> None:
        boundary = route.request.headers["content-type"].split("boundary=")[1].encode()
        parts = route.request.post_data_buffer.split(b"--" + boundary)[1:-1]
        fields = {}
        for part in parts:
            head, body = part.split(b"\r\n\r\n", 1)
            fields[re.search(rb'name="(\w+)"', head)[1].decode()] = body[:-2]
        self.received.append(fields)
        status, text = self.replies.pop(0) if self.replies else (201, '{"receipt": "ANH-1"}')
        route.fulfill(status=status, body=text, content_type="application/json")


@pytest.fixture
def counter(context):
    stands = Counter()
    context.add_init_script(FIELD)
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    context.route("**/photos/", stands.take)
    return stands


def photograph(page, *pictures) -> None:
    page.locator("#item-DIEN-01 input[type=file]").set_input_files(list(pictures))


def filled_page(phone, link, assignment, *pictures) -> None:
    hold(phone, link)
    phone.goto(f"{link}answers/")
    fill(phone, assignment, DIEN_01="Chưa đạt")
    photograph(phone, *pictures)
    expect(phone.locator("#item-DIEN-01 li")).to_have_count(len(pictures))


def test_photos_follow_the_text_one_by_one(phone, link, assignment, counter):
    filled_page(phone, link, assignment, picture(), picture(colour="blue"))
    phone.context.set_offline(True)
    send(phone)
    expect_waiting(phone)
    expect(unsent(phone)).to_contain_text("Ảnh chưa gửi: 2")
    assert counter.received == []

    phone.context.set_offline(False)

    expect_received(phone)
    wait_until(phone, SENT, 2)
    stored = str(Submission.objects.get().client_id).encode()
    # One that was on its way when the page changed comes again, under its own id.
    came = {
        each["photo_id"].decode(): (each["submission_id"], each["item"])
        for each in counter.received
    }
    assert came == {row["id"]: (stored, b"DIEN-01") for row in rows(phone, "photos")}
    assert {row["receipt"] for row in rows(phone, "photos")} == {"ANH-1"}


def test_a_photo_is_made_small_and_says_nothing_of_the_camera(phone, link, assignment, counter):
    filled_page(phone, link, assignment, picture())
    send(phone)
    expect_received(phone)
    wait_until(phone, SENT, 1)

    sent = Image.open(BytesIO(counter.received[0]["photo"]))
    assert (sent.format, sent.size) == ("JPEG", (1600, 800))
    assert dict(sent.getexif()) == {}
    assert b"neighbour" not in counter.received[0]["photo"]


def test_a_photo_that_did_not_get_through_comes_again_under_its_id(
    phone, link, assignment, counter
):
    counter.replies = [(503, "")]
    filled_page(phone, link, assignment, picture())
    send(phone)
    expect_received(phone)
    expect(unsent(phone)).to_contain_text("Ảnh chưa gửi: 1")

    unsent(phone).get_by_role("button", name="Gửi ngay").click()

    expect(unsent(phone)).to_be_hidden()
    first, again = counter.received
    assert first["photo_id"] == again["photo_id"]
    assert Submission.objects.count() == 1


def test_a_refused_photo_stays_and_says_why(phone, link, assignment, counter):
    counter.replies = [(413, '{"error": "Ảnh nặng quá. Xin chụp lại."}')]
    filled_page(phone, link, assignment, picture())
    send(phone)
    expect_received(phone)
    expect(unsent(phone)).to_contain_text("Ảnh chưa gửi: 1")

    phone.goto(f"{link}answers/")

    expect(phone.locator("#item-DIEN-01 .note")).to_contain_text("Ảnh nặng quá. Xin chụp lại.")
    assert [row["state"] for row in rows(phone, "photos")] == ["refused"]


def test_at_most_three_photos_an_item(phone, link, assignment, counter):
    hold(phone, link)
    phone.goto(f"{link}answers/")
    choose(phone, "DIEN-01", "Chưa đạt")

    photograph(phone, *(picture(200, 100) for _each in range(4)))

    expect(phone.locator("#item-DIEN-01 .note")).to_contain_text("Mỗi mục giữ nhiều nhất 3 ảnh.")
    assert len(rows(phone, "photos")) == 3


def test_a_photo_survives_a_reload_and_leaves_with_two_taps(phone, link, assignment, counter):
    filled_page(phone, link, assignment, picture())
    phone.reload()
    kept = phone.locator("#item-DIEN-01 li")
    expect(kept).to_contain_text("Ảnh đã lưu trên máy này")
    kept.get_by_role("button").click()
    expect(kept).to_have_count(1)

    kept.get_by_role("button").click()

    expect(kept).to_have_count(0)


def test_photos_of_what_turned_out_well_are_not_sent(phone, link, assignment, counter):
    filled_page(phone, link, assignment, picture())
    choose(phone, "DIEN-01", "Đạt")
    send(phone)

    expect_received(phone)
    expect(unsent(phone)).to_be_hidden()
    assert counter.received == []


def test_a_file_that_is_no_picture_is_said_to_be_none(phone, link, assignment, counter):
    hold(phone, link)
    phone.goto(f"{link}answers/")
    choose(phone, "DIEN-01", "Chưa đạt")

    photograph(phone, {"name": "a.txt", "mimeType": "text/plain", "buffer": b"khong phai anh"})

    expect(phone.locator("#item-DIEN-01 .note")).to_contain_text("Máy không đọc được ảnh này")
    assert rows(phone, "photos") == []


def test_a_picture_that_the_browser_cannot_draw_goes_as_it_is(phone, link, assignment, counter):
    raw = {"name": "a.heic", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic raw"}
    filled_page(phone, link, assignment, raw)
    send(phone)
    expect_received(phone)
    wait_until(phone, SENT, 1)

    assert counter.received[0]["photo"] == raw["buffer"]


def test_the_site_itself_stores_a_photo_once_that_was_taken_without_a_signal(
    phone, link, assignment
):
    """Nothing stands between: phone, network and site as they are."""
    filled_page(phone, link, assignment, picture())
    phone.context.set_offline(True)
    send(phone)
    expect_waiting(phone)
    assert not Photo.objects.exists()

    phone.context.set_offline(False)

    expect_received(phone)
    wait_until(phone, SENT, 1)
    kept = Photo.objects.get()
    (row,) = rows(phone, "photos")
    assert (str(kept.client_id), kept.receipt) == (row["id"], row["receipt"])
    assert (kept.kind, kept.code, kept.width, kept.height) == ("found", "DIEN-01", 1600, 800)
    submission = Submission.objects.get()
    assert kept.submission == submission
    assert 0 <= submission.seconds <= 600
    assert submission.finished_at <= submission.received_at
