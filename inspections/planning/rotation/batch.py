"""Plans very many teams at once: plain ones by the compiled kernel, the others one by one."""

import gc
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from operator import attrgetter
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from inspections.planning.rotation.digest import ENGINE_VERSION, frame_row, member_row
from inspections.planning.rotation.planner import plan_round
from inspections.planning.rotation.values import Mode, Note, Plan, TeamInput, Visit

COMPILED_FROM = 1_000  # plain teams; below that, loading the compiled kernel costs more
COMPILED_SOON = 20  # the same once it is loaded
LARGEST = 24  # members; larger teams are planned one by one
KERNEL = "inspections.planning.rotation.kernel"

_NOTES: tuple[tuple[Note, ...], ...] = ((), (Note.SEVERAL_RINGS,), (Note.MUTUAL_PAIR,))

Ints = NDArray[np.int64]


def plan_rounds(teams: Sequence[TeamInput]) -> list[Plan]:
    """One plan for each team, in the order given; the same as one by one."""
    plain = [place for place, team in enumerate(teams) if _is_plain(team)]
    if len(plain) < (COMPILED_SOON if KERNEL in sys.modules else COMPILED_FROM):
        plain = []
    plans: dict[int, Plan] = dict(
        zip(plain, _plan_plain([teams[place] for place in plain]), strict=True)
    )
    return [plans[place] if place in plans else plan_team(team) for place, team in enumerate(teams)]


def plan_team(team: TeamInput) -> Plan:
    """``plan_round`` for one team of a batch."""
    return plan_round(
        team.team,
        team.members,
        team.history,
        team.period,
        mode=team.mode,
        excluded=team.excluded,
        keep=team.keep,
        done=team.done,
        crew_size=team.crew_size,
        no_repeat=team.no_repeat,
    )


def compile_ahead() -> None:
    """Compiles the kernel, or loads it from its cache, so that no later batch waits for it."""
    _kernel().compile_all()


@cache
def _kernel() -> ModuleType:
    # Importing numba takes a second that a page about one team must not wait for.
    from inspections.planning.rotation import kernel

    return kernel


def _is_plain(team: TeamInput) -> bool:
    """Whether the kernel plans this team: rotation without constraints, nothing published."""
    if team.mode != Mode.ROTATION or team.excluded or team.keep or team.done:
        return False
    members = team.members
    return (
        len({member.id for member in members}) == len(members) <= LARGEST
        and sum(not member.away for member in members) >= 2
        and all(
            member.can_inspect and member.visits_needed == 1 and member.visits_cap >= 1
            for member in members
        )
    )


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Millions of new values would make the collector walk through all meetings many times."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_paused()
def _plan_plain(teams: Sequence[TeamInput]) -> list[Plan]:
    """Plans of teams that the kernel can plan, by way of arrays."""
    if not teams:
        return []
    kernel = _kernel()
    starts = _starts(len(team.members) for team in teams)
    heads = _starts(len(team.history) for team in teams)
    members = _rows(map(member_row, chain.from_iterable(team.members for team in teams)), 6)
    past = attrgetter("period", "inspector", "inspected")
    meetings = _rows(map(past, chain.from_iterable(team.history for team in teams)), 3)
    places = np.repeat(np.arange(len(teams)), np.diff(starts))
    members = members[np.lexsort((members[:, 0], places))]
    numbers = _rows(map(attrgetter("team", "period", "no_repeat"), teams), 3)
    frames = _rows(
        (
            frame_row(team.team, team.period, team.mode, team.crew_size, team.no_repeat)
            for team in teams
        ),
        6,
    )
    targets, shortest = kernel.plan_teams(numbers, starts, members, heads, meetings)
    lanes = kernel.digest_teams(numbers[:, 1], frames, starts, members, heads, meetings)
    present = np.bincount(places[members[:, 2] == 0], minlength=len(teams))
    notes = [
        _NOTES[2 if length == 2 else int(length < all_of_it)]
        for length, all_of_it in zip(shortest.tolist(), present.tolist(), strict=True)
    ]
    plans = _plans(starts.tolist(), members[:, 0].tolist(), targets.tolist(), notes, lanes.tolist())
    for place in np.flatnonzero(shortest == 0).tolist():
        plans[place] = plan_team(teams[place])
    return plans


def _rows(values: Iterable[tuple[int, ...]], width: int) -> Ints:
    """Many tuples of integers as one array, a row each."""
    flat = np.fromiter(chain.from_iterable(values), dtype=np.int64)
    return flat.reshape(-1, width)


def _starts(lengths: Iterable[int]) -> Ints:
    return np.concatenate(([0], np.cumsum(np.fromiter(lengths, dtype=np.int64))))


def _plans(
    starts: Sequence[int],
    ids: Sequence[int],
    targets: Sequence[int],
    notes: Sequence[tuple[Note, ...]],
    lanes: Sequence[Sequence[int]],
) -> list[Plan]:
    """Puts the kernel's answer into words; members are in order of id, so visits are too."""
    plans = []
    for first, last, said, (one, two) in zip(starts, starts[1:], notes, lanes, strict=False):
        visits = tuple(
            Visit(ids[seat], ids[first + target])
            for seat, target in enumerate(targets[first:last], start=first)
            if target >= 0
        )
        digest = f"{one:016x}{two:016x}"
        plans.append(Plan(visits, notes=said, digest=digest, engine_version=ENGINE_VERSION))
    return plans
