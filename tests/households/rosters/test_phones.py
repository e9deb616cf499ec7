import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.rosters.phones import (
    AREA_2017,
    MOBILE_2018,
    clean_number,
    clean_phone,
    find_numbers,
)

from .spoiled import codes, read_one


def clean(text):
    doubts = []
    phone, note = clean_phone(text, column="SĐT", doubts=doubts)
    return phone, note, [doubt.code for doubt in doubts]


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        " 0912 345 678 ",
        "0912.345.678",
        "0912-345-678",
        "0912/345/678",
        "(0912) 345678",
        "+84912345678",
        "+84 912 345 678",
        "84912345678",
        "+84(0)912345678",
        "0084 912345678",
        "ĐT: 0912345678",
        "0912345678.",
    ],
)
def test_one_number_in_many_spellings_is_one_number(text):
    assert clean(text) == ("0912345678", "", [])


@pytest.mark.parametrize("text", ["912345678", "912 345 678"])
def test_a_lost_zero_comes_back(text):
    assert clean(text) == ("0912345678", "", ["phone_zero"])


@pytest.mark.parametrize(("old", "new"), MOBILE_2018.items())
def test_every_eleven_digit_series_becomes_its_ten_digit_one(old, new):
    assert clean(f"{old}2345678"[:11]) == (f"{new}2345678"[:10], "", ["phone_mobile_2018"])


def test_an_old_number_that_lost_its_zero_needs_both_repairs():
    assert clean("1257523606") == ("0857523606", "", ["phone_zero", "phone_mobile_2018"])
    assert clean("+84 1257523606") == ("0857523606", "", ["phone_mobile_2018"])


def test_old_area_codes_become_the_new_ones_and_new_ones_stay():
    assert clean("0710 3821234") == ("02923821234", "", ["phone_area_2017"])
    assert clean("04 38251234") == ("02438251234", "", ["phone_area_2017"])
    assert clean("0292 3821 234") == ("02923821234", "", [])
    assert len(set(AREA_2017.values())) == len(AREA_2017)


def test_of_several_numbers_the_first_is_called_and_the_others_are_kept():
    assert clean("0912345678/0913456789") == ("0912345678", "0913456789", ["phone_several"])
    assert clean("0912 345 678 0913 456 789")[:2] == ("0912345678", "0913456789")
    assert clean("0912345678 - 912345679")[:2] == ("0912345678", "0912345679")
    assert clean("0912345678 hoặc 0292 3821234")[:2] == ("0912345678", "02923821234")


def test_a_remark_beside_the_number_is_kept_in_the_note():
    assert clean("0912345678 (con gái)") == (
        "0912345678",
        "0912345678 (con gái)",
        ["phone_several"],
    )


@pytest.mark.parametrize(
    "text", ["0919045", "123", "0012345678", "0121012345", "09123456789", "12/3", "0212345678"]
)
def test_what_is_no_whole_number_is_left_empty_and_told(text):
    assert clean(text) == ("", "", ["phone_unusable"])


@pytest.mark.parametrize("text", ["9.12E+08", "9,12345E8"])
def test_a_rounded_number_is_told_apart(text):
    assert clean(text) == ("", "", ["phone_rounded"])


@pytest.mark.parametrize("text", ["", "-", "không có", "KO", "0", "x", "chưa có"])
def test_no_phone_is_no_fault(text):
    assert clean(text) == ("", "", [])


def test_a_row_keeps_the_further_numbers_in_its_note():
    row = read_one(phone="0912345678; 0913456789", note="gần chợ")

    assert (row.phone, row.note, codes(row)) == (
        "0912345678",
        "gần chợ; 0913456789",
        ["phone_several"],
    )


@given(st.text(alphabet="0123456789+-./;,() abcđ\n", max_size=30))
def test_nothing_breaks_the_cleaning_of_phones_and_a_clean_phone_is_clean(text):
    phone, _note, _codes = clean(text)

    if phone:
        assert clean(phone) == (phone, "", [])
        assert phone.isdigit()
        assert phone[0] == "0"
        assert len(phone) in (10, 11)


@given(st.text(max_size=60))
def test_no_text_breaks_the_search_for_numbers(text):
    assert all(
        clean_number(number) == (number, frozenset()) for number in find_numbers(text).numbers
    )
