"""Whole documents: many sheets, one file, written while they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from inspections.printing.assignment import draw_assignment_sheet
from inspections.printing.checklist import draw_checklist
from inspections.printing.document import Document
from inspections.printing.options import Options
from inspections.printing.values import ChecklistSheet, PrintedDocument, TeamHead, TeamPack
from inspections.printing.words import place

Draw = Callable[[Document, Any], int]


def write_document(
    out: BinaryIO,
    values: Iterable[Any],
    draw: Draw,
    *,
    title: str | Promise,
    subject: str | Promise = "",
    options: Options,
    turned: bool = False,
) -> PrintedDocument:
    """Draw each of ``values`` and write all as one PDF to ``out``, which needs ``write`` only.

    ``values`` is read once and lazily, with the document's language active; memory does not grow
    with its length. The outline has an entry for each value: its team or its area.
    """
    with override(options.language):
        document = Document(
            out,
            language=options.language,
            size=options.size,
            paper=options.paper,
            turned=turned,
        )
        document.describe(str(title), str(subject))
        for value in values:
            document.mark_section(_section(value))
            draw(document, value)
        return document.finish()


def draw_pack(document: Document, pack: TeamPack) -> int:
    """Add a team's assignment sheet and checklists to ``document``; return their pages."""
    pages = draw_assignment_sheet(document, pack.assignment_sheet)
    return pages + sum(draw_checklist(document, sheet) for sheet in pack.checklists)


def _section(value: Any) -> str:
    """What the outline calls a value: its team and where that is, or its area."""
    head: TeamHead | None = getattr(value, "head", None)
    return place(head) if head is not None else str(value.area)


def write_cards(
    out: BinaryIO, sheets: Iterable[ChecklistSheet], *, language: str
) -> PrintedDocument:
    """Write single checklists as one PDF to ``out``, with no assignment sheet before them."""
    return write_document(
        out,
        sheets,
        draw_checklist,
        title=_("Phiếu kiểm tra chéo"),
        subject=_("Phiếu kiểm tra của từng hộ"),
        options=Options(language),
    )
