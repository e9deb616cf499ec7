"""Writing rows of kept figures: only those that differ from what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models

BATCH = 500
Row = TypeVar("Row", bound=models.Model)


def row_fields(row: models.Model | type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that a row has in its own table."""
    return list(row._meta.concrete_fields)


def store_rows(model: type[Row], fresh: Iterable[Row], stored: Mapping[int, Row]) -> None:
    """Write the rows that differ from what is stored; the others are left alone."""
    names = [field.attname for field in row_fields(model)]
    changed = [
        row
        for row in fresh
        if (old := stored.get(row.pk)) is None
        or any(getattr(row, name) != getattr(old, name) for name in names)
    ]
    write_rows(model, changed)


def write_rows(model: type[Row], rows: Sequence[Row]) -> None:
    """Write whole rows over what is stored under their keys, or anew; none is fine."""
    if rows:
        model._default_manager.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=[model._meta.pk.name],
            update_fields=[field.name for field in row_fields(model) if not field.primary_key],
            batch_size=BATCH,
        )
