"""Answers to a checklist, packed into one letter per item.

A ward of 6,000 households answers 18 items or more each month; one short string per inspection
keeps ten years of that affordable, and the checklist version tells which letter is which item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

NOT_ASKED = "."


class Answer(StrEnum):
    """What the inspector found. UNSEEN never counts as a pass; CORRECTED counts as found."""

    PASS = "P"  # noqa: S105  (not a password)
    FAIL = "F"
    NOT_APPLICABLE = "N"
    UNSEEN = "U"
    CORRECTED = "S"  # sửa ngay: found wrong, and put right before the inspector left

    @property
    def found(self) -> bool:
        """Whether something was wrong when the inspector came."""
        return self in (Answer.FAIL, Answer.CORRECTED)

    @property
    def sound(self) -> bool:
        """Whether the inspector left it in order."""
        return self in (Answer.PASS, Answer.CORRECTED)


def count_found(packed: str) -> int:
    """How many items of a packed result were found wrong, put right at once or not."""
    return sum(packed.count(answer.value) for answer in Answer if answer.found)


def pack_answers(codes: Sequence[str], answers: Mapping[str, Answer]) -> str:
    """One letter per code, in the order of ``codes``; raises ValueError for a code not listed."""
    unknown = set(answers) - set(codes)
    if unknown:
        raise ValueError(f"not on this checklist: {', '.join(sorted(unknown))}")
    return "".join(answers[code].value if code in answers else NOT_ASKED for code in codes)


def unpack_answers(codes: Sequence[str], packed: str) -> dict[str, Answer]:
    """The inverse of ``pack_answers``; raises ValueError when the lengths differ."""
    return {
        code: Answer(letter)
        for code, letter in zip(codes, packed, strict=True)
        if letter != NOT_ASKED
    }
