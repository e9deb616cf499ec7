"""The words of the rotation: frozen values in, frozen values out.

Ids are the households' integers. A ``period`` counts operating months: a month that the
neighbourhood skips (Tết) is no period, so consecutive periods differ by one.
"""

from dataclasses import dataclass, field
from enum import StrEnum

NO_REPEAT = 1  # months: "not the same inspector two months running"


class Mode(StrEnum):
    """Who visits whom in a month. No source says which is official, so teams choose."""

    ROTATION = "rotation"  # each inspects one and is inspected by one: one ring a month
    PAIRS = "pairs"  # two neighbours inspect each other
    DUTY = "duty"  # the household on duty inspects all others, a deputy inspects it
    CREW = "crew"  # two or three walk round together


class Reason(StrEnum):
    """Why a household gets fewer visits than it needs."""

    ALONE = "alone"  # nobody else of the team is there this month
    NO_INSPECTOR = "no_inspector"  # others are there, but none of them can inspect
    EXCLUDED = "excluded"  # every able inspector is excluded from visiting it
    CAPACITY = "capacity"  # those who may visit it are all busy up to their limit


class WayOut(StrEnum):
    """The cheapest change that would give the household its visit."""

    RAISE_CAP = "raise_cap"  # ``helper`` makes one visit more
    LIFT_EXCLUSION = "lift_exclusion"  # ``helper`` may visit ``other`` after all
    OUTSIDE_HELP = "outside_help"  # the leader's neighbour team or the ward steps in


class Note(StrEnum):
    """What is worth telling about a plan besides its visits and shortages."""

    MUTUAL_PAIR = "mutual_pair"  # two households visit each other
    SEVERAL_RINGS = "several_rings"  # the visits make more than one ring
    TRIANGLE = "triangle"  # mode pairs, odd number: three (or more) visit in a circle
    PAIRS_AS_ROTATION = "pairs_as_rotation"  # pairs would leave someone out
    MODE_WIDENED = "mode_widened"  # others had to help the duty household or the crew
    REPEATED = "repeated"  # a visit comes again within the months in which it should not


@dataclass(frozen=True, slots=True)
class Member:
    """A household of the team as it stands this month.

    ``joined`` is the period it came in; ``away`` takes it out of this month altogether;
    ``visits_needed`` is how many different inspectors it must see; ``visits_cap`` is how many
    visits it can make (modes duty and crew set the load themselves and ignore it).
    """

    id: int
    joined: int
    away: bool = False
    can_inspect: bool = True
    visits_needed: int = 1
    visits_cap: int = 1


@dataclass(frozen=True, slots=True)
class Meeting:
    """One completed inspection of an earlier month. Planned ones are not history."""

    period: int
    inspector: int
    inspected: int


@dataclass(frozen=True, slots=True, order=True)
class Visit:
    """One planned inspection."""

    inspector: int
    inspected: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """A household that gets fewer visits than it needs, why, and the cheapest way out.

    ``group`` are households that compete for the same ``inspectors``: together they need
    ``demand`` visits, and those inspectors can give them only ``capacity``. This is a Hall
    violator, so it proves that no plan could do better. ``helper`` and ``other`` complete
    ``way_out``.
    """

    household: int
    reason: Reason
    needed: int
    assigned: int
    group: tuple[int, ...]
    inspectors: tuple[int, ...]
    demand: int
    capacity: int
    way_out: WayOut
    helper: int | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One team's month. ``visits`` are sorted; ``digest`` names the inputs they came from.

    ``repaired`` plans change a published month as little as possible; ``done`` repeats those of
    their visits that were already completed. ``second`` are those of the visits that send a second
    inspector to a household, planned in a pass of their own; a repaired plan does not tell them
    apart.
    """

    visits: tuple[Visit, ...]
    shortages: tuple[Shortage, ...] = ()
    notes: tuple[Note, ...] = ()
    repaired: bool = False
    done: tuple[Visit, ...] = ()
    second: tuple[Visit, ...] = ()
    digest: str = ""
    engine_version: int = 0


@dataclass(frozen=True, slots=True)
class TeamInput:
    """Everything ``plan_round`` takes, for the batch."""

    team: int
    members: tuple[Member, ...]
    history: tuple[Meeting, ...]
    period: int
    mode: Mode = Mode.ROTATION
    excluded: frozenset[frozenset[int]] = field(default_factory=frozenset)
    keep: tuple[Visit, ...] = ()
    done: tuple[Visit, ...] = ()
    crew_size: int = 2
    no_repeat: int = NO_REPEAT
