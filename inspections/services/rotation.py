"""Setting how a team's months are planned. What is open already stays as it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from households.models import Team, User
from inspections.models import Exclusion, SecondInspector
from inspections.queries.rotation import (
    RotationSettings,
    current_stays,
    team_exclusions,
    team_second_inspectors,
)


@transaction.atomic
def set_rotation(
    team: Team, settings: RotationSettings, *, by: User | None, on: date, note: str = ""
) -> None:
    """Let ``settings`` hold from a day on. What was set before ends on that day and stays readable.

    ``note`` goes with the pairs that are new. Households that are no present members are passed
    over. Twice equals once.
    """
    locked = Team.objects.select_for_update().get(pk=team.pk)
    if locked.mode != settings.mode.value:
        Team.objects.filter(pk=team.pk).update(mode=settings.mode.value)
    team.mode = settings.mode.value
    stays = {stay.household_id: stay.pk for stay in current_stays(team, on=on)}
    pairs = {pair for pair in settings.excluded if len(pair) == 2 and pair <= stays.keys()}
    _set_exclusions(team, pairs, by=by, on=on, note=note)
    wanted = {stays[key] for key in settings.seen_by_two if key in stays}
    _set_second_inspectors(team, wanted, by=by, on=on)


def _set_exclusions(
    team: Team, pairs: Collection[frozenset[int]], *, by: User | None, on: date, note: str
) -> None:
    standing = {frozenset((row.first_id, row.second_id)): row.pk for row in _open(team, on)}
    ended = [key for pair, key in standing.items() if pair not in pairs]
    Exclusion.objects.filter(pk__in=ended).update(ends_on=on, ended_by=by)
    for pair in sorted(map(sorted, pairs - standing.keys())):
        Exclusion.objects.create(
            first_id=pair[0], second_id=pair[1], note=note, starts_on=on, set_by=by
        )


def _open(team: Team, on: date) -> Collection[Exclusion]:
    return list(team_exclusions(team, on=on).filter(ends_on=None))


def _set_second_inspectors(
    team: Team, wanted: Collection[int], *, by: User | None, on: date
) -> None:
    rows = team_second_inspectors(team, on=on).filter(ends_on=None)
    standing = dict(rows.values_list("membership", "pk"))
    ended = [key for stay, key in standing.items() if stay not in wanted]
    SecondInspector.objects.filter(pk__in=ended).update(ends_on=on, ended_by=by)
    for stay in sorted(set(wanted) - standing.keys()):
        SecondInspector.objects.create(membership_id=stay, starts_on=on, set_by=by)
