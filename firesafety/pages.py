"""A long list, of which the database sets out no more rows than are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

BATCH = 500
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class LongList(Generic[Row]):
    """The ``keys`` of its rows, in an order that is total, and how rows are loaded by theirs.

    What a row is shown with need not be joined to all others only to be sorted away, nor what they
    are sorted by in order to count them: ``counted`` are the same rows in no order.
    """

    keys: QuerySet[Any, int]
    load: Callable[[Sequence[int]], Sequence[Row]]
    counted: QuerySet[Any, Any]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> LongList[Any]:
        """The list of ``rows``, which are in a total order, each shown with what it has there."""
        keys = rows.values_list("pk", flat=True)
        return cls(keys, lambda chosen: list(rows.filter(pk__in=chosen)), counted=rows)

    def page(self, number: str | None, *, size: int) -> Page[Row]:
        """A page of the list, the nearest one for a number out of range. Three queries."""
        page: Page[Any] = Paginator(self, size).get_page(number)  # type: ignore[arg-type]
        page.object_list = self.load(list(page.object_list))
        return page

    def __getitem__(self, part: slice) -> QuerySet[Any, int]:
        return self.keys[part]

    def count(self) -> int:
        """How many rows; no length, for a list made of it would ask for that first."""
        return self.counted.count()

    def __iter__(self) -> Iterator[Row]:
        """All rows, never all of them held at once. One query, and one more for each BATCH."""
        keys = list(self.keys)
        for first in range(0, len(keys), BATCH):
            yield from self.load(keys[first : first + BATCH])
