"""What the sheets are told: frozen values, already in words, with no models behind them.

Every text may be of any length and may hold anything that a roster held; the sheets make it fit.
Words that the caller supplies (a premises kind, a reason) must be in the language the document is
printed in. The ``write_*`` functions consume their iterables with that language active, so a
generator that builds these values lazily gets it right by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Severity = Literal["critical", "major", "minor"]
State = Literal["all_met", "some_not_met", "could_not_check", "not_done"]
Size = Literal["normal", "large"]
PaperName = Literal["a4", "a5"]


@dataclass(frozen=True, slots=True)
class Party:
    """A household as neighbours know it: who answers for it, where it is, how to call."""

    name: str
    house_number: str = ""
    street: str = ""
    phone: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TeamHead:
    """Which team a sheet belongs to. ``team`` is its full label, such as "Tổ 12/1 số 7"."""

    team: str
    neighbourhood: str
    ward: str
    city: str
    leader_name: str
    leader_phone: str
    emergency_number: str


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One household goes to see another. ``code`` is the typeable code of that visit's page."""

    number: int
    inspector: Party
    inspected: Party
    code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentSheet:
    """Who goes to whom in one team's month. ``period`` is in words, such as "Tháng 12/2026"."""

    head: TeamHead
    period: str
    starts: date
    due: date
    lines: tuple[AssignmentLine, ...]
    reference: str
    link: str = ""
    checklist_version: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One question. A critical one can cost lives tonight and is marked among others."""

    code: str
    text: str
    critical: bool


@dataclass(frozen=True, slots=True)
class ChecklistGroup:
    """Questions under one heading, in the order of asking."""

    name: str
    lines: tuple[ChecklistLine, ...]


@dataclass(frozen=True, slots=True)
class OpenHazard:
    """A fault found on an earlier visit that nobody has yet seen fixed."""

    code: str
    text: str
    found: date
    due: date | None
    critical: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistSheet:
    """One visit on paper. ``link`` goes into the QR; ``short_code`` is the same way in, typed."""

    head: TeamHead
    period: str
    starts: date
    due: date
    inspector: Party
    inspected: Party
    groups: tuple[ChecklistGroup, ...]
    hazards: tuple[OpenHazard, ...]
    link: str
    short_code: str
    reference: str
    checklist_version: str


@dataclass(frozen=True, slots=True)
class TeamPack:
    """All the paper one team needs for a month. ``checklists`` is read once, in order."""

    assignment_sheet: AssignmentSheet
    checklists: Iterable[ChecklistSheet]

    @property
    def head(self) -> TeamHead:
        """Which team this is the paper of."""
        return self.assignment_sheet.head


@dataclass(frozen=True, slots=True)
class MissingVisit:
    """A visit that did not happen, with its cause in words (may be empty)."""

    inspector: Party
    inspected: Party
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """How many answers of the month were "chưa đạt", by severity."""

    critical: int = 0
    major: int = 0
    minor: int = 0


@dataclass(frozen=True, slots=True)
class OpenFaults:
    """How many faults are open on a day, how old the oldest is, how many are late, critical."""

    count: int = 0
    oldest_days: int = 0
    overdue: int = 0
    critical: int = 0


@dataclass(frozen=True, slots=True)
class HazardLine:
    """A fault still open at the end of the month; ``age_days`` since it was first found."""

    household: Party
    text: str
    severity: Severity
    found: date
    age_days: int
    due: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """How the month went for one household."""

    number: int
    household: Party
    inspector_name: str
    state: State
    not_met: int
    open_hazards: int


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month of the team's past: a short label such as "11/26" and its two counts."""

    label: str
    planned: int
    done: int


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """One team's month in figures. ``history`` is oldest first and may end with this month."""

    head: TeamHead
    period: str
    as_of: date
    planned: int
    done: int
    missing: tuple[MissingVisit, ...]
    findings: Findings
    hazards: tuple[HazardLine, ...]
    rows: tuple[HouseholdRow, ...]
    history: tuple[MonthPoint, ...]
    reference: str
    link: str = ""
    checklist_version: str = ""

    @property
    def faults(self) -> OpenFaults:
        """The faults still open, counted."""
        return OpenFaults(
            count=len(self.hazards),
            oldest_days=max((hazard.age_days for hazard in self.hazards), default=0),
            overdue=sum(hazard.overdue for hazard in self.hazards),
            critical=sum(hazard.severity == "critical" for hazard in self.hazards),
        )


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """A team that needs a call, with the reason in one sentence; in bold with critical hazards."""

    rank: int
    team: str
    neighbourhood: str
    leader_name: str
    leader_phone: str
    days_late: int
    missing: int
    planned: int
    open_critical: int
    reason: str


@dataclass(frozen=True, slots=True)
class OverdueList:
    """The officer's list for the meeting, worst first. ``area`` names the ward or city.

    ``total``: how many teams there are to call, of which ``lines`` are the first.
    """

    area: str
    as_of: date
    officer: str
    lines: tuple[OverdueLine, ...]
    emergency_number: str
    reference: str
    link: str = ""
    total: int = 0

    @property
    def beyond(self) -> bool:
        """Whether there are teams to call that the list leaves out."""
        return self.total > len(self.lines)


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """What came out: the number of pages written."""

    pages: int
