"""Making, finding and revoking the link that opens a household's own page for one month.

Links are made when visits are: looking at a page or printing a sheet makes none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from itertools import islice
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.timezone import make_aware

from firesafety.months import Month
from households.models import Team, User
from inspections.models import HouseholdLink
from inspections.queries.household_link import (
    derive_household,
    find_household_link,
    household_secrets,
    standing_links,
    visited_households,
)
from inspections.queries.link import link_keys, stored_hash

BATCH = 500  # households


def ensure_links(households: Iterable[int], month: Month) -> None:
    """See that each household, by id, has a link for the month that opens its page.

    Asking twice, or two at once, makes one. A link whose key has left the settings opens nothing
    any more and is made anew under the current one.
    """
    waiting = iter(sorted(set(households)))
    with transaction.atomic(savepoint=False):
        while batch := list(islice(waiting, BATCH)):
            _ensure(batch, month)


def ensure_links_of_visited(teams: Collection[Team], month: Month) -> None:
    """The same for every household that is visited in the teams' month."""
    ensure_links(visited_households(teams, month), month)


def household_by_token(token: str, at: datetime) -> HouseholdLink | None:
    """The link that a token or typed code opens at a moment, with its ``household`` and ``month``.

    None when there is none, after it expired, or after it was revoked
    (``inspections.queries.household_link.find_household_link`` tells which). One query.
    """
    link = find_household_link(token)
    return link if link is not None and link.state(at) == HouseholdLink.State.OPEN else None


def revoke_household_link(link: HouseholdLink, *, by: User, at: datetime) -> bool:
    """Let a link open nothing from now on; the next one that is made is another.

    Whether it was this call that revoked it: the first one's name and moment stand.
    """
    standing = HouseholdLink.objects.filter(pk=link.pk, revoked_at=None)
    return bool(standing.update(revoked_at=at, revoked_by=by))


def expires_at(month: Month) -> datetime:
    """The moment a month's links end: HOUSEHOLD_LINK_DAYS after the month does, at midnight."""
    day = month.next().first_day + timedelta(days=settings.HOUSEHOLD_LINK_DAYS)
    return make_aware(datetime.combine(day, time.min))


def _ensure(households: Collection[int], month: Month) -> None:
    standing = {link.household_id: link for link in standing_links(households, month)}
    end = expires_at(month)
    HouseholdLink.objects.bulk_create(
        [
            _set_hashes(
                HouseholdLink(
                    public_id=uuid4(), household_id=pk, month=month.first_day, expires_at=end
                )
            )
            for pk in households
            if pk not in standing
        ],
        ignore_conflicts=True,
    )
    lost = [link for link in standing.values() if household_secrets(link) is None]
    for link in lost:
        _set_hashes(link)
    HouseholdLink.objects.bulk_update(lost, ["link_hash", "short_code_hash"])


def _set_hashes(link: HouseholdLink) -> HouseholdLink:
    key = link_keys()[0]
    token, code = derive_household(key, link.public_id)
    link.link_hash, link.short_code_hash = stored_hash(key, token), stored_hash(key, code)
    return link
