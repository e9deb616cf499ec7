"""Every new sheet has a page that says the same, from the same values."""

import html
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from inspections.printing.catalogue import SHEETS
from tests.inspections.printing.everything import ORDINARY, VALUES, print_values
from tests.inspections.printing.reading import pages_of

# The page of a checklist leaves the assignments, which begin the same file, to their own page.
TWINS = SHEETS.keys() - {"checklists"}


def rendered(name, *sheets, language="vi"):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    context = {"sheets": sheets, "back": "/", "back_words": "Tổ 7", "pdf": "/x.pdf"}
    with override(language):
        return render_to_string(f"inspections/twins/{name}.html", context, request=request)


def twin(name, *sheets, language="vi"):
    page = rendered(name, *sheets, language=language)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", main_part(page))))


def main_part(page):
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(TWINS))
def test_the_page_has_every_word_of_the_paper(name, language):
    value = VALUES[name][ORDINARY]()
    said = twin(name, value, language=language)
    on_paper = " ".join(pages_of(print_values(name, value, language=language)))
    # Page numbers, and the dots to write on, are the paper's own.
    own = {"Trang", "Page"}
    words = {word.strip("()…,.:;/•·→") for word in on_paper.split()} - own
    missing = {word for word in words if word not in said and not re.fullmatch(r"\d+/\d+", word)}
    assert missing <= PAPER_ONLY.get((name, language), set())


# What the paper alone needs to say, as it has no other place for it.
PAPER_ONLY: dict[tuple[str, str], set[str]] = {}


@pytest.mark.parametrize("name", sorted(TWINS))
def test_the_page_obeys_the_policy_and_has_one_title(name):
    page = rendered(name, *(make() for make in VALUES[name]))
    assert not re.search(r"\sstyle=|<script(?! src)|\son\w+=", page)
    assert "Cháy: gọi 114" in page


def test_a_notice_shows_a_code_only_with_a_link():
    without, with_link = (main_part(rendered("notices", make())) for make in VALUES["notices"][:2])
    assert ["<svg" in page for page in (without, with_link)] == [False, True]
