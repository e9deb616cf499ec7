"""Those who never find anything, where others do; and pairs that always pass each other.

Each visit that finds nothing at a home where others find something in a share p of their visits
has the probability 1 − λp for an inspector who finds at least the part λ (``leniency``) of what
others find. The homes change from month to month, so the visits multiply.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from .rates import FindingRates
from .values import IntegrityParams, Sheet, Signal, SignalKind


def never_finding(
    sheets: Sequence[Sheet], rates: FindingRates, params: IntegrityParams
) -> Iterator[Signal]:
    """Inspectors all of whose sheets pass everything, where that is hardly chance."""
    by_inspector: dict[tuple[int, int], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_inspector[sheet.team, sheet.inspector].append(sheet)
    for (team, inspector), mine in by_inspector.items():
        if len(mine) < 2 or any(sheet.found for sheet in mine):
            continue
        chance = chance_of_nothing(mine, rates, params, without=(inspector,))
        if chance < params.alpha:
            yield _signal(SignalKind.NEVER_FINDS, team, (inspector,), mine, chance)


def passing_pairs(
    sheets: Sequence[Sheet], rates: FindingRates, params: IntegrityParams
) -> Iterator[Signal]:
    """Pairs that inspected each other again and again and never found anything.

    Those who never find anything at all are no pair: they have a signal of their own.
    """
    finders = {(sheet.team, sheet.inspector) for sheet in sheets if sheet.found}
    by_pair: dict[tuple[int, int, int], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        low, high = sorted((sheet.inspector, sheet.inspected))
        by_pair[sheet.team, low, high].append(sheet)
    for (team, *pair), mine in by_pair.items():
        both = {sheet.inspector for sheet in mine} == set(pair)
        if not both or len(mine) < params.pair_sheets or any(sheet.found for sheet in mine):
            continue
        if not all((team, one) in finders for one in pair):
            continue
        chance = chance_of_nothing(mine, rates, params, without=pair)
        if chance < params.alpha:
            yield _signal(SignalKind.PAIR_PASSES, team, tuple(pair), mine, chance)


def chance_of_nothing(
    sheets: Iterable[Sheet],
    rates: FindingRates,
    params: IntegrityParams,
    *,
    without: Collection[int],
) -> float:
    """The probability that an honest, mild inspector finds nothing on all of ``sheets``."""
    return math.prod(
        1 - params.leniency * rates.of_home(sheet, without=without) for sheet in sheets
    )


def _signal(
    kind: SignalKind, team: int, people: tuple[int, ...], sheets: Sequence[Sheet], chance: float
) -> Signal:
    ids = tuple(sorted(sheet.id for sheet in sheets))
    return Signal(kind, team, tuple(sorted(people)), ids, len(ids), chance)
