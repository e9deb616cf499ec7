"""What others do: four simple ways to draw up a month, for comparison.

None of them knows of constraints; all plan only the households that are present.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from inspections.planning.rotation.values import TeamInput, Visit

Months = list[tuple[Visit, ...]]


def random_derangement(teams: Sequence[TeamInput]) -> Months:
    """Draws anew each month until nobody has drawn itself."""
    return [_random_month(team) for team in teams]


def sorted_shift(teams: Sequence[TeamInput]) -> Months:
    """Everybody inspects the one so many places further down the list of those present."""
    return [_shift_month(team) for team in teams]


def greedy_least_recent(teams: Sequence[TeamInput]) -> Months:
    """One after the other picks, among those still free, whom it has not visited for longest."""
    return [_greedy_month(team) for team in teams]


def plain_assignment(teams: Sequence[TeamInput]) -> Months:
    """The assignment whose visits are due longest, with no other wish."""
    return [_assigned_month(team) for team in teams]


PEERS = {
    "random_derangement": random_derangement,
    "sorted_shift": sorted_shift,
    "greedy_least_recent": greedy_least_recent,
    "plain_assignment_on_age": plain_assignment,
}


def _present(team: TeamInput) -> list[int]:
    return sorted(member.id for member in team.members if not member.away)


def _visits(ids: Sequence[int], targets: Sequence[int]) -> tuple[Visit, ...]:
    return tuple(Visit(one, ids[target]) for one, target in zip(ids, targets, strict=True))


def _random_month(team: TeamInput) -> tuple[Visit, ...]:
    ids = _present(team)
    if len(ids) < 2:
        return ()
    rng = np.random.default_rng((team.team, team.period))
    while True:
        targets = rng.permutation(len(ids)).tolist()
        if all(seat != target for seat, target in enumerate(targets)):
            return _visits(ids, targets)


def _shift_month(team: TeamInput) -> tuple[Visit, ...]:
    ids = _present(team)
    if len(ids) < 2:
        return ()
    step = 1 + team.period % (len(ids) - 1)
    return _visits(ids, [(seat + step) % len(ids) for seat in range(len(ids))])


def _ages(team: TeamInput, ids: Sequence[int]) -> list[list[int]]:
    """Months since each visit; for those that never met, since both are members."""
    joined = {member.id: member.joined for member in team.members}
    seat = {one: place for place, one in enumerate(ids)}
    ages = [[team.period - max(joined[a], joined[b]) + 1 for b in ids] for a in ids]
    for meeting in team.history:
        one, other = seat.get(meeting.inspector), seat.get(meeting.inspected)
        if one is not None and other is not None:
            ages[one][other] = team.period - meeting.period  # history is in order of time
    return ages


def _greedy_month(team: TeamInput) -> tuple[Visit, ...]:
    ids = _present(team)
    ages = _ages(team, ids)
    free = set(range(len(ids)))
    targets: list[int] = []
    for seat, row in enumerate(ages):
        choices = sorted((-row[target], target) for target in free - {seat})
        if not choices:  # only itself is left: swap with the one before
            if not targets:
                return ()
            targets.append(targets[-1])
            targets[-2] = seat
            break
        targets.append(choices[0][1])
        free.remove(choices[0][1])
    return _visits(ids, targets)


def _assigned_month(team: TeamInput) -> tuple[Visit, ...]:
    ids = _present(team)
    if len(ids) < 2:
        return ()
    cost = -(np.array(_ages(team, ids), dtype=float) ** 2)
    np.fill_diagonal(cost, np.inf)
    return _visits(ids, linear_sum_assignment(cost)[1].tolist())
