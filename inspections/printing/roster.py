"""Who belongs to a team: for its leader's own file, not for the wall."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.printing.document import Document
from inspections.printing.flow import Cell, Column, Flow, columns_between, draw_table
from inspections.printing.frame import draw_link, draw_title
from inspections.printing.paper import Layout
from inspections.printing.pen import Pen
from inspections.printing.team_values import RosterLine, RosterSheet
from inspections.printing.text import fit, squeeze
from inspections.printing.words import address, day, leader, place

# The edges of the columns on the grid: number, household, address, phone, role, since.
EDGES = (0, 0.5, 4, 7.25, 9.25, 10.6, 12)


def draw_roster(document: Document, sheet: RosterSheet) -> int:
    """Add the pages of a team's roster to ``document`` and return their number."""
    layout = document.layout
    flow = Flow(document, lambda pen, first: _draw_head(pen, layout, sheet, first=first))
    columns = _columns(layout)
    draw_table(flow, columns, [_cells(line, columns, layout) for line in sheet.lines])
    return flow.finish(reference=sheet.reference, emergency_number=sheet.head.emergency_number)


def _draw_head(pen: Pen, layout: Layout, sheet: RosterSheet, *, first: bool) -> float:
    details = [place(sheet.head), leader(sheet.head)]
    if first:
        founded = _("Lập ngày %(day)s") % {"day": day(sheet.founded)}
        count = len(sheet.lines)
        households = ngettext("%(count)s hộ", "%(count)s hộ", count) % {"count": count}
        known = (households, founded, sheet.founding_document)
        details.append(" · ".join(part for part in known if part))
        details.append(
            _(
                "Danh sách này tổ trưởng giữ trong sổ: không dán nơi công cộng, "
                "không gửi lên nhóm chung. Có thay đổi thì báo để sửa và in lại."
            )
        )
    end = draw_title(
        pen,
        layout,
        _("Danh sách tổ"),
        day(sheet.as_of),
        details,
        right=layout.head_right if sheet.link else layout.right,
    )
    return max(end, draw_link(pen, layout, sheet.link, "", ""))


def _columns(layout: Layout) -> list[Column]:
    titles = ("", _("Hộ"), _("Địa chỉ"), _("Điện thoại"), _("Vai trò"), _("Từ ngày"))
    return columns_between(layout, EDGES, titles)


def _cells(line: RosterLine, columns: list[Column], layout: Layout) -> list[Cell]:
    number, name, where, phone, role, since = (column.width for column in columns)
    return [
        [squeeze(str(line.number), layout.body, number)],
        [
            fit(line.household.name or "–", layout.body_bold, name, lines=2),
            fit(line.household.kind or "–", layout.small, name),
        ],
        [fit(address(line.household), layout.body, where, lines=3)],
        [fit(line.household.phone.strip() or "–", layout.body, phone, lines=3)],
        [fit(line.role or "–", layout.body_bold if line.role else layout.body, role, lines=2)],
        [squeeze(day(line.joined), layout.small, since)],
    ]
