"""The sums of a neighbourhood: its months, its teams, and how these are for some days to come.

Called with the teams' own rows locked; see ``inspections.services.standing``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Min, Q, Sum

from inspections.models import (
    EVER,
    NEVER,
    NeighbourhoodMonth,
    NeighbourhoodStanding,
    RoundStanding,
    TeamStanding,
)
from inspections.queries.place_states import AT_WORK
from inspections.queries.team_states import at_work, judged_by
from inspections.services.standing_rows import BATCH, store_rows

ROUND_SUMS = ("planned", "done", "obstacle", "late", "households", "inspected", "missing")
TEAM_SUMS = ("households", "people", "critical", "major", "minor")


class Held(NamedTuple):
    """A neighbourhood's teams by state, and the first day on which that is so no more."""

    states_until: date = EVER
    late: int = 0
    hazard_overdue: int = 0
    silent: int = 0
    in_time: int = 0


def sum_months(places: Mapping[tuple[int, date], int]) -> None:
    """Sum the rounds of each (neighbourhood, month); the value is its ward."""
    areas, days = {area for area, _month in places}, {month for _area, month in places}
    here = Q(neighbourhood__in=areas, month__in=days)
    standing = _locked_months(places, here)
    sums = (
        RoundStanding.objects.filter(here)
        .order_by()
        .values("neighbourhood", "month")
        .annotate(rounds=Count("pk"), **{f"sum_{name}": Sum(name) for name in ROUND_SUMS})
    )
    found = {(row["neighbourhood"], row["month"]): row for row in sums}
    fresh = []
    for (area, month), ward in places.items():
        row = found.get((area, month), {})
        counts: dict[str, int] = {name: row.get(f"sum_{name}", 0) for name in ROUND_SUMS}
        fresh.append(
            NeighbourhoodMonth(
                pk=standing[area, month].pk,
                neighbourhood_id=area,
                ward_id=ward,
                month=month,
                rounds=row.get("rounds", 0),
                **counts,
            )
        )
    store_rows(NeighbourhoodMonth, fresh, {row.pk: row for row in standing.values()})


def _locked_months(
    places: Mapping[tuple[int, date], int], here: Q
) -> dict[tuple[int, date], NeighbourhoodMonth]:
    rows = NeighbourhoodMonth.objects.select_for_update().filter(here).order_by("pk")
    found = {(row.neighbourhood_id, row.month): row for row in rows}
    missing = sorted(places.keys() - found.keys())
    if missing:
        NeighbourhoodMonth.objects.bulk_create(
            [
                NeighbourhoodMonth(neighbourhood_id=area, ward_id=places[area, month], month=month)
                for area, month in missing
            ],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
        found = {(row.neighbourhood_id, row.month): row for row in rows.all()}
    return found


def sum_teams(wards: Mapping[int, int], *, on: date | None = None) -> None:
    """Sum the teams of each neighbourhood; the value is its ward.

    ``on``: the day to count their states on; that on which they were counted before without it.
    """
    stored = lock_places(wards)
    days = {key: row.states_from if on is None else on for key, row in stored.items()}
    fresh = []
    for day in sorted(set(days.values())):
        sums = _team_sums([key for key in wards if days[key] == day], on=day)
        for key in (key for key in wards if days[key] == day):
            states = Held(states_until=NEVER) if key not in sums else _held(sums[key], on=day)
            fresh.append(
                NeighbourhoodStanding(
                    neighbourhood_id=key,
                    ward_id=wards[key],
                    states_from=day,
                    **{name: sums.get(key, {}).get(name, 0) for name in ("teams", *TEAM_SUMS)},
                    **states._asdict(),
                )
            )
    store_rows(NeighbourhoodStanding, fresh, stored)


def lock_places(wards: Mapping[int, int]) -> dict[int, NeighbourhoodStanding]:
    """The neighbourhoods' rows, made where they are missing, locked in the order of their keys."""
    rows = NeighbourhoodStanding.objects.select_for_update().filter(pk__in=wards).order_by("pk")
    stored = {row.pk: row for row in rows}
    missing = sorted(wards.keys() - stored.keys())
    if missing:
        NeighbourhoodStanding.objects.bulk_create(
            [NeighbourhoodStanding(neighbourhood_id=key, ward_id=wards[key]) for key in missing],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
        stored = {row.pk: row for row in rows.all()}
    return stored


def _team_sums(places: Collection[int], *, on: date) -> dict[int, dict[str, Any]]:
    """Per neighbourhood with teams their sums, their states on a day, and when these change."""
    rows = (
        TeamStanding.objects.filter(neighbourhood__in=places, active=True)
        .alias(**judged_by(on=on, kept=True))
        .order_by()
        .values("neighbourhood")
        .annotate(
            n_teams=Count("pk"),
            **{f"n_{name}": Sum(name) for name in TEAM_SUMS},
            **{f"n_{state}": Count("pk", filter=at_work(state, on=on)) for state in AT_WORK},
            since=Max("judged_from"),
            until=Min("judged_until"),
            next_due=Min("oldest_due_on", filter=Q(oldest_due_on__gte=on)),
        )
    )
    return {
        row["neighbourhood"]: {name.removeprefix("n_"): value for name, value in row.items()}
        for row in rows
    }


def _held(sums: Mapping[str, Any], *, on: date) -> Held:
    """The states of a neighbourhood's teams and until when they hold; never where a team's own
    row speaks of other days, for then nothing was counted."""
    if not sums["since"] <= on < sums["until"]:
        return Held()
    due = sums["next_due"]
    until = min(sums["until"], NEVER if due in (None, NEVER) else due + timedelta(days=1))
    return Held(until, **{state.value: sums[state] for state in AT_WORK})


def move_places_on(*, on: date) -> None:
    """Count the teams of every neighbourhood by how they are on a day, some places at a time."""
    over = NeighbourhoodStanding.objects.exclude(states_from=on)
    wards = dict(over.order_by("pk").values_list("pk", "ward"))
    keys = list(wards)
    for first in range(0, len(keys), BATCH):
        with transaction.atomic():
            sum_teams({key: wards[key] for key in keys[first : first + BATCH]}, on=on)
