"""How often anything is found at a home, told by everyone but the one who is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from .values import IntegrityParams, Sheet


class FindingRates:
    """Rates of one ward's sheets: by home, by inspector, and of all.

    A home with few visits borrows from the mean of its form: a full list finds more than a short
    one, and a stall other things than a house.
    """

    def __init__(self, sheets: Iterable[Sheet], params: IntegrityParams) -> None:
        self._prior = params.prior
        self._seen: Counter[int] = Counter()
        self._found: Counter[int] = Counter()
        self._seen_by: Counter[tuple[int, int]] = Counter()
        self._found_by: Counter[tuple[int, int]] = Counter()
        self._form_seen: Counter[str] = Counter()
        self._form_found: Counter[str] = Counter()
        for sheet in sheets:
            pair = (sheet.inspected, sheet.inspector)
            self._seen[sheet.inspected] += 1
            self._seen_by[pair] += 1
            self._form_seen[sheet.form] += 1
            if sheet.found:
                self._found[sheet.inspected] += 1
                self._found_by[pair] += 1
                self._form_found[sheet.form] += 1

    def of_form(self, form: str) -> float:
        """The share of sheets of a form on which anything was found, 0 to 1."""
        seen = self._form_seen[form]
        return self._form_found[form] / seen if seen else 0.0

    def of_home(self, sheet: Sheet, *, without: Collection[int]) -> float:
        """How likely others than ``without`` find anything at the home of ``sheet``, 0 to 1."""
        home = sheet.inspected
        seen = self._seen[home] - sum(self._seen_by[home, one] for one in without)
        found = self._found[home] - sum(self._found_by[home, one] for one in without)
        mean = self.of_form(sheet.form)
        return (found + self._prior * mean) / (seen + self._prior)
