"""A short name for the inputs of a plan: the same inputs give the same name, in any order."""

from collections.abc import Iterable
from dataclasses import astuple

from inspections.planning.rotation.mixing import MASK, fold, hash_rows
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
    past = [
        (meeting.period, meeting.inspector, meeting.inspected)
        for meeting in history
        if meeting.period < period
    ]
    frame = (ENGINE_VERSION, team, period, list(Mode).index(Mode(mode)), crew_size)
    kinds = (
        [frame],
        [astuple(member) for member in members],
        past,
        [tuple(sorted(pair)) for pair in excluded],
    )
    return "".join(
        f"{sum(hash_rows(rows, fold(lane, kind)) for kind, rows in enumerate(kinds)) & MASK:016x}"
        for lane in _LANES
    )
