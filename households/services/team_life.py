"""What happens to a team after its founding: members come and go, leaders change, it may end.

Every change is dated, and what was written before stays as it was. The day is the first on which
the new state holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from households.models import Appointment, Household, Membership, Team, User

from .changes import tell_teams

# The glossary's upper limit; planning and printing are made for teams up to this size.
LARGEST_TEAM = 15


class TeamError(ValueError):
    """A change to a team was refused; ``str()`` says in the reader's language what to do."""


@transaction.atomic
def move_household(household: Household, team: Team | None, *, on: date) -> Membership | None:
    """Let ``household`` belong to ``team`` from a day on, or to none; return the new membership.

    Doing it again changes nothing. An office that it held in its old team ends with the stay.
    Raises TeamError.
    """
    stays = list(household.memberships.select_for_update().select_related("team"))
    current = next((stay for stay in stays if stay.left_on is None), None)
    if (current.team if current else None) == team:
        return current
    last = max((stay.left_on or stay.joined_on for stay in stays), default=on)
    if on < last:
        raise TeamError(
            _("Ngày phải từ %(day)s trở đi: trước đó hộ này đã có ghi chép khác.")
            % {"day": date_format(last, "SHORT_DATE_FORMAT")}
        )
    if team is not None:
        _check_admission(household, team, on=on)
    if current is not None:
        _leave(current, on=on)
    stay = None
    if team is not None:
        stay = Membership.objects.create(team=team, household=household, joined_on=on)
    tell_teams({each.team_id for each in (current, stay) if each})
    return stay


def _check_admission(household: Household, team: Team, *, on: date) -> None:
    # The row lock makes two officers who fill the last place wait for each other.
    team = Team.objects.select_for_update().get(pk=team.pk)
    if team.disbanded_on is not None:
        raise TeamError(_("%(team)s đã giải thể, hãy chọn tổ khác.") % {"team": team})
    if household.left_on is not None:
        raise TeamError(_("Hộ này đã rời địa bàn nên không vào tổ được."))
    if household.neighbourhood_id != team.neighbourhood_id:
        raise TeamError(_("Hộ và tổ thuộc hai khu vực khác nhau; hãy chọn tổ cùng khu vực."))
    if on < team.founded_on:
        raise TeamError(
            _("%(team)s lập ngày %(day)s; ngày vào tổ không được sớm hơn.")
            % {"team": team, "day": date_format(team.founded_on, "SHORT_DATE_FORMAT")}
        )
    if team.memberships.filter(left_on=None).count() >= LARGEST_TEAM:
        raise TeamError(
            _("%(team)s đã có %(count)d hộ, không nhận thêm được; hãy chọn tổ khác.")
            % {"team": team, "count": LARGEST_TEAM}
        )


def _leave(membership: Membership, *, on: date) -> None:
    membership.left_on = on
    membership.save(update_fields=["left_on"])
    end_offices(
        Appointment.objects.filter(
            team=membership.team_id, household=membership.household_id, ends_on=None
        ),
        on=on,
    )


def end_offices(appointments: Iterable[Appointment], *, on: date) -> None:
    """End offices on the day before ``on``.

    One that began on ``on`` or later never was in force: it goes altogether, for the rules count
    the last day in, and a wrong account must not keep a team's phones until midnight.
    """
    for appointment in appointments:
        if appointment.starts_on >= on:
            appointment.delete()
        else:
            appointment.ends_on = on - timedelta(days=1)
            appointment.save(update_fields=["ends_on"])


@transaction.atomic
def appoint(
    team: Team,
    household: Household,
    *,
    role: Appointment.Role,
    user: User | None = None,
    on: date,
) -> Appointment:
    """Let a member household lead ``team``, or be its deputy, from a day on.

    Whoever held the office before is relieved the day before; the same household with the same
    account stays as it is. A household holds one office at a time: a deputy who becomes leader
    leaves the deputy's place open. Raises TeamError.
    """
    stay = team.memberships.filter(household=household, left_on=None).first()
    if stay is None:
        raise TeamError(_("Chỉ hộ đang ở trong tổ mới làm tổ trưởng hoặc tổ phó được."))
    if on < stay.joined_on:
        raise TeamError(
            _("Hộ này vào tổ ngày %(day)s; ngày nhận việc không được sớm hơn.")
            % {"day": date_format(stay.joined_on, "SHORT_DATE_FORMAT")}
        )
    current = list(team.appointments.select_for_update().filter(ends_on=None))
    for office in current:
        if (office.role, office.household_id, office.user_id) == (
            role,
            household.pk,
            user.pk if user else None,
        ):
            return office
    replaced = [o for o in current if o.role == role or o.household_id == household.pk]
    _check_later(replaced, on=on)
    end_offices(replaced, on=on)
    office = Appointment.objects.create(
        team=team, role=role, household=household, user=user, starts_on=on
    )
    tell_teams({team.pk})
    return office


@transaction.atomic
def dismiss(team: Team, *, role: Appointment.Role, on: date) -> None:
    """Relieve whoever holds an office from a day on; nobody there is fine. Raises TeamError."""
    current = list(team.appointments.select_for_update().filter(role=role, ends_on=None))
    _check_later(current, on=on)
    end_offices(current, on=on)
    tell_teams({office.team_id for office in current})


def _check_later(appointments: Iterable[Appointment], *, on: date) -> None:
    for office in appointments:
        if on < office.starts_on:
            raise TeamError(
                _("%(role)s hiện nay nhận việc ngày %(day)s; hãy chọn ngày từ đó trở đi.")
                % {
                    "role": office.get_role_display(),
                    "day": date_format(office.starts_on, "SHORT_DATE_FORMAT"),
                }
            )


@transaction.atomic
def disband(team: Team, *, on: date) -> None:
    """End a team: its members have no team from that day on, its offices end. Again is nothing.

    Raises TeamError for a day before something that is already written.
    """
    if team.disbanded_on is not None:
        return
    stays = list(team.memberships.select_for_update().filter(left_on=None))
    first = max([team.founded_on, *(stay.joined_on for stay in stays)])
    if on < first:
        raise TeamError(
            _("Ngày giải thể phải từ %(day)s trở đi.")
            % {"day": date_format(first, "SHORT_DATE_FORMAT")}
        )
    for stay in stays:
        stay.left_on = on
    Membership.objects.bulk_update(stays, ["left_on"])
    end_offices(team.appointments.filter(ends_on=None), on=on)
    team.disbanded_on = on
    team.save(update_fields=["disbanded_on"])
    tell_teams({team.pk})


def set_availability(membership: Membership, *, away: bool, can_inspect: bool) -> None:
    """Note that a household is away for now, or lives there but cannot walk round and inspect."""
    membership.away = away
    membership.can_inspect = can_inspect
    membership.save(update_fields=["away", "can_inspect"])
