"""The page on the wall: who visits whom."""

import pytest

from tests.inspections.printing import cast
from tests.inspections.printing.reading import checklists, pages_of


def sheet(members, *, size="normal", language="vi", **options):
    value = cast.assignment_sheet(members, **options)
    return pages_of(checklists(assignment=value, size=size, language=language))


@pytest.mark.parametrize("members", [5, 12, 15])
def test_a_team_has_one_page_with_every_visit(members):
    (page,) = sheet(members)
    expected = ["Phân công kiểm tra chéo", "Tháng 12/2026", "Cháy: gọi 114", "Trang 1/1"]
    for n in range(members):
        person = cast.party(n)
        expected += [person.name, person.phone, f"{person.house_number} {person.street}"]
        expected.append(f"K7QF-{2000 + n}")
    assert [words for words in expected if words not in page] == []
    assert page.count("Nguyễn Văn Hằng") == 2
    assert "0901 234 102 · hẹn sau 18 giờ" in page


def test_the_longest_data_still_makes_one_page_of_fifteen():
    (page,) = sheet(15, head=cast.LONG_HEAD, longest=True)
    assert page.count("Công Tằng Tôn Nữ Thị Hoàng") == 30
    assert page.count("1324/56/78/90A bis") == 30


def test_a_small_team_has_room_for_advice():
    assert "Cách làm" in sheet(5)[0]


def test_large_print_shares_its_rows_evenly():
    pages = sheet(15, size="large")
    assert [page.count("hẻm 132 Nguyễn Văn Cừ") // 2 for page in pages] == [8, 7]
    assert ["Trang 1/2" in pages[0], "Trang 2/2" in pages[1]] == [True, True]


def test_a_team_without_visits_is_not_a_crash():
    assert "Phân công kiểm tra chéo" in sheet(0)[0]
