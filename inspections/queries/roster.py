"""Who belongs to each of a few teams on a day, and who holds an office there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from firesafety.vietnamese import house_number_sort_key, sort_key
from households.models import Appointment, Membership, Team


@dataclass(frozen=True, slots=True)
class TeamRoster:
    """A team, its stays of the day in the order of their doors, and offices by household."""

    team: Team
    stays: tuple[Membership, ...]
    offices: dict[int, Appointment]


def team_rosters(teams: Collection[int], *, on: date) -> list[TeamRoster]:
    """The rosters of ``teams``, given by id and in their order. Three queries."""
    found = Team.objects.select_related("neighbourhood", "ward__parent").in_bulk(list(teams))
    stays: dict[int, list[Membership]] = defaultdict(list)
    rows = (
        Membership.objects.filter(team__in=found, joined_on__lte=on)
        .filter(Q(left_on=None) | Q(left_on__gt=on))
        .select_related("household")
    )
    for stay in rows:
        stays[stay.team_id].append(stay)
    offices: dict[int, dict[int, Appointment]] = defaultdict(dict)
    held = (
        Appointment.objects.filter(team__in=found, starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("household")
        .order_by("starts_on")
    )
    for office in held:
        offices[office.team_id][office.household_id] = office
    return [
        TeamRoster(found[key], tuple(sorted(stays[key], key=_door)), offices[key])
        for key in teams
        if key in found
    ]


def _door(stay: Membership) -> tuple[str, str, int]:
    home = stay.household
    return (sort_key(home.street), house_number_sort_key(home.house_number), home.pk)
