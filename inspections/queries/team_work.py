"""Which teams have begun to work."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from inspections.models import Round


def teams_with_rounds_since(teams: Collection[int], *, since: date) -> set[int]:
    """Those of ``teams`` (ids) for which a round was opened on a day or later.

    The day counts in: a round opened in the morning, before the teams changed, was frozen with
    whoever was there, but nobody can tell its sheets from those of the afternoon.
    """
    opened = Round.objects.filter(opened_at__date__gte=since).values_list("team", flat=True)
    return set(teams).intersection(opened)
