"""How long a sheet took: what a page and a phone send along beside the result."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, TimestampSigner, b62_decode
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from inspections.planning.sheet_times import Timing

TIMES = ("drawn_at", "finished_at", "seconds")
KEPT_OPEN = timedelta(days=3)
_signer = TimestampSigner(salt="inspections.sheet_times")


class SignedMoment(forms.HiddenInput):
    """Carries the moment of its drawing, signed: nobody can make a visit longer by typing.

    A form that comes back with its errors keeps the moment of its first drawing.
    """

    def format_value(self, value: Any) -> str:
        return str(value) if read_moment(value) else _signer.sign(_signer.timestamp())


def read_moment(text: Any) -> datetime | None:
    """When a page was drawn; None for what is forged, missing or older than ``KEPT_OPEN``."""
    try:
        return datetime.fromtimestamp(b62_decode(_signer.unsign(text, max_age=KEPT_OPEN)), UTC)
    except (BadSignature, TypeError):
        return None


def read_timing(drawn_at: Any, finished_at: Any, seconds: Any, *, at: datetime) -> Timing:
    """What a phone says of itself where it says anything, or else from drawing to ``at``."""
    if finished_at or seconds:
        return Timing(_read_end(finished_at), _read_seconds(seconds))
    drawn = read_moment(drawn_at)
    return Timing() if drawn is None else Timing(at, int((at - drawn).total_seconds()))


def _read_end(text: Any) -> datetime | None:
    """A moment in ISO with its time zone, else None: a clock keeps no result back."""
    try:
        moment = parse_datetime(text or "")
    except ValueError:
        return None
    return None if moment is None or is_naive(moment) else moment


def _read_seconds(text: Any) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None
