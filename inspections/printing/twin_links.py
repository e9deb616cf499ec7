"""Where the page stands that says what a sheet says: what the sheet's own QR leads to."""

from __future__ import annotations

from django.conf import settings

from firesafety.months import Month
from inspections.printing.options import ORDINARY

# Written out, as asking Django for an address would load every page of the site, planner and all,
# into the worker that prints. A test holds them against the table of addresses.


def team_twin_link(team_id: int, month: Month, sheet: str, *, scope: str = ORDINARY.scope) -> str:
    """The address of a team sheet's page; it asks for a login, so that anyone may see the QR.

    ``scope`` goes along where the sheet asks other questions than the round.
    """
    chosen = "" if scope == ORDINARY.scope else f"?scope={scope}"
    return f"{settings.SITE_URL}/teams/{team_id}/print/{month}/{sheet}/{chosen}"


def area_twin_link(
    code: str, month: Month, sheet: str, *, year_start: str = ORDINARY.year_start
) -> str:
    """The same of an area's sheet. ``year_start`` goes along where it is not the ordinary one."""
    chosen = "" if year_start == ORDINARY.year_start else f"?year_start={year_start}"
    return f"{settings.SITE_URL}/areas/{code}/print/{month}/{sheet}/{chosen}"
