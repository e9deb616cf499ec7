"""What parts of addresses are made of, beyond Django's own: registered when this is imported."""

from __future__ import annotations

from django.urls import register_converter


class TableFormat:
    """``csv`` or ``xlsx`` (``firesafety.tables``)."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TableFormat, "table_format")
