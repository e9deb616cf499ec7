"""All signals of a ward, and the sample of homes that an officer is asked to see again."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .rates import FindingRates
from .sameness import repeated_answers, reused_photos
from .silence import never_finding, passing_pairs
from .timing import bursts, too_fast
from .values import DEFAULT_INTEGRITY, IntegrityParams, Sheet, Signal, SignalKind


def find_signals(
    sheets: Iterable[Sheet], *, params: IntegrityParams = DEFAULT_INTEGRITY
) -> tuple[Signal, ...]:
    """Every signal of a ward's sheets, by team, kind and people. Any order in, the same out.

    The more months and teams come in together, the better the rates that they are held against.
    """
    ordered = sorted(sheets, key=lambda sheet: sheet.id)
    rates = FindingRates(ordered, params)
    signals = (
        *bursts(ordered, params),
        *too_fast(ordered, params),
        *repeated_answers(ordered, params),
        *never_finding(ordered, rates, params),
        *passing_pairs(ordered, rates, params),
        *reused_photos(ordered, params),
    )
    return tuple(sorted(signals, key=lambda one: (one.team, one.kind, one.people, one.sheets)))


def signals_of_month(
    signals: Iterable[Signal], sheets: Iterable[Sheet], *, month: int
) -> tuple[Signal, ...]:
    """Those that rest on a sheet of this month, in their order.

    What was like that once and is no more is nobody's business: neither those who now go and look
    nor those who have left are asked about it.
    """
    fresh = {sheet.id for sheet in sheets if sheet.month == month}
    return tuple(signal for signal in signals if not fresh.isdisjoint(signal.sheets))


@dataclass(frozen=True, slots=True)
class Recheck:
    """One home to see again. ``signals`` is empty for a home drawn by chance."""

    sheet: int
    team: int
    household: int
    signals: tuple[Signal, ...] = ()


def draw_rechecks(
    sheets: Iterable[Sheet],
    signals: Sequence[Signal],
    *,
    month: int,
    size: int,
    seed: int,
    random_share: float = 0.5,
) -> tuple[Recheck, ...]:
    """At most ``size`` of a month's sheets to see again, each home once, in mixed order.

    ``random_share`` of them are drawn by chance from all sheets of the month: only these tell how
    far peers and officers agree in general, and nobody on the list is thereby suspected. For the
    rest the kinds of signals take turns, and within a kind the signals, so that one busy team
    does not hide the others. Raises ValueError for a share outside 0 to 1 or a negative size.
    """
    if not 0 <= random_share <= 1 or size < 0:
        raise ValueError("random_share must be 0 to 1 and size 0 or more")
    draw = random.Random(f"rechecks {seed} {month}")
    pool = sorted((each for each in sheets if each.month == month), key=lambda each: each.id)
    draw.shuffle(pool)
    by_chance = min(round(size * random_share), len(pool))
    chosen: dict[int, Recheck] = {}
    for sheet in pool:
        if len(chosen) == by_chance:
            break
        chosen.setdefault(sheet.inspected, Recheck(sheet.id, sheet.team, sheet.inspected))
    turns = _turns(pool, signals, draw)
    while turns and len(chosen) < size:
        _take_turn(turns, chosen, signals)
    result = list(chosen.values())
    draw.shuffle(result)
    return tuple(result)


Turns = deque[deque[list[Sheet]]]  # per kind, per signal, the sheets that it points at


def _turns(pool: Sequence[Sheet], signals: Iterable[Signal], draw: random.Random) -> Turns:
    """Kinds and signals in an order by chance."""
    by_kind: dict[SignalKind, list[list[Sheet]]] = defaultdict(list)
    for signal in sorted(signals, key=lambda one: (one.kind, one.team, one.people, one.sheets)):
        by_kind[signal.kind].append([sheet for sheet in pool if _points_at(signal, sheet)])
    kinds = list(by_kind.values())
    for mine in kinds:
        draw.shuffle(mine)
    draw.shuffle(kinds)
    return deque(map(deque, kinds))


def _take_turn(turns: Turns, chosen: dict[int, Recheck], signals: Sequence[Signal]) -> None:
    """One home for the signal whose turn it is; one that has none left drops out."""
    kind = turns.popleft()
    sheets = kind.popleft()
    fresh = next((sheet for sheet in sheets if sheet.inspected not in chosen), None)
    if fresh is not None:
        mine = tuple(signal for signal in signals if _points_at(signal, fresh))
        chosen[fresh.inspected] = Recheck(fresh.id, fresh.team, fresh.inspected, mine)
        kind.append(sheets)
    if kind and fresh is not None:
        turns.append(kind)
    elif kind:
        turns.appendleft(kind)


def _points_at(signal: Signal, sheet: Sheet) -> bool:
    mine = sheet.id in signal.sheets or sheet.inspector in signal.people
    return mine and signal.team == sheet.team
