"""Let many households change team on one day, in few queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from households.models import Appointment, Area, Membership, Team

from .changes import tell_teams
from .team_life import TeamError, end_offices

BATCH = 500
Office = tuple[int, int, str, int | None]
"""Team id, household id, role and account id of an office that ended."""


@transaction.atomic
def change_teams(ward: Area, after: Mapping[int, Team | None], *, on: date) -> list[Office]:
    """Let households (ids of this ward) belong to other teams, or to none, from a day on.

    Old stays end and new ones begin that day; whether a household is away goes along. Offices in
    the teams left end and are returned. Raises TeamError for a day before what is written already.
    """
    theirs = Membership.objects.filter(household__neighbourhood__parent=ward)
    written = theirs.values("household").annotate(left=Max("left_on"), joined=Max("joined_on"))
    last = max(
        (
            max(row["joined"], row["left"] or row["joined"])
            for row in written
            if row["household"] in after
        ),
        default=on,
    )
    if on < last:
        raise TeamError(
            _("Ngày phải từ %(day)s trở đi: trước đó đã có ghi chép khác.")
            % {"day": date_format(last, "SHORT_DATE_FORMAT")}
        )
    stays = {
        stay.household_id: stay
        for stay in theirs.select_for_update().filter(left_on=None)
        if stay.household_id in after
    }
    for stay in stays.values():
        stay.left_on = on
    Membership.objects.bulk_update(stays.values(), ["left_on"], batch_size=BATCH)
    ended = _leave_offices(ward, stays, on=on)
    Membership.objects.bulk_create(
        [
            _begin(household, team, stays.get(household), on)
            for household, team in after.items()
            if team
        ],
        batch_size=BATCH,
    )
    left = {stay.team_id for stay in stays.values()}
    tell_teams(left | {team.pk for team in after.values() if team})
    return ended


def _begin(household: int, team: Team, old: Membership | None, on: date) -> Membership:
    stay = Membership(team=team, household_id=household, joined_on=on)
    if old is not None:
        stay.away, stay.can_inspect = old.away, old.can_inspect
    return stay


def _leave_offices(ward: Area, stays: Mapping[int, Membership], *, on: date) -> list[Office]:
    held = [
        office
        for office in Appointment.objects.filter(team__ward=ward, ends_on=None)
        if office.household_id in stays and stays[office.household_id].team_id == office.team_id
    ]
    ended = [(office.team_id, office.household_id, office.role, office.user_id) for office in held]
    end_offices(held, on=on)
    return ended
