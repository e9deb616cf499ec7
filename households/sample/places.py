"""A market, a trade centre and a hospital: places whose "households" are stalls and departments."""

from __future__ import annotations

import math

from .values import Kind, Plot

MARKET = "Chợ Bằng Lăng"
MALL = "Trung tâm thương mại Hoa Sữa"
HOSPITAL = "Bệnh viện Sao Đen"
DEPARTMENTS = (
    "Khoa Cấp cứu",
    "Khoa Nội tổng hợp",
    "Khoa Ngoại tổng hợp",
    "Khoa Sản",
    "Khoa Nhi",
    "Khoa Hồi sức",
    "Khoa Lão",
    "Khoa Tim mạch",
    "Khoa Phục hồi chức năng",
    "Khoa Tai Mũi Họng",
    "Khoa Mắt",
    "Khoa Chẩn đoán hình ảnh",
    "Khoa Xét nghiệm",
    "Khoa Dược",
)
_SHOPS_A_FLOOR = 24


def build_market(stalls: int, *, x: float, y: float) -> list[Plot]:
    """Stalls 2.5 m wide in rows, back to back in pairs with an aisle between: "Sạp A1" onwards."""
    a_row = max(12, math.ceil(stalls / 26))  # rows are named by the 26 letters
    plots = []
    for index in range(stalls):
        row, place = divmod(index, a_row)
        number = f"Sạp {chr(ord('A') + row)}{place + 1}"
        north = y + 2.5 * row + 2 * (row // 2)
        plots.append(Plot(number, MARKET, x + 2.5 * place, north, Kind.MARKET_STALL))
    return plots


def build_mall(shops: int, *, x: float, y: float) -> list[Plot]:
    """Shops on both sides of a passage; those of two floors share their points."""
    plots = []
    for index in range(shops):
        floor, place = divmod(index, _SHOPS_A_FLOOR)
        number = f"Gian {floor + 1}{place + 1:02d}"
        plots.append(Plot(number, MALL, x + 4.5 * (place // 2), y + 9 * (place % 2), Kind.SHOP))
    return plots


def build_hospital(departments: int, *, x: float, y: float) -> list[Plot]:
    """Departments along two corridors, at most as many as there are names."""
    return [
        Plot(name, HOSPITAL, x + 14 * (index // 2), y + 18 * (index % 2), Kind.HOSPITAL_WARD)
        for index, name in enumerate(DEPARTMENTS[:departments])
    ]
