"""A row of the pile: one sheet, typed in short, beside its eleven neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspections.forms.paper import PaperForm
from inspections.forms.visit import Line
from inspections.models import Source, Submission
from inspections.queries.pile import PileSheet

TICKS = ("seen", "signed")
TYPED = ("done_on", "exceptions", "obstacle", "revisit_on", "remark")


@dataclass
class PileRow:
    """One sheet with its form. ``stored`` once it was saved by this sending."""

    sheet: PileSheet
    form: PaperForm
    data: Mapping[str, Any] | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    stored: Submission | None = None

    @property
    def key(self) -> str:
        return str(self.sheet.assignment.pk)

    @property
    def touched(self) -> bool:
        """Whether anything was typed or ticked in the row."""
        names = [*TICKS, *TYPED, *(line.answer.name for line in self.hazards)]
        data = self.data or {}
        return any(str(data.get(f"{self.key}-{name}", "")).strip() for name in names)

    @property
    def hazards(self) -> list[Line]:
        """What was wrong last time: each is asked for by itself."""
        return [line for line in self.form.lines() if line.hazard]

    @property
    def is_in(self) -> bool:
        """Whether its sheet has been typed in; a result by phone does not make it so."""
        inspection = self.sheet.inspection
        return self.stored is not None or (
            inspection is not None and (inspection.source != Source.PHONE or self.sheet.waits)
        )

    def collect_problems(self) -> None:
        """Take over what the form refuses, each sentence with the id of its field."""
        for name, errors in self.form.errors.items():
            shown = name if name in self.form.fields else "done_on"
            target = self.form[shown].id_for_label or f"row-{self.key}"
            label = "" if name in ("__all__", "client_id") else f"{self.form[shown].label}: "
            if name.startswith("a_"):
                label = f"{name[2:]}: "
            self.problems += [(target, f"{label}{error}") for error in errors]


def pile_row(
    sheet: PileSheet, data: Mapping[str, Any] | None, *, on: date, is_late: bool = False
) -> PileRow:
    """The row of a sheet; nothing stands in it before it is typed, not even a day."""
    form = PaperForm(
        sheet.items,
        data,
        on=on,
        is_late=is_late,
        prefix=str(sheet.assignment.pk),
        initial={"done_on": None},
        hazards=sheet.hazards,
    )
    return PileRow(sheet, form, data)
