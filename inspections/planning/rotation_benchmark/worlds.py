"""Made-up teams over the years: households join, leave, are away and forget their visits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from inspections.planning.rotation.values import Meeting, Member, TeamInput, Visit

FIRST_PERIOD = 24_000
SMALLEST, LARGEST = 5, 15

Planner = Callable[[Sequence[TeamInput]], list[tuple[Visit, ...]]]


@dataclass(frozen=True, slots=True)
class World:
    """How a team lives; every figure is a chance for each household and month.

    ``never`` is the share of households that never make their visits. ``long_away`` is the
    chance to leave for six months at a stretch. The constraints are drawn once per household.
    ``remembered`` is how many months of history the planners get: ages count no further than
    42, but loads are fair over ten years only if ten years are known.
    """

    teams: int = 100
    months: int = 120
    size: int = 12
    join: float = 0.0
    leave: float = 0.0
    away: float = 0.0
    long_away: float = 0.0
    undone: float = 0.0
    never: float = 0.0
    unable: float = 0.0
    double: float = 0.0
    feuds: float = 0.0
    cap: int = 1
    remembered: int = 48


@dataclass(slots=True)
class Life:
    """One team as it lived: what was planned and done, month by month."""

    team: int
    known: int = 0  # households so far; ids are counted up
    members: list[Member] = field(default_factory=list)
    history: list[Meeting] = field(default_factory=list)
    feuds: set[frozenset[int]] = field(default_factory=set)
    idle: set[int] = field(default_factory=set)
    away_until: dict[int, int] = field(default_factory=dict)
    months: list["Month"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a life: who was a member, who was there, what was planned, what was done."""

    period: int
    members: tuple[Member, ...]
    planned: tuple[Visit, ...]
    completed: tuple[Visit, ...]
    excluded: frozenset[frozenset[int]]


LONG_ABSENCE = 6  # months


def live(world: World, plan: Planner, *, seed: int = 0) -> list[Life]:
    """Lets the teams live with the plans of one planner.

    Who joins, leaves or is away is drawn from ``seed`` alone, so that every planner meets the
    same people; only the forgotten visits depend on what was planned.
    """
    rngs = [np.random.default_rng((seed, team)) for team in range(world.teams)]
    lives = [Life(team=1_000 + team) for team in range(world.teams)]
    for life, rng in zip(lives, rngs, strict=True):
        for _ in range(world.size):
            _admit(life, world, FIRST_PERIOD, rng)
    for period in range(FIRST_PERIOD, FIRST_PERIOD + world.months):
        inputs = [
            _turn_month(life, world, period, rng) for life, rng in zip(lives, rngs, strict=True)
        ]
        for life, given, visits in zip(lives, inputs, plan(inputs), strict=True):
            forget = np.random.default_rng((seed, life.team, period, 1))
            done = tuple(v for v in visits if not _forgets(life, world, v, forget))
            life.history += [Meeting(period, v.inspector, v.inspected) for v in done]
            life.history = [m for m in life.history if m.period > period - world.remembered]
            life.months.append(Month(period, given.members, tuple(visits), done, given.excluded))
    return lives


def _turn_month(life: Life, world: World, period: int, rng: np.random.Generator) -> TeamInput:
    """Moves people in and out; every household draws the same count of numbers each month."""
    if period > FIRST_PERIOD:
        leaving = [m for m in life.members if rng.random() < world.leave]
        for member in leaving[: max(0, len(life.members) - SMALLEST)]:
            life.members.remove(member)
        joining = sum(rng.random() < world.join for _ in life.members)
        for _ in range(min(joining, LARGEST - len(life.members))):
            _admit(life, world, period, rng)
    for member in life.members:
        if rng.random() < world.long_away:
            life.away_until[member.id] = period + LONG_ABSENCE
    life.members = [
        replace(
            member,
            away=(rng.random() < world.away) or life.away_until.get(member.id, 0) > period,
        )
        for member in life.members
    ]
    here = {member.id for member in life.members}
    return TeamInput(
        team=life.team,
        members=tuple(life.members),
        history=tuple(life.history),
        period=period,
        excluded=frozenset(pair for pair in life.feuds if pair <= here),
    )


def _admit(life: Life, world: World, period: int, rng: np.random.Generator) -> None:
    life.known += 1
    number = life.known
    unable, double, never = rng.random(3).tolist()
    for other in life.members:
        if rng.random() < world.feuds:
            life.feuds.add(frozenset((other.id, number)))
    if never < world.never:
        life.idle.add(number)
    life.members.append(
        Member(
            id=number,
            joined=period,
            can_inspect=bool(unable >= world.unable),
            visits_needed=2 if double < world.double else 1,
            visits_cap=world.cap,
        )
    )


def _forgets(life: Life, world: World, visit: Visit, rng: np.random.Generator) -> bool:
    return bool(rng.random() < world.undone) or visit.inspector in life.idle


def each_month(lives: Sequence[Life]) -> Iterator[tuple[Month | None, Month]]:
    """Every month of every team together with the month before it."""
    for life in lives:
        before: Month | None = None
        for month in life.months:
            yield before, month
            before = month
