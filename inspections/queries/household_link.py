"""What a household's own link or its typed code opens."""

from __future__ import annotations

from uuid import UUID

from inspections.models import HouseholdLink
from inspections.queries.link import derive_secrets, match_secret


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
