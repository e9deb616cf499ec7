"""What a channel is, and the one place that knows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way. ``key`` is the same whenever the same message is tried again.

    ``brief`` is for channels that carry two text messages' worth, ``text`` for the others. It
    differs between two tries only where the key does.
    """

    key: str
    address: str
    subject: str
    text: str
    brief: str
    language: str


class TryLater(Exception):
    """It did not go, or nobody knows; trying again with the same key may help."""


class Refused(Exception):
    """It will never go: the address is wrong, or the provider will not have it."""


# Sends and returns the provider's own reference, empty if it has none.
Send = Callable[[Outgoing], str]


def channel(name: str) -> Send:
    """The sender of a channel; raises LookupError for a name that no channel bears."""
    from . import console, email, provider

    return {"console": console.send, "email": email.send, "http": provider.send}[name]
