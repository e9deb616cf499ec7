"""What a household's own link or its typed code opens, and how a household comes to its page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from firesafety.months import Month
from households.models import Household, Team
from inspections.models import HouseholdLink
from inspections.queries.link import derive_secrets, link_keys, match_secret, stored_hash


@dataclass(frozen=True, slots=True)
class HouseholdWay:
    """How a household comes to its own page: the address, or the code to type, ``ABCDE-FGHJK``."""

    url: str
    code: str


def derive_household(key: str, public_id: UUID) -> tuple[str, str]:
    """The token and the short code of a household's link under ``key``."""
    return derive_secrets(key, b"household link", public_id.bytes)


def find_household_link(text: str) -> HouseholdLink | None:
    """The link of a token or typed code in whatever state, with its household. One query.

    A page uses it to tell a link that has ended from one that never was.
    """
    match = match_secret(text)
    if match is None:
        return None
    rows = HouseholdLink.objects.filter(match)
    return rows.select_related("household__neighbourhood", "revoked_by").first()


def standing_links(households: Collection[int], month: Month) -> QuerySet[HouseholdLink]:
    """The own links of a month of households, by id, that are not revoked."""
    return HouseholdLink.objects.filter(
        household__in=households, month=month.first_day, revoked_at=None
    )


def household_secrets(link: HouseholdLink) -> tuple[str, str] | None:
    """Token and bare code as they were issued; None when their key has left the settings."""
    for key in link_keys():
        token, code = derive_household(key, link.public_id)
        if stored_hash(key, token) == link.link_hash:
            return token, code
    return None


def household_ways(households: Iterable[Household], month: Month) -> dict[int, HouseholdWay]:
    """Address and code of each household, by id, that has a link for the month. One query.

    Left out is who has none, or one whose key is gone: ``services.household_link.ensure_links``
    makes those.
    """
    return _ways({household.pk for household in households}, month)


def lacks_household_links(team: Team, month: Month) -> bool:
    """Whether a household that is visited in the team's month has no way to its own page."""
    visited = set(visited_households([team], month))
    return visited != _ways(visited, month).keys()


def visited_households(teams: Collection[Team], month: Month) -> QuerySet[Household, int]:
    """The ids of the households that are visited in the teams' month, each once."""
    rows = Household.objects.filter(
        assignments_received__round__team__in=teams,
        assignments_received__round__month=month.first_day,
    )
    return rows.order_by("pk").values_list("pk", flat=True).distinct()


def _ways(households: Collection[int], month: Month) -> dict[int, HouseholdWay]:
    ways = {}
    for link in standing_links(households, month):
        secrets = household_secrets(link)
        if secrets is not None:
            token, code = secrets
            url = f"{settings.SITE_URL}/h/{token}"
            ways[link.household_id] = HouseholdWay(url, f"{code[:5]}-{code[5:]}")
    return ways
