"""Sheets that came too quickly to have been walked for."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from .values import IntegrityParams, Sheet, Signal, SignalKind


def bursts(sheets: Sequence[Sheet], params: IntegrityParams) -> Iterator[Signal]:
    """Months in which many of a team's sheets were finished within ``burst_seconds``.

    What counts is when the phone took the last answer; a shared phone sends a whole alley's sheets
    at once when it finds a signal. Only where that is unknown does the arrival stand for it.
    Paper, which a leader types in by the pile, has neither. Of a team smaller than
    ``burst_sheets`` all have to be there, and no fewer than ``burst_least``.
    """
    sizes = _team_sizes(sheets)
    by_month: dict[tuple[int, int], list[tuple[datetime, Sheet]]] = defaultdict(list)
    for sheet in sheets:
        moment = finished_at(sheet)
        if moment is not None:
            by_month[sheet.team, sheet.month].append((moment, sheet))
    window = timedelta(seconds=params.burst_seconds)
    for (team, _month), timed in by_month.items():
        timed.sort(key=lambda pair: (pair[0], pair[1].id))
        best = _fullest(timed, window)
        needed = min(params.burst_sheets, max(params.burst_least, sizes[team]))
        if len({sheet.inspector for sheet in best}) >= needed:
            ids = tuple(sorted(sheet.id for sheet in best))
            yield Signal(SignalKind.BURST, team, (), ids, len(ids))


def _team_sizes(sheets: Sequence[Sheet]) -> dict[int, int]:
    """Per team the most inspectors that it had in one month, those on paper with them."""
    inspectors: dict[tuple[int, int], set[int]] = defaultdict(set)
    for sheet in sheets:
        inspectors[sheet.team, sheet.month].add(sheet.inspector)
    sizes: dict[int, int] = defaultdict(int)
    for (team, _month), mine in inspectors.items():
        sizes[team] = max(sizes[team], len(mine))
    return sizes


def finished_at(sheet: Sheet) -> datetime | None:
    """When the sheet was finished, as far as is known; None for paper."""
    if sheet.arrived_at is None:
        return None
    return sheet.done_at or sheet.arrived_at


def _fullest(timed: Sequence[tuple[datetime, Sheet]], window: timedelta) -> list[Sheet]:
    """The most sheets that end within any stretch of ``window``, the first of equals."""
    best: tuple[int, int] = (0, 0)
    start = 0
    for end in range(len(timed)):
        while timed[end][0] - timed[start][0] > window:
            start += 1
        if end + 1 - start > best[1] - best[0]:
            best = (start, end + 1)
    return [sheet for _moment, sheet in timed[best[0] : best[1]]]


def too_fast(sheets: Sequence[Sheet], params: IntegrityParams) -> Iterator[Signal]:
    """Inspectors with several sheets quicker than reading the items, or walking between homes."""
    by_inspector: dict[tuple[int, int], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_inspector[sheet.team, sheet.inspector].append(sheet)
    for (team, inspector), mine in by_inspector.items():
        fast = {sheet.id for sheet in mine if _read_too_fast(sheet, params)}
        fast |= _walked_too_fast(mine, params)
        if len(fast) >= params.fast_sheets:
            ids = tuple(sorted(fast))
            yield Signal(SignalKind.TOO_FAST, team, (inspector,), ids, len(ids))


def _read_too_fast(sheet: Sheet, params: IntegrityParams) -> bool:
    return sheet.seconds is not None and sheet.seconds < sheet.asked * params.seconds_per_item


def _walked_too_fast(sheets: Sequence[Sheet], params: IntegrityParams) -> set[int]:
    """Ids of sheets finished too soon after the one before, at another home."""
    timed = sorted(
        (
            (sheet.done_at, sheet.id, sheet.place, sheet)
            for sheet in sheets
            if sheet.done_at is not None and sheet.place is not None
        ),
        key=lambda each: each[:2],
    )
    fast = set()
    for (left, _, here, before), (arrived, _, there, after) in pairwise(timed):
        walk = math.dist(here, there) / params.walk_metres_per_second
        needed = walk + after.asked * params.seconds_per_item
        if before.inspected != after.inspected and (arrived - left).total_seconds() < needed:
            fast.add(after.id)
    return fast
