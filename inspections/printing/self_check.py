"""A team's own check written down under the usual headings: who, what, findings, proposals.

The headings are those of the form that premises with a duty of self-inspection fill in (decree
105/2025, appendix VIII); the sheet is a neighbours' note and says so.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.printing.document import Document
from inspections.printing.flow import Flow, start_section
from inspections.printing.frame import draw_link, draw_title
from inspections.printing.paper import GUTTER, HAIRLINE, MM, RULE, Layout
from inspections.printing.pen import Pen
from inspections.printing.text import fit
from inspections.printing.values import SummarySheet
from inspections.printing.words import address, leader, own_affair, place, severity

LINE = 8 * MM
HAZARDS_SHOWN = 6
SIGNATURE = 24 * MM


def draw_self_check(document: Document, sheet: SummarySheet) -> int:
    """Add the sheet to ``document``: what is known printed, the rest to be written by hand."""
    layout = document.layout
    flow = Flow(document, lambda pen, first: _draw_head(pen, layout, sheet))
    _section(flow, _("1. Nơi kiểm tra"), [place(sheet.head)], lines=0)
    _say(flow, _("Bắt đầu: …….… giờ …….…  ngày ….… / ….… / …….…"))
    _section(
        flow, _("2. Người kiểm tra và đại diện nơi được kiểm tra"), [leader(sheet.head)], lines=3
    )
    _section(flow, _("3. Đã xem những gì"), _looked_at(sheet), lines=1)
    _section(flow, _("4. Kết quả, điều còn thiếu"), _found(sheet), lines=2)
    # Proposals, end and signatures stay together.
    flow.make_room(5 * LINE + SIGNATURE)
    _section(flow, _("5. Kiến nghị"), [], lines=3)
    _say(flow, _("Kết thúc: …….… giờ …….…  ngày ….… / ….… / …….…"))
    _draw_signatures(flow)
    return flow.finish(
        reference=sheet.reference,
        emergency_number=sheet.head.emergency_number,
        version=sheet.checklist_version,
    )


def _draw_head(pen: Pen, layout: Layout, sheet: SummarySheet) -> float:
    end = draw_title(
        pen,
        layout,
        _("Ghi nhận tự kiểm tra"),
        sheet.period,
        [own_affair()],
        right=layout.head_right if sheet.link else layout.right,
    )
    return max(end, draw_link(pen, layout, sheet.link, "", ""))


def _section(flow: Flow, title: str, told: list[str], *, lines: int) -> None:
    """A heading, what is known already, and ``lines`` to write on."""
    start_section(flow, title, 2 * LINE)
    for words in told:
        _say(flow, words)
    for _number in range(lines):
        flow.make_room(LINE)
        flow.y += LINE
        flow.pen.line(flow.layout.left, flow.y, flow.layout.right, flow.y, HAIRLINE)


def _say(flow: Flow, words: str) -> None:
    block = fit(words, flow.layout.body, flow.layout.width, lines=2)
    flow.make_room(block.height + 1 * MM)
    flow.y = flow.pen.block(flow.layout.left, flow.y + 0.6 * MM, block)


def _looked_at(sheet: SummarySheet) -> list[str]:
    words = _("Theo bộ câu hỏi mẫu %(version)s, %(done)s/%(planned)s lượt nhà trong tháng.")
    known = {"version": sheet.checklist_version, "done": sheet.done, "planned": sheet.planned}
    return [words % known]


def _found(sheet: SummarySheet) -> list[str]:
    counts = {
        "critical": sheet.findings.critical,
        "major": sheet.findings.major,
        "minor": sheet.findings.minor,
    }
    words = _(
        "Mục chưa đạt trong tháng: %(critical)s nguy hiểm, %(major)s quan trọng, "
        "%(minor)s nhắc nhở."
    )
    shown = [
        f"• {line.household.name}, {address(line.household)}: {line.text} "
        f"({severity(line.severity).lower()})"
        for line in sheet.hazards[:HAZARDS_SHOWN]
    ]
    left = len(sheet.hazards) - len(shown)
    if left > 0:
        more = ngettext("và %(count)d chỗ chưa sửa nữa", "và %(count)d chỗ chưa sửa nữa", left)
        shown.append(more % {"count": left})
    return [words % counts, *shown]


def _draw_signatures(flow: Flow) -> None:
    layout = flow.layout
    flow.make_room(SIGNATURE)
    half = (layout.width - GUTTER) / 2
    flow.pen.line(layout.left, flow.y + 2 * MM, layout.right, flow.y + 2 * MM, RULE)
    for x, who in (
        (layout.left, _("Người kiểm tra")),
        (layout.left + half + GUTTER, _("Đại diện nơi được kiểm tra")),
    ):
        y = flow.pen.fitted(x, flow.y + 3 * MM, who, layout.body_bold, half)
        flow.pen.fitted(x, y, _("(ký, ghi rõ họ tên)"), layout.small, half)
    flow.y += SIGNATURE
