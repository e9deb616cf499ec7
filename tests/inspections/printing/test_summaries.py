"""A team's month in figures."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.inspections.printing import cast
from tests.inspections.printing.reading import pages_of, summaries


def test_an_ordinary_month_is_one_page():
    (page,) = pages_of(summaries(cast.summary()))
    expected = [
        "Tổng hợp kiểm tra chéo",
        "Tháng 12/2026",
        "Tính đến ngày 31/12/2026",
        "11/12 lượt đã kiểm tra",
        "còn 1 lượt",
        "2 mục chưa đạt",
        "3 chỗ chưa sửa",
        "lâu nhất 56 ngày",
        "1 đã quá hạn",
        "Còn 1 lượt chưa kiểm tra",
        "Còn 3 chỗ chưa sửa",
        "Nguy hiểm",
        "Không kiểm tra được",
        "Cháy: gọi 114",
        "Trang 1/1",
    ]
    assert [words for words in expected if words not in page] == []
    assert [n for n in range(12) if cast.party(n).name not in page] == []


def test_a_finished_month_without_faults_says_so():
    (page,) = pages_of(summaries(cast.summary(members=5, missing=0, faults=0)))
    assert "đã đủ các lượt" in page
    assert "không còn gì phải theo dõi" in page
    assert "chưa kiểm tra" not in page.replace("Chưa kiểm tra", "")


def test_forty_faults_run_over_pages_under_the_same_titles():
    pages = pages_of(summaries(cast.summary(members=15, missing=4, faults=40)))
    assert sum(page.count("Lối ra chính") for page in pages) == 40
    with_faults = [page for page in pages if "Lối ra chính" in page]
    assert len(with_faults) > 1
    assert all("Từ ngày" in page for page in with_faults)
    assert all(f"Trang {n}/{len(pages)}" in page for n, page in enumerate(pages, start=1))


@pytest.mark.parametrize("members", [5, 15])
def test_the_longest_data_loses_no_row(members):
    pages = pages_of(
        summaries(
            cast.summary(members=members, missing=3, faults=7, head=cast.LONG_HEAD, longest=True)
        )
    )
    assert sum(page.count("1324/56/78/90A bis") for page in pages) == 3 + 7 + members


def test_nothing_planned_is_not_a_crash():
    (page,) = pages_of(summaries(cast.summary(members=0, missing=0, faults=0, months=0)))
    assert "0/0" in page


def test_the_outline_leads_to_each_team():
    reader = PdfReader(BytesIO(summaries(cast.summary(), cast.summary(members=5))))
    assert len(reader.outline) == 2
