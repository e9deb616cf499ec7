"""Looking for words in folded text."""

from __future__ import annotations

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan


def contains(column: str, text: str) -> Q:
    """Rows with a text in a column, as it stands; PostgreSQL takes twice as long for a pattern."""
    return Q(GreaterThan(StrIndex(column, Value(text)), 0))
