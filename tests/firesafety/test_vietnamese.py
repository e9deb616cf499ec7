import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from firesafety.vietnamese import (
    clean_text,
    fold,
    given_name,
    house_number_sort_key,
    name_parts,
    name_sort_key,
    nfc,
    sort_key,
    unusual_characters,
)

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậềểễếệìỉĩíịồổỗốộờởỡớợừửữứựỳỷỹýỵ"
    " AĐƠƯ0123456789/-.",
    max_size=30,
)


def backwards(items):
    """A sort is stable: only a list handed over in the wrong order shows that keys differ."""
    return list(reversed(items))


def test_letters_come_in_vietnamese_order():
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")

    assert sorted(backwards(letters), key=sort_key) == letters


def test_tones_come_in_dictionary_order():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]

    assert sorted(backwards(tones), key=sort_key) == tones


def test_letters_weigh_more_than_tones_and_the_first_syllable_more_than_the_second():
    words = ["hoa quả", "hoà an", "hoà bình", "hoả tinh", "hoá an", "hoạ", "hoan"]

    assert sorted(backwards(words), key=sort_key) == words


def test_the_place_of_the_tone_mark_does_not_matter():
    assert sort_key("hòa") == sort_key("hoà")
    assert fold("Hòa") == fold("Hoà") == "hoa"


def test_people_are_listed_by_given_name_then_family_then_middle():
    people = [
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Trần Văn An",
        "Lê Thị Ánh",
        "Bà Lê Thị Ẩn",
        "Đỗ Đình Bình",
        "Đỗ Đình Đạt",
    ]

    assert sorted(backwards(people), key=name_sort_key) == people


def test_a_name_comes_apart_without_titles_and_remarks():
    assert name_parts("Bà Nguyễn Thị Ngọc Hoa (đi vắng)") == ("Nguyễn", "Thị Ngọc", "Hoa")
    assert name_parts("Hoa") == ("", "", "Hoa")
    assert name_parts("Lê Hoa") == ("Lê", "", "Hoa")
    assert name_parts("") == ("", "", "")
    assert given_name("Nguyễn Huỳnh Phương") == "Phương"


def test_house_numbers_follow_the_street():
    numbers = ["2", "Số nhà 3", "12", "12/1", "12/2", "12/10", "12/34", "12/34/5", "12/34/5A"]
    numbers += ["12A", "12B", "12 bis", "100", "Lô B12"]

    assert sorted(backwards(numbers), key=house_number_sort_key) == numbers


def test_folding_forgets_marks_case_spaces_and_the_bar_of_đ():
    assert fold("  Hẻm 12/3  ĐƯỜNG Nguyễn Thị Minh Khai ") == "hem 12/3 duong nguyen thi minh khai"


def test_decomposed_text_is_the_same_text():
    composed = "Nguyễn Huỳnh Phương, Hẻm Đề Thám"
    decomposed = unicodedata.normalize("NFD", composed)

    assert decomposed != composed
    assert nfc(decomposed) == clean_text(decomposed) == composed
    assert fold(decomposed) == fold(composed)
    assert sort_key(decomposed) == sort_key(composed)


def test_cleaning_removes_what_cannot_be_seen():
    assert clean_text("\ufeff Lê\u00a0\u200bVăn\r\n  A\x00\u202e ") == "Lê Văn A"


def test_markup_and_pictures_are_unusual_and_vietnamese_is_not():
    assert unusual_characters("<b>Lê</b> 🔥") == "<>🔥"
    assert unusual_characters("Số 12/3A – “Hẻm” Đề Thám, P. An Cư (cũ); 50 m² & 3,5% ~30°C…") == ""


@given(st.text())
def test_no_text_breaks_folding_and_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_no_text_breaks_cleaning_and_cleaning_twice_changes_nothing(text):
    cleaned = clean_text(text)

    assert clean_text(cleaned) == cleaned
    assert not any(unicodedata.category(c) == "Cc" for c in cleaned)


@given(st.text())
def test_sort_keys_sort_the_same_in_every_collation(text):
    keys = sort_key(text) + name_sort_key(text) + house_number_sort_key(text)

    assert keys.isascii()
    assert set(keys) <= set("abcdefghijklmnopqrstuvwxyz0123456789")


@given(VIETNAMESE)
def test_sort_keys_do_not_depend_on_the_unicode_form(text):
    decomposed = unicodedata.normalize("NFD", text)

    assert sort_key(decomposed) == sort_key(text)
    assert name_sort_key(decomposed) == name_sort_key(text)
    assert house_number_sort_key(decomposed) == house_number_sort_key(text)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_sort_by_value(one, other):
    assert (house_number_sort_key(str(one)) < house_number_sort_key(str(other))) == (one < other)
