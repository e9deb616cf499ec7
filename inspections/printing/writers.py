"""Whole documents: many sheets, one file, written while they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from inspections.printing.assignment import draw_assignment_sheet
from inspections.printing.checklist import draw_checklist
from inspections.printing.document import Document
from inspections.printing.values import PrintedDocument, Size, TeamPack
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
