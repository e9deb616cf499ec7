"""What a page calls that shows a household's record to an officer.

Looking is the one thing here that writes on GET: the personal-data law asks who saw what, and a
log that could be left out by looking politely would be none. It changes nothing that anybody sees.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from households.models import Household, User
from households.rules import areas_visible_to
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


def log_look(request: HttpRequest, household: Household) -> None:
    """As ``log_record_view``, on a page that leaders open too: what they see of their own team is
    no officer's look."""
    areas = areas_visible_to(request.user, on=timezone.localdate())
    theirs = Q(neighbourhood__in=areas) | Q(memberships__team__neighbourhood__in=areas)
    if Household.objects.filter(theirs, pk=household.pk).exists():
        log_record_view(request, household)
