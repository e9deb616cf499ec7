"""Counting wrong codes, so that nobody can sit and try one after another.

A short code has 50 bits and many are valid at once; a link's token has 128 and needs no guard, so
a household with the right link comes in even while its neighbours behind the same address may not
type codes.
"""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from inspections.queries.link import TOKEN_LENGTH, read_typed

WRONG_CODES_ALLOWED = 30
WINDOW_SECONDS = 600


def client_address(request: HttpRequest) -> str:
    """The address that the visitor came from.

    Behind a proxy it is the last entry of X-Forwarded-For, the one that our own proxy wrote; the
    earlier ones are the visitor's to invent.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    if forwarded and getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def may_try(request: HttpRequest, typed: str) -> bool:
    """Whether this address may still try ``typed``."""
    if is_whole_link(typed):
        return True
    return int(cache.get(_key(request), 0)) < WRONG_CODES_ALLOWED


def is_whole_link(typed: str) -> bool:
    """Whether this has a link's 128 bits, which nobody comes upon by trying."""
    return len(read_typed(typed)) == TOKEN_LENGTH


def count_wrong(request: HttpRequest) -> None:
    """Remember one wrong code; forgotten ten minutes after the first."""
    key = _key(request)
    if cache.add(key, 1, WINDOW_SECONDS):
        return
    try:
        cache.incr(key)
    except ValueError:  # It ran out between the two.
        cache.set(key, 1, WINDOW_SECONDS)


def _key(request: HttpRequest) -> str:
    return "wrong-codes:" + client_address(request).replace(" ", "")
