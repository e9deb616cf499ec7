"""The checker beside the makers: what is wrong with a set of signals, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from .values import DEFAULT_INTEGRITY, IntegrityParams, Sheet, Signal, SignalKind

WITH_CHANCE = {SignalKind.SAME_ANSWERS, SignalKind.NEVER_FINDS, SignalKind.PAIR_PASSES}


def faults(
    signals: Sequence[Signal],
    sheets: Iterable[Sheet],
    *,
    params: IntegrityParams = DEFAULT_INTEGRITY,
) -> tuple[str, ...]:
    """Signals that stand twice or rest on what is not there; empty when right."""
    by_id = {sheet.id: sheet for sheet in sheets}
    times = Counter((one.kind, one.team, one.people, one.sheets) for one in signals)
    found = [f"{key[0]} of team {key[1]} stands twice" for key, n in times.items() if n > 1]
    for signal in signals:
        found += [
            f"{signal.kind} of team {signal.team} {what}" for what in _of(signal, by_id, params)
        ]
    return tuple(found)


def _of(signal: Signal, by_id: dict[int, Sheet], params: IntegrityParams) -> list[str]:
    missing = [each for each in signal.sheets if each not in by_id]
    if missing:
        return [f"rests on sheets that are not there: {missing}"]
    mine = [by_id[each] for each in signal.sheets]
    found = []
    if len(mine) < 2:
        found.append("rests on fewer than two sheets")
    if {sheet.team for sheet in mine} != {signal.team}:
        found.append("rests on another team's sheets")
    if signal.people and not {sheet.inspector for sheet in mine} <= set(signal.people):
        found.append("names other people than its sheets do")
    if (signal.chance is not None) != (signal.kind in WITH_CHANCE):
        found.append("has a chance where none can be known, or lacks it")
    if signal.chance is not None and not 0 <= signal.chance < params.alpha:
        found.append("is too likely to be chance")
    silent = signal.kind in (SignalKind.NEVER_FINDS, SignalKind.PAIR_PASSES)
    if silent and any(sheet.found for sheet in mine):
        found.append("is said to have found nothing, and found something")
    return found
