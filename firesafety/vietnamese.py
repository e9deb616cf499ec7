"""Vietnamese text: one stored form, folding for search, and sort keys in Vietnamese order.

Sort keys are plain ``str`` made of a-z and 0-9 only, so that Python, SQLite and every
PostgreSQL collation put them in the same order and a model may keep one in a column.
"""

import re
import unicodedata
from functools import lru_cache

# Tones in dictionary order; ngang, the level tone, has no mark and is 0.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Letters with a mark of their own follow their base letter: a ă â, d đ, e ê, o ô ơ, u ư.
_LETTERS = {
    "ă": "ab",
    "â": "ac",
    "đ": "db",
    "ê": "eb",
    "ô": "ob",
    "ơ": "oc",
    "ư": "ub",
} | {letter: f"{letter}a" for letter in "abcdefghijklmnopqrstuvwxyz"}

_TOKEN = re.compile(r"[0-9]+|[^\W0-9_]+")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_TITLES = frozenset({"ong", "ba", "anh", "chi", "co", "chu", "bac", "cu", "em", "mr", "mrs", "ms"})
_HOUSE_WORDS = re.compile(r"^(?:(?:so nha|nha so|so|nha|sn)\b[\s.:]*)+(?=\S*[0-9])")
_USUAL = re.compile(r"[\w \u0300-\u036f.,;:/()'\"+&%*!?@#$=_-]*")
_USUAL_SIGNS = frozenset("°№©®™")
_LINE_BREAKS = frozenset("\t\n\r\v\f\x85\u2028\u2029")


def nfc(text: str) -> str:
    """The form every stored text has: each accented letter is one character (Unicode NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def clean_text(text: str) -> str:
    """NFC text on one line: no control, zero-width or direction characters, single spaces.

    Word joiners inside emoji go too: a roster has no use for them and printers draw a box.
    """
    # Printable is what has neither a C nor a Z category; most texts are, and this is fast.
    if not text.isprintable():
        text = "".join(_visible(character) for character in text)
    return " ".join(nfc(text).split())


def _visible(character: str) -> str:
    if character in _LINE_BREAKS:
        return " "
    # Cc control, Cf format (zero-width, direction), Cs lone surrogate, Co private, Cn unassigned.
    return "" if unicodedata.category(character)[0] == "C" else character


def unusual_characters(text: str) -> str:
    """The characters of *text* that no name, address or note needs: markup and pictures, once each.

    Letters of any script, marks, digits, spaces and ordinary punctuation are usual.
    """
    if _USUAL.fullmatch(text):
        return ""
    return "".join(sorted({character for character in text if _is_unusual(character)}))


def _is_unusual(character: str) -> bool:
    if character in "<>{}`\ufffd":
        return True
    category = unicodedata.category(character)
    picture = category == "So" and character not in _USUAL_SIGNS
    skin_tone = category == "Sk" and character > "\uffff"
    return picture or skin_tone or category[0] == "C"


@lru_cache(maxsize=8_192)
def fold(text: str) -> str:
    """Lower case without marks, đ as d, single spaces: equal when a hurried typist means the same.

    >>> fold("  Hẻm 12/3  ĐƯỜNG Lê Lợi ")
    'hem 12/3 duong le loi'
    """
    if not text.isascii():
        # Casefold can bring back marks and compatibility forms can bring back capitals: do both
        # twice, so that folding a folded text changes nothing.
        for _ in range(2):
            text = unicodedata.normalize("NFKD", text).casefold()
        text = "".join(c for c in text if not unicodedata.combining(c))
        text = text.replace("đ", "d")
    return " ".join(text.casefold().split())


def sort_key(text: str) -> str:
    """Dictionary order: letters first, then tones, syllable by syllable; numbers by value.

    Rule: http://vietunicode.sourceforge.net/charset/quytacABC_en.html. Where the tone mark stands
    in the syllable (òa, oà) does not matter; punctuation and case do not either.
    """
    return "".join(_token_key(token) for token in _TOKEN.findall(nfc(text).lower()))


@lru_cache(maxsize=16_384)
def _token_key(token: str) -> str:
    if token[0] in "0123456789":
        digits = token.lstrip("0") or "0"
        # The length first makes 9 < 10 < 100 as text; a digit sorts before every letter.
        return f"{min(len(digits), 99):02d}{digits}"
    tone, letters = "0", []
    for character in token:
        letter = _LETTERS.get(character)
        if letter is None:
            letter, mark = _take_apart(character)
            tone = mark if tone == "0" else tone
        letters.append(letter)
    return "".join(letters) + tone


def _take_apart(character: str) -> tuple[str, str]:
    """Sort letters and tone digit of one letter that is not plain: ể → ("eb", "2")."""
    base, tone = "", "0"
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        else:
            base = unicodedata.normalize("NFC", base + part)
    letter = _LETTERS.get(base) or _LETTERS.get(fold(base))
    return letter or f"zz{ord(character):06x}", tone


def name_parts(full_name: str) -> tuple[str, str, str]:
    """Family, middle and given name; remarks in brackets and a leading "Ông", "Bà" are left out.

    A single word is a given name.
    """
    words = _BRACKETED.sub(" ", clean_text(full_name)).split()
    while len(words) > 2 and fold(words[0]).rstrip(".:") in _TITLES:
        words.pop(0)
    if len(words) < 2:
        return "", "", " ".join(words)
    return words[0], " ".join(words[1:-1]), words[-1]


def given_name(full_name: str) -> str:
    """The name a person is called by: the last word ("Nguyễn Huỳnh Phương" → "Phương")."""
    return name_parts(full_name)[2]


def name_sort_key(full_name: str) -> str:
    """Order of Vietnamese lists of people: given name, then family name, then middle name."""
    family, middle, given = name_parts(full_name)
    return sort_key(f"{given} {family} {middle}")


def house_number_sort_key(house_number: str) -> str:
    """Order along a street: 2, 12, 12/1, 12/34, 12/34/5, 12/34/5A, 12A, 12 bis, 100."""
    return sort_key(_HOUSE_WORDS.sub("", fold(house_number)))
