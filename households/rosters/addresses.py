"""An address in one cell, taken apart: number, street, neighbourhood, ward."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firesafety.vietnamese import fold

_PART = r"[0-9]+[A-Za-zĐđ]?"
_BLOCK = r"(?:[A-Za-zĐđ]{1,3}[0-9]+[A-Za-z]?)"
_NUMBER = re.compile(
    r"^(?P<words>(?:(?:số nhà|nhà số|so nha|nha so|số|nhà|sn|so|nha)(?![^\W\d_])[\s.:]*)*)"
    rf"(?P<number>(?:(?:lô|lo|căn|can|phòng|phong|p\.?|kiot|ki ốt|sạp|sap)\s*)?"
    rf"(?:{_BLOCK}|{_PART})(?:\s*[/-]\s*{_PART})*"
    r"(?:\s*\(?(?:bis|ter)\)?|\s+[A-HK-Zđ])?)"
    r"(?![\w/])[\s,.;:-]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_NEIGHBOURHOOD = re.compile(
    r"^(?:khu vuc|kv|k\.v|to dan pho|tdp|khu pho|kp|ap|khom|thon|xom|to|ban|lang|buon)\b"
    r"\.?[\s.:]*\S"
)
_WARD = re.compile(r"^(?:(?:phuong|xa|thi tran|tt|ward)\b|(?:p|x)\.)[\s.:]*\S|^p\s?[0-9]{1,2}$")
_UPPER = re.compile(
    r"^(?:(?:quan|huyen|thanh pho|tp|tinh|thi xa|tx|district|city)\b|(?:q|h|t|tp|tx)\.)[\s.:]*\S"
    r"|^q\s?[0-9]{1,2}$|^(?:tp|tphcm|viet nam|vietnam|can tho|ha noi|ho chi minh)\b"
)
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
    segments = [part.strip(" .;-") for part in re.split(r"[,;]|\s-\s", text)]
    street, neighbourhood, ward, number = [], [], "", ""
    for position, segment in enumerate(part for part in segments if part):
        folded = fold(segment)
        if position == 0:
            number, segment = split_number(segment)
            folded = fold(segment)
            if not segment:
                continue
        if _NEIGHBOURHOOD.match(folded):
            neighbourhood.append(segment)
        elif _WARD.match(folded):
            ward = ward or segment
        elif not (position and _UPPER.match(folded)):
            street.append(segment)
    return Address(number, ", ".join(street), ", ".join(neighbourhood), ward)


def split_number(text: str) -> tuple[str, str]:
    """House number and the rest of "12/34/5A hẻm Đề Thám"; no number gives ("", text)."""
    match = _NUMBER.match(text)
    if match is None or _DAY_STREET.match(text):
        return "", text
    return " ".join(match["number"].split()).replace(" /", "/").replace("/ ", "/"), match["rest"]


def holds_more_than_number(text: str) -> bool:
    """Whether a "Số nhà" cell goes on with a street: "12/1 Đề Thám"."""
    rest = split_number(text)[1]
    return rest != text and sum(c.isalpha() for c in rest) >= 2
