"""Bring a roster file into the register: whole, once, and never losing what is saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from households.models import Area, Household
from households.rosters import Bounds, Roster, read_roster

from .area import ensure_neighbourhoods
from .changes import tell_households
from .roster_plan import ImportPlan, RowPlan, preview_import

BATCH = 500


def read_for_ward(ward: Area, file: bytes, *, name: str) -> Roster:
    """Read a roster and judge its points by the ward's border, where there is one.

    Raises RosterFileError.
    """
    return read_roster(file, name=name, bounds=_bounds(ward))


def _bounds(ward: Area) -> Bounds | None:
    if not ward.boundary:
        return None
    points = [
        point for polygon in ward.boundary["coordinates"] for ring in polygon for point in ring
    ]
    longitudes, latitudes = [x for x, _y in points], [y for _x, y in points]
    return Bounds(min(latitudes), min(longitudes), max(latitudes), max(longitudes))


@transaction.atomic
def apply_import(ward: Area, roster: Roster, *, on: date) -> ImportPlan:
    """Do what ``preview_import`` says, in one transaction; the day is the newcomers' first.

    Applying the same file again changes nothing. A household that the file does not name stays,
    an empty cell erases nothing.
    """
    # Two files for one ward at the same time would both create the same household, and a household
    # corrected on its page meanwhile would be written back as it was.
    Area.objects.select_for_update().get(pk=ward.pk)
    list(_register(ward).select_for_update(of=("self",)).values_list("pk"))
    plan = preview_import(ward, roster)
    made = _create(ward, plan.rows, on=on)
    _update(plan.rows)
    return replace(plan, rows=tuple(made.get(row.row.number, row) for row in plan.rows))


def _register(ward: Area) -> QuerySet[Household]:
    return Household.objects.filter(neighbourhood__parent=ward, left_on=None)


def _create(ward: Area, rows: Sequence[RowPlan], *, on: date) -> dict[int, RowPlan]:
    """The rows that make a household, by number, each with the household that it made."""
    fresh = [plan for plan in rows if plan.outcome == "created"]
    areas = ensure_neighbourhoods(ward, {plan.neighbourhood: None for plan in fresh}, on=on)
    made = Household.objects.bulk_create(
        [
            Household(neighbourhood=areas[plan.neighbourhood], entered_on=on, **plan.changes)
            for plan in fresh
        ],
        batch_size=BATCH,
    )
    return {
        plan.row.number: replace(plan, household=household)
        for plan, household in zip(fresh, made, strict=True)
    }


def _update(rows: Sequence[RowPlan]) -> None:
    changed = list(_changed(rows))
    fields = sorted({name for plan in rows if plan.household for name in plan.changes})
    if changed:
        Household.objects.bulk_update(changed, fields, batch_size=BATCH)
        tell_households({household.pk for household in changed})


def _changed(rows: Iterable[RowPlan]) -> Iterator[Household]:
    for plan in rows:
        if plan.outcome == "updated" and plan.household is not None:
            for name, value in plan.changes.items():
                setattr(plan.household, name, value)
            yield plan.household
