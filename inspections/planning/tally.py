"""A round in numbers, as it stood when it closed: what comes in later is told, and changes nothing.

Coverage is counted in households, completion in visits; the two differ where a household is
visited by two, or by none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was said of a visit. ``obstacle`` is empty where it took place."""

    received_on: date
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """One planned visit and all that was said of it, oldest first."""

    inspected: int
    told: tuple[Told, ...] = ()
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """``planned``, ``done`` and ``obstacle`` count visits by the last word before the closing;
    ``late`` those done of which the word came only then. ``households`` were to be inspected,
    ``inspected`` of them were in time, and of ``missing`` nothing is known to this day."""

    planned: int
    done: int
    obstacle: int
    late: int
    households: int
    inspected: int
    missing: int
    last_done_on: date | None


def tally(visits: Iterable[VisitFacts], *, closing: date) -> Tally:
    """Count a round. What was received on ``closing`` or after it is late."""
    rows = tuple(visits)
    then = [_last_word(visit, closing) for visit in rows]
    now = [visit.told[-1].obstacle if visit.told else None for visit in rows]
    homes = {visit.inspected for visit in rows}
    in_time = {visit.inspected for visit, word in zip(rows, then, strict=True) if word == ""}
    seen = {visit.inspected for visit, word in zip(rows, now, strict=True) if word == ""}
    days = [
        visit.done_on
        for visit, word in zip(rows, now, strict=True)
        if word == "" and visit.done_on is not None
    ]
    return Tally(
        planned=len(rows),
        done=then.count(""),
        obstacle=sum(bool(word) for word in then),
        late=sum(last == "" and first != "" for first, last in zip(then, now, strict=True)),
        households=len(homes),
        inspected=len(in_time),
        missing=len(homes - seen),
        last_done_on=max(days, default=None),
    )


def _last_word(visit: VisitFacts, closing: date) -> str | None:
    words = [each.obstacle for each in visit.told if each.received_on < closing]
    return words[-1] if words else None
