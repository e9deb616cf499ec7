"""Whatever a roster holds comes out on paper: legibly, or visibly replaced, never as a crash."""

from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.printing.fonts import REPLACEMENT, clean
from inspections.printing.values import Party
from tests.inspections.printing import cast
from tests.inspections.printing.everything import ORDINARY, VALUES, print_values, spoilt
from tests.inspections.printing.reading import pages_of

ODD = (
    "",
    " ",
    "Bà Tư 🔥👩‍🚒",
    "<b>Tư</b> & 'con' \\(gái) %(x)s {y} {% z %}",
    "\u202eשלום עולם\u202c",
    "بيت النار",
    "សុខ ភាព",
    "N" * 300,
    "ổ cắm cháy sém " * 20,
    "Nguye\u0302\u0303n Thi\u0323 Phươ\u0323ng",
    "\x00\x07\ud800 hết",
    "a\tb\nc\rd\u2028e",
)
TEXTS = st.one_of(st.sampled_from(ODD), st.text(max_size=300))
SHEETS_OF_TEXT = VALUES.keys() - {"area_month", "area_quarter", "area_half_year"}


@pytest.mark.parametrize("name", sorted(SHEETS_OF_TEXT))
@settings(max_examples=8)
@given(text=TEXTS)
def test_no_text_breaks_a_sheet(name, text):
    pages = pages_of(print_values(name, spoilt(VALUES[name][ORDINARY](), text)))
    assert pages
    assert all("Cháy: gọi 114" in page for page in pages)


@pytest.mark.parametrize("name", sorted(SHEETS_OF_TEXT))
@pytest.mark.parametrize("text", ODD)
def test_known_oddities_come_out_on_every_sheet(name, text):
    sheet = spoilt(VALUES[name][ORDINARY](), text)
    shown = " ".join(pages_of(print_values(name, sheet)))
    words = clean(text)
    # The first word of what was given, or what stands for it, is on the sheet; nothing is for
    # nothing, and a word too long for any line is broken.
    first = words.split(" ")[0][:3] if words else ""
    assert first in shown
    if REPLACEMENT in words:
        assert REPLACEMENT in shown


NAMED = Party("Bà Tư 🔥", "", "", "", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("notices", cast.notices(1, faults=0)),
        ("link_cards", cast.link_cards(1)),
        ("rosters", cast.roster(1)),
        ("follow_ups", cast.follow_ups(1)),
    ],
)
def test_a_household_without_address_says_so(name, value):
    def nameless(each):
        if isinstance(each, Party):
            return NAMED
        if isinstance(each, tuple):
            return tuple(nameless(one) for one in each)
        if is_dataclass(each):
            return replace(each, **{f.name: nameless(getattr(each, f.name)) for f in fields(each)})
        return each

    text = " ".join(pages_of(print_values(name, nameless(value))))
    assert "(chưa có địa chỉ)" in text
    assert f"Bà Tư {REPLACEMENT}" in text
