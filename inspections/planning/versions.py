"""Two versions of one result, and where they differ.

A visit may reach us by phone and on paper. Whether both say the same decides whether the second
is a repetition, a correction, or has to wait until somebody compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspections.planning.answers import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What one arrival says: ``answers`` and ``notes`` by item code, or the ``obstacle``."""

    done_on: date
    answers: Mapping[str, Answer] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    obstacle: str = ""
    revisit_on: date | None = None

    @property
    def completed(self) -> bool:
        return not self.obstacle


class Judgement(StrEnum):
    """What an arrival is beside the version that is held true."""

    TAKE = "take"  # it becomes the version that is held true
    SAME = "same"  # it says nothing new
    WAIT = "wait"  # somebody has to compare the two


def judge(held: Version | None, arrived: Version, *, same_way: bool) -> Judgement:
    """Whether an arrival replaces the version held, repeats it, or contradicts it.

    ``same_way``: both came by phone, or both on paper; then the later one corrects the earlier.
    A visit that took place follows one that was tried in vain, whichever way each came.
    """
    if held is None:
        return Judgement.TAKE
    if held == arrived or (not same_way and held.completed and not differences(held, arrived)):
        return Judgement.SAME
    if same_way or not held.completed:
        return Judgement.TAKE
    return Judgement.WAIT


def differences(held: Version, arrived: Version) -> tuple[str, ...]:
    """Where ``arrived`` says something other than ``held``; nothing where it repeats it.

    Item codes in order, then ``done_on``, ``obstacle``, ``remark``. What ``arrived`` leaves out,
    an item that its older paper does not ask or a note, is no difference.
    """
    codes = [code for code in sorted(arrived.answers) if _differs(held, arrived, code)]
    fields = [
        name
        for name, differs in (
            ("done_on", held.done_on != arrived.done_on),
            ("obstacle", held.obstacle != arrived.obstacle),
            ("remark", bool(arrived.remark) and held.remark != arrived.remark),
        )
        if differs
    ]
    return (*codes, *fields)


def _differs(held: Version, arrived: Version, code: str) -> bool:
    note = arrived.notes.get(code, "")
    return arrived.answers[code] is not held.answers.get(code) or (
        bool(note) and note != held.notes.get(code, "")
    )
