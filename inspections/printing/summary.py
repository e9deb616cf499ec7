"""One team's month on a page: what was done, what was found, what is still open."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.printing.charts import draw_months
from inspections.printing.document import Document
from inspections.printing.figures import draw_figures
from inspections.printing.flow import SECTION_GAP, Flow, draw_section, start_section
from inspections.printing.frame import draw_link, draw_title
from inspections.printing.paper import GUTTER, MM
from inspections.printing.pen import Pen
from inspections.printing.summary_tables import (
    hazard_cells,
    hazard_columns,
    household_cells,
    household_columns,
    missing_cells,
    missing_columns,
)
from inspections.printing.values import SummarySheet
from inspections.printing.words import day, leader, place

CHART_HEIGHT = 26 * MM
# A year: more would be too narrow to read.
MOST_MONTHS = 12
SIGN_OFF = 22 * MM


def draw_summary(document: Document, sheet: SummarySheet) -> int:
    """Add the pages of one summary to ``document`` and return their number."""
    flow = Flow(document, lambda pen, first: _draw_head(pen, document, sheet, first))
    draw_figures(
        flow,
        done=sheet.done,
        planned=sheet.planned,
        findings=sheet.findings,
        faults=sheet.faults,
    )
    _draw_history(flow, sheet)
    _draw_missing(flow, sheet)
    _draw_hazards(flow, sheet)
    _draw_households(flow, sheet)
    _draw_sign_off(flow)
    return flow.finish(
        reference=sheet.reference,
        emergency_number=sheet.head.emergency_number,
        version=sheet.checklist_version,
    )


def _draw_head(pen: Pen, document: Document, sheet: SummarySheet, first: bool) -> float:
    layout = document.layout
    details = [place(sheet.head)]
    if first:
        details.append(leader(sheet.head))
    end = draw_title(
        pen,
        layout,
        _("Tổng hợp kiểm tra chéo"),
        sheet.period,
        details,
        right=layout.head_right if sheet.link else layout.right,
        deadline=_("Tính đến ngày %(day)s") % {"day": day(sheet.as_of)},
    )
    return max(end, draw_link(pen, layout, sheet.link, "", ""))


def _draw_history(flow: Flow, sheet: SummarySheet) -> None:
    layout, points = flow.layout, sheet.history[-MOST_MONTHS:]
    if len(points) < 2:
        return
    start_section(flow, _("Số lượt đã kiểm tra qua các tháng"), CHART_HEIGHT)
    # A few months do not spread over the whole width.
    width = layout.width * len(points) / MOST_MONTHS
    draw_months(flow.pen, layout.left, flow.y, width, CHART_HEIGHT, points, layout.small)
    flow.y += CHART_HEIGHT


def _draw_missing(flow: Flow, sheet: SummarySheet) -> None:
    columns = missing_columns(flow.layout)
    rows = [missing_cells(visit, columns, flow.layout) for visit in sheet.missing]
    title = _("Còn %(count)s lượt chưa kiểm tra") % {"count": len(rows)}
    draw_section(flow, title, columns, rows)


def _draw_hazards(flow: Flow, sheet: SummarySheet) -> None:
    columns = hazard_columns(flow.layout)
    rows = [hazard_cells(line, columns, flow.layout) for line in sheet.hazards]
    title = _("Còn %(count)s chỗ chưa sửa") % {"count": len(rows)}
    draw_section(flow, title, columns, rows)


def _draw_households(flow: Flow, sheet: SummarySheet) -> None:
    columns = household_columns(flow.layout)
    rows = [household_cells(row, columns, flow.layout) for row in sheet.rows]
    draw_section(flow, _("Từng hộ"), columns, rows, keep=SIGN_OFF)


def _draw_sign_off(flow: Flow) -> None:
    layout = flow.layout
    flow.make_room(SIGN_OFF)
    y = flow.y + SECTION_GAP
    x = layout.column(7) + GUTTER
    y = flow.pen.fitted(x, y, _("Ngày ….… / ….… / …….…"), layout.small, layout.right - x)
    y = flow.pen.fitted(x, y, _("Tổ trưởng"), layout.body_bold, layout.right - x)
    flow.pen.fitted(x, y, _("(ký, ghi rõ họ tên)"), layout.small, layout.right - x)
    words = _("Bản tổng hợp này do tổ tự làm để cùng theo dõi và khắc phục.")
    flow.pen.fitted(
        layout.left, flow.y + SECTION_GAP, words, layout.small, x - layout.left - GUTTER, lines=2
    )
    flow.y += SIGN_OFF
