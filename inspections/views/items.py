"""What is open by item of the checklist, as a table shows it."""

from __future__ import annotations

from collections.abc import Iterable

from inspections.forms.hazard_list import AGE_NAMES
from inspections.queries.open_items import ItemLine

ItemRow = tuple[ItemLine, list[tuple[str, int]]]


def item_rows(items: Iterable[ItemLine]) -> list[ItemRow]:
    """Each item with the name and the count of every age group."""
    names = [str(name) for name in AGE_NAMES]
    return [(item, list(zip(names, item.ages, strict=True))) for item in items]
