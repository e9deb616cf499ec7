"""Phone numbers as rosters hold them, brought to ten digits from 0 (eleven for land lines)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneMetadata, PhoneNumber, is_valid_number

from firesafety.vietnamese import clean_text, fold

from .text_cells import is_nothing
from .values import LIMITS, Doubt, Severity

# Eleven-digit mobile series ended between 15/09/2018 and 30/06/2019; the ministry's table.
MOBILE_2018 = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip

# Area codes of land lines changed in three steps in 2017 (February, April, June).
AREA_2017 = {
    "022": "0212", "0231": "0213", "020": "0214", "0230": "0215", "029": "0216",
    "052": "0232", "053": "0233", "054": "0234", "0510": "0235", "0511": "0236",
    "037": "0237", "038": "0238", "039": "0239", "033": "0203", "0240": "0204",
    "025": "0205", "026": "0206", "027": "0207", "0280": "0208", "0281": "0209",
    "0320": "0220", "0321": "0221", "0241": "0222", "031": "0225", "0351": "0226",
    "036": "0227", "0350": "0228", "030": "0229", "0780": "0290", "0781": "0291",
    "0710": "0292", "0711": "0293", "074": "0294", "076": "0296", "077": "0297",
    "079": "0299", "04": "024", "08": "028", "061": "0251", "062": "0252",
    "064": "0254", "055": "0255", "056": "0256", "057": "0257", "058": "0258",
    "068": "0259", "060": "0260", "0501": "0261", "0500": "0262", "063": "0263",
    "059": "0269", "070": "0270", "0651": "0271", "072": "0272", "073": "0273",
    "0650": "0274", "075": "0275", "066": "0276", "067": "0277",
}  # fmt: skip

_VIETNAM = PhoneMetadata.metadata_for_region("VN")
_MOBILE = (
    re.compile(_VIETNAM.mobile.national_number_pattern)
    if _VIETNAM and _VIETNAM.mobile and _VIETNAM.mobile.national_number_pattern
    else None
)
_SEPARATORS = re.compile(r"[/;,|\n\r]+|\s-\s|\b(?:hoặc|hoac|và|va|or|and)\b", re.IGNORECASE)
_GROUP = re.compile(r"\+?\d+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_LABEL = re.compile(
    r"\b(?:hoac|va|or|and|dt|sdt|dtdd|so|dien thoai|tel|phone|mobile|dd|zalo|m|t|d)\b"
)


@dataclass(frozen=True)
class Phones:
    """The numbers of one cell, first one first, and how the first was put right."""

    numbers: tuple[str, ...]
    repairs: frozenset[str]
    remark: str


@lru_cache(maxsize=1_024)  # a cell asks for the same piece several times
def clean_number(text: str) -> tuple[str, frozenset[str]]:
    """One number and the repairs it took; ("", nothing) when it is none.

    Repairs: "international" (+84), "zero" (the lost leading zero), "mobile_2018", "area_2017".
    Signs and spaces between digits do not count as repairs.
    """
    digits = "".join(c for c in text if c in "0123456789")
    repairs: set[str] = set()
    for prefix in ("+84", "0084", "84"):
        rest = digits[len(prefix.lstrip("+")) :].lstrip("0")
        explicit = text.lstrip(" (").startswith(prefix) and prefix != "84"
        if digits.startswith(prefix.lstrip("+")) and (explicit or 9 <= len(rest) <= 10):
            if prefix == "84" and _is_valid("0" + digits):
                break  # 84… without its zero is a number of its own: 0841 234 567
            digits, repairs = "0" + rest, {"international"}
            break
    if digits and not digits.startswith("0"):
        digits, repairs = "0" + digits, repairs | {"zero"}
    if _is_valid(digits):
        return digits, frozenset(repairs)
    if len(digits) == 11 and digits[:4] in MOBILE_2018:
        newer = MOBILE_2018[digits[:4]] + digits[4:]
        return (newer, frozenset(repairs | {"mobile_2018"})) if _is_valid(newer) else _NO_NUMBER
    for length in (4, 3, 2):
        newer = AREA_2017.get(digits[:length], "?") + digits[length:]
        if _is_valid(newer):
            return newer, frozenset(repairs | {"area_2017"})
    return _NO_NUMBER


_NO_NUMBER: tuple[str, frozenset[str]] = ("", frozenset())


def _is_valid(digits: str) -> bool:
    # 01… is for machines today; ten digits of it are an old eleven-digit number that lost one.
    if not 9 < len(digits) < 12 or digits[0] != "0" or digits[1] in "01":
        return False
    # Nearly all are mobiles, and the library tries five other kinds before that one.
    if _MOBILE and _MOBILE.fullmatch(digits[1:]):
        return True
    return is_valid_number(PhoneNumber(country_code=84, national_number=int(digits)))


def find_numbers(text: str) -> Phones:
    """Every number in a cell: "0912 345 678 / 0292.3821234 (con trai)"."""
    number, repairs = clean_number(text) if text.isdigit() else _NO_NUMBER
    if number:
        return Phones((number,), repairs, "")
    found: dict[str, frozenset[str]] = {}
    left = []
    for part in _parts(text):
        number, repairs = clean_number(part)
        if number:
            found.setdefault(number, repairs)
        elif any(c.isdigit() for c in part):
            left.append(part)
    words = _LABEL.sub(" ", fold("".join(" " if c.isdigit() else c for c in text)))
    remark = any(c.isalpha() for c in words) or bool(left and found)
    first = next(iter(found.values()), frozenset())
    return Phones(tuple(found), first, text if remark else "")


def _parts(text: str) -> list[str]:
    """Pieces that may be one number each: the whole cell first, then what separators part."""
    if clean_number(text)[0] and not _SEPARATORS.search(text):
        return [text]
    parts: list[str] = []
    for piece in _SEPARATORS.split(text):
        parts += [piece] if clean_number(piece)[0] else _grouped(piece)
    if not any(clean_number(part)[0] for part in parts) and clean_number(text)[0]:
        return [text]  # 0912/345/678
    return parts


def _grouped(piece: str) -> list[str]:
    """Digit groups side by side, joined until they make a number: 0912 345 678 0913 456 789."""
    parts, run = [], ""
    for group in _GROUP.findall(piece):
        if group.startswith(("+", "0")) and len(run) >= 9:
            parts.append(run)
            run = ""
        run += group
        if clean_number(run)[0]:
            parts.append(run)
            run = ""
    return [*parts, run] if run else parts


def clean_phone(raw: str, *, column: str, doubts: list[Doubt]) -> tuple[str, str]:
    """The number to call and what belongs in the note: further numbers and remarks as written."""
    text = clean_text(raw)
    if is_nothing(text):
        return "", ""
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        message = _("Bảng tính đã làm tròn số điện thoại, mất chữ số; hãy gõ lại.")
        doubts.append(Doubt(column, "phone_rounded", message, text[: LIMITS["note"]], ""))
        return "", ""
    phones = find_numbers(text)
    if not phones.numbers:
        message = _("Không phải số điện thoại Việt Nam đầy đủ; để trống, hãy hỏi lại số đúng.")
        doubts.append(Doubt(column, "phone_unusable", message, text[: LIMITS["note"]], ""))
        return "", text if any(c.isalpha() for c in text) else ""
    _explain(phones, text, column=column, doubts=doubts)
    return phones.numbers[0], phones.remark or ", ".join(phones.numbers[1:])


_REPAIRS = {
    "zero": _("Số điện thoại mất số 0 ở đầu, đã thêm lại."),
    "mobile_2018": _("Số di động 11 chữ số cũ, đã đổi sang đầu số mới từ năm 2018."),
    "area_2017": _("Số máy bàn mang mã vùng cũ, đã đổi sang mã vùng mới từ năm 2017."),
}


def _explain(phones: Phones, text: str, *, column: str, doubts: list[Doubt]) -> None:
    number = phones.numbers[0]
    for repair, message in _REPAIRS.items():
        if repair in phones.repairs:
            severity: Severity = "warning" if repair == "area_2017" else "info"
            value = text[: LIMITS["note"]]
            doubts.append(Doubt(column, f"phone_{repair}", message, value, number, severity))
    if len(phones.numbers) > 1 or phones.remark:
        several = format_lazy(
            _("Ô có nhiều hơn một số điện thoại: gọi {number}, phần còn lại ghi vào ghi chú."),
            number=number,
        )
        doubts.append(
            Doubt(column, "phone_several", several, text[: LIMITS["note"]], number, "info")
        )
