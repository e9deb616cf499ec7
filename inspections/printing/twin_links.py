"""Where the page stands that says what a sheet says: what the sheet's own QR leads to."""

from __future__ import annotations

from django.conf import settings

from firesafety.months import Month


def team_twin_link(team_id: int, month: Month, sheet: str) -> str:
    """The address of a team sheet's page; it asks for a login, so that anyone may see the QR.

    Written out, as asking Django for it would load every page of the site, planner and all, into
    the worker that prints. A test holds it against the table of addresses.
    """
    return f"{settings.SITE_URL}/teams/{team_id}/print/{month}/{sheet}/"
