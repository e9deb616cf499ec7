"""What is measured on the lives of teams. All times are operating months."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from inspections.planning.rotation.circuits import find_circuits
from inspections.planning.rotation.values import Member
from inspections.planning.rotation_benchmark.worlds import Life, Month, each_month

Pair = tuple[int, int]


def guarantee_time(life: Life) -> int:
    """L*: every ordered pair that lives in the team for so many months has met by then.

    Pairs that may not meet are left out.
    """
    together: Counter[Pair] = Counter()
    met: dict[Pair, int] = {}
    for month in life.months:
        ids = [member.id for member in month.members]
        able = [member.id for member in month.members if member.can_inspect]
        together.update(
            (a, b) for a in able for b in ids if a != b and frozenset((a, b)) not in month.excluded
        )
        for visit in month.completed:
            pair = (visit.inspector, visit.inspected)
            met.setdefault(pair, together[pair])
    return max(met.get(pair, count + 1) for pair, count in together.items())


def coverage(life: Life) -> int:
    """Months until all founders have inspected each other; months + 1 where they never do."""
    founders = [member.id for member in life.months[0].members]
    open_pairs = {(a, b) for a in founders for b in founders if a != b}
    for number, month in enumerate(life.months, start=1):
        open_pairs -= {(visit.inspector, visit.inspected) for visit in month.completed}
        if not open_pairs:
            return number
    return len(life.months) + 1


def coverage_bound(life: Life) -> int:
    """The month in which the last founder is there for the (n-1)-th time: none can be faster."""
    founders = [member.id for member in life.months[0].members]
    slowest = 0
    for founder in founders:
        left = len(founders) - 1
        for number, month in enumerate(life.months, start=1):
            left -= any(m.id == founder and not m.away for m in month.members)
            if left == 0:
                slowest = max(slowest, number)
                break
    return slowest


def repeats_and_reversals(lives: Sequence[Life]) -> tuple[float, float]:
    """Shares of visits that took place the month before too, or the other way round."""
    total = repeats = reversals = 0
    for before, month in each_month(lives):
        last = {(v.inspector, v.inspected) for v in before.completed} if before else set()
        total += len(month.planned)
        repeats += sum((v.inspector, v.inspected) in last for v in month.planned)
        reversals += sum((v.inspected, v.inspector) in last for v in month.planned)
    return repeats / max(1, total), reversals / max(1, total)


def avoidable_mutual_pairs(lives: Sequence[Life]) -> int:
    """Pairs that visit each other in the same month though three or more were present."""
    return sum(
        _mutual_pairs(month)
        for _, month in each_month(lives)
        if sum(not member.away for member in month.members) > 2
    )


def _mutual_pairs(month: Month) -> int:
    visits = {(v.inspector, v.inspected) for v in month.planned}
    return sum((j, i) in visits for i, j in visits) // 2


def share_of_rings(lives: Sequence[Life]) -> float:
    """Months whose visits make one single ring, among those with three or more present."""
    months = [m for _, m in each_month(lives) if sum(not x.away for x in m.members) > 2]
    rings = sum(_is_ring(month) for month in months)
    return rings / max(1, len(months))


def _is_ring(month: Month) -> bool:
    circuits = find_circuits((v.inspector, v.inspected) for v in month.planned)
    return len(circuits) == 1 and len(circuits[0]) == sum(not m.away for m in month.members)


def waited_in_vain(life: Life, learning: int) -> int:
    """Months that a household waited longer than it must, once the team is known.

    With f of n households never making their visits, somebody is left out every month, but
    nobody need wait longer than n / (n - f) months, rounded up, from visit to visit.
    """
    members = life.months[0].members
    willing = len(members) - len(life.idle & {member.id for member in members})
    must = -(-len(members) // max(1, willing)) - 1
    known = Life(team=life.team, months=life.months[learning:])
    return max(0, longest_wait(known) - must)


def longest_wait(life: Life) -> int:
    """The longest time a present household went without a completed inspection."""
    waiting: Counter[int] = Counter()
    longest = 0
    for month in life.months:
        seen = {visit.inspected for visit in month.completed}
        for member in month.members:
            if member.id in seen:
                waiting[member.id] = 0
            elif not member.away:
                waiting[member.id] += 1
                longest = max(longest, waiting[member.id])
    return longest


def load_spread(life: Life) -> float:
    """Largest difference, between members, of visits planned beyond the fair share.

    A month's fair share is its visits divided by those who could make them. Where exclusions
    leave visits to one household alone, its surplus can be paid back only if somebody has to go
    twice again; so a team is also fair if it is so without counting what nobody else could do.
    """
    plain: dict[int, float] = defaultdict(float)
    chosen: dict[int, float] = defaultdict(float)
    for month in life.months:
        made = Counter(visit.inspector for visit in month.planned)
        shares = fair_shares(month)
        for member, share in shares.items():
            plain[member] += made[member] - len(month.planned) / len(shares)
            chosen[member] += made[member] - share
    left = [m.id for m in life.months[-1].members if m.can_inspect]
    spreads = [
        max((debts[member] for member in left), default=0.0)
        - min((debts[member] for member in left), default=0.0)
        for debts in (plain, chosen)
    ]
    return min(spreads)


def fair_shares(month: Month) -> dict[int, float]:
    """How many of the month's visits fall to each able household, if all are shared evenly.

    None gets less than what the rules leave to nobody else.
    """
    able = [m for m in month.members if not m.away and m.can_inspect]
    total = len(month.planned)
    made = Counter(visit.inspector for visit in month.planned)
    if all(made[member.id] == 1 for member in able):
        return dict.fromkeys(made, 1.0)
    forced = {member.id: total - _visits_without(month, able, member) for member in able}
    left, open_to = float(total), set(forced)
    while True:
        share = left / max(1, len(open_to))
        bound = {member for member in open_to if forced[member] > share}
        if not bound:
            return {m: share if m in open_to else float(forced[m]) for m in forced}
        left -= sum(forced[member] for member in bound)
        open_to -= bound


def _visits_without(month: Month, able: Sequence[Member], absent: Member) -> int:
    """How many of the month's visits could be made if one of its inspectors stayed at home."""
    got = Counter(visit.inspected for visit in month.planned)
    inspectors = [member for member in able if member != absent]
    households = sorted(got)
    first, source, sink = len(inspectors), 0, len(inspectors) + len(households) + 1
    room = np.zeros((sink + 1, sink + 1), dtype=np.int32)
    for row, inspector in enumerate(inspectors, start=1):
        room[source, row] = inspector.visits_cap
        for column, household in enumerate(households, start=first + 1):
            pair = frozenset((inspector.id, household))
            room[row, column] = len(pair) == 2 and pair not in month.excluded
    for column, household in enumerate(households, start=first + 1):
        room[column, sink] = got[household]
    return int(maximum_flow(csr_matrix(room), source, sink).flow_value)
