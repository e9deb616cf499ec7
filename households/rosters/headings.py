"""Find the header: which row it is and which column holds what, in any order and spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from firesafety.vietnamese import fold

from .text_cells import written
from .values import Cell

HEADER_SEARCH_ROWS = 60

# Folded words for each column. The whole heading is looked up first, then the longest of these
# that stands inside it, so "Họ và tên chủ hộ (chữ in hoa)" is found too.
_WORDS: dict[str, str] = {
    "index": "stt|tt|so tt|so thu tu|thu tu|no|nr|id|#|ma ho|ma so ho|ma so",
    "holder_name": (
        "ho va ten chu ho|ho ten chu ho|ten chu ho|chu ho|ho va ten|ho ten|ten nguoi dai dien"
        "|nguoi dai dien|dai dien ho|ho ten dai dien|ho va ten dai dien|chu nha|chu co so|ten ho"
        "|nguoi dung dau|nguoi chiu trach nhiem|ten chu co so|ho gia dinh|ten ho gia dinh"
        "|ten nguoi|chu ho gia dinh|hvt|ho ten chu nha|chu ho kinh doanh|ten chu sap"
        "|householder|household head|head of household|holder|holder name|full name|owner"
        "|owner name|name|contact name|resident|resident name|responsible person"
    ),
    "family_name": "ho|ho dem|ho va dem|ho va ten dem|ho lot|ho va chu lot|ho ten dem|ho chu lot"
    "|last name|family name|surname",
    "middle_name": "dem|ten dem|chu lot|ten lot|middle name",
    "given_name": "ten|ten goi|first name|given name",
    "house_number": "so nha|nha so|sn|so nha hem|so nha ngo|dia chi so nha|so can|so can ho|can ho"
    "|so sap|so lo|so phong|house number|house no|house|number|building number|street number"
    "|no house",
    "street": "duong|hem|ngo|pho|kiet|duong hem|duong pho|ten duong|ten pho|ten hem|duong ngo"
    "|hem duong|tuyen duong|duong ap|ten duong hem|duong pho hem|ngo hem|hem ngo"
    "|duong hem ngo|ngach"
    "|street|street name|road|alley|lane|address line",
    "address": "dia chi|noi o|cho o|dia chi nha|dia chi cu tru|dia chi thuong tru|noi cu tru"
    "|dia chi noi o|dia chi co so|dia chi hien tai|so nha duong|so nha va duong|so nha ten duong"
    "|so nha duong pho|dia chi cu the|dia chi chi tiet|noi thuong tru|thuong tru|cho o hien nay"
    "|noi o hien nay|dia chi ho gia dinh|address|full address|home address|location address",
    "neighbourhood": "khu vuc|kv|ap|khom|khu pho|kp|to dan pho|tdp|to dp|thon|xom|ban|to"
    "|khu vuc ap|ap khu vuc|to dan pho khu vuc|khu dan cu|to khu vuc|to nhan dan tu quan|to dan cu"
    "|don vi|neighbourhood|neighborhood|hamlet|quarter|residential group|area|zone|to so"
    "|cum dan cu",
    "ward": "phuong|xa|phuong xa|xa phuong|thi tran|phuong xa thi tran|xa phuong thi tran"
    "|ward|commune|ward commune|px",
    "phone": "so dien thoai|dien thoai|sdt|so dt|dt|dtdd|dien thoai lien he|so dien thoai lien he"
    "|di dong|so di dong|dien thoai di dong|dd|lien he|so lien lac|dien thoai lien lac|so lien he"
    "|dt lien he|sdt lien he|sdt chu ho|dien thoai chu ho|so dien thoai chu ho|hotline|zalo|so zalo"
    "|phone|phone number|telephone|tel|mobile|mobile number|mobile phone|contact number|cell",
    "kind": "loai hinh|loai|loai nha|loai co so|loai hinh co so|loai ho|phan loai|loai hinh nha"
    "|hinh thuc|muc dich su dung|cong nang|loai hinh su dung|loai hinh kinh doanh|loai nha o"
    "|kind|type|category|premises|premises type|type of premises|building type|household type|use",
    "occupants": "so nhan khau|nhan khau|so khau|khau|so nguoi|so nguoi o|so thanh vien|so nk|nk"
    "|tong so nhan khau|so nguoi trong ho|so nhan khau thuc te|so nguoi cu tru|tong so nguoi"
    "|occupants|people|members|household size|number of people|persons|residents|population",
    "need_help": "so nguoi can giup khi co chay|so nguoi can giup|nguoi can giup|can giup do"
    "|so nguoi gia|nguoi gia|so nguoi cao tuoi|nguoi cao tuoi|so nguoi gia yeu|nguoi gia yeu"
    "|so nguoi gia tre em|nguoi gia tre em|so nguoi khuyet tat|nguoi khuyet tat"
    "|people who need help|need help|elderly|number of elderly|vulnerable people",
    "latitude": "toa do y|vi do|vi do y|lat|latitude|vido|toa do vi do|vi tuyen|y",
    "longitude": "toa do x|kinh do|kinh do x|lon|lng|long|longitude|kinhdo|toa do kinh do"
    "|kinh tuyen|x",
    "coordinates": "toa do|toa do gps|vi tri|gps|dinh vi|vi do kinh do|toa do vi do kinh do"
    "|toa do dia ly|kinh do vi do|lat long|lat lon|lat lng|latlong|coordinates|location|coordinate"
    "|ban do|google map|google maps|link ban do|map",
    "note": "ghi chu|chu thich|nhan xet|note|notes|remark|remarks|comment|comments|luu y",
}
_EXACT = {word: field for field, words in _WORDS.items() for word in words.split("|")}
_LONGEST_FIRST = sorted((w for w in _EXACT if len(w) > 3), key=len, reverse=True)
# Headings about somebody or something else, though they hold one of the words above.
_NOT_OURS = re.compile(
    r"\b(?:ngay sinh|nam sinh|cccd|cmnd|so cmt|can cuoc|quan he|gioi tinh|nghe nghiep|chu ky|ky ten"
    r"|email|dan toc|ton giao|ngay cap|noi cap|que quan|dien tich|so tang|quan huyen|tinh thanh"
    r"|ma phuong|ma xa|ho ngheo|birth|signature|district|province|to truong|to pho|vo chong)\b"
)
_SIGNS = re.compile(r"[^a-z0-9#]+")
_BRACKETED = re.compile(r"\([^)]*\)")
# Several columns of these make one value together; of others the first counts.
JOINED = frozenset({"phone", "note", "neighbourhood", "street"})


@dataclass(frozen=True)
class Header:
    """The header found: its last row (position from 0), its headings and the columns by field."""

    row: int
    headings: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]
    ignored: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether rows under this header can say who lives where."""
        return names_someone(self.columns) and bool(
            {"house_number", "street", "address", "coordinates", "latitude"} & set(self.columns)
        )


def names_someone(columns: dict[str, tuple[int, ...]]) -> bool:
    """Whether there is a column for a person's name, whole or in parts."""
    return "holder_name" in columns or "given_name" in columns


@lru_cache(maxsize=4_096)
def field_of(heading: str) -> str:
    """The field a heading stands for, or ""."""
    if len(heading) > 80:
        return ""
    folded = fold(heading)
    for text in (folded, _BRACKETED.sub(" ", folded)):
        plain = " ".join(_SIGNS.sub(" ", text).split())
        if plain in _EXACT:
            return _EXACT[plain]
    if _NOT_OURS.search(plain) or len(plain) > 60:
        return ""
    padded = f" {plain} "
    return next((_EXACT[word] for word in _LONGEST_FIRST if f" {word} " in padded), "")


def is_heading(text: str) -> bool:
    """Whether a text is, in itself, one of the known headings."""
    return " ".join(_SIGNS.sub(" ", fold(text)).split()) in _EXACT


def find_header(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """The best header among the first rows, or None where no row has two known headings.

    A header may stand on two rows ("Địa chỉ" above "Số nhà" and "Đường").
    """
    best: tuple[int, Header] | None = None
    for row in range(min(len(rows), HEADER_SEARCH_ROWS)):
        candidates = [(row, _texts(rows[row]))]
        if row + 1 < len(rows) and (under := _second_row(rows[row], rows[row + 1])):
            candidates.append((row + 1, under))
        for last, texts in candidates:
            header = _header(last, texts)
            score = len(header.columns) + (10 if header.is_enough else 0)
            if len(header.columns) >= 2 and (best is None or score > best[0]):
                best = (score, header)
    return best[1] if best else None


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [" ".join(written(cell).split()) if isinstance(cell, str) else "" for cell in cells]


def _second_row(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[str]:
    """Headings of two rows as one, where the lower row holds nothing but headings."""
    above, below = _texts(upper), _texts(lower)
    named = [text for text in below if text]
    if len(named) < 2 or len(named) != sum(written(cell).strip() != "" for cell in lower):
        return []
    if any(len(text) > 40 or not field_of(text) for text in named):
        return []
    width = max(len(above), len(below))
    above += [""] * (width - len(above))
    below += [""] * (width - len(below))
    return [under or over for over, under in zip(above, below, strict=True)]


def _header(row: int, texts: list[str]) -> Header:
    columns: dict[str, tuple[int, ...]] = {}
    ignored = []
    for position, text in enumerate(texts):
        field = field_of(text) if text else ""
        if field and (field not in columns or field in JOINED):
            columns[field] = (*columns.get(field, ()), position)
        elif text:
            ignored.append(text)
    return Header(row, tuple(texts), _settled(columns), tuple(ignored))


def _settled(columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Headings that mean one thing alone and another beside their neighbours."""
    columns = dict(columns)
    if "family_name" in columns and "given_name" not in columns and "holder_name" not in columns:
        # "Hộ" (household) and "Họ" (family name) fold to the same word.
        columns["holder_name"] = columns.pop("family_name")
    parts = {"family_name", "middle_name", "holder_name"} & set(columns)
    if "given_name" in columns and not parts:
        columns["holder_name"] = columns.pop("given_name")
    return columns
