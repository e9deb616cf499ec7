"""One team's month on a page: what was done, what was found, what is still open."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.printing.charts import draw_months
from inspections.printing.document import Document
from inspections.printing.figures import draw_figures
from inspections.printing.flow import Flow, draw_table
from inspections.printing.frame import draw_title
from inspections.printing.paper import GUTTER, LEFT, MM, RIGHT, column
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
SECTION_GAP = 4 * MM
# A year: more would be too narrow to read.
MOST_MONTHS = 12
SIGN_OFF = 22 * MM


def draw_summary(document: Document, sheet: SummarySheet) -> int:
    """Add the pages of one summary to ``document`` and return their number."""
    flow = Flow(document, lambda pen, first: _draw_head(pen, document, sheet, first))
    draw_figures(flow, sheet)
    _draw_history(flow, sheet)
    _draw_missing(flow, sheet)
    _draw_hazards(flow, sheet)
    _draw_households(flow, sheet)
    _draw_sign_off(flow)
    return flow.finish(reference=sheet.reference, emergency_number=sheet.head.emergency_number)


def _draw_head(pen: Pen, document: Document, sheet: SummarySheet, first: bool) -> float:
    details = [place(sheet.head)]
    if first:
        details.append(leader(sheet.head))
    return draw_title(
        pen,
        document,
        _("Tổng hợp kiểm tra chéo"),
        sheet.period,
        details,
        right=RIGHT,
        deadline=_("Tính đến ngày %(day)s") % {"day": day(sheet.as_of)},
    )


def _start_section(flow: Flow, title: str, height: float) -> None:
    """A heading that stays with the ``height`` points that follow it."""
    face = flow.document.scale.body_bold
    flow.make_room(SECTION_GAP + face.leading + height)
    flow.y = flow.pen.fitted(LEFT, flow.y + SECTION_GAP, title, face, RIGHT - LEFT) + 0.5 * MM


def _draw_history(flow: Flow, sheet: SummarySheet) -> None:
    points = sheet.history[-MOST_MONTHS:]
    if len(points) < 2:
        return
    _start_section(flow, _("Số lượt đã kiểm tra qua các tháng"), CHART_HEIGHT)
    # A few months do not spread over the whole width.
    width = (RIGHT - LEFT) * len(points) / MOST_MONTHS
    draw_months(flow.pen, LEFT, flow.y, width, CHART_HEIGHT, points, flow.document.scale.small)
    flow.y += CHART_HEIGHT


def _draw_missing(flow: Flow, sheet: SummarySheet) -> None:
    if not sheet.missing:
        return
    title = _("Còn %(count)s lượt chưa kiểm tra") % {"count": len(sheet.missing)}
    _start_section(flow, title, 15 * MM)
    columns = missing_columns()
    scale = flow.document.scale
    draw_table(flow, columns, [missing_cells(visit, columns, scale) for visit in sheet.missing])


def _draw_hazards(flow: Flow, sheet: SummarySheet) -> None:
    if not sheet.hazards:
        return
    title = _("Còn %(count)s tồn tại chưa khắc phục") % {"count": len(sheet.hazards)}
    _start_section(flow, title, 20 * MM)
    columns = hazard_columns()
    scale = flow.document.scale
    draw_table(flow, columns, [hazard_cells(line, columns, scale) for line in sheet.hazards])


def _draw_households(flow: Flow, sheet: SummarySheet) -> None:
    if not sheet.rows:
        return
    _start_section(flow, _("Từng hộ"), 20 * MM)
    columns = household_columns()
    scale = flow.document.scale
    draw_table(flow, columns, [household_cells(row, columns, scale) for row in sheet.rows])


def _draw_sign_off(flow: Flow) -> None:
    scale = flow.document.scale
    flow.make_room(SIGN_OFF)
    y = flow.y + SECTION_GAP
    x = column(7) + GUTTER
    y = flow.pen.fitted(x, y, _("Ngày ….… / ….… / …….…"), scale.small, RIGHT - x)
    y = flow.pen.fitted(x, y, _("Tổ trưởng"), scale.body_bold, RIGHT - x)
    flow.pen.fitted(x, y, _("(ký, ghi rõ họ tên)"), scale.small, RIGHT - x)
    words = _("Bản tổng hợp này do tổ tự làm để cùng theo dõi và khắc phục.")
    flow.pen.fitted(LEFT, flow.y + SECTION_GAP, words, scale.small, x - LEFT - GUTTER, lines=2)
    flow.y += SIGN_OFF
