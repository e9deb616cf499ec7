"""What a household's link or typed code opens.

A link is derived, not stored: HMAC-SHA256 of the assignment's public id and issue under the
site's secret. The database keeps only a keyed hash, so that neither a stolen database nor a
guess over the short code's 50 bits opens a door without the secret. Every key of the settings is
tried: what was printed under the old key works as long as that key is among the fallbacks.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q

from households.queries.reform import show_as_of
from inspections.models import Assignment, LinkRevocation, Round

# Crockford's alphabet: no I, L, O or U, so that what is read aloud or typed is what was meant.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN_LENGTH = 26  # 128 bits
SHORT_CODE_LENGTH = 10  # 50 bits
_TYPED = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, "–": None, " ": None})


def link_keys() -> list[str]:
    """The secret, then the ones before it that are still trusted."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def encode(value: int, *, length: int) -> str:
    """``value`` in Crockford's base 32, zero-padded to ``length`` letters."""
    letters = [ALPHABET[(value >> 5 * place) & 31] for place in reversed(range(length))]
    return "".join(letters)


def derive(key: str, public_id: UUID, *, issue: int) -> tuple[str, str]:
    """The token and the short code of one issue of one assignment's link under ``key``."""
    return derive_secrets(key, b"link", public_id.bytes + issue.to_bytes(4, "big"))


def derive_secrets(key: str, label: bytes, message: bytes) -> tuple[str, str]:
    """The token and the short code that ``key`` gives ``message``; each ``label`` has its own."""
    token = hmac.digest(key.encode(), label + b" token" + message, "sha256")
    code = hmac.digest(key.encode(), label + b" short code" + message, "sha256")
    return (
        encode(int.from_bytes(token[:16], "big"), length=TOKEN_LENGTH),
        encode(int.from_bytes(code[:8], "big") >> 14, length=SHORT_CODE_LENGTH),
    )


def stored_hash(key: str, secret: str) -> str:
    """What the database keeps of a token or short code: 64 hexadecimal digits."""
    return hmac.new(key.encode(), b"link hash" + secret.encode(), hashlib.sha256).hexdigest()


def read_typed(text: str) -> str:
    """A token or code as typed, told apart from neither: upper case, O as 0, I and L as 1."""
    return text.strip().upper().translate(_TYPED)


def match_secret(text: str) -> Q | None:
    """Which rows a token or a typed code opens, by their two hashes; None when it is neither."""
    typed = read_typed(text)
    if len(typed) not in (TOKEN_LENGTH, SHORT_CODE_LENGTH) or set(typed) - set(ALPHABET):
        return None
    hashes = [stored_hash(key, typed) for key in link_keys()]
    return Q(link_hash__in=hashes) if len(typed) == TOKEN_LENGTH else Q(short_code_hash__in=hashes)


def find_assignment(text: str, *, on: date) -> Assignment | None:
    """The assignment that a link's token or a typed short code opens on a day.

    None when there is none, when the link was issued anew, or after the round's ``missed_on``; but
    while a team rests, nothing of it ends.
    Round, team, both households and the result, if any, come with it: one query.
    """
    match = match_secret(text)
    if match is None:
        return None
    found = (
        Assignment.objects.filter(match, Q(round__missed_on__gte=on) | _rests())
        .select_related("round__team__neighbourhood", "inspector", "inspected", "inspection")
        .first()
    )
    if found is not None:
        # The page says what the sheet says, although the ward may have been reformed since.
        show_as_of([found.round.team], day=found.round.month)
    return found


def _rests() -> Q:
    """Rounds that were not over when their team began to rest: their dates move when it ends."""
    return Q(round__closed_on=None, round__team__paused_on__lt=F("round__missed_on"))


@dataclass(frozen=True, slots=True)
class EndedLink:
    """A link or code that did open something: ``revoked`` by someone, or its month is over."""

    round: Round
    revoked: bool


def find_ended_link(text: str) -> EndedLink | None:
    """What a link that ``find_assignment`` does not open was; None when it never was one.

    Two queries at most.
    """
    match = match_secret(text)
    if match is None:
        return None
    revocation = LinkRevocation.objects.filter(match).select_related("assignment__round__team")
    if (found := revocation.first()) is not None:
        return EndedLink(found.assignment.round, revoked=True)
    assignment = Assignment.objects.filter(match).select_related("round__team").first()
    return None if assignment is None else EndedLink(assignment.round, revoked=False)
