import io
import unicodedata

import pytest
import xlsxwriter

from firesafety.vietnamese import fold
from households.rosters.headings import field_of, find_header

from .spoiled import FIELDS, GOOD, HEADINGS, codes, csv_file, household, read, roster_csv, xlsx_file


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên chủ hộ", "holder_name"),
        ("HỌ TÊN CHỦ HỘ", "holder_name"),
        ("Ho ten", "holder_name"),
        ("Chủ hộ/Người đại diện", "holder_name"),
        ("Họ và tên (chữ in hoa)", "holder_name"),
        ("Owner name", "holder_name"),
        ("Số nhà", "house_number"),
        ("SN", "house_number"),
        ("House No.", "house_number"),
        ("Đường/Hẻm", "street"),
        ("Tên đường, hẻm", "street"),
        ("Ngõ", "street"),
        ("Địa chỉ", "address"),
        ("Địa chỉ (số nhà, đường)", "address"),
        ("Nơi ở hiện nay", "address"),
        ("KV", "neighbourhood"),
        ("Ấp / Khu vực", "neighbourhood"),
        ("Tổ dân phố", "neighbourhood"),
        ("Phường/Xã", "ward"),
        ("SĐT", "phone"),
        ("Số ĐT liên hệ", "phone"),
        ("Điện thoại", "phone"),
        ("Phone number", "phone"),
        ("Loại hình cơ sở", "kind"),
        ("Số nhân khẩu", "occupants"),
        ("Số người", "occupants"),
        ("Số người cần giúp khi có cháy", "need_help"),
        ("Số người già", "need_help"),
        ("Người cao tuổi trong hộ", "need_help"),
        ("Vĩ độ (Lat)", "latitude"),
        ("Kinh độ (Long)", "longitude"),
        ("lng", "longitude"),
        ("Tọa độ GPS", "coordinates"),
        ("Ghi chú", "note"),
        ("STT", "index"),
        ("Ngày sinh chủ hộ", ""),
        ("Số CCCD", ""),
        ("Quận/Huyện", ""),
        ("", ""),
    ],
)
def test_a_heading_is_known_in_any_spelling(heading, field):
    assert field_of(heading) == field
    assert field_of(heading.upper()) == field
    assert field_of(unicodedata.normalize("NFD", heading)) == field
    assert field_of(fold(heading)) == field


def test_columns_may_come_in_any_order():
    order = [9, 3, 0, 10, 7, 5, 2, 8, 6, 1, 4]
    row = household()
    file = csv_file([[HEADINGS[n] for n in order], [row[n] for n in order]])

    (read_back,) = read(file).rows

    assert {name: str(getattr(read_back, name)) for name in FIELDS if name != "index"} == {
        name: "house" if name == "kind" else value
        for name, value in GOOD.items()
        if name != "index"
    }


def test_title_rows_above_the_header_are_passed_over():
    titles = [["UBND PHƯỜNG AN CƯ"], ["Phường: An Cư", "Khu vực: 3"], [], ["DANH SÁCH HỘ GIA ĐÌNH"]]

    roster = read(roster_csv(household(), titles=titles))

    assert (roster.header_row, [row.number for row in roster.rows]) == (5, [6])


def test_a_header_on_two_rows_and_its_column_numbers():
    file = csv_file(
        [
            ["STT", "Họ và tên", "Địa chỉ", "", "SĐT"],
            ["", "", "Số nhà", "Đường", ""],
            ["(1)", "(2)", "(3)", "(4)", "(5)"],
            ["1", "Lê Thị Mai", "12/1", "Đề Thám", "0912345678"],
        ]
    )

    roster = read(file)

    assert (roster.header_row, roster.header_rows) == (2, (3,))
    assert [(row.number, row.house_number, row.street) for row in roster.rows] == [
        (4, "12/1", "Đề Thám")
    ]


@pytest.mark.parametrize(
    "headings", [["Họ đệm", "Tên"], ["Họ và tên", "Tên"], ["Họ và tên", ""], ["Họ", "Tên"]]
)
def test_a_name_over_two_columns_is_one_name(headings):
    file = csv_file(
        [
            [*headings, "Số nhà", "Đường"],
            ["Nguyễn Thị", "Mai", "1", "Đề Thám"],
            ["Lê Văn", "An", "2", "Đề Thám"],
        ]
    )

    assert [row.holder_name for row in read(file).rows] == ["Nguyễn Thị Mai", "Lê Văn An"]


def test_hộ_alone_is_the_household_and_not_the_family_name():
    file = csv_file([["Hộ", "Số nhà", "Đường"], ["Lê Thị Mai", "1", "Đề Thám"]])

    assert [row.holder_name for row in read(file).rows] == ["Lê Thị Mai"]


def test_one_address_column_is_taken_apart():
    file = csv_file(
        [
            ["Chủ hộ", "Địa chỉ"],
            ["Lê An", "Số 12/34/5A Đề Thám, KV 3, P. An Cư, Q. Ninh Kiều, TP Cần Thơ"],
            ["Lê Ba", "25 bis, đường Nguyễn Trãi"],
            ["Lê Ca", "Hẻm 12 Đề Thám"],
            ["Lê Da", "12 đường 3/2"],
            ["Lê Đa", "123 30 tháng 4"],
            ["Lê Ga", "Lô B12 KDC Hồng Phát, phường An Bình"],
            ["Lê Ha", "12 Thg1"],
            ["Lê Ka", "KV3, P. An Cư"],
        ]
    )

    rows = [(row.house_number, row.street, row.neighbourhood, row.ward) for row in read(file).rows]

    assert rows == [
        ("12/34/5A", "Đề Thám", "KV 3", "P. An Cư"),
        ("25 bis", "đường Nguyễn Trãi", "", ""),
        ("", "Hẻm 12 Đề Thám", "", ""),
        ("12", "đường 3/2", "", ""),
        ("123", "30 tháng 4", "", ""),
        ("Lô B12", "KDC Hồng Phát", "", "phường An Bình"),
        ("12/1", "", "", ""),
        ("", "", "KV3", "P. An Cư"),
    ]


@pytest.mark.parametrize(
    ("written", "street", "neighbourhood", "ward"),
    [
        ("12 Tô Hiến Thành", "Tô Hiến Thành", "", ""),
        ("Số 12, Quán Sứ", "Quán Sứ", "", ""),
        ("12 Huyền Trân Công Chúa, Quận 1", "Huyền Trân Công Chúa", "", ""),
        ("12 Xã Đàn", "Xã Đàn", "", ""),
        ("12 Xóm Chiếu, P.13", "Xóm Chiếu", "", "P.13"),
        ("12 Phương Mai, phường Kim Liên", "Phương Mai", "", "phường Kim Liên"),
        ("12 Tỉnh lộ 8, ấp Thới Hòa, xã Thới Lai", "Tỉnh lộ 8", "ấp Thới Hòa", "xã Thới Lai"),
        ("12 Tổ 5, khu vực 3", "", "Tổ 5, khu vực 3", ""),
        ("12 De Tham, khu vuc 3, phuong An Cu, Can Tho", "De Tham", "khu vuc 3", "phuong An Cu"),
        ("12 đ. Đề Thám", "đ. Đề Thám", "", ""),
        ("12 P. An Cư", "", "", "P. An Cư"),
        ("12 ấp Thới Hòa", "", "ấp Thới Hòa", ""),
        ("12 Đề Thám, H. Phong Điền, TP. Cần Thơ", "Đề Thám", "", ""),
    ],
)
def test_streets_that_sound_like_units_stay_streets(written, street, neighbourhood, ward):
    (row,) = read(csv_file([["Họ tên", "Địa chỉ"], ["Lê Mai", written]])).rows

    assert (row.house_number, row.street) == ("12", street)
    assert (row.neighbourhood, row.ward) == (neighbourhood, ward)


def test_a_lone_name_that_sounds_like_a_unit_opens_no_section():
    file = roster_csv(["", "Tô Văn An"], ["", "Tổ 5"], household(neighbourhood=""))

    roster = read(file)

    assert [row.neighbourhood for row in roster.rows] == ["", "Tổ 5"]
    assert roster.section_rows == (3,)


def test_alley_and_road_columns_make_one_street():
    file = csv_file(
        [
            ["Họ tên", "Số nhà", "Đường", "Hẻm"],
            ["Lê An", "5", "Đề Thám", "12"],
            ["Lê Ba", "7", "Đề Thám", ""],
        ]
    )

    assert [row.street for row in read(file).rows] == ["Hẻm 12 Đề Thám", "Đề Thám"]


def test_a_bare_number_of_a_neighbourhood_takes_its_heading():
    file = csv_file(
        [
            ["Họ tên", "Số nhà", "Khu vực", "Tổ"],
            ["Lê An", "5", "3", "25"],
            ["Lê Ba", "6", "KV 3", "Tổ 26"],
        ]
    )

    assert [(row.neighbourhood, row.note) for row in read(file).rows] == [
        ("Khu vực 3", "Tổ 25"),
        ("KV 3", "Tổ 26"),
    ]


@pytest.mark.parametrize(
    ("title", "page", "neighbourhood"),
    [
        ("DANH SÁCH HỘ KHU VỰC 3, PHƯỜNG AN CƯ", "Sheet1", "KHU VỰC 3"),
        ("Tổ dân phố số 12", "Sheet1", "Tổ dân phố 12"),
        ("Danh sách hộ các khu vực", "KV 3", "KV 3"),
        ("Khu vực 1 và khu vực 2", "Sheet1", ""),
        ("Danh sách hộ", "Sheet1", ""),
    ],
)
def test_without_a_column_the_title_or_the_tab_names_the_neighbourhood(title, page, neighbourhood):
    rows = [[title], ["Họ tên", "Số nhà"], ["Lê Mai", "1"]]

    roster = read(xlsx_file({page: rows}))

    assert [row.neighbourhood for row in roster.rows] == [neighbourhood]
    assert len(roster.notices) == bool(neighbourhood)


def test_columns_that_nobody_needs_are_named():
    roster = read(roster_csv([*household(), "1960"], headings=[*HEADINGS, "Năm sinh"]))

    assert roster.ignored_columns == ("Năm sinh",)
    assert "Năm sinh" in str(roster.notices[0])
    assert codes(roster.rows[0]) == []


def test_no_row_with_two_headings_is_no_header():
    assert find_header([["a", "b"], ["1", "2"], []]) is None


def test_merged_address_cells_count_for_every_row_beside_them():
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["Họ tên", "Số nhà", "Đường"])
    for row, name in enumerate(["Lê An", "Lê Ba"], start=1):
        sheet.write(row, 0, name)
        sheet.write(row, 2, "Đề Thám")
    sheet.merge_range(1, 1, 2, 1, "77/1")
    workbook.close()

    assert [row.house_number for row in read(out.getvalue()).rows] == ["77/1", "77/1"]


def test_a_sheet_that_is_wider_than_needed_is_read():
    file = xlsx_file({"A": [["", "", *HEADINGS], ["", "", *household()]]})

    assert [row.holder_name for row in read(file).rows] == ["Lê Thị Mai"]
