"""Vietnamese personal names in the proportions met in the Mekong delta."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

# Rounded shares in per mille: Nguyễn more than a third, then a long tail; Thạch, Sơn and Danh are
# Khmer, Lâm, Quách and Châu Hoa families of the delta.
_FAMILY = {
    "Nguyễn": 350,
    "Trần": 112,
    "Lê": 92,
    "Phạm": 66,
    "Huỳnh": 56,
    "Võ": 48,
    "Phan": 40,
    "Trương": 30,
    "Bùi": 22,
    "Đặng": 22,
    "Đỗ": 16,
    "Ngô": 16,
    "Hồ": 16,
    "Dương": 15,
    "Lý": 12,
    "Lâm": 12,
    "Đinh": 10,
    "Mai": 9,
    "Cao": 9,
    "Đoàn": 8,
    "Thạch": 8,
    "Châu": 7,
    "Tô": 6,
    "Quách": 5,
    "Sơn": 5,
    "Danh": 4,
    "Tạ": 4,
}
_MEN_MIDDLE = {
    "Văn": 34,
    "Hữu": 9,
    "Minh": 8,
    "Thanh": 8,
    "Quốc": 7,
    "Hoàng": 7,
    "Ngọc": 6,
    "Công": 5,
    "Tấn": 5,
    "Đức": 4,
    "Phước": 4,
    "Trọng": 3,
}
_WOMEN_MIDDLE = {
    "Thị": 40,
    "Thị Kim": 9,
    "Thị Ngọc": 8,
    "Thị Mỹ": 7,
    "Ngọc": 7,
    "Thị Thu": 6,
    "Kim": 5,
    "Thị Hồng": 5,
    "Bích": 5,
    "Thanh": 4,
    "Thị Cẩm": 4,
}
_MEN = (
    "An Bảo Bình Cường Danh Dũng Duy Đạt Được Hải Hậu Hiền Hiếu Hòa Hùng Huy Hưng Khang Khánh "
    "Khoa Kiệt Lâm Lộc Long Lợi Luân Mẫn Minh Nam Nghĩa Nhân Nhựt Phát Phong Phú Phúc Phương "
    "Quang Quân Quý Sang Sơn Tài Tâm Tân Thành Thắng Thiện Thịnh Thọ Thuận Tín Toàn Trí Trung "
    "Tuấn Tùng Út Vinh Vũ"
)
_WOMEN = (
    "Anh Bé Châu Chi Cúc Diễm Diệu Dung Duyên Đào Điệp Giang Hà Hạnh Hằng Hiền Hoa Hồng Huệ "
    "Hương Lan Lệ Liên Linh Loan Lụa Ly Mai My Nga Ngân Nguyệt Nhàn Nhi Nhung Oanh Phượng Quyên "
    "Sen Sương Tâm Thảo Thắm Thơm Thu Thủy Thúy Tiên Trang Trinh Tú Tuyết Út Vân Xuân Yến"
)


def draw_name(rng: Random, taken: Collection[str] = ()) -> str:
    """A full name, family name first, not ``taken`` as far as names last.

    Namesakes are common in life; in a sample they would hide a mix-up. The family name is drawn
    once, so that avoiding them does not make the common families rarer.
    """
    family = _weighted(rng, _FAMILY)
    for _ in range(30):
        name = f"{family} {_draw_own_names(rng)}"
        if name not in taken:
            break
    return name


def _draw_own_names(rng: Random) -> str:
    # Holders of a household are a little more often men.
    if rng.random() < 0.54:
        return f"{_weighted(rng, _MEN_MIDDLE)} {rng.choice(_MEN.split())}"
    return f"{_weighted(rng, _WOMEN_MIDDLE)} {rng.choice(_WOMEN.split())}"


def _weighted(rng: Random, shares: dict[str, int]) -> str:
    return rng.choices(list(shares), weights=list(shares.values()))[0]
