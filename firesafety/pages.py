"""A page of a long list, for which the database sets out no more rows than are shown."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet


def load_page(rows: QuerySet[Any], number: str | None, *, size: int) -> Page[Model]:
    """A page of ``rows``, whose order must be total; the nearest one for a number out of range.

    The keys of the page are found first and its rows then fetched by them: what a row is shown
    with need not be joined to all the others only to be sorted away. Three queries.
    """
    page: Page[Any] = Paginator(rows.values_list("pk", flat=True), size).get_page(number)
    page.object_list = list(rows.filter(pk__in=list(page.object_list)))
    return page
