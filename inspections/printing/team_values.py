"""What the sheets for a team's leader and households are told, beside those of the visit itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspections.printing.values import OpenHazard, Party, TeamHead


@dataclass(frozen=True, slots=True)
class MatrixHousehold:
    """One column: a household of the team and who comes to see it.

    ``inspectors`` are the numbers of other columns, or names of who has no column.
    """

    number: int
    household: Party
    inspectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One row: a question; ``asked`` tells for each column whether it is asked there."""

    code: str
    text: str
    critical: bool
    asked: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """Rows under one heading, in the order of asking."""

    name: str
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True, slots=True)
class MatrixSheet:
    """A team's whole month on one sheet: its households across, the questions down."""

    head: TeamHead
    period: str
    starts: date
    due: date
    households: tuple[MatrixHousehold, ...]
    groups: tuple[MatrixGroup, ...]
    reference: str
    checklist_version: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Tells one household who comes.

    ``answer_link`` and ``answer_code`` open its own page; empty while it has none.
    """

    head: TeamHead
    period: str
    starts: date
    due: date
    inspector: Party
    household: Party
    hazards: tuple[OpenHazard, ...]
    reference: str
    checklist_version: str
    answer_link: str = ""
    answer_code: str = ""


@dataclass(frozen=True, slots=True)
class NoticePack:
    """The notices of one team, which share sheets of paper; none where nobody is visited."""

    head: TeamHead
    period: str
    notices: tuple[Notice, ...]
    reference: str
    checklist_version: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What one inspector looks after at one home. ``link`` and ``short_code`` open that visit."""

    inspector: Party
    inspected: Party
    hazards: tuple[OpenHazard, ...]
    link: str
    short_code: str
    reference: str


@dataclass(frozen=True, slots=True)
class FollowUpSheet:
    """The faults that a team carries into a month; a visit without any has no follow-up."""

    head: TeamHead
    period: str
    starts: date
    due: date
    visits: tuple[FollowUp, ...]
    reference: str
    checklist_version: str


@dataclass(frozen=True, slots=True)
class LinkCard:
    """One inspector's way to one home's page: as a QR code, and typed."""

    inspector: Party
    inspected: Party
    link: str
    short_code: str
    reference: str


@dataclass(frozen=True, slots=True)
class LinkCards:
    """The cards of one team's month, to be cut apart and handed out."""

    head: TeamHead
    period: str
    due: date
    cards: tuple[LinkCard, ...]
    reference: str
    checklist_version: str


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One member of a team. ``role`` is in words and empty for most."""

    number: int
    household: Party
    role: str
    joined: date


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """Who belongs to a team on a day, for its leader's own file."""

    head: TeamHead
    as_of: date
    founded: date
    founding_document: str
    lines: tuple[RosterLine, ...]
    reference: str
    link: str = ""
