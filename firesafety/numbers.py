"""Large numbers as people read them: in threes, with the sign that their language puts between."""

from __future__ import annotations

from django.utils.formats import number_format


def grouped(count: int) -> str:
    """A count in the reader's language, as 1.000.008 in Vietnamese and 1,000,008 in English."""
    return number_format(count, force_grouping=True)
