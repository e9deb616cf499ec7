"""Making, finding and revoking the link that opens a household's own page for one month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.timezone import make_aware

from firesafety.months import Month
from households.models import Household, User
from inspections.models import HouseholdLink
from inspections.queries.household_link import derive_household, find_household_link
from inspections.queries.link import link_keys, stored_hash


@dataclass(frozen=True, slots=True)
class HouseholdWay:
    """How a household comes to its own page: the address, or the code to type, ``ABCDE-FGHJK``."""

    url: str
    code: str


def household_url(household: Household, month: Month) -> str:
    """The address of the household's own page for the month; makes it where there is none."""
    return household_urls([household], month)[household.pk]


def household_code(household: Household, month: Month) -> str:
    """The code that a person types instead, as ``ABCDE-FGHJK``; makes it where there is none."""
    return household_ways([household], month)[household.pk].code


def household_urls(households: Iterable[Household], month: Month) -> dict[int, str]:
    """The same for many: household id to address, in as many queries as for one."""
    return {pk: way.url for pk, way in household_ways(households, month).items()}


def household_ways(households: Iterable[Household], month: Month) -> dict[int, HouseholdWay]:
    """Address and code of many, by household id, in as many queries as for one."""
    return {pk: _way(link) for pk, link in ensure_links(households, month).items()}


def _way(link: HouseholdLink) -> HouseholdWay:
    token, code = _secrets(link)
    return HouseholdWay(f"{settings.SITE_URL}/h/{token}", f"{code[:5]}-{code[5:]}")


def ensure_links(households: Iterable[Household], month: Month) -> dict[int, HouseholdLink]:
    """The links of the month by household id; those that are missing are made.

    Asking twice, or two at once, makes one. A link whose key has left the settings opens nothing
    any more and is made anew under the current one.
    """
    wanted = {household.pk for household in households}
    with transaction.atomic():
        standing = _standing(wanted, month)
        missing = wanted - set(standing)
        if missing:
            made = [_new_link(pk, month) for pk in sorted(missing)]
            HouseholdLink.objects.bulk_create(made, ignore_conflicts=True)
            standing = _standing(wanted, month)
        lost = [link for link in standing.values() if _key_of(link) is None]
        for link in lost:
            _set_hashes(link)
        HouseholdLink.objects.bulk_update(lost, ["link_hash", "short_code_hash"])
    return standing


def household_by_token(token: str, at: datetime) -> HouseholdLink | None:
    """The link that a token or typed code opens at a moment, with its ``household`` and ``month``.

    None when there is none, after it expired, or after it was revoked
    (``inspections.queries.household_link.find_household_link`` tells which). One query.
    """
    link = find_household_link(token)
    return link if link is not None and link.state(at) == HouseholdLink.State.OPEN else None


def revoke_household_link(link: HouseholdLink, *, by: User, at: datetime) -> bool:
    """Let a link open nothing from now on; the next card that is made carries a new one.

    Whether it was this call that revoked it: the first one's name and moment stand.
    """
    standing = HouseholdLink.objects.filter(pk=link.pk, revoked_at=None)
    return bool(standing.update(revoked_at=at, revoked_by=by))


def expires_at(month: Month) -> datetime:
    """The moment a month's links end: HOUSEHOLD_LINK_DAYS after the month does, at midnight."""
    day = month.next().first_day + timedelta(days=settings.HOUSEHOLD_LINK_DAYS)
    return make_aware(datetime.combine(day, time.min))


def _standing(households: set[int], month: Month) -> dict[int, HouseholdLink]:
    rows = HouseholdLink.objects.filter(
        household__in=households, month=month.first_day, revoked_at=None
    )
    return {link.household_id: link for link in rows}


def _new_link(household: int, month: Month) -> HouseholdLink:
    return _set_hashes(
        HouseholdLink(
            public_id=uuid4(),
            household_id=household,
            month=month.first_day,
            expires_at=expires_at(month),
        )
    )


def _set_hashes(link: HouseholdLink) -> HouseholdLink:
    key = link_keys()[0]
    token, code = derive_household(key, link.public_id)
    link.link_hash, link.short_code_hash = stored_hash(key, token), stored_hash(key, code)
    return link


def _key_of(link: HouseholdLink) -> str | None:
    """The trusted key that the link was made with, or None when it is gone."""
    for key in link_keys():
        if stored_hash(key, derive_household(key, link.public_id)[0]) == link.link_hash:
            return key
    return None


def _secrets(link: HouseholdLink) -> tuple[str, str]:
    """Token and bare code of a link that ``ensure_links`` has just seen to."""
    key = _key_of(link)
    assert key is not None  # noqa: S101 - what had lost its key was made anew.
    return derive_household(key, link.public_id)
