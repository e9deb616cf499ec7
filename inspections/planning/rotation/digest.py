"""A short name for the inputs of a plan: the same inputs give the same name, in any order."""

from collections.abc import Iterable
from operator import attrgetter

from inspections.planning.rotation.mixing import MASK, fold, hash_rows
from inspections.planning.rotation.values import NO_REPEAT, Meeting, Member, Mode

ENGINE_VERSION = 2  # raise it whenever the same inputs may give another plan

# Where the hashes of each kind of row start: frame, members, meetings, exclusions. Two
# independent sums of 64 bits make a collision unlikely.
STARTS = tuple((fold(0x12, kind), fold(0x01, kind)) for kind in range(4))

member_row = attrgetter("id", "joined", "away", "can_inspect", "visits_needed", "visits_cap")


def input_digest(
    team: int,
    members: Iterable[Member],
    history: Iterable[Meeting],
    period: int,
    *,
    mode: Mode = Mode.ROTATION,
    excluded: Iterable[frozenset[int]] = frozenset(),
    crew_size: int = 2,
    no_repeat: int = NO_REPEAT,
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
    kinds = (
        [frame_row(team, period, mode, crew_size, no_repeat)],
        [member_row(member) for member in members],
        past,
        [tuple(sorted(pair)) for pair in excluded],
    )
    return "".join(
        f"{sum(map(hash_rows, kinds, starts)) & MASK:016x}" for starts in zip(*STARTS, strict=True)
    )


def frame_row(
    team: int, period: int, mode: Mode, crew_size: int, no_repeat: int
) -> tuple[int, ...]:
    """What a plan follows from besides its rows of members, meetings and exclusions."""
    return (ENGINE_VERSION, team, period, list(Mode).index(Mode(mode)), crew_size, no_repeat)
