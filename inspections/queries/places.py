"""The areas one step below an area: what a list can be narrowed to."""

from __future__ import annotations

from firesafety.vietnamese import sort_key
from households.models import Area


def places_in(area: Area) -> list[Area]:
    """The wards of a city or the neighbourhoods of a ward that have teams, as people count them."""
    if area.level == Area.Level.NEIGHBOURHOOD:
        return []
    below = Area.objects.filter(parent=area).only("level", "code", "name", "folded_name").order_by()
    if area.level == Area.Level.CITY:
        below = below.filter(children__standing__teams__gt=0).distinct()
    else:
        below = below.filter(standing__teams__gt=0)
    return sorted(below, key=lambda each: (sort_key(each.name), each.pk))
