"""What is measured on the lives of teams. All times are operating months."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from inspections.planning.rotation.circuits import find_circuits
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
    """Largest difference, between members, of visits planned beyond the fair share."""
    debts: dict[int, float] = defaultdict(float)
    for month in life.months:
        able = [m.id for m in month.members if not m.away and m.can_inspect]
        made = Counter(visit.inspector for visit in month.planned)
        for member in able:
            debts[member] += made[member] - len(month.planned) / len(able)
    left = {m.id for m in life.months[-1].members if m.can_inspect}
    values = [debts[member] for member in left]
    return max(values, default=0) - min(values, default=0)
