"""The first pass over one row: every cell cleaned by itself, before rows are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from firesafety.vietnamese import fold, nfc

from .addresses import Address, holds_more_than_number, split_address, split_number
from .coordinates import Point, read_combined, read_point
from .dates import DATE_STREETS, Guess, undo_date
from .house_numbers import clean_house_number
from .kinds import DEFAULT_KIND, clean_kind
from .occupants import clean_occupants
from .phones import clean_phone
from .text_cells import clean_cell, is_nothing, written
from .values import LIMITS, Cell, Doubt, Severity, Sheet

_ALLEY_WORDS = ("hem", "ngo", "ngach", "kiet")
# "19 tháng 2" in full is how such a road is written, not what a spreadsheet made of it.
_MONTH = re.compile(r"tháng|thang", re.IGNORECASE)
_BARE = re.compile(r"[0-9]{1,3}[A-Za-z]?|[IVX]{1,5}")
_UNITS = {
    "khu vuc": "Khu vực",
    "kv": "Khu vực",
    "ap": "Ấp",
    "khom": "Khóm",
    "khu pho": "Khu phố",
    "thon": "Thôn",
    "xom": "Xóm",
    "to dan pho": "Tổ dân phố",
    "tdp": "Tổ dân phố",
    "to": "Tổ",
}


@dataclass
class Draft:
    """A row on its way; ``guess`` waits for the street's other numbers, ``point`` for the ward."""

    number: int
    holder_name: str = ""
    house_number: str = ""
    street: str = ""
    neighbourhood: str = ""
    ward: str = ""
    phone: str = ""
    kind: str = DEFAULT_KIND
    occupants: int | None = None
    need_help: int | None = None
    note: str = ""
    guess: Guess | None = None
    written_number: str = ""
    point: Point = field(default_factory=lambda: Point(None, None, "", ""))
    latitude: float | None = None
    longitude: float | None = None
    doubts: list[Doubt] = field(default_factory=list)
    merged_into: int | None = None

    @property
    def rejected(self) -> bool:
        """Whether an error stands among the doubts."""
        return any(doubt.severity == "error" for doubt in self.doubts)


class Reader:
    """Turns the rows of one sheet into drafts."""

    def __init__(self, sheet: Sheet, *, typing_years: frozenset[int]) -> None:
        self._sheet = sheet
        self._typing_years = typing_years
        self.names = {
            field: sheet.headings[positions[0]] or field
            for field, positions in sheet.columns.items()
        }
        self._street_order = _alleys_first(sheet)

    def column(self, field: str) -> str:
        """The heading of a field as written in the file, or the field where it has no column."""
        return self.names.get(field, field)

    def cells(self, row: Sequence[Cell], field: str) -> list[Cell]:
        """The cells of a field in this row, "" for those the row is too short for."""
        return [row[p] if p < len(row) else "" for p in self._sheet.columns.get(field, ())]

    def draft(self, number: int, row: Sequence[Cell]) -> Draft:
        """Clean every cell of one row."""
        draft = Draft(number)
        draft.holder_name = self._holder(row, draft)
        self._address(row, draft)
        self._neighbourhood(row, draft)
        draft.ward = self._text(row, "ward", draft) or draft.ward
        extra = self._phone(row, draft)
        self._kind_and_people(row, draft)
        self._point(row, draft)
        self._note(row, draft, extra)
        return draft

    def _text(self, row: Sequence[Cell], field: str, draft: Draft) -> str:
        cells = self.cells(row, field)
        if not cells or cells == [""]:
            return ""
        column = self.column(field)
        texts = [clean_cell(c, field=field, column=column, doubts=draft.doubts) for c in cells]
        return ", ".join(text for text in texts if not is_nothing(text))

    def _holder(self, row: Sequence[Cell], draft: Draft) -> str:
        parts = ("holder_name", "family_name", "middle_name", "given_name")
        cells = [c for part in parts for c in self.cells(row, part)]
        raw = " ".join(text for cell in cells if (text := written(cell)))
        column = next((self.names[part] for part in parts if part in self.names), "holder_name")
        name = clean_cell(raw, field="holder_name", column=column, doubts=draft.doubts)
        if name and sum(c.isalpha() for c in name) >= 2:
            return name
        message = _("Thiếu họ tên chủ hộ; hãy điền tên người chịu trách nhiệm rồi gửi lại.")
        draft.doubts.append(Doubt(column, "holder_missing", message, name, "", "error"))
        return ""

    def _address(self, row: Sequence[Cell], draft: Draft) -> None:
        whole = Address()
        if "address" in self.names:
            whole = self._whole_address(row, draft)
        draft.street = self._street(row, draft) or whole.street
        self._house_number(row, draft)
        if not draft.house_number and draft.guess is None:
            draft.house_number = whole.house_number
        if not draft.house_number and draft.guess is None and draft.street:
            number, street = split_number(draft.street)
            # A street named for a day ("3/2") is no house number.
            if number and sum(c.isalpha() for c in street) >= 2:
                draft.house_number, draft.street = number, street
        draft.neighbourhood, draft.ward = whole.neighbourhood, whole.ward

    def _whole_address(self, row: Sequence[Cell], draft: Draft) -> Address:
        cell, column = self.cells(row, "address")[0], self.column("address")
        guess = undo_date(cell, typing_years=self._typing_years)
        if guess and "house_number" not in self.names:
            draft.guess, draft.written_number = guess, written(cell)
            return Address()
        text = clean_cell(cell, field="address", column=column, doubts=draft.doubts)
        address = Address() if is_nothing(text) else split_address(text)
        number = clean_house_number(address.house_number, column=column, doubts=draft.doubts)
        street = clean_cell(address.street, field="street", column=column, doubts=draft.doubts)
        return Address(number, street, address.neighbourhood, address.ward)

    def _street(self, row: Sequence[Cell], draft: Draft) -> str:
        parts = []
        for position, words in self._street_order:
            cell, column = row[position] if position < len(row) else "", self.column("street")
            if cell == "":
                continue
            guess = None
            if not isinstance(cell, str) or (cell[:1].isdigit() and not _MONTH.search(cell)):
                guess = undo_date(cell, typing_years=self._typing_years)
            if guess is not None:
                text = _street_of_a_day(guess, written(cell), column=column, doubts=draft.doubts)
            else:
                text = clean_cell(cell, field="street", column=column, doubts=draft.doubts)
            if not is_nothing(text):
                bare = words and text[:1].isdigit()
                parts.append(f"{words} {text}" if bare else text)
        return " ".join(parts)

    def _house_number(self, row: Sequence[Cell], draft: Draft) -> None:
        if "house_number" not in self.names:
            return
        cell, column = self.cells(row, "house_number")[0], self.column("house_number")
        position = self._sheet.columns["house_number"][0]
        shown = self._sheet.date_formats.get((draft.number, position), "")
        guess = undo_date(cell, date_format=shown, typing_years=self._typing_years)
        if guess is not None:
            draft.guess, draft.written_number = guess, written(cell)
            return
        if isinstance(cell, str):
            cell = cell.replace("\\", "/")  # a slip on the keyboard, not markup
        text = clean_cell(cell, field="house_number", column=column, doubts=draft.doubts)
        if not draft.street and holds_more_than_number(text):
            text, draft.street = split_number(text)
        draft.house_number = clean_house_number(text, column=column, doubts=draft.doubts)

    def _neighbourhood(self, row: Sequence[Cell], draft: Draft) -> None:
        """The largest unit named; a smaller one beside it ("Tổ 25") goes to the note."""
        named = []
        for position in self._sheet.columns.get("neighbourhood", ()):
            cell, heading = (
                row[position] if position < len(row) else "",
                self._sheet.headings[position],
            )
            text = clean_cell(cell, field="neighbourhood", column=heading, doubts=draft.doubts)
            if not is_nothing(text):
                unit = _UNITS.get(fold(heading), "")
                bare = unit and _BARE.fullmatch(text)
                named.append((fold(heading) in ("to", "to so"), f"{unit} {text}" if bare else text))
        named.sort(key=lambda pair: pair[0])
        if named:
            draft.neighbourhood = named[0][1]
            draft.note = ", ".join(text for small, text in named[1:])

    def _phone(self, row: Sequence[Cell], draft: Draft) -> str:
        cells = [text for c in self.cells(row, "phone") if (text := written(c).strip())]
        if not cells:
            return ""
        raw, column = " / ".join(cells), self.column("phone")
        draft.phone, extra = clean_phone(nfc(raw), column=column, doubts=draft.doubts)
        return clean_cell(extra, field="note", column=column, doubts=draft.doubts) if extra else ""

    def _kind_and_people(self, row: Sequence[Cell], draft: Draft) -> None:
        if "kind" in self.names:
            text = self._text_or_nothing(row, "kind", draft)
            draft.kind = clean_kind(text, column=self.column("kind"), doubts=draft.doubts)
        for name in ("occupants", "need_help"):
            if name in self.names:
                text = self._text_or_nothing(row, name, draft)
                count = clean_occupants(text, column=self.column(name), doubts=draft.doubts)
                setattr(draft, name, count)

    def _text_or_nothing(self, row: Sequence[Cell], field: str, draft: Draft) -> str:
        cell, column = self.cells(row, field)[0], self.column(field)
        return clean_cell(cell, field=field, column=column, doubts=draft.doubts)

    def _point(self, row: Sequence[Cell], draft: Draft) -> None:
        doubt = None
        if {"latitude", "longitude"} <= self.names.keys():
            latitude, longitude = self.cells(row, "latitude")[0], self.cells(row, "longitude")[0]
            columns = (self.column("latitude"), self.column("longitude"))
            draft.point, doubt = read_point(latitude, longitude, columns=columns)
        elif single := next((f for f in ("coordinates", "latitude") if f in self.names), ""):
            draft.point, doubt = read_combined(
                self.cells(row, single)[0], column=self.column(single)
            )
        if doubt:
            draft.doubts.append(doubt)

    def _note(self, row: Sequence[Cell], draft: Draft, extra: str) -> None:
        parts = [self._text(row, "note", draft), draft.note, extra]
        note = "; ".join(part for part in parts if part)
        column = self.column("note")
        draft.note = clean_cell(note, field="note", column=column, doubts=draft.doubts)


def _alleys_first(sheet: Sheet) -> list[tuple[int, str]]:
    """Street columns in the order of a spoken address (alley, then road), with the alley's word."""
    positions = sheet.columns.get("street", ())
    if len(positions) < 2:
        return [(position, "") for position in positions]
    found = []
    for position in positions:
        heading = fold(sheet.headings[position])
        alley = heading.split(" ")[0] in _ALLEY_WORDS
        word = sheet.headings[position].split()[0].capitalize() if alley else ""
        found.append((not alley, position, word))
    return [(position, word) for _later, position, word in sorted(found)]


def _street_of_a_day(guess: Guess, text: str, *, column: str, doubts: list[Doubt]) -> str:
    """A road named for a day ("3/2", "30/4") that the spreadsheet took for a date."""
    known = [name for name in guess.candidates if name in DATE_STREETS]
    name = known[0] if known else guess.candidates[0]
    severity: Severity = "info" if guess.certain or len(known) == 1 else "warning"
    message = _("Bảng tính đã đổi tên đường thành ngày tháng, đã khôi phục.")
    doubts.append(Doubt(column, "street_date", message, text[: LIMITS["note"]], name, severity))
    return name
