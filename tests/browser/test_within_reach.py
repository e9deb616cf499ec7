"""The household's page for large letters, one thumb, no mouse, and ears instead of eyes."""

from __future__ import annotations

import pytest
from django.conf import settings as site

from inspections.models import Inspection
from tests.browser.phones import (
    choose,
    expect,
    expect_received,
    expect_waiting,
    fill,
    hold,
    send,
)
from tests.inspections.views.stories import codes_of

axe_sync = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not here"
)

PARTS = ("", "answers/", "obstacle/")
VOICES = """
  const voices = LANGUAGES.map((lang) => ({ lang }));
  window.spoken = [];
  speechSynthesis.getVoices = () => voices;
  speechSynthesis.speak = (utterance) => spoken.push([utterance.lang, utterance.text]);
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
# Whatever is touched, but for links inside a sentence; a small box is touched by its words.
SMALL = """() => [...document.querySelectorAll("header, main, footer")]
  .flatMap((part) => [...part.querySelectorAll("a, button, input, textarea")])
  .filter((each) => each.type !== "hidden" && each.offsetParent && !each.closest("label"))
  .filter((each) => {
    const sentence = each.matches("a") && each.closest("p, li");
    return !sentence || sentence.innerText.trim() === each.innerText.trim();
  })
  .map((each) => (each.type === "radio" ? each.labels[0] : each))
  .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 47.5)
  .map(([text]) => text)"""
CUT = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.offsetParent && each.scrollWidth > each.clientWidth + 1)
  .filter((each) => each.matches("button, span, label, legend, h1, h2, p"))
  .filter((each) => getComputedStyle(each).display !== "inline")
  .filter((each) => !each.matches(".visually-hidden"))
  .map((each) => each.outerHTML.slice(0, 80))"""


def in_english(context, live_server) -> None:
    cookie = {"name": site.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url}
    context.add_cookies([cookie])


def test_a_keyboard_alone_fills_and_sends(phone, link, assignment):
    phone.goto(link)
    begin = phone.get_by_role("link", name="Bắt đầu")
    begin.focus()
    phone.keyboard.press("Enter")
    phone.locator("#item-DIEN-01 input").first.focus()
    for _item in codes_of(assignment):
        phone.keyboard.press("Space")
        phone.keyboard.press("Tab")
    expect(phone.locator("#id_done_on")).to_be_focused()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Gửi kết quả")).to_be_focused()
    phone.keyboard.press("Enter")

    expect_received(phone)
    assert Inspection.objects.get().answers.count("P") == len(codes_of(assignment))


def test_after_sending_without_signal_the_keyboard_is_where_the_words_are(phone, link, assignment):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    fill(phone, assignment)
    phone.get_by_role("button", name="Gửi kết quả").focus()
    phone.keyboard.press("Enter")
    expect_waiting(phone)

    expect(phone.locator(".notice:has(h2)")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(phone.locator(".notice:has(h2)").get_by_role("button", name="Gửi ngay")).to_be_focused()


@pytest.mark.parametrize("part", PARTS)
def test_everything_touched_is_large(phone, link, part):
    phone.goto(link + part)

    assert phone.evaluate(SMALL) == []


@pytest.mark.parametrize("part", PARTS)
def test_letters_twice_as_large_stay_on_the_screen(phone, link, assignment, part):
    phone.goto(link + part)
    phone.evaluate("document.documentElement.style.fontSize = '36px'")
    if part == "answers/":
        choose(phone, "DIEN-01", "Chưa đạt")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.evaluate(CUT) == []


def test_a_waiting_page_with_large_letters_stays_on_the_screen(phone, link, assignment):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    phone.evaluate("document.documentElement.style.fontSize = '36px'")
    fill(phone, assignment)
    send(phone)
    expect_waiting(phone)

    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_item_and_heading_has_its_drawing(phone, link, assignment):
    phone.goto(f"{link}answers/")
    drawings = phone.locator("form .pictogram")
    sizes = drawings.evaluate_all(
        """(all) => all.map((each) => {
          const { width, height } = each.getBBox();
          return width > 5 && height > 5;
        })"""
    )

    headings = phone.locator("form h2 .pictogram").count()
    assert headings >= 4
    assert sizes == [True] * (len(codes_of(assignment)) + headings)


@pytest.mark.parametrize(
    ("language", "voices", "word"),
    [("vi", ["en-US", "vi-VN"], "Nghe"), ("en", ["vi-VN", "en-GB"], "Listen")],
)
def test_an_item_and_a_group_are_read_aloud_in_the_language_of_the_page(
    phone, link, live_server, language, voices, word
):
    if language == "en":
        in_english(phone.context, live_server)
    phone.add_init_script(VOICES.replace("LANGUAGES", str(voices)))
    phone.goto(f"{link}answers/")
    text = phone.locator("#item-DIEN-01 legend").evaluate(
        "each => each.firstChild.nextSibling.textContent.trim()"
    )

    item = phone.locator("#item-DIEN-01 .listen")
    expect(item).to_contain_text(word)
    item.click()
    voice = next(voice for voice in voices if voice.startswith(language))
    assert phone.evaluate("spoken") == [[voice, text]]
    item.click()
    expect(item).to_contain_text(word)

    phone.evaluate("spoken.length = 0")
    group = phone.locator("section").filter(has=phone.locator("#item-DIEN-01"))
    group.locator(":scope > .listen").click()
    said = phone.evaluate("spoken.map(([, text]) => text)")
    assert len(said) == 1 + group.locator(".item").count()
    assert text in said


@pytest.mark.parametrize("voices", [[], ["en-US"]])
def test_without_a_voice_for_the_language_there_is_no_button(phone, link, voices):
    phone.add_init_script(VOICES.replace("LANGUAGES", str(voices)))
    phone.goto(f"{link}answers/")
    expect(phone.locator("[data-count]")).to_be_visible()

    expect(phone.locator(".listen")).to_have_count(0)


@pytest.fixture(params=[("vi", "light"), ("en", "dark")], ids=["vi light", "en dark"])
def audited(request, phone, live_server):
    """What axe-core finds on the page as it now stands."""
    language, scheme = request.param
    phone.emulate_media(color_scheme=scheme)
    phone.add_init_script(VOICES.replace("LANGUAGES", "['vi-VN', 'en-US']"))
    if language == "en":
        in_english(phone.context, live_server)

    def audit() -> list[str]:
        assert phone.locator("html").get_attribute("lang") == language
        found = axe_sync.Axe().run(phone).response["violations"]
        return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]

    return audit


def test_the_states_without_signal_are_open_to_everyone(
    phone, audited, link, assignment, live_server
):
    hold(phone, link)
    phone.context.set_offline(True)
    phone.goto(f"{link}answers/")
    expect(phone.locator(".listen").first).to_be_visible()
    findings = audited()
    submit = phone.locator("form[data-visit] button:not([type=button])")
    submit.click()
    expect(phone.get_by_role("alert")).to_be_visible()
    findings += audited()
    for each in phone.locator(".answers input[value=P]").all():
        each.check()
    submit.click()
    expect(phone.locator("form[data-visit]")).to_be_hidden()
    findings += audited()
    for path in ("/k/", "/k/ABCDE-12345/"):
        phone.goto(live_server.url + path)
        expect(phone.locator("[data-shelf] li")).to_have_count(1)
        findings += audited()

    assert findings == []
