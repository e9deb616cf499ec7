"""How often honest teams raise a signal, and how soon the others do, on wards made up for it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from inspections.planning.integrity import Signal, SignalKind, faults, find_signals

from .worlds import (
    DISHONEST,
    FIRST_MONTH,
    MEMBERS,
    SMALLEST,
    TEAM_TEMPERS,
    Temper,
    World,
    make_world,
)

SPANS = (6, 12, 24)
SEEDS = (1, 2, 3)
TELLS = {
    Temper.TICKER: {SignalKind.NEVER_FINDS, SignalKind.TOO_FAST},
    Temper.COPIER: {SignalKind.SAME_ANSWERS},
    Temper.FRIENDS: {SignalKind.PAIR_PASSES},
    Temper.FILLER: {SignalKind.BURST, SignalKind.TOO_FAST, SignalKind.NEVER_FINDS},
    Temper.ALBUM: {SignalKind.REUSED_PHOTO},
}


def compare(teams: int) -> dict[str, Any]:
    """False alarms in wards where all are honest, alarms about the honest where some are not, and
    the share of each dishonest temper that is noticed after 6, 12 and 24 months.

    In teams of twelve, and under ``small_teams`` in the smallest that there are. Sums over the
    seeds 1 to 3. Raises RuntimeError when the checker finds fault with a result.
    """
    return _measure(teams, MEMBERS) | {"small_teams": _measure(teams, SMALLEST)}


def _measure(teams: int, members: int) -> dict[str, Any]:
    def worlds(dishonest_share: float) -> list[World]:
        return [
            make_world(
                teams=teams,
                months=max(SPANS),
                seed=seed,
                dishonest_share=dishonest_share,
                members=members,
            )
            for seed in SEEDS
        ]

    honest, mixed = worlds(0), worlds(0.1)
    return {
        "teams": teams * len(SEEDS),
        "inspectors": sum(len(world.tempers) for world in honest),
        "honest_wards": {f"{span}_months": _false_alarms(honest, span) for span in SPANS},
        "mixed_wards": {f"{span}_months": _false_alarms(mixed, span) for span in SPANS},
        "noticed": {f"{span}_months": _noticed(mixed, span) for span in SPANS},
    }


def signals_after(world: World, months: int) -> tuple[Signal, ...]:
    """The signals of a world's first ``months``; raises RuntimeError when they are faulty."""
    sheets = [sheet for sheet in world.sheets if sheet.month < FIRST_MONTH + months]
    signals = find_signals(sheets)
    wrong = faults(signals, sheets)
    if wrong:
        raise RuntimeError(f"faulty signals: {'; '.join(wrong[:3])}")
    return signals


def _false_alarms(worlds: list[World], span: int) -> dict[str, float]:
    """Alarms on people none of whom did anything, for a thousand honest inspectors (for a signal
    about a team: for a thousand honest teams)."""
    alarms: Counter[SignalKind] = Counter()
    people = teams = 0
    for world in worlds:
        bad = {key for key, temper in world.tempers.items() if temper in DISHONEST}
        bad_teams = {team for team, _member in bad}
        people += len(world.tempers) - len(bad)
        teams += len({team for team, _member in world.tempers} - bad_teams)
        for signal in signals_after(world, span):
            if signal.people:
                alarms[signal.kind] += not any((signal.team, one) in bad for one in signal.people)
            else:
                alarms[signal.kind] += signal.team not in bad_teams
    return {
        kind.value: round(1000 * alarms[kind] / (teams if kind is SignalKind.BURST else people), 2)
        for kind in SignalKind
    }


def _noticed(worlds: list[World], span: int) -> dict[str, float]:
    """Per temper, the share of its people (its teams, where a team is so as a whole) with a signal
    that tells of it."""
    noticed: Counter[Temper] = Counter()
    there: Counter[Temper] = Counter()
    for world in worlds:
        told = {
            (signal.kind, signal.team, one)
            for signal in signals_after(world, span)
            for one in (signal.people or (None,))
        }
        units = {
            (team, None if temper in TEAM_TEMPERS else member, temper)
            for (team, member), temper in world.tempers.items()
            if temper in DISHONEST
        }
        for team, member, temper in units:
            there[temper] += 1
            noticed[temper] += any(
                kind in TELLS[temper] and its_team == team and member in (None, one)
                for kind, its_team, one in told
            )
    return {
        temper.value: round(noticed[temper] / there[temper], 3)
        for temper in DISHONEST
        if there[temper]
    }
