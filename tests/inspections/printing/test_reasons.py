"""Why a team stands where it stands, in words that somebody can say on the telephone."""

import pytest

from inspections.planning.overdue import Part, PartCode
from inspections.printing.reasons import part_words, reason_sentence


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part(PartCode.CRITICAL_HAZARDS, 2, 80.0), "2 chỗ nguy hiểm chưa sửa"),
        (
            Part(PartCode.CRITICAL_HAZARDS, 1, 120.0, oldest_days=45, kinds=("boarding_house",)),
            "1 chỗ nguy hiểm chưa sửa (lâu nhất 45 ngày; nhà trọ)",
        ),
        (
            Part(PartCode.MAJOR_HAZARDS, 3, 24.0, oldest_days=1, kinds=("market_stall", "shop")),
            "3 chỗ quan trọng chưa sửa (lâu nhất 1 ngày; sạp chợ, cửa hàng)",
        ),
        (Part(PartCode.MINOR_HAZARDS, 4, 4.0, 90, ("shop",)), "4 chỗ cần nhắc"),
        (Part(PartCode.MONTHS_SILENT, 2, 20.0), "2 tháng liền không có kết quả"),
        (Part(PartCode.MISSING, 5, 10.0), "5 hộ chưa được kiểm tra"),
        (
            Part(PartCode.MISSING, 5, 8.0, on_paper=2),
            "5 hộ chưa được kiểm tra (2 hộ đã ghi giấy)",
        ),
        (Part(PartCode.DAYS_LATE, 3, 1.5), "trễ 3 ngày"),
        (Part(PartCode.PEOPLE_AT_RISK, 9, 4.5), "9 người ở trọ, nằm viện hoặc cần giúp"),
    ],
)
def test_each_part_says_its_number_and_what_made_it_weigh_so(part, words):
    assert part_words(part) == words


def test_the_heaviest_part_is_said_first():
    parts = (Part(PartCode.DAYS_LATE, 3, 1.5), Part(PartCode.MISSING, 5, 10.0))
    assert reason_sentence(parts) == "5 hộ chưa được kiểm tra, trễ 3 ngày."
    assert reason_sentence(()) == ""
