"""An address in one cell, taken apart: number, street, neighbourhood, ward."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = r"[0-9]+(?:[A-Za-zĐđ][0-9]?)?"
# A block or plot (B12, K12), and no unit in short (KV3, Q5).
_BLOCK = r"(?:(?!kv|tdp|kp|q)[A-Za-zĐđ]{1,3}[0-9]+[A-Za-z]?)"
_NUMBER = re.compile(
    r"^(?P<words>(?:(?:số nhà|nhà số|so nha|nha so|số|nhà|sn|so|nha)(?![^\W\d_])[\s.:]*)*)"
    rf"(?P<number>(?:(?:lô|lo|căn|can|phòng|phong|p\.?|kiot|ki ốt|sạp|sap)\s*)?"
    rf"(?:{_BLOCK}|{_PART})(?:\s*[/-]\s*{_PART})*"
    r"(?:\s*\(?(?:bis|ter)\)?|\s+[A-HK-Z](?![\w/.]))?)"
    r"(?![\w/])[\s,.;:-]*(?P<rest>.*)$",
    re.IGNORECASE,
)
# What surely names a unit. Marks decide: Quán Sứ is a street and Quận 5 is not, Tô Hiến Thành
# is a street and Tổ 5 is not; without marks only a number or a dot makes it sure.
_SURE = {
    "neighbourhood": re.compile(
        r"(?:khu vực|tổ dân phố|khu phố|ấp|khóm|thôn|xóm|tổ)(?!\w)"
        r"|(?:kv|k\.v|tdp|kp|khu vuc|to dan pho|khu pho|ap|khom|thon|xom|to)[\s.:]*(?:s[oố]\s*)?\d"
    ),
    "ward": re.compile(r"(?:phường|thị trấn|xã)(?!\w)|(?:p|x|tt)\.\s*\w|p\s?\d{1,2}$"),
    "upper": re.compile(
        r"(?:quận|huyện|thành phố|tỉnh|thị xã)(?!\w|\s+lộ)|(?:q|h|t|tp|tx)\.\s*[^\W\d]"
        r"|q[\s.]?\d{1,2}$|tp\s|tphcm|(?:việt nam|cần thơ|hà nội|hồ chí minh|đà nẵng)$"
    ),
}
# What names a unit where the street is already known.
_LIKELY = {
    "neighbourhood": re.compile(r"(?:khu vuc|to dan pho|khu pho|kv|ap|khom|thon|xom|to)\b"),
    "ward": re.compile(r"(?:phuong|xa|thi tran)\b"),
    "upper": re.compile(r"(?:quan|huyen|thanh pho|tinh|thi xa|tp|can tho|ha noi|viet nam)\b"),
}
_AT_ONCE = re.compile(
    r"(?:p|x|tt|q|tp)\.\s*\w"
    r"|(?:phường|thị trấn|quận|huyện|khu vực|tổ dân phố|khu phố|ấp)(?!\w)"
)
_NUMBERED = re.compile(r"\D*\d+$")
# A road named for a day begins with a number that is no house number: "30 tháng 4", "3/2".
_DAY_STREET = re.compile(r"^\d{1,2}\s+(?:tháng|thang)\s+\d{1,2}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """The parts of one written address; "" for those not given."""

    house_number: str = ""
    street: str = ""
    neighbourhood: str = ""
    ward: str = ""


def split_address(text: str) -> Address:
    """Parts of "Số 12/34 Đề Thám, KV 3, P. An Cư, Q. Ninh Kiều, TP Cần Thơ".

    District and city are left out: the ward says them. What fits nowhere stays with the street.
    """
    parts = [part for text in re.split(r"[,;]|\s-\s", text) if (part := text.strip(" .;-"))]
    number, rest = split_number(parts[0]) if parts else ("", "")
    found: dict[str, list[str]] = {"street": [], "neighbourhood": [], "ward": [], "upper": []}
    if rest:
        # What follows the number at once is the street ("12 Xã Đàn"), unless it cannot be one.
        sure = not number or _NUMBERED.fullmatch(rest) or _AT_ONCE.match(rest.lower())
        unit = _unit(rest, after_street=False) if sure else ""
        found[unit or "street"].append(rest)
    for part in parts[1:]:
        unit = _unit(part, after_street=bool(found["street"]))
        found[unit or "street"].append(part)
    return Address(
        number,
        ", ".join(found["street"]),
        ", ".join(found["neighbourhood"]),
        ", ".join(found["ward"]),
    )


def _unit(part: str, *, after_street: bool) -> str:
    text = part.lower()
    for unit, pattern in _SURE.items():
        if pattern.match(text):
            return unit
    if after_street and part.isascii():
        return next((unit for unit, pattern in _LIKELY.items() if pattern.match(text)), "")
    return ""


def split_number(text: str) -> tuple[str, str]:
    """House number and the rest of "12/34/5A hẻm Đề Thám"; no number gives ("", text)."""
    match = _NUMBER.match(text)
    if match is None or _DAY_STREET.match(text):
        return "", text
    return " ".join(match["number"].split()).replace(" /", "/").replace("/ ", "/"), match["rest"]


def holds_more_than_number(text: str) -> bool:
    """Whether a "Số nhà" cell goes on with a street: "12/1 Đề Thám"."""
    rest = split_number(text)[1]
    return rest != text and rest[:1] != "(" and sum(c.isalpha() for c in rest) >= 2
