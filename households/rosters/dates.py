"""Undo what a spreadsheet did to "12/1": it takes such a house number for a date.

Vietnamese spreadsheets read day/month: 12/1 becomes 12 January and shows "12-Thg1"; 12/34 is no
day and month, so it becomes December 1934 ("Thg12-34"); 12/3/5 becomes 12/03/2005. English
settings read month/day, so "12-Jan" may have been 12/1 or 1/12: then the house numbers of the same
street decide, and where they cannot, a person must.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from firesafety.vietnamese import fold

from .values import Cell

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VI = r"(?:thg|th|thang)[ .]?(?P<m>\d{1,2})"
_EN = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_VI_DAY = re.compile(rf"(?P<d>\d{{1,2}})[ ./-]*{_VI}(?:[ ,./-]+(?P<y>\d{{4}}|\d{{2}}))?")
_EN_DAY = re.compile(rf"(?P<d>\d{{1,2}})[ ./-]*{_EN}(?:[ ,./-]+(?P<y>\d{{4}}|\d{{2}}))?")
_VI_YEAR = re.compile(rf"{_VI}[ ./-]+(?P<y>\d{{4}}|\d{{2}})")
_EN_YEAR = re.compile(rf"{_EN}[ ./-]+(?P<y>\d{{4}}|\d{{2}})")
_FULL = re.compile(r"(?P<a>\d{1,2})([/.-])(?P<b>\d{1,2})\2(?P<y>(?:19|20)\d{2})(?: \d.*)?")
# LibreOffice shows 12/1 as 12/01/26; no house number is padded with zeros.
_PADDED = re.compile(r"(?=0|\d\d[/.]0)(?P<a>\d\d)([/.])(?P<b>\d\d)\2(?P<y>\d\d)")
_ISO = re.compile(r"(?P<y>(?:19|20)\d{2})([/.-])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?:[ t].*)?")
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 55_152  # 2000 to 2050 in days since 30/12/1899
_SERIAL_DIGITS = 5
_MAY_BE_DATE = re.compile(r"(?=.{4,24}$)(?:\d{1,2}[ ./-]*)?(?:th|[jfmasond][a-z]{2})|\d[\d./-]{7}")
_ZERO_DAY = date(1899, 12, 30)
_VOTES_NEEDED = 3
_NEIGHBOURS_NEEDED = 2
_ROSTERS_BEGIN, _ROSTERS_END = 2013, 2040  # years in which a roster may have been typed

# Roads named for a day: a date in the street column is one of them.
_DAYS = "3/2 8/3 26/3 30/4 1/5 7/5 19/5 1/6 9/6 27/7 19/8 2/9 10/10 20/10 20/11 23/11 22/12"
DATE_STREETS = frozenset(_DAYS.split(" "))


Order = Literal["", "day_first", "month_first"]


@dataclass(frozen=True)
class Guess:
    """What may have been typed, likeliest first; ``certain`` when nothing else gives this cell.

    ``turned`` is the candidate that month-first settings would have made of it, "" where the order
    is no question. ``evidence`` is the order that this very cell proves for the whole file.
    """

    candidates: tuple[str, ...]
    certain: bool
    turned: str = ""
    evidence: Order = ""


def date_in(cell: Cell) -> date | None:
    """The calendar day a cell holds or spells in full, with its year; else None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    text = cell.strip().lower()
    match = _FULL.fullmatch(text) or _PADDED.fullmatch(text) or _ISO.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    first, second = int(parts.get("a") or parts["d"]), int(parts.get("b") or parts["m"])
    if "a" in parts and second > 12:
        first, second = second, first
    return _day(_year(parts["y"]) or 0, second, first)


def undo_date(cell: Cell, *, date_format: str = "", typing_years: frozenset[int]) -> Guess | None:
    """The house number that became this date, or None where the cell is no date.

    *date_format* is the cell's number format in xlsx ("d-mmm", "mmm-yy"), when known.
    *typing_years* are the years the file was typed in: a two-part number takes the current year.
    """
    if isinstance(cell, datetime | date):
        return _from_day(
            date_in(cell) or cell, date_format=date_format.lower(), typing_years=typing_years
        )
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _from_serial(cell, typing_years=typing_years)
    return _from_text(cell, typing_years=typing_years) if isinstance(cell, str) else None


def _from_text(cell: str, *, typing_years: frozenset[int]) -> Guess | None:
    text = fold(cell).strip(" '.,")
    if text.isdecimal() and len(text) == _SERIAL_DIGITS:
        return _from_serial(int(text), typing_years=typing_years)
    if not _MAY_BE_DATE.match(text):
        return None  # 12/34/5A and most others
    if (match := _VI_DAY.fullmatch(text)) or (match := _EN_DAY.fullmatch(text)):
        day, month = int(match["d"]), _month(match)
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        guess = _of_day(day, month, _year(match["y"]), typing_years)
        if "name" in match.groupdict():
            return guess
        # Only Vietnamese settings write "Thg", and they read the day first.
        return Guess(guess.candidates[:1], certain=match["y"] is None, evidence="day_first")
    if (match := _VI_YEAR.fullmatch(text)) or (match := _EN_YEAR.fullmatch(text)):
        month, year = _month(match), int(match["y"][-2:])
        # Up to 12 it would have been a day and a month, so something else made this cell.
        return Guess((f"{month}/{year}",), certain=year > 12) if 1 <= month <= 12 else None
    if match := _FULL.fullmatch(text) or _PADDED.fullmatch(text):
        return _as_shown(match, typing_years)
    found = date_in(text)
    return _from_day(found, date_format="", typing_years=typing_years) if found else None


def _as_shown(match: re.Match[str], typing_years: frozenset[int]) -> Guess | None:
    """12/01/2026: shown in the order it was typed in, whatever that order is."""
    first, second, year = int(match["a"]), int(match["b"]), _year(match["y"]) or 0
    day, month = (second, first) if second > 12 else (first, second)
    if _day(year, month, day) is None:
        return None
    if max(first, second) > 12 and year in typing_years:
        order: Order = "month_first" if second > 12 else "day_first"
        return Guess((f"{first}/{second}",), certain=True, evidence=order)
    guess = _of_day(first, second, year, typing_years)
    return guess if second <= 12 else Guess(guess.candidates[:2], certain=False)


def _from_day(found: date, *, date_format: str, typing_years: frozenset[int]) -> Guess:
    if found.day == 1 and "y" in date_format and "d" not in date_format:
        return Guess((f"{found.month}/{found.year % 100}",), certain=found.year % 100 > 12)
    guess = _of_day(found.day, found.month, found.year, typing_years)
    if found.day == 1 and found.year not in typing_years and not date_format:
        month_year = f"{found.month}/{found.year % 100}"
        return Guess((month_year, *guess.candidates), certain=False)
    return guess


def _from_serial(number: float, *, typing_years: frozenset[int]) -> Guess | None:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL or number != int(number):
        return None
    found = _ZERO_DAY + timedelta(days=int(number))
    years = typing_years or frozenset({found.year})
    return _from_day(found, date_format="", typing_years=years)


def _of_day(day: int, month: int, year: int | None, typing_years: frozenset[int]) -> Guess:
    """Day and month of this year are two parts; another year was the third part."""
    pair, turned = f"{day}/{month}", f"{month}/{day}" if day != month else ""
    pairs = (pair, turned) if turned else (pair,)
    if year is None:
        return Guess(pairs, certain=not turned, turned=turned)
    triple = f"{day}/{month}/{year % 100}"
    if year in typing_years:
        return Guess((*pairs, triple), certain=not turned, turned=turned)
    return Guess((triple, *pairs), certain=False)


def typing_years(cells: list[Cell]) -> frozenset[int]:
    """The years in which a column was typed: those that many of its accidental dates share."""
    counts: dict[int, int] = {}
    for cell in cells:
        found = date_in(cell)
        if found and _ROSTERS_BEGIN <= found.year <= _ROSTERS_END:
            counts[found.year] = counts.get(found.year, 0) + 1
    most = max(counts.values(), default=0)
    return frozenset(year for year, count in counts.items() if count * 4 >= most)


Support = Callable[[str], int]


def file_order(guesses: Iterable[tuple[Guess, Support]]) -> Order:
    """The order in which a file's dates were typed, where its cells and streets agree on one.

    One cell that proves an order ("12-Thg1", 25/01/2026) weighs as much as three streets.
    """
    votes: dict[Order, int] = {"day_first": 0, "month_first": 0, "": 0}
    for guess, support in guesses:
        if guess.evidence:
            votes[guess.evidence] += _VOTES_NEEDED
        elif guess.turned:
            straight, turned = support(guess.candidates[0]), support(guess.turned)
            if bool(straight) != bool(turned):
                votes["day_first" if straight else "month_first"] += 1
    most: Order = "day_first" if votes["day_first"] >= votes["month_first"] else "month_first"
    fewest = min(votes["day_first"], votes["month_first"])
    return most if votes[most] >= max(_VOTES_NEEDED, fewest * 10) else ""


def settle(guess: Guess, *, support: Support, order: Order) -> tuple[str, bool]:
    """Choose among the candidates by the street and the file: (house number, certain).

    ``support(number)`` counts the undamaged numbers of the same street that differ only in their
    last part. Two of them for one candidate and none for any other make it certain.
    """
    best = guess.candidates[0]
    if guess.certain:
        return best, True
    counts = {candidate: support(candidate) for candidate in guess.candidates}
    supported = [candidate for candidate, count in counts.items() if count]
    if order and guess.turned:
        chosen = guess.turned if order == "month_first" else best
        return chosen, supported in ([], [chosen])
    if len(supported) == 1 and counts[supported[0]] >= _NEIGHBOURS_NEEDED:
        # Against a third part, which its year proves, the street weighs nothing.
        chosen = supported[0] if guess.turned else best
        return chosen, supported[0] == best
    return best, False


def _month(match: re.Match[str]) -> int:
    parts = match.groupdict()
    return int(parts["m"]) if parts.get("m") else _ENGLISH.index(parts["name"]) + 1


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    # A spreadsheet takes 00-29 for this century and 30-99 for the last.
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 30 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
