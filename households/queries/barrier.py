"""Reading the lines that nobody walks across."""

from __future__ import annotations

from households.models import Area, Barrier

Line = list[list[float]]


def barrier_lines(ward: Area) -> list[Line]:
    """The barriers of a ward, each a list of ``[longitude, latitude]`` in degrees."""
    return list(Barrier.objects.filter(ward=ward).values_list("geometry", flat=True))
