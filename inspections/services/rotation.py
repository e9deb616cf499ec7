"""Setting how a team's months are planned. What is open already stays as it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from households.models import Team, User
from inspections.models import Exclusion, ModeChange, SecondInspector
from inspections.queries.rotation import (
    RotationSettings,
    current_stays,
    first_free_month,
    team_exclusions,
    team_second_inspectors,
)


@transaction.atomic
def set_rotation(
    team: Team, settings: RotationSettings, *, by: User | None, at: datetime, note: str = ""
) -> None:
    """Let ``settings`` hold from now on. What was set before ends today and stays readable.

    ``note`` goes with the pairs that are new. Households that are no present members are passed
    over. Twice equals once.
    """
    on = localdate(at)
    _set_mode(team, settings, by=by, at=at)
    stays = {stay.household_id: stay.pk for stay in current_stays(team, on=on)}
    pairs = {pair for pair in settings.excluded if len(pair) == 2 and pair <= stays.keys()}
    _set_exclusions(team, pairs, by=by, on=on, note=note)
    wanted = {stays[key] for key in settings.seen_by_two if key in stays}
    _set_second_inspectors(team, wanted, by=by, on=on)


def _set_mode(team: Team, settings: RotationSettings, *, by: User | None, at: datetime) -> None:
    """Change how the team's months are planned, and write down who did so and from which month."""
    held = Team.objects.select_for_update().get(pk=team.pk)
    team.mode, team.crew_size = settings.mode.value, settings.crew_size
    if (held.mode, held.crew_size) == (team.mode, team.crew_size):
        return
    ModeChange.objects.create(
        team=team,
        mode=team.mode,
        crew_size=team.crew_size,
        previous_mode=held.mode,
        previous_crew_size=held.crew_size,
        from_month=first_free_month(team, on=localdate(at)).first_day,
        set_by=by,
        set_at=at,
    )
    team.save(update_fields=["mode", "crew_size"])


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
