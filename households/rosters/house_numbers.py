"""House numbers: 12/34/5A, 12 bis, Lô B12; restored where a spreadsheet made them a date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .dates import Guess, Order, file_order, settle
from .keys import house_number_key, street_key
from .text_cells import is_nothing
from .values import LIMITS, Doubt, Text

_WORDS = re.compile(
    r"^(?:(?:số nhà|nhà số|so nha|nha so|số|nhà|sn)(?![^\W\d_])[\s.:]*)+(?=\S*\d)", re.I
)
_SIGNS = re.compile(r"\s*/\s*")
_DECIMAL_ZERO = re.compile(r"(\d+)[.,]0+")
_ONLY_NUMBER = re.compile(r"\d+[.,]\d+|\d{5,}|[\d.,]+e\+?\d+|\d{1,2}:\d{2}(?::\d{2})?", re.I)
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8", "⅕": "1/5"}


def clean_house_number(text: str, *, column: str, doubts: list[Doubt]) -> str:
    """A house number in its plain spelling; *text* is clean and no date."""
    number = text
    # One layer may hide another: "Số nhà 5.0." loses its word and its stop, then its decimals.
    while not is_nothing(number) and (plain := _spell_plainly(number)) != number:
        number = plain
    if is_nothing(number):
        return ""
    if any(c in _FRACTIONS for c in text):
        message = _("Chương trình soạn thảo đã đổi số nhà thành phân số, đã khôi phục.")
        doubts.append(Doubt(column, "house_number_fraction", message, text, number, "info"))
    if _ONLY_NUMBER.fullmatch(number):
        message = _("Số nhà trông không giống số nhà; hãy so với biển số nhà.")
        doubts.append(Doubt(column, "house_number_unusual", message, text, number))
    return number


def _spell_plainly(text: str) -> str:
    """Take off one layer of what people and programs put around a house number."""
    number = text.lstrip("'’`").strip()
    whole = _DECIMAL_ZERO.fullmatch(number)
    if whole:
        return whole[1]
    number = "".join(_FRACTIONS.get(c, c) for c in number)
    number = _SIGNS.sub("/", number.replace("\\", "/").replace("⁄", "/").replace("∕", "/"))
    return _WORDS.sub("", number).strip(" .,;:-") or number.strip()


class StreetNumbers:
    """The undamaged house numbers of every street, to tell 12/1 from 1/12 on one of them."""

    def __init__(self, addresses: Iterable[tuple[str, str]]) -> None:
        self._counts = Counter(
            (street_key(street), stem)
            for house_number, street in addresses
            if (stem := _stem(house_number))
        )

    def support(self, house_number: str, street: str) -> int:
        """How many numbers of the street differ from this one only in their last part."""
        return self._counts[(street_key(street), _stem(house_number))]

    def order(self, guesses: Iterable[tuple[Guess, str]]) -> Order:
        """The order of day and month behind all the dates of a file: pairs of guess and street."""
        return file_order((guess, partial(self.support, street=on)) for guess, on in guesses)


def _stem(house_number: str) -> str:
    return house_number_key(house_number).rpartition("/")[0]


def restore_house_number(
    guess: Guess, *, written: str, street: str, numbers: StreetNumbers, order: Order, column: str
) -> tuple[str, Doubt]:
    """The house number behind a date, with the doubt that tells how sure it is."""
    number, certain = settle(guess, support=partial(numbers.support, street=street), order=order)
    value = written[: LIMITS["note"]]
    if certain:
        message: Text = _("Bảng tính đã đổi số nhà thành ngày tháng, đã khôi phục.")
        return number, Doubt(column, "house_number_date", message, value, number, "info")
    message = _("Bảng tính đã đổi số nhà thành ngày tháng; hãy so với biển số nhà.")
    other = next((other for other in guess.candidates if other != number), "")
    if other:
        message = format_lazy(
            _(
                "Bảng tính đã đổi số nhà thành ngày tháng: có thể là {number}, cũng có thể là"
                " {other}; hãy so với biển số nhà."
            ),
            number=number,
            other=other,
        )
    return number, Doubt(column, "house_number_date_unsure", message, value, number)
