import pytest

from households.rosters import address_key, name_key, neighbourhood_key

from .spoiled import codes, household, read, roster_csv


def rows_of(*changes):
    return read(roster_csv(*(household(**change) for change in changes))).rows


def outcome(rows):
    return [(row.merged_into, codes(row)) for row in rows]


def test_the_same_household_twice_is_merged_into_the_first_row():
    rows = rows_of({}, {"house_number": "9"}, {})

    assert outcome(rows) == [(None, []), (None, []), (2, ["duplicate"])]
    assert "dòng 2" in str(rows[2].doubts[0].message)


@pytest.mark.parametrize(
    "change",
    [
        {"holder_name": "LE THI MAI"},
        {"holder_name": "Bà Lê Thị Mai"},
        {"house_number": "12/34/5 a"},
        {"house_number": "Số 12/34/5A"},
        {"street": "đường De Tham"},
        {"neighbourhood": "KV3"},
        {"neighbourhood": ""},
        {"house_number": "34/5A", "street": "Hẻm 12 Đề Thám"},
    ],
)
def test_another_spelling_is_the_same_household(change):
    rows = rows_of({}, change)

    assert rows[1].merged_into == 2


@pytest.mark.parametrize(
    "change",
    [
        {"holder_name": "Lê Thị May"},
        {"house_number": "12/34/5B"},
        {"street": "Lê Lợi"},
    ],
)
def test_another_person_or_door_is_another_household(change):
    assert outcome(rows_of({}, change)) == [(None, []), (None, [])]


def test_the_first_row_takes_what_it_lacks():
    rows = rows_of({"phone": "", "latitude": "", "longitude": "", "occupants": ""}, {"note": "mới"})

    first = rows[0]
    assert (first.phone, first.latitude, first.occupants, first.note) == (
        "0912345678",
        10.0341,
        4,
        "mới",
    )


def test_rows_that_differ_are_merged_with_a_warning():
    rows = rows_of({}, {"phone": "0913456789"}, {"kind": "Cửa hàng"}, {"holder_name": "Lê Thị Mài"})

    assert [codes(row) for row in rows[1:]] == [["duplicate_differs"]] * 3
    assert "0913456789" in str(rows[1].doubts[0].message)


def test_the_same_name_and_address_in_another_neighbourhood_is_kept_and_mentioned():
    assert outcome(rows_of({}, {"neighbourhood": "Khu vực 4"})) == [
        (None, []),
        (None, ["duplicate_elsewhere"]),
    ]


def test_namesakes_without_house_numbers_are_not_merged_blindly():
    rows = rows_of({"house_number": ""}, {"house_number": "", "phone": "0913456789"})

    assert [row.rejected for row in rows] == [False, True]
    assert codes(rows[1]) == ["not_distinguishable"]


def test_namesakes_with_nothing_but_points_are_told_apart_by_them():
    bare = {"house_number": "", "street": ""}
    rows = rows_of(bare, bare | {"latitude": "10.0361"}, bare)

    assert [row.merged_into for row in rows] == [None, None, 2]


def test_a_rejected_row_takes_no_part():
    rows = rows_of({"holder_name": ""}, {"holder_name": ""})

    assert [row.merged_into for row in rows] == [None, None]


def test_keys_forget_spelling_and_keep_what_matters():
    assert address_key("Số 012 / 3 A", "Đường Đề Thám") == "12/3a de tham"
    assert address_key("5", "Hẻm 12 Đề Thám") == address_key("12/5", "Đề Thám") == "12/5 de tham"
    assert address_key("12/5", "hẻm 12 Đề Thám") == "12/5 de tham"
    assert address_key("", "") == ""
    assert address_key("", "", latitude=10.03411, longitude=105.78124) == "@10.0341,105.7812"
    assert name_key("Bà NGUYỄN Thị Hoa (em)") == name_key("nguyen thi hoa") == "nguyen thi hoa"
    assert name_key("Hồ Văn Tư") == "ho van tu"
    assert neighbourhood_key("KV03") == neighbourhood_key("Khu vực số 3") == "khu vuc 3"
    assert neighbourhood_key("TDP 4") == neighbourhood_key("tổ dân phố 4") == "to dan pho 4"
