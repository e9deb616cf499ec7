"""One household's visit to another, on paper: what to look at, what was left, who signs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.printing.document import Document
from inspections.printing.frame import draw_footer, draw_link, draw_title
from inspections.printing.hazards import draw_hazards
from inspections.printing.items import mixes_severities, place_head, place_rows
from inspections.printing.pages import ChecklistPage, paginate
from inspections.printing.paper import GUTTER, Layout
from inspections.printing.pen import Pen
from inspections.printing.signing import draw_notes, place_sign_off
from inspections.printing.values import ChecklistSheet, Party
from inspections.printing.words import (
    address,
    between,
    checklist_version,
    contact,
    emergency,
    leader,
    page_of,
    place,
    sheet_code,
)


def _party_width(layout: Layout) -> float:
    return (layout.head_right - layout.left - GUTTER) / 2


def draw_checklist(document: Document, sheet: ChecklistSheet) -> int:
    """Add the pages of one checklist to ``document`` and return their number.

    A core list takes one page. A full one takes two, each with the names of both households, the
    code and the answers' names, so that loose pages find their way back together.
    """
    layout, advice = document.layout, _advice(sheet)
    first, later = document.new_page(), document.new_page()
    first_top = _draw_first_head(first, layout, sheet)
    later_top = _draw_later_head(later, layout, sheet)
    pages = paginate(sheet, layout, first_top, later_top)
    for number, page in enumerate(pages, start=1):
        if number == 1:
            pen, top = first, first_top
        elif number == 2:
            pen, top = later, later_top
        else:
            pen = document.new_page()
            top = _draw_later_head(pen, layout, sheet)
        _draw_page(document, pen, sheet, page, top, advice)
        draw_footer(
            pen,
            layout,
            code=sheet_code(sheet.reference),
            notes=checklist_version(sheet.checklist_version),
            emergency=emergency(sheet.head.emergency_number),
            page=page_of(number, len(pages)),
        )
        document.add_page(pen)
    return len(pages)


def _advice(sheet: ChecklistSheet) -> str:
    advice = _(
        "Mỗi mục đánh dấu X một ô. Mục nào chưa đạt thì ghi mã mục và điều cần sửa ở phần Ghi chú."
    )
    if mixes_severities(sheet.groups):
        bold = _("Chữ đậm: mục nguy hiểm, chưa đạt thì báo tổ trưởng ngay.")
        return f"{advice} {bold}"
    return advice


def _draw_first_head(pen: Pen, layout: Layout, sheet: ChecklistSheet) -> float:
    y = draw_title(
        pen,
        layout,
        _("Phiếu kiểm tra chéo"),
        sheet.period,
        [place(sheet.head), leader(sheet.head)],
        right=layout.head_right,
        deadline=between(sheet.starts, sheet.due),
    )
    link_end = draw_link(pen, layout, sheet.link, sheet.short_code, _("mã nhập tay"))
    right = layout.left + _party_width(layout) + GUTTER
    parties_end = max(
        _draw_party(pen, layout, _("Người kiểm tra"), sheet.inspector, layout.left, y),
        _draw_party(pen, layout, _("Hộ được kiểm tra"), sheet.inspected, right, y),
    )
    return max(parties_end, link_end)


def _draw_party(pen: Pen, layout: Layout, label: str, party: Party, x: float, top: float) -> float:
    y = pen.fitted(x, top, label, layout.small, _party_width(layout))
    y = pen.fitted(x, y, party.name or "–", layout.strong, _party_width(layout), lines=2)
    y = pen.fitted(x, y, address(party), layout.body, _party_width(layout), lines=3)
    return pen.fitted(x, y, contact(party), layout.body, _party_width(layout))


def _draw_later_head(pen: Pen, layout: Layout, sheet: ChecklistSheet) -> float:
    names = _("%(inspector)s kiểm tra %(inspected)s, %(address)s") % {
        "inspector": sheet.inspector.name,
        "inspected": sheet.inspected.name,
        "address": address(sheet.inspected),
    }
    y = draw_title(
        pen,
        layout,
        _("Phiếu kiểm tra chéo"),
        sheet.period,
        [place(sheet.head)],
        right=layout.head_right,
    )
    y = pen.fitted(
        layout.left, y, names, layout.body_bold, layout.head_right - layout.left, lines=2
    )
    return max(y, draw_link(pen, layout, sheet.link, sheet.short_code, _("mã nhập tay")))


def _draw_page(
    document: Document,
    pen: Pen,
    sheet: ChecklistSheet,
    page: ChecklistPage,
    top: float,
    advice: str,
) -> None:
    y = place_head(document, pen, top, advice=advice)
    y = draw_hazards(pen, document.layout, page.hazards, y)
    if page.rows:
        y = place_rows(document, pen, page.rows, y)
    if page.last:
        draw_notes(pen, document.layout, y)
        place_sign_off(document, pen)
