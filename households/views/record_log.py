"""What a page calls that shows a household's record to an officer.

Looking is the one thing here that writes on GET: the personal-data law asks who saw what, and a
log that could be left out by looking politely would be none. It changes nothing that anybody sees.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from households.models import Household, User
from households.services.record_view import note_record_view


def log_record_view(request: HttpRequest, household: Household) -> None:
    """Note that the officer who asks saw this household; to be called for officers only."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    assert request.resolver_match is not None  # noqa: S101 - a page has an address.
    note_record_view(
        request.user,
        household,
        page=(request.resolver_match.url_name or "")[:40],
        at=timezone.now(),
        on=timezone.localdate(),
    )
