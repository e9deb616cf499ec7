"""Take back the last founding or repair of teams, as long as nothing else was built on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils.translation import gettext as _

from households.models import Appointment, Area, Grouping, Membership, Team
from households.queries.grouping import last_grouping

from .changes import tell_teams
from .team_changes import change_teams
from .team_life import LARGEST_TEAM, TeamError, disband

# Who knows of work that teams have begun connects a receiver: it is given ``teams`` (ids) and
# ``since`` (a day) and returns a list of reasons, in words, why they must stay. The registry
# itself knows nothing of what its teams do.
asking_for_work = Signal()


def objections(grouping: Grouping) -> list[str]:
    """Why this grouping cannot be taken back, in words for the officer; empty: it can."""
    if grouping.undone_on is not None:
        return [_("Việc này đã được hoàn lại rồi.")]
    last = last_grouping(grouping.ward)
    if last is None or last.pk != grouping.pk:
        return [_("Sau đó đã có một lần chia tổ khác; hãy hoàn lại lần đó trước.")]
    touched = {team for _h, old, new in grouping.moved for team in (old, new) if team}
    teams = Team.objects.in_bulk(touched | set(grouping.teams.get("closed", ())))
    answers = asking_for_work.send(Grouping, teams=sorted(teams), since=grouping.applied_on)
    return [
        *_changed_teams(grouping, teams),
        *_changed_members(grouping),
        *_new_leaders(grouping),
        *(reason for _receiver, reasons in answers for reason in reasons or ()),
    ]


def _changed_teams(grouping: Grouping, teams: Mapping[int, Team]) -> list[str]:
    closed = set(grouping.teams.get("closed", ()))
    changed = [
        team for team in teams.values() if (team.disbanded_on is not None) != (team.pk in closed)
    ]
    return [_("%(team)s đã giải thể sau đó.") % {"team": team} for team in changed]


def _changed_members(grouping: Grouping) -> list[str]:
    here = dict(
        Membership.objects.filter(
            left_on=None, household__neighbourhood__parent=grouping.ward
        ).values_list("household", "team")
    )
    gone = sum(here.get(household) != after for household, _before, after in grouping.moved)
    founded = set(grouping.teams.get("founded", ()))
    moved = {household for household, _before, _after in grouping.moved}
    joined = sum(team in founded and household not in moved for household, team in here.items())
    sizes = Counter(here.values())
    for _household, before, after in grouping.moved:
        sizes[before] += 1
        sizes[after] -= 1
    full = [team for team, size in sizes.items() if team is not None and size > LARGEST_TEAM]
    found = []
    if gone:
        found.append(_("%(count)d hộ đã rời tổ sau đó.") % {"count": gone})
    if joined:
        found.append(_("%(count)d hộ khác đã vào tổ mới sau đó.") % {"count": joined})
    if full and not gone:
        words = {"count": len(full), "limit": LARGEST_TEAM}
        found.append(_("%(count)d tổ cũ sẽ có hơn %(limit)d hộ.") % words)
    return found


def _new_leaders(grouping: Grouping) -> list[str]:
    moved = {(after, household) for household, _before, after in grouping.moved}
    held = Appointment.objects.filter(team__ward=grouping.ward, ends_on=None)
    count = sum(pair in moved for pair in held.values_list("team", "household"))
    if not count:
        return []
    return [
        _("%(count)d hộ đã được cử làm tổ trưởng, tổ phó ở tổ mới; hãy cho thôi trước.")
        % {"count": count}
    ]


@transaction.atomic
def undo_grouping(grouping: Grouping, *, on: date) -> Grouping:
    """Send everyone back as dated memberships from a day on; founded teams end, closed ones revive.

    What was written stays written. Offices lost by the moves return where nobody else took them.
    Again is nothing. Raises TeamError with every objection.
    """
    ward = Area.objects.select_for_update().get(pk=grouping.ward_id)
    grouping = Grouping.objects.select_for_update().select_related("ward").get(pk=grouping.pk)
    if grouping.undone_on is not None:
        return grouping
    reasons = objections(grouping)
    if reasons:
        raise TeamError(" ".join(reasons))
    Team.objects.filter(pk__in=grouping.teams.get("closed", ())).update(disbanded_on=None)
    before = {old for _household, old, _new in grouping.moved if old}
    teams = Team.objects.in_bulk(before)
    change_teams(
        ward, {pk: teams.get(old) if old else None for pk, old, _new in grouping.moved}, on=on
    )
    for team in Team.objects.filter(pk__in=grouping.teams.get("founded", ())):
        disband(team, on=on)
    _give_back_offices(grouping, on=on)
    offices = {team for team, *_office in grouping.teams.get("offices", ())}
    tell_teams({*grouping.teams.get("closed", ()), *offices})
    grouping.undone_on = on
    grouping.save(update_fields=["undone_on"])
    return grouping


def _give_back_offices(grouping: Grouping, *, on: date) -> None:
    for team, household, role, user in grouping.teams.get("offices", ()):
        taken = Appointment.objects.filter(
            Q(role=role) | Q(household=household), team=team, ends_on=None
        )
        if not taken.exists():
            Appointment.objects.create(
                team_id=team, household_id=household, role=role, user_id=user, starts_on=on
            )
