"""The kinds of paper that a whole ward can ask for: what each is called and how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, cast

from django.utils.functional import Promise

from firesafety.months import Month
from households.models import Team
from inspections.models import PrintJob
from inspections.printing.checklist_packs import checklist_packs
from inspections.printing.packs import write_pages
from inspections.printing.parts import Progress
from inspections.printing.values import PrintedDocument, Size
from inspections.printing.writers import write_checklists


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. ``teams_per_part`` makes a part of some 300 pages at most; ``options`` names
    those of a request's options that change its pages."""

    name: str
    label: str | Promise
    teams_per_part: int
    options: frozenset[str] = frozenset()

    def kept(self, options: Mapping[str, str]) -> dict[str, str]:
        """The options that matter here: two requests that differ in others are the same."""
        return {name: value for name, value in options.items() if name in self.options}


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            PrintJob.What.CHECKLISTS.value,
            PrintJob.What.CHECKLISTS.label,
            teams_per_part=10,
            options=frozenset({"size"}),
        ),
        Kind(PrintJob.What.SUMMARIES.value, PrintJob.What.SUMMARIES.label, teams_per_part=120),
    )
}


def kind_label(name: str) -> str:
    """What a kind is called; its name where it is no longer offered."""
    return str(KINDS[name].label) if name in KINDS else name


def write_kind(
    out: BinaryIO,
    teams: Sequence[Team],
    month: Month,
    *,
    what: str,
    language: str,
    options: Mapping[str, str],
    on: date,
    progress: Progress = lambda done: None,
) -> PrintedDocument:
    """Write one kind of paper of ``teams`` to ``out``; raises LookupError for an unknown one."""
    kind = KINDS[what]
    size = kind.kept(options).get("size", "normal")
    if what == PrintJob.What.CHECKLISTS and size != "normal":
        packs = checklist_packs(teams, month, on=on, progress=progress)
        return write_checklists(out, packs, language=language, size=cast(Size, size))
    return write_pages(out, teams, month, what=what, language=language, on=on, progress=progress)
