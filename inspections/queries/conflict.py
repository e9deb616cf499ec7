"""Results that reached us twice and say different things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from inspections.models import ChecklistItem, Inspection, Submission
from inspections.planning.answers import Answer
from inspections.planning.versions import Version, differences
from inspections.queries.version import read_version, waiting_submission
from inspections.queries.visit import whole_checklist


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One item as each version has it; an answer is None where the version does not have it."""

    item: ChecklistItem
    held: Answer | None
    held_note: str
    arrived: Answer | None
    arrived_note: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """The version held true, the one that waits, and every item side by side."""

    inspection: Inspection
    waiting: Submission
    held: Version
    arrived: Version
    lines: tuple[ConflictLine, ...]
    differences: tuple[str, ...]

    @property
    def differing(self) -> tuple[ConflictLine, ...]:
        return tuple(line for line in self.lines if line.differs)

    @property
    def agreeing(self) -> tuple[ConflictLine, ...]:
        return tuple(line for line in self.lines if not line.differs)

    @property
    def fingerprint(self) -> str:
        """Names the two versions, so that what is decided is what was seen."""
        return f"{self.inspection.revision}-{self.waiting.revision}"

    @property
    def days(self) -> tuple[date, date]:
        return self.held.done_on, self.arrived.done_on


def conflict_of(inspection: Inspection) -> Conflict | None:
    """The two versions of a result, or None where none waits. Two queries at most."""
    waiting = waiting_submission(inspection)
    if waiting is None:
        return None
    items = whole_checklist(inspection.assignment)
    codes = [item.code for item in items]
    held, arrived = read_version(inspection, codes), read_version(waiting, codes)
    different = differences(held, arrived)
    return Conflict(
        inspection,
        waiting,
        held,
        arrived,
        tuple(
            ConflictLine(
                item,
                held.answers.get(item.code),
                held.notes.get(item.code, ""),
                arrived.answers.get(item.code),
                arrived.notes.get(item.code, ""),
                # What the paper does not ask, or a visit that was not made, answers nothing.
                item.code in different,
            )
            for item in items
            if item.code in held.answers or item.code in arrived.answers
        ),
        different,
    )


def waiting_conflicts() -> QuerySet[Submission]:
    """Submissions that wait to be compared with what is held."""
    return Submission.objects.filter(standing=Submission.Standing.WAITING)
