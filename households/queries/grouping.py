"""Reading what was done to a ward's teams."""

from __future__ import annotations

from households.models import Area, Grouping


def last_grouping(ward: Area) -> Grouping | None:
    """The latest founding or repair that still stands."""
    return (
        Grouping.objects.filter(ward=ward, undone_on=None).select_related("by").order_by("-pk")
    ).first()
