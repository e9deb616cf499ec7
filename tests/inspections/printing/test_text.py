"""Fitting text: what is printed is what was given, or visibly not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.printing.fonts import REGULAR, REPLACEMENT, clean, load_font, measure
from inspections.printing.paper import Face
from inspections.printing.text import fit, flow, squeeze, wrap

BODY = Face(REGULAR, 10.5)


def widest(block):
    return max(measure(line, block.face.font, block.face.size) for line in block.lines)


def test_every_vietnamese_letter_is_in_the_typeface():
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    letters = "".join(unicodedata.normalize("NFC", v + t) for v in vowels for t in tones) + "đ"
    for text in (letters, letters.upper()):
        assert clean(text) == text


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Nguyễn Thị Phượng", "Nguyễn Thị Phượng"),
        ("  hai\n\tdòng  ", "hai dòng"),
        ("Bà Tư 🔥", f"Bà Tư {REPLACEMENT}"),
        ("សុខ", REPLACEMENT * 2),
        ("<b>Tư</b> & 'con' \\(", "<b>Tư</b> & 'con' \\("),
        ("\u202eđảo\u202c\u200b", "đảo"),
        ("\x00\x07hết", "hết"),
        ("cầu\xadthang \uffff", f"cầuthang {REPLACEMENT}"),
        ("", ""),
    ],
)
def test_text_is_cleaned_visibly(given_text, shown):
    assert clean(given_text) == shown


def test_decomposed_text_becomes_composed():
    assert clean(unicodedata.normalize("NFD", "ngưỡng cửa Đặng")) == "ngưỡng cửa Đặng"


@given(st.text(max_size=80))
def test_cleaned_text_is_nfc_and_set_whole(text):
    shown = clean(text)
    assert shown == unicodedata.normalize("NFC", shown) == clean(shown)
    assert {ord(letter) for letter in shown} <= set(load_font(REGULAR).face.charToGlyph)


@given(
    st.text(alphabet="Nguyễn Phượng, 12/3", max_size=120),
    st.floats(min_value=30, max_value=400),
    st.integers(min_value=1, max_value=3),
)
def test_fitted_text_never_leaves_its_place(text, width, lines):
    block = fit(text, BODY, width, lines=lines)
    assert len(block.lines) <= lines
    assert widest(block) <= width
    assert BODY.size * 0.85 <= block.face.size <= BODY.size


@given(st.text(alphabet="Nguyễn Phượng, 12/3", max_size=120))
def test_wrapping_loses_no_letter(text):
    lines = wrap(clean(text), BODY, 60)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


def test_short_text_keeps_its_size():
    assert fit("Nguyễn Văn A", BODY, 200).face == BODY


def test_a_little_too_long_is_set_smaller_and_whole():
    words = "Nguyễn Thị Hoàng Yến"
    block = fit(words, BODY, measure(words, REGULAR, 10.5) * 0.93)
    assert block.lines == (words,)
    assert block.face.size < BODY.size


def test_much_too_long_takes_a_second_line_before_it_is_cut():
    words = "Công Tằng Tôn Nữ Thị Hoàng Phượng"
    block = fit(words, BODY, measure(words, REGULAR, 10.5) * 0.6, lines=2)
    assert " ".join(block.lines) == words


def test_what_cannot_fit_is_cut_with_an_ellipsis():
    block = fit("Công Tằng Tôn Nữ Thị Hoàng Phượng", BODY, 60)
    assert block.lines[0].endswith("…")
    assert "Công Tằng Tôn Nữ Thị Hoàng Phượng".startswith(block.lines[0][:-1])


def test_rows_keep_their_size_as_long_as_lines_allow():
    words = "Lối ra chính, cầu thang, hành lang thông thoáng, không để xe"
    block = flow(words, BODY, measure(words, REGULAR, 10.5) * 0.95, lines=3)
    assert block.face == BODY
    assert " ".join(block.lines) == words


def test_codes_are_never_cut():
    block = squeeze("K7QF-2M9X-ABCD", BODY, 30)
    assert block.lines == ("K7QF-2M9X-ABCD",)
    assert widest(block) == pytest.approx(30)
