"""Which households belong to which team, for a drawing of a neighbourhood."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from households.models import Appointment, Area, Membership


@dataclass(frozen=True, slots=True)
class Seat:
    """A household's team by number and id, the id of its stay there, and whether it leads."""

    team: int
    team_id: int
    stay_id: int
    leads: bool


def seats(areas: Collection[Area]) -> dict[int, Seat]:
    """The seats of all households of some neighbourhoods, by household id: one query."""
    leads = Appointment.objects.filter(
        team=OuterRef("team"),
        household=OuterRef("household"),
        role=Appointment.Role.LEADER,
        ends_on=None,
    )
    rows = (
        Membership.objects.filter(left_on=None, household__neighbourhood__in=areas)
        .annotate(leads=Exists(leads))
        .values_list("household_id", "team__number", "team", "pk", "leads")
    )
    return {household: Seat(*seat) for household, *seat in rows}
