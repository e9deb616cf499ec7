"""Making and taking back the address of a team's calendar."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import transaction

from households.models import Team
from inspections.models import TeamCalendar
from inspections.queries.calendar import derive_calendar
from inspections.queries.link import link_keys, stored_hash
from inspections.services.link import LinkLost


@transaction.atomic
def issue_calendar(team: Team) -> TeamCalendar:
    """Make a new address for the team's calendar; an older one opens nothing from now on."""
    found = TeamCalendar.objects.select_for_update().filter(team=team).first()
    calendar = found or TeamCalendar(team=team, public_id=uuid.uuid4(), issue=0)
    calendar.issue += 1
    key = link_keys()[0]
    token = derive_calendar(key, calendar.public_id, issue=calendar.issue)
    calendar.link_hash = stored_hash(key, token)
    calendar.save()
    return calendar


def revoke_calendar(team: Team) -> bool:
    """Let the address open nothing any more; whether there was one."""
    return bool(TeamCalendar.objects.filter(team=team).delete()[0])


def calendar_url(calendar: TeamCalendar) -> str:
    """The address as it was issued; raises LinkLost when its key is gone from the settings."""
    for key in link_keys():
        token = derive_calendar(key, calendar.public_id, issue=calendar.issue)
        if stored_hash(key, token) == calendar.link_hash:
            return f"{settings.SITE_URL}/calendar/{token}.ics"
    raise LinkLost(str(calendar.pk))
