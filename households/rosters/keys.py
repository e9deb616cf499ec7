"""What two rows, or a row and the register, are compared by: folded, in one spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from firesafety.vietnamese import fold, name_parts

_NUMBER_WORDS = re.compile(r"^(?:(?:so nha|nha so|so|nha|sn)\b[\s.:]*)+(?=\S*[0-9])")
_STREET_WORDS = re.compile(r"^(?:(?:duong|pho|d|p)[\s.]+)+(?=\S)")
_ALLEY = re.compile(
    r"^(?:hem|ngo|kiet|h|ng)[\s.]+([0-9]+[a-z]?(?:/[0-9]+[a-z]?)*)[\s,]+(?=[^\W0-9])"
)
_LEADING_ZEROS = re.compile(r"(?<![0-9a-z])0+(?=[0-9])")
_SPACED_SIGN = re.compile(r"\s*([/-])\s*")
_SPACED_SUFFIX = re.compile(r"(?<=[0-9])\s+(?=(?:[a-z]|bis|ter)(?![a-z0-9]))")
_PUNCTUATION = re.compile(r"[^\w/]+")
_UNIT_WORDS = (
    (re.compile(r"^(?:kv|k\.v|khu vuc)\b(?: so\b)?[\s.:]*"), "khu vuc "),
    (re.compile(r"^(?:tdp|t\.d\.p|to dp|to dan pho)\b(?: so\b)?[\s.:]*"), "to dan pho "),
    (re.compile(r"^(?:kp|k\.p|khu pho)\b[\s.:]*"), "khu pho "),
)
_SAME_POINT_DECIMALS = 4  # about 11 m


def house_number_key(house_number: str) -> str:
    """ "Số 012 / 3 A" and "12/3a" are one key: "12/3a"."""
    key = _NUMBER_WORDS.sub("", fold(house_number))
    if " " in key:
        key = _SPACED_SUFFIX.sub("", _SPACED_SIGN.sub(r"\1", key))
    return _LEADING_ZEROS.sub("", key).strip(" .,;:'-")


@lru_cache(maxsize=8_192)
def street_key(street: str) -> str:
    """ "Đường Đề Thám", "đ. Đề Thám" and "De Tham" are one key: "de tham"."""
    key = _STREET_WORDS.sub("", fold(street))
    return " ".join(_PUNCTUATION.sub(" ", _SPACED_SIGN.sub(r"\1", key)).split())


def address_key(
    house_number: str,
    street: str,
    *,
    latitude: float | None = None,
    longitude: float | None = None,
) -> str:
    """One spelling of an address; "" for none. Not unique: several households may share it.

    House 34 in "Hẻm 12 Đề Thám" and house 12/34 in "Đề Thám" are the same door, by the rule that
    a house in an alley takes the alley's number first. Without any text the point, when given,
    stands in at about 11 m, so that two neighbours of one name in a hamlet without numbers differ.
    """
    number, road = house_number_key(house_number), fold(street)
    alley = _ALLEY.match(road)
    if alley and number:
        if number != alley[1] and not number.startswith(f"{alley[1]}/"):
            number = f"{alley[1]}/{number}"
        road = road[alley.end() :]
    key = f"{number} {street_key(road)}".strip()
    if not key and latitude is not None and longitude is not None:
        return f"@{latitude:.{_SAME_POINT_DECIMALS}f},{longitude:.{_SAME_POINT_DECIMALS}f}"
    return key


def name_key(name: str) -> str:
    """A person's name without marks, case, titles ("Bà") and remarks in brackets."""
    key = fold(" ".join(name_parts(name)))
    return " ".join(_PUNCTUATION.sub(" ", key).split()) or fold(name)


@lru_cache(maxsize=4_096)
def neighbourhood_key(neighbourhood: str) -> str:
    """ "KV3", "Khu vực 03" and "khu vuc 3" are one key: "khu vuc 3"."""
    key = fold(neighbourhood)
    for pattern, words in _UNIT_WORDS:
        key = re.sub(r"^([a-z.]+)(?=[0-9])", r"\1 ", key)
        key = pattern.sub(words, key)
    key = _LEADING_ZEROS.sub("", key)
    return " ".join(_PUNCTUATION.sub(" ", key).split())
