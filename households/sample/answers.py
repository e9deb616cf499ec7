"""Last month's results, made up: what an inspector could have ticked and noted."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from .notes import NOTES

# How often a careless household fails an item, by severity: what can kill is rarer.
_CARELESS: Mapping[str, float] = MappingProxyType({"critical": 0.16, "major": 0.30, "minor": 0.45})
# What remains in the most careful one.
_CAREFUL = 0.002
_NOT_APPLICABLE = 0.04
_UNSEEN = 0.06


def sample_answers(severities: Mapping[str, str], *, seed: int, diligence: float) -> dict[str, str]:
    """``pass``, ``fail``, ``na`` or ``unseen`` for each item code, given its severity.

    ``diligence`` runs from 0, a household that leaves much undone, to 1, one that leaves hardly
    anything. An item's answer depends on seed, diligence and its own code alone, so the same
    household answers alike on the short list and on the full one.
    Raises ValueError for a diligence outside 0 to 1 or a severity that is not known.
    """
    if not 0 <= diligence <= 1:
        raise ValueError(f"diligence must be 0 to 1, not {diligence}")
    return {code: _answer(code, severity, seed, diligence) for code, severity in severities.items()}


def _answer(code: str, severity: str, seed: int, diligence: float) -> str:
    if severity not in _CARELESS:
        raise ValueError(f"{code}: no severity {severity!r}")
    fails = _CAREFUL + (1 - diligence) * _CARELESS[severity]
    roll = Random(f"answer {seed} {code}").random()
    for answer, share in (
        ("fail", fails),
        ("na", _NOT_APPLICABLE),
        ("unseen", _UNSEEN * (1 - diligence)),
    ):
        if roll < share:
            return answer
        roll -= share
    return "pass"


def sample_note(code: str, *, seed: int = 0) -> str:
    """What a neighbour could write beside a failed item; "" for a code of no known group."""
    sentences = NOTES.get(code) or NOTES.get(code.split("-")[0])
    return Random(f"note {seed} {code}").choice(sentences) if sentences else ""
