"""Wards made up for measuring: homes with faults that come and go, and neighbours of many tempers.

Nothing here is an observation. The honest differ widely on purpose: some see little, some teams
send everything at their meeting, some share one phone, many hand in paper.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from inspections.planning.integrity import Sheet

ITEMS = 18
MEMBERS = 12
SMALLEST = 5
FIRST_MONTH = 2026 * 12
PHOTO_BITS = 64
METRES_APART = 12.0
# Of the teams, rows of houses built alike: what one does not have, none has.
BUILT_ALIKE = 0.2


class Temper(StrEnum):
    """How an inspector, or a whole team, goes about it."""

    HONEST = "honest"
    MILD = "mild"  # goes everywhere, marks a third of what is there
    TICKER = "ticker"  # ticks everything as met, at home
    COPIER = "copier"  # sends the same marks each month
    FRIENDS = "friends"  # honest elsewhere, blind to one neighbour who returns it
    FILLER = "filler"  # one person fills in the whole team's sheets
    ALBUM = "album"  # honest marks, always the same picture


DISHONEST = (Temper.TICKER, Temper.COPIER, Temper.FRIENDS, Temper.FILLER, Temper.ALBUM)
TEAM_TEMPERS = (Temper.FILLER,)


class Habit(StrEnum):
    """How an honest team sends its sheets."""

    ONE_BY_ONE = "one_by_one"
    MEETING = "meeting"  # all within twenty minutes, plain form: no time of the last answer
    SHARED_PHONE = "shared_phone"  # all at once when a signal is found, each with its own time
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class World:
    """``tempers``: per (team, member). ``sheets``: all months, oldest first."""

    sheets: tuple[Sheet, ...]
    tempers: dict[tuple[int, int], Temper]


class _Home:
    """A home's faults over time, and the marks that never change there (items it does not have)."""

    def __init__(self, rng: random.Random, absent: set[int]) -> None:
        self.rate = rng.gammavariate(1.5, 0.02)
        self.absent = absent
        self.faults = {
            item
            for item in range(ITEMS)
            if item not in self.absent and rng.random() < self.rate * 3
        }
        self.pictures: dict[int, int] = {}

    def live(self, rng: random.Random, found: set[int]) -> None:
        """One month passes: most of what was found is mended, some of the rest, new faults come."""
        kept = {each for each in self.faults if rng.random() > (0.6 if each in found else 0.1)}
        new = {each for each in range(ITEMS) if rng.random() < self.rate}
        self.faults = (kept | new) - self.absent

    def picture(self, item: int, rng: random.Random) -> int:
        """A photo of a fault: from much the same spot each time, a few bits differ."""
        base = self.pictures.setdefault(item, rng.getrandbits(PHOTO_BITS))
        flipped = rng.sample(range(PHOTO_BITS), rng.randint(2, 10))
        return base ^ sum(1 << bit for bit in flipped)


def make_world(
    *,
    teams: int,
    months: int,
    seed: int,
    dishonest_share: float,
    mild_share: float = 0.15,
    members: int = MEMBERS,
) -> World:
    """A ward of ``teams`` of ``members`` over ``months``; ``dishonest_share`` of them, 0 to 1."""
    rng = random.Random(f"integrity {seed} {teams} {months} {members}")
    tempers: dict[tuple[int, int], Temper] = {}
    sheets: list[Sheet] = []
    for team in range(teams):
        mine = _tempers(rng, dishonest_share, mild_share, members)
        tempers |= {(team, team * members + place): temper for place, temper in enumerate(mine)}
        sheets += _team_life(team, mine, months, rng)
    ordered = sorted(sheets, key=lambda sheet: (sheet.month, sheet.team, sheet.inspector))
    return World(tuple(ordered), tempers)


def _tempers(rng: random.Random, dishonest: float, mild: float, members: int) -> list[Temper]:
    # A team in which one person fills in everything is so as a whole.
    if rng.random() < dishonest / len(DISHONEST):
        return [Temper.FILLER] * members
    single = [temper for temper in DISHONEST if temper not in TEAM_TEMPERS]
    mine = [Temper.MILD if rng.random() < mild else Temper.HONEST for _ in range(members)]
    for place in range(members):
        if rng.random() < dishonest:
            mine[place] = rng.choice(single)
    return _befriended(mine)


def _befriended(tempers: list[Temper]) -> list[Temper]:
    """The friend next door returns it; the last of an odd team has nobody to return it."""
    mine = list(tempers)
    for place, temper in enumerate(tempers):
        if temper is Temper.FRIENDS and place ^ 1 < len(mine):
            mine[place ^ 1] = Temper.FRIENDS
        elif temper is Temper.FRIENDS:
            mine[place] = Temper.HONEST
    return mine


def _team_life(
    team: int, tempers: list[Temper], months: int, rng: random.Random
) -> Iterator[Sheet]:
    members = len(tempers)
    of_all = _absent(rng) if rng.random() < BUILT_ALIKE else None
    homes = [_Home(rng, of_all or _absent(rng)) for _ in range(members)]
    habit = rng.choices(list(Habit), weights=(5, 1, 1, 3))[0]
    copies = [_invented(rng) for _ in range(members)]
    album = rng.getrandbits(PHOTO_BITS)
    for month in range(months):
        found: list[set[int]] = [set() for _ in range(members)]
        evening = _evening(month, rng)
        for place, temper in enumerate(tempers):
            seen = (place + 1 + month % (members - 1)) % members
            marks = _marks(temper, homes[seen], copies[place], rng, friend=seen == place ^ 1)
            found[seen] = {item for item, mark in enumerate(marks) if mark == "F"}
            arrived, done, seconds = _times(habit, temper, evening, rng)
            yield Sheet(
                id=(month * 100_000 + team) * members + place,
                team=team,
                month=FIRST_MONTH + month,
                inspector=team * members + place,
                inspected=team * members + seen,
                form="core",
                answers=marks,
                arrived_at=arrived,
                done_at=done,
                seconds=seconds,
                place=(seen * METRES_APART, 0.0),
                photos=_photos(temper, homes[seen], found[seen], album, rng),
            )
        for home, what in zip(homes, found, strict=True):
            home.live(rng, what)


def _absent(rng: random.Random) -> set[int]:
    return {item for item in range(ITEMS) if rng.random() < 0.08}


def _invented(rng: random.Random) -> str:
    return "".join(rng.choices("PFN", weights=(8, 1, 2), k=ITEMS))


def _marks(temper: Temper, home: _Home, copy: str, rng: random.Random, *, friend: bool) -> str:
    if temper is Temper.COPIER:
        return copy
    if temper in (Temper.TICKER, Temper.FILLER):
        return "P" * ITEMS
    sight = 0.33 if temper is Temper.MILD else rng.uniform(0.6, 0.95)
    if temper is Temper.FRIENDS and friend:
        sight = 0.0
    return "".join(
        "N" if item in home.absent else "F" if item in home.faults and rng.random() < sight else "P"
        for item in range(ITEMS)
    )


def _evening(month: int, rng: random.Random) -> datetime:
    start = datetime(2026, 1, 1, 11, tzinfo=UTC) + timedelta(days=30 * month)
    return start + timedelta(days=rng.randint(0, 24))


def _times(
    habit: Habit, temper: Temper, evening: datetime, rng: random.Random
) -> tuple[datetime | None, datetime | None, int | None]:
    """When it arrived, when the phone took the last answer, and how long it took."""
    if temper is Temper.FILLER:
        moment = evening + timedelta(seconds=rng.uniform(0, 55))
        return moment, moment, rng.randint(3, 5)
    if habit is Habit.PAPER:
        return None, None, None
    if temper is Temper.TICKER:
        moment = evening + timedelta(hours=rng.uniform(-240, 240))
        return moment, moment, rng.randint(6, 20)
    seconds = max(35, round(rng.lognormvariate(5.3, 0.6)))
    walked = evening + timedelta(hours=rng.uniform(-240, 0))
    if habit is Habit.MEETING:
        return evening + timedelta(minutes=rng.uniform(0, 20)), None, seconds
    if habit is Habit.SHARED_PHONE:
        return evening + timedelta(seconds=rng.uniform(0, 20)), walked, seconds
    return walked, walked, seconds


def _photos(
    temper: Temper, home: _Home, found: set[int], album: int, rng: random.Random
) -> tuple[int, ...]:
    if temper is Temper.ALBUM:
        return (album,) if found else ()
    return tuple(home.picture(item, rng) for item in sorted(found) if rng.random() < 0.4)
