"""Whole documents: many sheets, one file, written while they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from inspections.printing.assignment import draw_assignment_sheet
from inspections.printing.checklist import draw_checklist
from inspections.printing.document import Document
from inspections.printing.overdue import draw_overdue_list
from inspections.printing.summary import draw_summary
from inspections.printing.values import (
    ChecklistSheet,
    OverdueList,
    PrintedDocument,
    Size,
    SummarySheet,
    TeamPack,
)
from inspections.printing.words import place


def write_checklists(
    out: BinaryIO, teams: Iterable[TeamPack], *, language: str, size: Size = "normal"
) -> PrintedDocument:
    """Write each team's assignment sheet and checklists as one PDF to ``out``.

    ``teams`` is read once and lazily, with ``language`` ("vi" or "en") active; memory does not
    grow with its length. ``out`` needs ``write`` only. ``size`` "large" is for old eyes and may
    take a second page.
    """
    with override(language):
        document = Document(out, language=language, size=size)
        document.describe(_("Phiếu kiểm tra chéo"), _("Phân công và phiếu kiểm tra của từng tổ"))
        for pack in teams:
            document.mark_section(place(pack.assignment_sheet.head))
            draw_assignment_sheet(document, pack.assignment_sheet)
            for sheet in pack.checklists:
                draw_checklist(document, sheet)
        return document.finish()


def write_cards(
    out: BinaryIO, sheets: Iterable[ChecklistSheet], *, language: str
) -> PrintedDocument:
    """Write single checklists as one PDF to ``out``, with no assignment sheet before them."""
    with override(language):
        document = Document(out, language=language)
        document.describe(_("Phiếu kiểm tra chéo"), _("Phiếu kiểm tra của từng hộ"))
        for sheet in sheets:
            document.mark_section(place(sheet.head))
            draw_checklist(document, sheet)
        return document.finish()


def write_summaries(
    out: BinaryIO, sheets: Iterable[SummarySheet], *, language: str
) -> PrintedDocument:
    """Write each team's month as one PDF to ``out``, read as ``write_checklists`` does."""
    with override(language):
        document = Document(out, language=language)
        document.describe(_("Tổng hợp kiểm tra chéo"), _("Tổng hợp tháng của từng tổ"))
        for sheet in sheets:
            document.mark_section(place(sheet.head))
            draw_summary(document, sheet)
        return document.finish()


def write_overdue_list(out: BinaryIO, overdue: OverdueList, *, language: str) -> PrintedDocument:
    """Write the officer's list as a PDF to ``out``; with no team in it, it says so."""
    with override(language):
        document = Document(out, language=language)
        document.describe(_("Các tổ cần đôn đốc"), overdue.area)
        draw_overdue_list(document, overdue)
        return document.finish()
