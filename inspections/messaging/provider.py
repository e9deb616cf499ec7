"""Sends through any provider of text messages that speaks the small HTTP interface of
docs/messaging.md: a gateway for SMS, or a bridge to a chat's notification service.
"""

from __future__ import annotations

import hashlib
import hmac

import httpx
from django.conf import settings

from .channels import Outgoing, Refused, TryLater

# What may pass: it is busy, or does not know us, which is no fault of the message. Every other
# answer of 400 to 499 is final.
PASSING = {401, 403, 404, 405, 408, 409, 425, 429}


def send(outgoing: Outgoing) -> str:
    """Hand a message over; its reference at the provider.

    Raises Refused when the provider says that it will never go, TryLater when it is silent, too
    slow, broken, or answers with what is not an answer.
    """
    if not settings.PROVIDER_URL:
        raise Refused("PROVIDER_URL is not set")
    try:
        answer = httpx.post(
            settings.PROVIDER_URL,
            json={
                "key": outgoing.key,
                "to": outgoing.address,
                "text": outgoing.brief,
                "language": outgoing.language,
            },
            headers=_headers(outgoing),
            timeout=settings.PROVIDER_SECONDS,
            follow_redirects=False,
        )
    except httpx.HTTPError as error:
        raise TryLater(f"{type(error).__name__}: {error}") from error
    return _read(answer)


def _headers(outgoing: Outgoing) -> dict[str, str]:
    headers = {"Idempotency-Key": outgoing.key}
    if settings.PROVIDER_TOKEN:
        headers["Authorization"] = f"Bearer {settings.PROVIDER_TOKEN}"
    return headers


def _read(answer: httpx.Response) -> str:
    if answer.is_success:
        try:
            return str(answer.json()["reference"])
        except (KeyError, TypeError, ValueError) as error:
            raise TryLater("the provider's answer has no reference") from error
    told = f"the provider answered {answer.status_code}: {answer.text[:200]}"
    if answer.is_client_error and answer.status_code not in PASSING:
        raise Refused(told)
    raise TryLater(told)


def signature(body: bytes) -> str:
    """What the provider puts beside a report: HMAC-SHA256 of the body, as hexadecimal digits."""
    return hmac.new(settings.PROVIDER_SECRET.encode(), body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, given: str) -> bool:
    """Whether a report comes from the provider; never when no secret is set."""
    return bool(settings.PROVIDER_SECRET) and hmac.compare_digest(
        signature(body).encode(), given.encode()
    )
