"""Walking through the site as a visitor does: every link, every form, every file; what it says."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import parse_qs, urljoin, urlsplit
from zipfile import ZipFile

from django.test import Client
from pypdf import PdfReader
from python_calamine import load_workbook

FIRE = {"vi": "Cháy: gọi 114", "en": "Fire: call 114"}
ENGLISH = re.compile(
    r"\b(Save|Next|Previous|This field|Log (?:in|out)|Password|Username|Submit|Search|Select|Enter"
    r"|Required|Please|Delete|Error|Invalid|Ensure|Unknown|Not found|Forbidden|None|True|False"
    r"|Fire|Team|Household|Leader|Pass|Fail|Page|the|and|is|not|of|with|at most|at least"
    # Codes that the database keeps for what people read in words.
    r"|house|house_business|boarding_house|market_stall|hospital_ward|leader|deputy|rotation|pairs"
    r"|critical|major|minor|queued|dead|done|nobody_home|refused|away|phone|checklists|summaries"
    r"|assignments|matrix|notices|follow_ups|link_cards|rosters|self_checks)\b"
)
# The calendar goes on in both directions; these months are enough of it.
MONTHS = {"2026-10", "2026-11", "2026-12", "2027-01", "2027-02"}
SPOKEN = ("title", "placeholder", "aria-label", "alt", "data-done", "value")
VOID = {"input", "meta", "link", "br", "img", "hr", "path", "circle", "use", "rect", "line"}


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def filled(self, text: str) -> dict[str, str]:
        """Every field filled with ``text``, but for those that the visitor does not see."""
        return {name: value if name in self.kept else text for name, value in self.fields.items()}


class Page(HTMLParser):
    """The sentences, links and posting forms of a page; parts in another language are left out."""

    def __init__(self, html: str, address: str) -> None:
        super().__init__()
        self.address, self.words = address, []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._silent: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        foreign = "lang" in given and tag != "html"
        if tag not in VOID and (self._silent or foreign or tag in {"script", "style"}):
            self._silent.append(tag)
        if self._silent:
            return
        hidden = given.get("type") == "hidden"
        silent = hidden or tag == "option" or given.get("type") in {"radio", "checkbox"}
        self.words += [
            given[name] for name in SPOKEN if given.get(name) and not (name == "value" and silent)
        ]
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.address, given["href"]))
        if tag == "form":
            action = urljoin(self.address, given.get("action") or "")
            self._form = Form(action) if given.get("method") == "post" else None
            self.forms += [self._form] if self._form else []
        elif self._form and given.get("name"):
            self._form.fields[given["name"]] = given.get("value") or ""
            self._form.kept |= {given["name"]} if hidden or tag == "button" else set()

    def handle_endtag(self, tag):
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()
        if tag == "form":
            self._form = None

    def handle_data(self, data):
        if data.strip() and not self._silent:
            self.words.append(" ".join(data.split()))


def read(response) -> list[str]:
    """The lines of a file that a page handed out."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers["Content-Type"]
    if kind.startswith("image/"):
        return []  # a picture of a sheet whose words are read elsewhere
    if "zip" in kind and "spreadsheet" not in kind:
        pages = ZipFile(BytesIO(content))
        names = [name for name in pages.namelist() if name.endswith(".html")]
        return [word for name in names for word in Page(pages.read(name).decode(), "/").words]
    if "pdf" in kind:
        return [
            line
            for page in PdfReader(BytesIO(content)).pages
            for line in page.extract_text().splitlines()
        ]
    if "spreadsheet" in kind:
        book = load_workbook(BytesIO(content))
        rows = [
            row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
        ]
        return [str(cell) for row in rows for cell in row if cell]
    if "geo+json" in kind:
        told = [each["properties"] for each in json.loads(content)["features"]]
        return [each[name] for each in told for name in ("name", "place", "words") if name in each]
    return content.decode("utf-8-sig").splitlines()


def foreign(words: list[str], language: str) -> set[str]:
    """The sentences that are not in the language of the page."""
    if language == "vi":
        return {each for each in words if ENGLISH.search(each)}
    return {each for each in words if has_vietnamese_letter(each)}


def has_vietnamese_letter(text: str) -> bool:
    letters = unicodedata.normalize("NFD", text)
    return any(letter in "đĐ" or unicodedata.combining(letter) for letter in letters)


@dataclass
class Tour:
    """What somebody meets who follows every link, then sends every form blank and with nonsense."""

    client: Client
    language: str
    seen: dict[str, int] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    mixed: set[tuple[str, str]] = field(default_factory=set)
    without_number: set[str] = field(default_factory=set)
    forms: dict[str, Form] = field(default_factory=dict)

    def walk(self, *starts: str, within: str = "/") -> Tour:
        waiting = list(starts)
        while waiting:
            address = waiting.pop()
            if (name := in_any_order(address)) not in self.known:
                self.known.add(name)
                links = filter(None, map(local, self.visit(address)))
                waiting += [link for link in links if link.startswith(within)]
        return self

    def visit(self, address: str) -> list[str]:
        """Look at one page; where it leads to."""
        response = self.client.get(address, follow=True)
        self.seen[address] = response.status_code
        if response.status_code == 200:
            self.met.add(response.resolver_match.url_name)
        page = self.note(address, response)
        for form in page.forms if page else ():
            self.forms.setdefault(re.sub(r"\d+|(?<=/k/)\w+", "#", form.action), form)
        return page.links if page else []

    def send_forms(self) -> Tour:
        for form in list(self.forms.values()):
            if form.action in {"/language/", "/logout/"}:
                continue
            for text in ("", "?" * 600):
                data = form.filled(text)
                response = self.client.post(form.action, data, follow=True)
                self.note(f"{form.action} <- {', '.join(data)} = {text[:1]!r}", response)
        return self

    def note(self, address: str, response) -> Page | None:
        page = None
        if "html" in response.headers["Content-Type"]:
            page = Page(response.text, urlsplit(address.split(" ")[0]).path)
            assert f'<html lang="{self.language}">' in response.text
        words = page.words if page else read(response)
        if address.endswith("/roster/blank/"):
            # Below title and advice come the headings, which are Vietnamese in every language.
            words = words[:4]
        self.mixed |= {(address, each) for each in foreign(words, self.language)}
        is_paper = page is not None or "pdf" in response.headers["Content-Type"]
        if is_paper and FIRE[self.language] not in " ".join(words):
            self.without_number.add(address)
        return page


def in_any_order(address: str) -> str:
    """One name for a list in all its orders, which say the same words."""
    return re.sub(r"(?<=[?&]sort=)[-\w]+", "any", address)


def local(link: str) -> str:
    """The address on this site without its fragment; empty for telephones, files and others."""
    parts = urlsplit(link)
    far = set(re.findall(r"\b\d{4}-\d\d\b", link)) - MONTHS
    # Lists can be narrowed and put in order in very many ways: one at a time is enough.
    far |= {"item", "sort"} & set(parse_qs(parts.query)) if parts.query.count("=") > 1 else set()
    # The same sheet in other letters or on other paper says the same words.
    far |= set(re.findall(r"\b(?:size|paper|scope)=", parts.query))
    if parts.scheme or parts.netloc or parts.path.startswith("/static/") or far:
        return ""
    return parts._replace(fragment="").geturl()
