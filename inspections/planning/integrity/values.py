"""What the signals are read from, what they say, and where their limits lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# Marks of something found: still wrong, or put right while the inspector stood there.
FOUND = frozenset("FS")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One completed inspection as it stands.

    ``month``: ``Month.index``. ``form``: what was asked (version, scope and kind of premises);
    answers are compared within one form only. ``answers``: one letter per item
    (``inspections.planning.answers``). ``arrived_at``: when it reached us, None for paper, which
    is typed in by the pile. ``done_at``: when the phone took the last answer, None where unknown.
    ``seconds``: from opening the form to sending it, None where unknown. ``place``: the inspected
    home in metres on a plane, None where unknown. ``photos``: 64-bit perceptual hashes.
    """

    id: int
    team: int
    month: int
    inspector: int
    inspected: int
    form: str
    answers: str
    arrived_at: datetime | None = None
    done_at: datetime | None = None
    seconds: int | None = None
    place: tuple[float, float] | None = None
    photos: tuple[int, ...] = ()

    @property
    def found(self) -> bool:
        """Whether anything was found wrong."""
        return not FOUND.isdisjoint(self.answers)

    @property
    def asked(self) -> int:
        return len(self.answers) - self.answers.count(".")


class SignalKind(StrEnum):
    """What looks unlike a visit. None of them proves anything: each is a reason to go and look."""

    BURST = "burst"  # a team's sheets finished within a minute
    TOO_FAST = "too_fast"  # sheets quicker than reading and walking allow
    SAME_ANSWERS = "same_answers"  # one inspector, the same marks at home after home
    NEVER_FINDS = "never_finds"  # nothing found where others find something
    PAIR_PASSES = "pair_passes"  # two households that always pass each other
    REUSED_PHOTO = "reused_photo"  # one picture on several sheets


@dataclass(frozen=True, slots=True)
class Signal:
    """``sheets``: the ids that it rests on, ascending. ``people``: inspectors, ascending; empty
    where the team as a whole is meant. ``count``: sheets, or photos for REUSED_PHOTO. ``chance``:
    how probable this is for inspectors who go and look, 0 to 1; None where no such figure can be
    computed and only ``benchmark integrity`` tells how often honest teams do it.
    """

    kind: SignalKind
    team: int
    people: tuple[int, ...]
    sheets: tuple[int, ...]
    count: int
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class IntegrityParams:
    """The limits, our own suggestion.

    ``alpha``: a signal with a chance is raised below this. ``leniency``: the share of what others
    find that an honest but mild neighbour may find; those who find more are even less likely to be
    suspected than ``alpha`` says. ``prior``: sheets' worth of the ward's mean in the rate of one
    home. Both were chosen on simulated wards (docs/integrity.md). ``burst_sheets``: inspectors of
    a team at once, or all of a smaller one from ``burst_least`` on. ``photo_bits``: how many of 64
    may differ; ``photo_least``: a hash with fewer bits set, or fewer not set, is of a picture with
    nothing in it, all of which are alike.
    """

    alpha: float = 0.005
    leniency: float = 0.7
    prior: float = 4.0
    burst_sheets: int = 6
    burst_least: int = 4
    burst_seconds: int = 60
    seconds_per_item: float = 0.8
    walk_metres_per_second: float = 2.0
    fast_sheets: int = 2
    same_sheets: int = 4
    pair_sheets: int = 6
    photo_bits_elsewhere: int = 4
    photo_bits_same_home: int = 0
    photo_least: int = 8

    def __post_init__(self) -> None:
        """Raises ValueError for a limit out of its range."""
        if not (0 < self.alpha < 1 and 0 < self.leniency <= 1):
            raise ValueError("alpha must lie between 0 and 1, leniency above 0 and up to 1")
        positive = (self.prior, self.seconds_per_item, self.walk_metres_per_second)
        if min(positive) <= 0 or self.burst_seconds < 1:
            raise ValueError("prior, seconds and speed must be above 0")
        least = (self.burst_least, self.fast_sheets, self.same_sheets, self.pair_sheets)
        if min(least) < 2 or self.burst_sheets < self.burst_least:
            raise ValueError(
                "a signal rests on 2 sheets or more, and no less at once than at least"
            )
        if not 0 <= self.photo_bits_same_home <= self.photo_bits_elsewhere <= 16:
            raise ValueError("photo bits must be 0 to 16, and not more at the same home")
        if not 0 <= self.photo_least <= 32:
            raise ValueError("photo_least must be 0 to 32")


DEFAULT_INTEGRITY = IntegrityParams()
