"""Columns that put a list in order: what stands in ``?sort=``, and the way to change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name; ``href`` puts the list in its order, the largest first and then turned
    round. ``direction`` is what a screen reader is told: ascending, descending or none."""

    label: str
    href: str
    direction: str
    is_text: bool


def headings(
    request: HttpRequest, labels: Mapping[str, str], *, texts: Iterable[str] = ("name",)
) -> list[Heading]:
    """A heading for each column; names in ``texts`` begin with A, numbers with the largest."""
    asked = request.GET.get("sort", "")
    return [_heading(request, name, label, asked, name in texts) for name, label in labels.items()]


def _heading(request: HttpRequest, name: str, label: str, asked: str, is_text: bool) -> Heading:
    direction = {name: "ascending", f"-{name}": "descending"}.get(asked, "none")
    first, other = (name, f"-{name}") if is_text else (f"-{name}", name)
    parameters = request.GET.copy()
    parameters.pop("page", None)
    parameters["sort"] = other if asked == first else first
    return Heading(label, f"?{parameters.urlencode()}", direction, is_text)


def in_order(
    request: HttpRequest, rows: Iterable[Row], orders: Mapping[str, Callable[[Row], Any]]
) -> list[Row]:
    """Rows in the order of ``?sort=``; without one, or one that is not known, as they came."""
    asked = request.GET.get("sort", "")
    key = orders.get(asked.removeprefix("-"))
    listed = list(rows)
    return listed if key is None else sorted(listed, key=key, reverse=asked.startswith("-"))
