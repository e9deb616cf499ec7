"""An area over a month, quarter, half-year or year, with the year before beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from firesafety.numbers import grouped
from inspections.printing.area_tables import (
    compared_cells,
    compared_columns,
    item_cells,
    item_columns,
    part_cells,
    part_columns,
)
from inspections.printing.area_values import AreaSummary
from inspections.printing.charts import draw_bar, draw_months
from inspections.printing.document import Document
from inspections.printing.figures import draw_figures
from inspections.printing.flow import SECTION_GAP, Flow, draw_section, start_section
from inspections.printing.frame import draw_link, draw_title
from inspections.printing.paper import GUTTER, MM, Layout
from inspections.printing.pen import Pen
from inspections.printing.text import squeeze
from inspections.printing.words import day

CHART_HEIGHT = 26 * MM
MOST_MONTHS = 12
BAR = 3.2 * MM
SIGN_OFF = 24 * MM


def draw_area_summary(document: Document, sheet: AreaSummary) -> int:
    """Add the pages of one area's summary to ``document`` and return their number."""
    layout = document.layout
    flow = Flow(document, lambda pen, first: _draw_head(pen, layout, sheet))
    draw_figures(
        flow,
        done=sheet.now.done,
        planned=sheet.now.planned,
        findings=sheet.now.findings,
        faults=sheet.faults,
    )
    _draw_compared(flow, sheet)
    _draw_months(flow, sheet)
    _draw_ages(flow, sheet)
    _draw_items(flow, sheet)
    _draw_parts(flow, sheet)
    _draw_sign_off(flow)
    return flow.finish(
        reference=sheet.reference,
        emergency_number=sheet.emergency_number,
        version=sheet.checklist_version,
    )


def _draw_head(pen: Pen, layout: Layout, sheet: AreaSummary) -> float:
    span = _("Từ %(starts)s đến hết %(ends)s") % {
        "starts": day(sheet.starts),
        "ends": day(sheet.ends),
    }
    end = draw_title(
        pen,
        layout,
        sheet.title,
        sheet.now.words,
        [" · ".join(part for part in (sheet.area, sheet.place) if part), span],
        right=layout.head_right if sheet.link else layout.right,
        deadline=_("Tính đến ngày %(day)s") % {"day": day(sheet.as_of)},
    )
    return max(end, draw_link(pen, layout, sheet.link, "", ""))


def _draw_compared(flow: Flow, sheet: AreaSummary) -> None:
    title = _("So với cùng kỳ năm trước") if sheet.before else _("Số liệu trong kỳ")
    columns = compared_columns(flow.layout, sheet)
    draw_section(flow, title, columns, list(compared_cells(sheet, columns, flow.layout)))


def _draw_months(flow: Flow, sheet: AreaSummary) -> None:
    """This period's months and those of the year before, on one scale for both."""
    if len(sheet.months) < 2:
        return
    start_section(flow, _("Số lượt đã kiểm tra qua các tháng"), CHART_HEIGHT)
    tallest = max(point.planned for point in (*sheet.months, *sheet.months_before))
    both = (sheet.months_before, sheet.months) if sheet.before else (sheet.months,)
    half = (flow.layout.width - GUTTER) / 2
    apart = len(sheet.months) > MOST_MONTHS // 2
    for number, points in enumerate(both):
        beside = number and not apart
        if not beside:
            flow.make_room(CHART_HEIGHT)
        elif number:
            flow.y -= CHART_HEIGHT
        x = flow.layout.left + (half + GUTTER if beside else 0)
        # A few months do not spread over the whole width.
        width = flow.layout.width if apart else half * min(1.0, len(points) / 6)
        draw_months(
            flow.pen, x, flow.y, width, CHART_HEIGHT, points, flow.layout.small, tallest=tallest
        )
        flow.y += CHART_HEIGHT


def _draw_ages(flow: Flow, sheet: AreaSummary) -> None:
    if not sheet.faults.count:
        return
    title = _("Còn %(count)s chỗ chưa sửa, chia theo thời gian") % {
        "count": grouped(sheet.faults.count)
    }
    layout, face = flow.layout, flow.layout.small
    row = face.leading + 0.7 * MM
    start_section(flow, title, row * len(sheet.ages))
    most = max(age.count for age in sheet.ages)
    bars = layout.column(4)
    for age in sheet.ages:
        flow.pen.fitted(layout.left, flow.y, age.words, face, layout.column(3) - layout.left)
        number = squeeze(grouped(age.count), face, layout.column_width * 0.8)
        flow.pen.block(bars - 2 * MM, flow.y, number, "right")
        length = (layout.right - bars) * age.count / most
        draw_bar(flow.pen, bars, flow.y + 0.4 * MM, length, BAR, "striped")
        flow.y += row


def _draw_items(flow: Flow, sheet: AreaSummary) -> None:
    columns = item_columns(flow.layout)
    rows = [item_cells(line, columns, flow.layout) for line in sheet.items]
    draw_section(flow, _("Chỗ chưa sửa theo từng mục"), columns, rows)


def _draw_parts(flow: Flow, sheet: AreaSummary) -> None:
    columns = part_columns(flow.layout)
    rows = [part_cells(line, columns, flow.layout) for line in sheet.parts]
    draw_section(flow, sheet.parts_title, columns, rows, keep=SIGN_OFF)


def _draw_sign_off(flow: Flow) -> None:
    layout = flow.layout
    flow.make_room(SIGN_OFF)
    x, y = layout.column(7) + GUTTER, flow.y + SECTION_GAP
    words = _("Số liệu do các tổ tự ghi trong sổ 12/1, để cùng theo dõi và giúp nhau khắc phục.")
    flow.pen.fitted(layout.left, y, words, layout.small, x - layout.left - GUTTER, lines=2)
    y = flow.pen.fitted(x, y, _("Ngày ….… / ….… / …….…"), layout.small, layout.right - x)
    y = flow.pen.fitted(x, y, _("Người tổng hợp"), layout.body_bold, layout.right - x)
    flow.pen.fitted(x, y, _("(ký, ghi rõ họ tên)"), layout.small, layout.right - x)
    flow.y += SIGN_OFF
