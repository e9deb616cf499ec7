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

_HOME = (
    ("nha o", "nha rieng", "ho gia dinh", "ho dan", "nha dan", "gia dinh", "nha", "ho", "dan cu")
    + ("can ho", "nha o rieng le", "nha lien ke", "nha pho", "nha cap 4", "biet thu", "chung cu")
    + ("house", "home", "residence", "residential", "dwelling", "household", "apartment")
    + ("nha o don thuan", "nha o ho gia dinh", "chi de o", "de o", "o", "no", "nho")
)
_MIXED = (
    ("ket hop kinh doanh", "ket hop san xuat", "ket hop buon ban", "ho kinh doanh", "va kinh doanh")
    + ("vua o vua", "kinh doanh tai nha", "san xuat kinh doanh", "nha o kd", "nha kd", "nokhkd")
    + ("kinh doanh", "buon ban tai nha", "house business", "home business", "mixed use", "kdtn")
    + (
        "kh kd",
        "ket hop kd",
        "shophouse",
        "house and business",
        "ket hop cho thue",
        "nha o va cua hang",
    )
)
_BOARDING = (
    ("nha tro", "phong tro", "khu tro", "day tro", "o tro", "tro", "cho thue tro", "nha cho thue")
    + ("cho thue phong", "phong cho thue", "ky tuc xa", "ktx", "chung cu mini", "nha nghi tro")
    + ("boarding house", "boarding", "lodging", "rooming house", "rental rooms", "dormitory")
    + ("co so luu tru", "homestay", "nha luu tru")
)
_STALL = (
    ("sap cho", "sap", "quay cho", "quay hang cho", "gian hang cho", "ki ot", "kiot", "kiosk")
    + ("ki ot cho", "lo sap", "tieu thuong", "market stall", "stall", "gian hang", "ho cho")
    + ("quay sap", "cho")
)
_SHOP = (
    ("cua hang", "cua hieu", "tiem", "tap hoa", "shop", "store", "quan an", "quan", "quan nuoc")
    + ("nha hang", "nha thuoc", "hieu thuoc", "sieu thi mini", "dai ly", "shop house only")
    + ("cua hang tien loi", "tiem tap hoa", "quay thuoc", "co so kinh doanh", "restaurant")
)
_WARD = (
    "khoa benh vien",
    "khoa phong benh vien",
    "phong benh",
    "khoa phong",
    "benh vien",
    "khoa",
) + ("hospital ward", "hospital", "ward", "buong benh", "khoa dieu tri", "tram y te")
# Mixed use comes before its parts: "nhà ở, cửa hàng tầng trệt" is a house with a business.
_ORDER = (
    ("hospital_ward", _WARD),
    ("boarding_house", _BOARDING),
    ("house_business", _MIXED),
    ("market_stall", _STALL),
    ("shop", _SHOP),
    ("house", _HOME),
)
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
