"""Counting what is sent by a household's own link, so that nobody fills the site through it.

Generous: a family with every item to report, a photo of each and as many again for a bad
connection stays within it, and so do the many families that share one address of a telephone
network. The spans stand side by side on the clock, so that a page can say when the next begins.
"""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from inspections.models import HouseholdLink
from inspections.views.wrong_codes import client_address

SENDINGS_OF_LINK = 60
SENDINGS_OF_ADDRESS = 600
SPAN_SECONDS = 600


def may_send(request: HttpRequest, link: HouseholdLink, *, at: datetime) -> bool:
    """Count one sending; False once the link, or the address, has sent too much in this span.

    What one link sends in vain is not counted against its neighbours.
    """
    address = client_address(request).replace(" ", "")
    return (
        _count(f"sendings:link:{link.pk}", at=at) <= SENDINGS_OF_LINK
        and _count(f"sendings:address:{address}", at=at) <= SENDINGS_OF_ADDRESS
    )


def next_span(at: datetime) -> datetime:
    """When sending is open again to whoever sent too much."""
    begun = int(at.timestamp()) // SPAN_SECONDS
    return datetime.fromtimestamp((begun + 1) * SPAN_SECONDS, tz=timezone.get_current_timezone())


def _count(name: str, *, at: datetime) -> int:
    key = f"{name}:{int(at.timestamp()) // SPAN_SECONDS}"
    cache.add(key, 0, SPAN_SECONDS)
    try:
        count = int(cache.incr(key))
    except ValueError:  # It was thrown out between the two.
        cache.set(key, 1, SPAN_SECONDS)
        return 1
    # Counting up in files forgets how long the count was to be kept.
    cache.touch(key, SPAN_SECONDS)
    return count
