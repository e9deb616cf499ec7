"""The days on which, by this site's settings, no clock runs."""

from __future__ import annotations

from django.conf import settings

from inspections.planning.holidays import Holidays, read_holidays


def holidays() -> Holidays:
    """Tết and the public holidays of the settings. Raises ValueError for a text that is no day."""
    return read_holidays(
        settings.PUBLIC_HOLIDAYS,
        tet_before=settings.TET_DAYS_BEFORE,
        tet_after=settings.TET_DAYS_AFTER,
    )
