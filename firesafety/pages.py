"""A long list, of which the database sets out no more rows than are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum, Window

BATCH = 500
LAST = 1_000_000  # no list is longer
Row = TypeVar("Row")


class Keys(Protocol):
    """Primary keys in an order that is total: a query set of them, or KeysByGroup."""

    def __getitem__(self, part: slice, /) -> Any: ...

    def __iter__(self) -> Iterator[int]: ...


class Counted(Protocol):
    """What knows its number of rows: a query set, KeysByGroup, or SumOf."""

    def count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class SumOf:
    """A number of rows that is kept elsewhere: the sum of some columns over the rows there."""

    rows: QuerySet[Any, Any]
    columns: tuple[str, ...]

    def count(self) -> int:
        """One query."""
        sums = self.rows.order_by().aggregate(**{f"n_{c}": Sum(c, default=0) for c in self.columns})
        return sum(sums.values())


@dataclass(frozen=True, slots=True)
class KeysByGroup:
    """Keys of rows that stand group by group: a page asks only the groups that reach into it.

    ``rows``: all of them, in the order that they have within a group. ``column``: names the group
    of a row. ``sizes``: how many rows each group has, in the order of the groups.
    """

    rows: QuerySet[Any, Any]
    column: str
    sizes: Mapping[int, int]

    def count(self) -> int:
        """How many rows all groups have together. No query."""
        return sum(self.sizes.values())

    def __getitem__(self, part: slice) -> list[int]:
        """One query; none where nothing is there."""
        first, last, _step = part.indices(self.count())
        before, skipped, groups = 0, 0, []
        for group, size in self.sizes.items():
            if before + size <= first:
                skipped += size
            elif before < last:
                groups.append(group)
            before += size
        return self._keys(groups)[first - skipped : last - skipped] if groups else []

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys(list(self.sizes)))

    def _keys(self, groups: Sequence[int]) -> list[int]:
        rank = {group: number for number, group in enumerate(groups)}
        here = self.rows.filter(**{f"{self.column}__in": groups})
        rows = here.values_list(self.column, "pk")
        return [key for _group, key in sorted(rows, key=lambda row: rank[row[0]])]


@dataclass(frozen=True, slots=True)
class KeysInTurn:
    """All the ``first`` keys and then the others: two query sets of keys, each in a total order."""

    first: QuerySet[Any, int]
    then: QuerySet[Any, int]

    def __getitem__(self, part: slice) -> list[int]:
        """One query; three where the first keys do not fill it."""
        start, stop = part.start or 0, part.stop
        found = list(self.first[start:stop])
        if stop is not None and start + len(found) >= stop:
            return found
        before = self.first.count()
        rest = slice(max(start - before, 0), None if stop is None else stop - before)
        return found + list(self.then[rest])

    def __iter__(self) -> Iterator[int]:
        yield from self.first
        yield from self.then


@dataclass(frozen=True, slots=True)
class _Part:
    """The keys of one page, and how many there are on all pages."""

    keys: Sequence[int]
    total: int

    def count(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> Sequence[int]:
        return self.keys


@dataclass(frozen=True, slots=True)
class LongList(Generic[Row]):
    """The ``keys`` of its rows, in an order that is total, and how rows are loaded by theirs.

    What a row is shown with need not be joined to all others only to be sorted away, nor what they
    are sorted by in order to count them: ``counted`` are the same rows in no order.
    ``rare``: that to look for them takes long, so that they are not looked for twice.
    """

    keys: Keys
    load: Callable[[Sequence[int]], Sequence[Row]]
    counted: Counted
    rare: bool = False

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> LongList[Any]:
        """The list of ``rows``, which are in a total order, each shown with what it has there."""
        keys = rows.values_list("pk", flat=True)
        return cls(keys, lambda chosen: list(rows.filter(pk__in=chosen)), counted=rows)

    def page(self, number: str | None, *, size: int) -> Page[Row]:
        """A page of the list, the nearest one for a number out of range. Three queries.

        Two where finding the rows takes long, unless the number is out of range.
        """
        rows = self._part(number, size) if self.rare else self
        page: Page[Any] = Paginator(rows, size).get_page(number)  # type: ignore[arg-type]
        page.object_list = self.load(list(page.object_list))
        return page

    def _part(self, number: str | None, size: int) -> _Part | LongList[Row]:
        """The keys of a page and the number of all, found at once."""
        try:
            first = size * (int(number or 1) - 1)
        except ValueError:
            first = 0
        if not isinstance(self.keys, QuerySet) or not 0 <= first <= LAST:
            return self
        counted = self.keys.annotate(total=Window(Count("pk")))
        found = list(counted.values_list("pk", "total")[first : first + size])
        if first and not found:
            return self
        return _Part([key for key, _total in found], found[0][1] if found else 0)

    def __getitem__(self, part: slice) -> Any:
        return self.keys[part]

    def count(self) -> int:
        """How many rows; no length, for a list made of it would ask for that first."""
        return self.counted.count()

    def __iter__(self) -> Iterator[Row]:
        """All rows, never all of them held at once. One query, and one more for each BATCH."""
        keys = list(self.keys)
        for first in range(0, len(keys), BATCH):
            yield from self.load(keys[first : first + BATCH])
