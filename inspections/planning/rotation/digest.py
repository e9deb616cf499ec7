"""A short name for the inputs of a plan: the same inputs give the same name, in any order."""

from collections.abc import Iterable
from dataclasses import astuple

from inspections.planning.rotation.mixing import MASK, fold
from inspections.planning.rotation.values import Meeting, Member, Mode

ENGINE_VERSION = 1  # raise it whenever the same inputs may give another plan

_LANES = (0x12, 0x01)  # two independent 64-bit sums make a collision unlikely


def input_digest(
    team: int,
    members: Iterable[Member],
    history: Iterable[Meeting],
    period: int,
    *,
    mode: Mode = Mode.ROTATION,
    excluded: Iterable[frozenset[int]] = frozenset(),
    crew_size: int = 2,
) -> str:
    """32 hexadecimal digits that name everything a month's plan follows from.

    Sums of hashes do not depend on order, so rows may come as the database gives them. Meetings
    of this period or later change nothing, for they are no history yet.
    """
    rows: list[tuple[int, ...]] = [
        (1, ENGINE_VERSION, team, period, list(Mode).index(Mode(mode)), crew_size)
    ]
    rows += [(2, *astuple(member)) for member in members]
    rows += [
        (3, meeting.period, meeting.inspector, meeting.inspected)
        for meeting in history
        if meeting.period < period
    ]
    rows += [(4, *sorted(pair)) for pair in excluded]
    sums = (sum(fold(lane, *row) for row in rows) & MASK for lane in _LANES)
    return "".join(f"{part:016x}" for part in sums)
