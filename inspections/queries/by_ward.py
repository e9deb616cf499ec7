"""The rows of a city ward by ward."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from firesafety.pages import KeysByGroup
from firesafety.vietnamese import sort_key
from households.models import Area


def keys_by_ward(
    rows: QuerySet[Any, Any], *, backwards: bool, counts: QuerySet[Any, Any] | None = None
) -> KeysByGroup:
    """The keys of ``rows``, which have a ``ward`` and are in order within one, with the wards as
    people count them: Phường 9, Phường 10. To sort a whole city takes long. Two queries.

    ``counts``: how many rows each ward, its ``place``, has as ``n``, where that is kept elsewhere.
    """
    if counts is None:
        # No column but what is made of one: a database that can count in the order of an index
        # would go through all rows that way, and that takes three times as long.
        counts = rows.order_by().values(place=Coalesce("ward", 0)).annotate(n=Count("pk"))
    sizes = {row["place"]: row["n"] for row in counts}
    wards = Area.objects.filter(pk__in=sizes).order_by().values_list("pk", "name")
    ordered = sorted(wards, key=lambda each: (sort_key(each[1]), each[0]), reverse=backwards)
    return KeysByGroup(rows, "ward", {ward: sizes[ward] for ward, _name in ordered})
