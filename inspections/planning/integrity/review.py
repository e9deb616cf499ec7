"""All signals of a ward, and the sample of homes that an officer is asked to see again."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .rates import FindingRates
from .sameness import repeated_answers, reused_photos
from .silence import never_finding, passing_pairs
from .timing import bursts, too_fast
from .values import DEFAULT_INTEGRITY, IntegrityParams, Sheet, Signal


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
    far peers and officers agree in general, and nobody on the list is thereby suspected. The rest
    are drawn from sheets of teams with signals, one a signal first. Raises ValueError for a share
    outside 0 to 1 or a negative size.
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
    for sheet, mine in _signalled(pool, signals):
        if len(chosen) >= size:
            break
        chosen.setdefault(sheet.inspected, Recheck(sheet.id, sheet.team, sheet.inspected, mine))
    result = list(chosen.values())
    draw.shuffle(result)
    return tuple(result)


def _signalled(
    pool: Sequence[Sheet], signals: Sequence[Signal]
) -> list[tuple[Sheet, tuple[Signal, ...]]]:
    """Sheets that a signal points at, those with most signals first; then others of such teams."""
    pointed = []
    for sheet in pool:
        mine = tuple(
            signal
            for signal in signals
            if signal.team == sheet.team
            and (sheet.id in signal.sheets or sheet.inspector in signal.people)
        )
        if mine:
            pointed.append((sheet, mine))
    return sorted(pointed, key=lambda pair: -len(pair[1]))
