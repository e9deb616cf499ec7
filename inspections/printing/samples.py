"""Made-up checklists for measuring: ordinary names, ordinary lengths, no two the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from inspections.printing.values import (
    ChecklistGroup,
    ChecklistLine,
    ChecklistSheet,
    OpenHazard,
    Party,
    TeamHead,
)

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Dương", "Thạch")
MIDDLE = ("Thị", "Văn", "Hữu", "Ngọc", "Minh", "Kim", "Quốc", "Thanh")
GIVEN = ("Hằng", "Phượng", "Đạt", "Nghĩa", "Thủy", "Ẩn", "Lựu", "Quân", "Vũ", "Ngưỡng")
GROUPS = {
    "Điện": ("ổ cắm không nứt, cháy sém", "dây điện không luồn qua mái tôn, mái lá"),
    "Gas, bếp": ("bình gas đặt đứng, nơi thoáng", "ống dẫn không nứt", "nấu có người trông"),
    "Thờ cúng": ("không thắp nhang khi ngủ hoặc vắng nhà",),
    "Sạc xe điện": ("không sạc qua đêm", "chỗ sạc không nằm trên lối thoát, xa vật dễ cháy"),
    "Thoát nạn": (
        "lối ra, cầu thang, hành lang thông thoáng, không để xe và hàng hóa",
        "có lối thoát thứ hai",
        "khóa lối thoát để chỗ cố định, cả nhà biết",
        "cửa lên mái mở được ngay",
        "cửa cuốn mở được khi mất điện",
    ),
    "Phương tiện": ("có bình chữa cháy xách tay", "bình ở nơi dễ thấy, dễ lấy"),
    "Con người": ("biết gọi 114, nói đúng địa chỉ", "có số của tổ trưởng", "biết dùng bình"),
}
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def sample_checklists(count: int, random: Random) -> Iterator[ChecklistSheet]:
    """``count`` checklists of 18 questions and up to two old faults, each a page long."""
    groups = _groups()
    for number in range(count):
        code = "".join(random.choices(ALPHABET, k=10))
        yield ChecklistSheet(
            head=_head(number // 12 + 1),
            period="Tháng 12/2026",
            starts=date(2026, 12, 1),
            due=date(2026, 12, 25),
            inspector=_party(random),
            inspected=_party(random),
            groups=groups,
            hazards=_hazards(groups, random),
            link=f"https://to12.example.vn/p/{code}",
            short_code=f"{code[:5]}-{code[5:]}",
            reference=f"PK-2026-12-{number + 1:06}",
            checklist_version="1",
        )


def _groups() -> tuple[ChecklistGroup, ...]:
    return tuple(
        ChecklistGroup(
            name,
            tuple(
                ChecklistLine(f"{chr(65 + place)}-{number:02}", text.capitalize(), critical=True)
                for number, text in enumerate(texts, start=1)
            ),
        )
        for place, (name, texts) in enumerate(GROUPS.items())
    )


def _head(team: int) -> TeamHead:
    return TeamHead(
        team=f"Tổ 12/1 số {team}",
        neighbourhood="Khu vực 3",
        ward="Phường Ninh Kiều",
        city="TP Cần Thơ",
        leader_name="Đặng Thị Phượng",
        leader_phone="0901 234 567",
        emergency_number="114",
    )


def _party(random: Random) -> Party:
    return Party(
        name=" ".join(random.choice(names) for names in (FAMILY, MIDDLE, GIVEN)),
        house_number=f"{random.randint(1, 300)}/{random.randint(1, 60)}",
        street="Nguyễn Văn Cừ nối dài",
        phone=f"09{random.randint(10_000_000, 99_999_999)}",
        kind="Nhà ở",
    )


def _hazards(groups: tuple[ChecklistGroup, ...], random: Random) -> tuple[OpenHazard, ...]:
    lines = [line for group in groups for line in group.lines]
    return tuple(
        OpenHazard(line.code, line.text, date(2026, 11, 5), date(2026, 11, 20), line.critical)
        for line in random.sample(lines, random.randint(0, 2))
    )
