"""The six kinds of premises, from the many words rosters use for them."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from firesafety.vietnamese import fold

from .text_cells import is_nothing
from .values import Doubt

KINDS = (
    "house",
    "house_business",
    "boarding_house",
    "market_stall",
    "shop",
    "hospital_ward",
)
DEFAULT_KIND = "house"

# Folded words. Mixed use comes before its parts: a house with a shop below is both.
_WORDS = {
    "hospital_ward": "khoa benh vien|khoa phong benh vien|phong benh|khoa phong|benh vien|khoa"
    "|buong benh|khoa dieu tri|tram y te|hospital ward|hospital|ward",
    "boarding_house": "nha tro|phong tro|khu tro|day tro|o tro|tro|cho thue tro|nha cho thue"
    "|cho thue phong|phong cho thue|ky tuc xa|ktx|chung cu mini|nha nghi tro|homestay|nha luu tru"
    "|co so luu tru|boarding house|boarding|lodging|rooming house|rental rooms|dormitory",
    "house_business": "ket hop kinh doanh|ket hop san xuat|ket hop buon ban|ho kinh doanh"
    "|va kinh doanh|vua o vua|kinh doanh tai nha|san xuat kinh doanh|nha o kd|nha kd|nokhkd"
    "|kinh doanh|buon ban tai nha|kh kd|ket hop kd|shophouse|ket hop cho thue|nha o va cua hang"
    "|house business|home business|mixed use|house and business",
    "market_stall": "sap cho|sap|quay cho|quay hang cho|gian hang cho|ki ot|kiot|kiosk|ki ot cho"
    "|lo sap|tieu thuong|gian hang|ho cho|quay sap|cho|market stall|stall",
    "shop": "cua hang|cua hieu|tiem|tap hoa|quan an|quan|quan nuoc|nha hang|nha thuoc|hieu thuoc"
    "|sieu thi mini|dai ly|cua hang tien loi|tiem tap hoa|quay thuoc|co so kinh doanh"
    "|shop|store|restaurant",
    "house": "nha o|nha rieng|ho gia dinh|ho dan|nha dan|gia dinh|nha|ho|dan cu|can ho"
    "|nha o rieng le|nha lien ke|nha pho|nha cap 4|biet thu|chung cu|nha o don thuan|chi de o"
    "|nha o ho gia dinh|de o|o|no|nho|house|home|residence|residential|dwelling|household"
    "|apartment",
}
_ORDER = tuple((kind, tuple(words.split("|"))) for kind, words in _WORDS.items())
_EXACT = {word: kind for kind, words in _ORDER for word in words} | {
    kind.replace("_", " "): kind for kind in KINDS
}
# Words too short or too common to be believed inside a longer text.
_ONLY_ALONE = frozenset(
    {"o", "no", "nho", "ho", "nha", "cho", "tro", "khoa", "quan", "sap", "ward"}
)
_SIGNS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1_024)
def known_kind(text: str) -> str:
    """The kind a text means, or "" where it is none of the six."""
    folded = " ".join(_SIGNS.sub(" ", fold(text)).split()).replace("khong kinh doanh", "").strip()
    if folded in _EXACT:
        return _EXACT[folded]
    padded = f" {folded} "
    found = [kind for kind, words in _ORDER if _mentions(padded, words)]
    if "house" in found and {"shop", "market_stall"} & set(found):
        return "house_business"
    return found[0] if found else ""


def _mentions(padded: str, words: tuple[str, ...]) -> bool:
    return any(f" {word} " in padded for word in words if word not in _ONLY_ALONE)


def clean_kind(text: str, *, column: str, doubts: list[Doubt]) -> str:
    """One of the six kinds; a kind not known becomes a house, with a doubt."""
    kind = known_kind(text)
    if kind:
        return kind
    if is_nothing(text) and text != "?":
        message = _("Chưa ghi loại hình, tạm coi là nhà ở.")
        doubts.append(Doubt(column, "kind_missing", message, text, DEFAULT_KIND, "info"))
        return DEFAULT_KIND
    message = _(
        "Loại hình không thuộc sáu loại (nhà ở, nhà ở kết hợp kinh doanh, nhà trọ, sạp chợ,"
        " cửa hàng, khoa phòng bệnh viện); tạm coi là nhà ở."
    )
    doubts.append(Doubt(column, "kind_unknown", message, text, DEFAULT_KIND))
    return DEFAULT_KIND
