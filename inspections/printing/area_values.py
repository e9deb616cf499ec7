"""What the summary of an area over a period is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspections.printing.values import Findings, MonthPoint, OpenFaults, Severity


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """One period in numbers. ``words`` names it, such as "Quý IV/2026".

    ``open_faults`` are those open on the last day of the period, or on the day of printing; the
    same day has ``teams_there`` in ``places`` neighbourhoods. ``teams``: those with a round.
    """

    words: str
    places: int
    teams_there: int
    teams: int
    planned: int
    done: int
    could_not_check: int
    findings: Findings
    fixed: int
    open_faults: int

    @property
    def missing(self) -> int:
        """Visits planned that were not made."""
        return max(self.planned - self.done, 0)

    @property
    def percent(self) -> int | None:
        """Visits made of those planned, rounded down; None when none was planned."""
        return 100 * self.done // self.planned if self.planned else None


@dataclass(frozen=True, slots=True)
class AgeCount:
    """Open faults of one age, which is said in words."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question's faults: found in the period, open at its end, the oldest of these in days."""

    code: str
    text: str
    severity: Severity
    found: int
    open_faults: int
    oldest_days: int | None


@dataclass(frozen=True, slots=True)
class PartLine:
    """A team or a ward. ``rank`` is shared by those with the same share of visits made."""

    rank: int
    name: str
    place: str
    planned: int
    done: int
    found: int
    open_faults: int


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """An area over a period, with the same period of the year before beside it.

    ``before`` is None when nothing is known of it. ``months`` and ``months_before`` have the same
    length, oldest first. ``parts_title`` says what the parts are: teams or wards.
    """

    area: str
    place: str
    title: str
    starts: date
    ends: date
    as_of: date
    now: PeriodCount
    before: PeriodCount | None
    months: tuple[MonthPoint, ...]
    months_before: tuple[MonthPoint, ...]
    faults: OpenFaults
    ages: tuple[AgeCount, ...]
    items: tuple[ItemLine, ...]
    parts_title: str
    parts: tuple[PartLine, ...]
    emergency_number: str
    reference: str
    link: str = ""
    checklist_version: str = ""
