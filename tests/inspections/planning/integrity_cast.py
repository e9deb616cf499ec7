"""Sheets of a few teams, honest ones and such as nobody walked for."""

import random
from datetime import UTC, datetime, timedelta

from inspections.planning.integrity import (
    IntegrityParams,
    Sheet,
    faults,
    find_signals,
)

EVENING = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)
NOVEMBER = 2026 * 12 + 10
CLEAN = "P" * 12
MARKED = "PPFPPNPPPPPU"


def sheet(number, *, inspector=1, inspected=2, month=NOVEMBER, answers=CLEAN, **more):
    return Sheet(number, 1, month, inspector, inspected, "core", answers, **more)


def kinds(sheets, **limits):
    signals = find_signals(sheets, params=IntegrityParams(**limits))
    assert faults(signals, sheets, params=IntegrityParams(**limits)) == ()
    return {signal.kind for signal in signals}


def a_team_at(moments, **more):
    """One sheet an inspector, finished at the given seconds of one evening."""
    return [
        sheet(
            number,
            inspector=number,
            inspected=number + 1,
            arrived_at=EVENING + timedelta(seconds=second),
            **more,
        )
        for number, second in enumerate(moments, start=1)
    ]


def homes_with_faults(months=24, *, found=lambda draw: draw.random() < 0.5):
    """A team of twelve in which eleven find something about every other time."""
    draw = random.Random(11)
    return [
        sheet(
            month * 100 + place,
            inspector=place,
            inspected=(place + 1 + month % 11) % 12,
            month=NOVEMBER - months + month,
            answers=MARKED if place and found(draw) else CLEAN,
        )
        for month in range(months)
        for place in range(12)
    ]
