"""Writing the day's digests: one a person and city, whatever they answer for, each only once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, localtime
from django.utils.translation import override
from django_q.tasks import async_task

from households.models import Area, Team
from inspections.models import Delivery, Message, Telling
from inspections.planning.ladder import Digest, plan_digests, send_after
from inspections.queries.ladder import (
    Contact,
    busy_elsewhere,
    concerns_of,
    recipients_of,
    standing_teams,
)
from inspections.rules import ladder_params
from inspections.services.digest_text import teams_named, write_digest
from inspections.services.message import SEND_TASK, address_of

TELL_TASK = "inspections.tasks.tell_area"
BATCH = 500


def request_telling(*, on: date) -> int:
    """Store one task for each city with teams, and for each ward that lies in none; how many.

    A whole city is told at once: whoever answers for two of its wards, or leads a team and is an
    officer too, gets everything in one message. Only who answers for two cities gets two.
    """
    with transaction.atomic():
        wards = Area.objects.filter(
            pk__in=Team.objects.filter(founded_on__lte=on, disbanded_on=None).values("ward")
        )
        tops = wards.order_by().values_list(Coalesce(F("parent"), F("pk")), flat=True).distinct()
        keys = sorted(tops)
        for key in keys:
            async_task(TELL_TASK, key)
    return len(keys)


def tell(area: Area, *, on: date, at: datetime) -> int:
    """Write the day's digests about an area's teams; how many are new.

    Run again on the same day it writes nothing that is there already: a digest has one key. Few
    are written at a time, so that nobody who types in a result has to wait for a whole city's; a
    run that breaks off is completed by the next. What could only leave tomorrow is left to
    tomorrow's digest.
    """
    params = ladder_params()
    if localdate(send_after(localtime(at), params)) > on:
        return 0
    recipients, contacts = recipients_of(
        area, on=on, params=params, channels=settings.MESSAGE_CHANNELS
    )
    concerns = concerns_of(standing_teams(area, on=on), on=on, params=params)
    elsewhere = busy_elsewhere(area, [key for key in contacts if key > 0], on=on)
    digests = [
        replace(digest, part=area.code) if digest.person in elsewhere else digest
        for digest in plan_digests(concerns, recipients, on=on, params=params)
    ]
    written = 0
    for first in range(0, len(digests), BATCH):
        written += _write(digests[first : first + BATCH], contacts, at=at)
    if written:
        async_task(SEND_TASK)
    return written


@transaction.atomic
def _write(digests: Sequence[Digest], contacts: Mapping[int, Contact], *, at: datetime) -> int:
    """Store those that are not there yet, each with whom it told of what and its ways out."""
    keys = [digest.key for digest in digests]
    there = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = {digest.key: digest for digest in digests if digest.key not in there}
    named = {team for digest in fresh.values() for team in teams_named(digest)}
    teams = Team.objects.select_related("neighbourhood").in_bulk(named)
    Message.objects.bulk_create(
        [_message(each, contacts[each.person], teams, at=at) for each in fresh.values()],
        # Where another worker writes the same at this moment, it writes the same rows.
        ignore_conflicts=True,
    )
    messages = list(Message.objects.filter(key__in=fresh))
    tellings = (row for each in messages for row in _tellings(each, fresh[each.key]))
    Telling.objects.bulk_create(tellings, ignore_conflicts=True, batch_size=BATCH)
    people = {each.key: contacts[fresh[each.key].person] for each in messages}
    deliveries = [row for each in messages for row in _deliveries(each, people[each.key], at=at)]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    return len(fresh)


def _message(
    digest: Digest, contact: Contact, teams: Mapping[int, Team], *, at: datetime
) -> Message:
    # A household without an account has chosen none.
    language = contact.user.language if contact.user else settings.LANGUAGE_CODE
    with override(language):
        words = write_digest(digest, teams, has_account=contact.user is not None)
    return Message(
        key=digest.key,
        user=contact.user,
        household=contact.household,
        rung=digest.rung,
        on=digest.on,
        language=language,
        subject=words.subject,
        text=words.text,
        brief=words.brief,
        created_at=at,
    )


def _tellings(message: Message, digest: Digest) -> Iterable[Telling]:
    for line in digest.lines:
        for rung in line.rungs:
            yield Telling(
                message=message,
                team_id=line.concern.team,
                rung=rung,
                concern=line.concern.key,
                on=digest.on,
                skipped=line.skipped or "",
            )


def _deliveries(message: Message, contact: Contact, *, at: datetime) -> Iterable[Delivery]:
    """The ways out that the site has and the person can be reached by; none in quiet hours."""
    when = send_after(localtime(at), ladder_params())
    for channel in settings.MESSAGE_CHANNELS:
        address = address_of(contact.user or contact.household, channel)
        if address:
            yield Delivery(message=message, channel=channel, address=address, send_after=when)
