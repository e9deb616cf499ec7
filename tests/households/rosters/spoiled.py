"""Makes the roster files that wards send, good and spoiled, in memory."""

import csv
import io
import unicodedata

import xlsxwriter

from households.rosters import read_roster

HEADINGS = ["STT", "Họ và tên chủ hộ", "Số nhà", "Đường", "Khu vực", "Số điện thoại", "Loại hình"]
HEADINGS += ["Số nhân khẩu", "Vĩ độ", "Kinh độ", "Ghi chú"]
FIELDS = ["index", "holder_name", "house_number", "street", "neighbourhood", "phone", "kind"]
FIELDS += ["occupants", "latitude", "longitude", "note"]
GOOD = {
    "index": "1",
    "holder_name": "Lê Thị Mai",
    "house_number": "12/34/5A",
    "street": "Đề Thám",
    "neighbourhood": "Khu vực 3",
    "phone": "0912345678",
    "kind": "Nhà ở",
    "occupants": "4",
    "latitude": "10.0341",
    "longitude": "105.7812",
    "note": "",
}


def household(**changes):
    """One good row as a list of cells in the order of HEADINGS, with changes by field."""
    return [(GOOD | changes)[name] for name in FIELDS]


def csv_file(rows, *, separator=",", encoding="utf-8"):
    """Rows of cells as the bytes of a csv file."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def roster_csv(*households, headings=HEADINGS, titles=(), **options):
    """A csv roster: title rows, headings, households."""
    return csv_file([*titles, headings, *households], **options)


def xlsx_file(pages):
    """Pages {name: rows} as the bytes of an xlsx; a cell may be (value, number format)."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in pages.items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write(
                        number, position, cell[0], workbook.add_format({"num_format": cell[1]})
                    )
                elif cell != "":
                    sheet.write(number, position, cell)
    workbook.close()
    return out.getvalue()


def read(file, **options):
    """The roster of a file whose name does not matter."""
    return read_roster(file, name="danh-sach", **options)


def read_one(**changes):
    """The only row of a roster with one household."""
    (row,) = read(roster_csv(household(**changes))).rows
    return row


def codes(row):
    """The codes of a row's doubts."""
    return [doubt.code for doubt in row.doubts]


# Headings as different wards write them, by field.
SPELLINGS = {
    "index": ["STT", "TT", "Số TT"],
    "holder_name": ["Họ và tên chủ hộ", "HO TEN CHU HO", "Chủ hộ", "Full name"],
    "house_number": ["Số nhà", "so nha", "SỐ NHÀ", "House number"],
    "street": ["Đường", "Đường/Hẻm", "ten duong", "Street"],
    "neighbourhood": ["Khu vực", "Tổ dân phố/Khu vực", "Ap", "KV"],
    "phone": ["Số điện thoại", "SĐT", "Dien thoai", "ĐT liên hệ"],
    "kind": ["Loại hình", "loai hinh", "Phân loại"],
    "occupants": ["Số nhân khẩu", "So nguoi", "Nhân khẩu"],
    "latitude": ["Vĩ độ", "vi do", "Lat"],
    "longitude": ["Kinh độ", "kinh do", "Long"],
    "note": ["Ghi chú", "ghi chu", "Note"],
}
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Tô", "Tống", "Hồ", "Đỗ", "Ông", "Khổng"]
MIDDLE = ["Văn", "Thị", "Hữu", "Ngọc", "Đức", "Công"]
GIVEN = ["An", "Bình", "Cường", "Đạt", "Hoà", "Lộc", "Ẩn", "Ước", "Tý", "Yến"]
STREETS = [
    "Đề Thám",
    "Tô Hiến Thành",
    "Quán Sứ",
    "Xã Đàn",
    "30 Tháng 4",
    "3/2",
    "Hẻm 12 Lý Tự Trọng",
]


def good_household(number, random):
    """A household without fault, unlike every other of its number."""
    place = random.choice(
        [f"{number}", f"{number}A", f"{number}/{number % 40 + 13}", f"{number} bis"]
    )
    return {
        "index": str(number),
        "holder_name": " ".join(map(random.choice, (FAMILY, MIDDLE, GIVEN))),
        "house_number": place,
        "street": random.choice(STREETS),
        "neighbourhood": f"Khu vực {number % 7 + 1}",
        "phone": random.choice(["", f"09{random.randrange(10**7, 2 * 10**7)}"]),
        "kind": random.choice(["Nhà ở", "Nhà trọ", "Sạp chợ", "Nhà ở kết hợp kinh doanh"]),
        "occupants": str(random.randrange(1, 9)),
        "latitude": f"{10.03 + number % 97 / 10_000:.6f}",
        "longitude": f"{105.77 + number % 89 / 10_000:.6f}",
        "note": random.choice(["", "nhà cấp 4", "gần chợ, có người già"]),
    }


def _swap(row, random):
    row["latitude"], row["longitude"] = row["longitude"], row["latitude"]


# Each spoils one row in place; the name is the code that the reader should report.
FAULTS = {
    "phone_zero": lambda row, random: row.update(phone=f"9{random.randrange(10**7, 2 * 10**7)}"),
    "phone_mobile_2018": lambda row, random: row.update(
        phone=random.choice(["0120", "0169", "0125", "0199"]) + "2345678"
    ),
    "phone_unusable": lambda row, random: row.update(
        phone=random.choice(["0912345", "12a", "999"])
    ),
    "phone_several": lambda row, random: row.update(phone="0912345678 / 0913456789"),
    "phone_rounded": lambda row, random: row.update(phone="9.12E+08"),
    "house_number_date": lambda row, random: row.update(
        house_number=f"{random.randrange(1, 29):02d}-Thg{random.randrange(1, 13)}"
    ),
    "coordinates_missing": lambda row, random: row.update(latitude="", longitude=""),
    "coordinates_swapped": _swap,
    "coordinates_zero": lambda row, random: row.update(latitude="0", longitude="0"),
    "coordinates_unusable": lambda row, random: row.update(latitude=random.choice(["", "abc"])),
    "coordinates_outside": lambda row, random: row.update(latitude="21.0285"),
    "coordinates_abroad": lambda row, random: row.update(longitude="2.35"),
    "kind_unknown": lambda row, random: row.update(kind=random.choice(["karaoke", "???", "Khác"])),
    "kind_missing": lambda row, random: row.update(kind=""),
    "occupants_unusable": lambda row, random: row.update(occupants=random.choice(["vài", "3-4"])),
    "holder_missing": lambda row, random: row.update(holder_name=""),
    "unusual_characters": lambda row, random: row.update(note="<b>gần chợ</b> 🔥"),
    "too_long": lambda row, random: row.update(note="dài " * 100),
    "decomposed": lambda row, random: row.update(
        street=unicodedata.normalize("NFD", "Đường Nguyễn Huệ")
    ),
}


def spoiled_roster(count, *, random):
    """A csv of *count* households, one in four spoiled, in one of the usual shapes.

    Gives the bytes and the truth: row number as seen on screen → the codes to be reported.
    """
    fields = FIELDS[:]
    random.shuffle(fields)
    headings = [random.choice(SPELLINGS[field]) for field in fields]
    titles = [["UBND PHƯỜNG AN CƯ"], ["DANH SÁCH HỘ"], []][: random.randrange(4)]
    rows, truth = [*titles, headings], {}
    for number in range(1, count + 1):
        row = good_household(number, random)
        truth[len(rows) + 1] = []
        if random.random() < 0.25:
            fault = random.choice(sorted(FAULTS))
            FAULTS[fault](row, random)
            truth[len(rows) + 1] = [fault]
        rows.append([row[field] for field in fields])
        if random.random() < 0.02:
            rows.append([""] * len(fields))
        if random.random() < 0.02:
            rows.append(headings)
    separator, encoding = random.choice(",;\t"), random.choice(["utf-8", "utf-8-sig", "utf-16"])
    return csv_file(rows, separator=separator, encoding=encoding), truth
