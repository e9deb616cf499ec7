"""Writes days into a calendar file (RFC 5545). Plain text in, plain text out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS = 75  # the longest line of section 3.1, without its line break
ZONE = "Asia/Ho_Chi_Minh"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something that belongs to a whole day. ``uid`` stays the same as long as it is the same.

    ``changed_at`` is an aware moment.
    """

    uid: str
    day: date
    summary: str
    description: str
    url: str
    changed_at: datetime


def write_calendar(name: str, events: Iterable[DayEvent]) -> str:
    """A whole calendar file. A day has no zone in it: it is the reader's own day.

    ``X-WR-TIMEZONE`` tells programs that ask for one where these days are lived.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//firesafety//12-1//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        f"X-WR-TIMEZONE:{ZONE}",
    ]
    for event in events:
        lines += _event_lines(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines)


def _event_lines(event: DayEvent) -> list[str]:
    stamp = event.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return [
        "BEGIN:VEVENT",
        f"UID:{escape(event.uid)}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(event.summary)}",
        f"DESCRIPTION:{escape(event.description)}",
        f"URL:{event.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escape(text: str) -> str:
    """A text value as section 3.3.11 wants it; other control characters have no place in it."""
    shown = "".join(each for each in text if each.isprintable() or each in "\n\r")
    return shown.translate(ESCAPED)


def fold(line: str) -> str:
    """Breaks a line after at most 75 octets, never inside a letter."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = "", 1  # the space that goes before what follows
        piece += letter
        size += octets
    return "\r\n ".join([*pieces, piece])
