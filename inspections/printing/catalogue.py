"""Every sheet there is: what it is called, what it is made for, how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firesafety.months import Month
from inspections.printing.assignment import draw_assignment_sheet
from inspections.printing.checklist_packs import assignment_sheets, checklist_packs
from inspections.printing.options import Options
from inspections.printing.parts import Progress, no_progress
from inspections.printing.summary import draw_summary
from inspections.printing.summary_packs import summary_sheets
from inspections.printing.values import PaperName, PrintedDocument, Size
from inspections.printing.writers import Draw, draw_pack, write_document

# (subject, month, options, *, on, progress) → the frozen values, one sheet each, made lazily.
Values = Callable[..., Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of sheet, for teams or for an area.

    ``sizes`` and ``papers`` are what it comes in, the ordinary one first; ``scoped`` tells whether
    the choice of questions means anything to it, ``turned`` whether the paper lies on its side.
    """

    name: str
    title: Promise
    per: Literal["team", "area"]
    values: Values
    draw: Draw
    sizes: tuple[Size, ...] = ("normal",)
    papers: tuple[PaperName, ...] = ("a4",)
    scoped: bool = False
    turned: bool = False

    def fitting(self, options: Options) -> Options:
        """The options that this sheet comes in, as near to those asked for as there are."""
        return replace(
            options,
            size=options.size if options.size in self.sizes else self.sizes[0],
            paper=options.paper if options.paper in self.papers else self.papers[0],
            scope=options.scope if self.scoped else "round",
        )

    def write(
        self,
        out: BinaryIO,
        subject: Any,
        month: Month,
        options: Options,
        *,
        on: date,
        progress: Progress = no_progress,
    ) -> PrintedDocument:
        """Write the month's sheets of ``subject``, a sequence of teams or an area, as one PDF."""
        wanted = self.fitting(options)
        values = self.values(subject, month, wanted, on=on, progress=progress)
        return write_document(
            out,
            values,
            self.draw,
            title=self.title,
            subject=str(month),
            options=wanted,
            turned=self.turned,
        )


SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        Sheet(
            "checklists",
            _("Phân công và phiếu kiểm tra"),
            "team",
            checklist_packs,
            draw_pack,
            sizes=("normal", "large"),
            papers=("a4", "a5"),
            scoped=True,
        ),
        Sheet(
            "assignments",
            _("Phân công kiểm tra chéo"),
            "team",
            assignment_sheets,
            draw_assignment_sheet,
            sizes=("normal", "large"),
            papers=("a4", "a5"),
        ),
        Sheet("summaries", _("Tổng hợp tháng"), "team", summary_sheets, draw_summary),
    )
}
