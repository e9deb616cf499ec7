"""The officer's list for the meeting: which teams to help first, and why."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.printing.document import Document
from inspections.printing.flow import Cell, Column, Flow, columns_between, draw_table
from inspections.printing.frame import draw_link, draw_title
from inspections.printing.paper import Layout
from inspections.printing.pen import Pen
from inspections.printing.text import Block, fit, squeeze
from inspections.printing.values import OverdueLine, OverdueList
from inspections.printing.words import day

# The edges of the columns on the grid: rank, team, late, missing, reason, leader, notes.
EDGES = (0, 0.5, 2.9, 3.9, 4.7, 8.6, 10.7, 12)


def draw_overdue_list(document: Document, overdue: OverdueList) -> int:
    """Add the pages of the list to ``document`` and return their number."""
    layout = document.layout
    flow = Flow(document, lambda pen, first: _draw_head(pen, document, overdue))
    columns = _columns(layout)
    if overdue.lines:
        rows = [_cells(line, columns, layout) for line in overdue.lines]
        draw_table(flow, columns, rows)
    else:
        words = _("Hôm nay không có tổ nào quá hạn.")
        flow.pen.fitted(layout.left, flow.y, words, layout.body, layout.width)
    return flow.finish(reference=overdue.reference, emergency_number=overdue.emergency_number)


def _draw_head(pen: Pen, document: Document, overdue: OverdueList) -> float:
    lines = [overdue.area]
    if overdue.officer.strip():
        lines.append(_("Cán bộ: %(name)s") % {"name": overdue.officer})
    if overdue.beyond:
        numbers = {"shown": len(overdue.lines), "total": overdue.total}
        lines.append(_("%(shown)d tổ đầu trong %(total)d tổ") % numbers)
    layout = document.layout
    end = draw_title(
        pen,
        layout,
        _("Các tổ cần đôn đốc"),
        day(overdue.as_of),
        lines,
        right=layout.head_right if overdue.link else layout.right,
    )
    return max(end, draw_link(pen, layout, overdue.link, "", ""))


def _columns(layout: Layout) -> list[Column]:
    titles = (
        "",
        _("Tổ"),
        _("Trễ"),
        _("Còn thiếu"),
        _("Vì sao"),
        _("Tổ trưởng"),
        _("Ghi chú"),
    )
    return columns_between(layout, EDGES, titles)


def _cells(line: OverdueLine, columns: list[Column], layout: Layout) -> list[Cell]:
    rank, team, late, missing, reason, leader, _notes = (column.width for column in columns)
    # A team may be here for its hazards alone.
    days = (
        ngettext("%(days)s ngày", "%(days)s ngày", line.days_late) % {"days": line.days_late}
        if line.days_late
        else "–"
    )
    phone = line.leader_phone.strip() or _("(chưa có số điện thoại)")
    return [
        [squeeze(str(line.rank), layout.body_bold, rank)],
        [
            fit(line.team, layout.body_bold, team, lines=2),
            fit(line.neighbourhood, layout.small, team, lines=2),
        ],
        [squeeze(days, layout.body, late)],
        [squeeze(f"{line.missing}/{line.planned}", layout.body, missing)],
        _reasons(line, reason, layout),
        [
            fit(line.leader_name or "–", layout.body, leader, lines=2),
            fit(phone, layout.small, leader),
        ],
        [],
    ]


def _reasons(line: OverdueLine, width: float, layout: Layout) -> list[Block]:
    """Why, in words; in bold where critical hazards are among the reasons."""
    face = layout.body_bold if line.open_critical else layout.body
    return [fit(line.reason, face, width, lines=8)]
