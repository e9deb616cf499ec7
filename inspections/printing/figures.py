"""The three numbers at the head of a summary, each with its small chart."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.printing.charts import draw_bar, draw_share
from inspections.printing.flow import Flow
from inspections.printing.fonts import measure
from inspections.printing.paper import COLUMN, GUTTER, MM, column
from inspections.printing.text import fit, squeeze
from inspections.printing.values import Findings, SummarySheet
from inspections.printing.words import severity

WIDTH = 4 * COLUMN - GUTTER
FIGURES_HEIGHT = 25 * MM
CHART_TOP = 12 * MM
BAR = 3.2 * MM


def draw_figures(flow: Flow, sheet: SummarySheet) -> None:
    """Visits done, findings, faults open: side by side at ``flow``'s place."""
    flow.make_room(FIGURES_HEIGHT)
    findings = sheet.findings
    found = findings.critical + findings.major + findings.minor
    _draw_figure(flow, 0, f"{sheet.done}/{sheet.planned}", _("lượt đã kiểm tra"))
    _draw_figure(flow, 4, str(found), _("mục chưa đạt"))
    _draw_figure(flow, 8, str(len(sheet.hazards)), _("tồn tại chưa khắc phục"))
    _draw_progress(flow, sheet)
    _draw_findings(flow, findings)
    _draw_ages(flow, sheet)
    flow.y += FIGURES_HEIGHT


def _draw_figure(flow: Flow, start: int, figure: str, words: str) -> None:
    scale = flow.document.scale
    x = column(start)
    number = squeeze(figure, scale.figure, WIDTH * 0.5)
    baseline = flow.y + 1 * MM + scale.figure.ascent
    flow.pen.text(x, baseline, number.lines[0], number.face)
    after = x + measure(number.lines[0], number.face.font, number.face.size) + 2 * MM
    label = fit(words, scale.body, x + WIDTH - after, lines=2)
    top = baseline - label.face.ascent - (len(label.lines) - 1) * label.face.leading
    flow.pen.block(after, top, label)


def _draw_progress(flow: Flow, sheet: SummarySheet) -> None:
    scale = flow.document.scale
    y = flow.y + CHART_TOP
    share = sheet.done / sheet.planned if sheet.planned else 0.0
    draw_share(flow.pen, column(0), y, WIDTH, BAR, share)
    missing = max(sheet.planned - sheet.done, 0)
    words = _("còn %(count)s lượt") % {"count": missing} if missing else _("đã đủ các lượt")
    flow.pen.fitted(column(0), y + BAR + 1 * MM, words, scale.small, WIDTH)


def _draw_findings(flow: Flow, findings: Findings) -> None:
    face = flow.document.scale.small
    x, y = column(4), flow.y + CHART_TOP
    name_width, count_width = WIDTH * 0.45, WIDTH * 0.12
    counts = (
        (severity("critical"), findings.critical, "solid"),
        (severity("major"), findings.major, "striped"),
        (severity("minor"), findings.minor, "empty"),
    )
    most = max(1, *(count for _name, count, _pattern in counts))
    for name, count, pattern in counts:
        flow.pen.fitted(x, y - 0.4 * MM, name, face, name_width - 1 * MM)
        number = squeeze(str(count), face, count_width - 1 * MM)
        right = x + name_width + count_width - 2 * MM
        flow.pen.block(right, y - 0.4 * MM, number, "right")
        longest = WIDTH - name_width - count_width
        length = longest * count / most
        draw_bar(flow.pen, x + name_width + count_width, y, length, BAR, pattern)
        y += face.leading + 0.7 * MM


def _draw_ages(flow: Flow, sheet: SummarySheet) -> None:
    face = flow.document.scale.small
    x, y = column(8), flow.y + CHART_TOP
    if not sheet.hazards:
        flow.pen.fitted(x, y - 0.4 * MM, _("không còn gì phải theo dõi"), face, WIDTH)
        return
    late = sum(hazard.overdue for hazard in sheet.hazards)
    critical = sum(hazard.severity == "critical" for hazard in sheet.hazards)
    oldest = max(hazard.age_days for hazard in sheet.hazards)
    for words in (
        _("lâu nhất %(days)s ngày") % {"days": oldest},
        _("%(count)s đã quá hạn") % {"count": late},
        _("%(count)s nguy hiểm") % {"count": critical},
    ):
        y = flow.pen.fitted(x, y - 0.4 * MM, words, face, WIDTH) + 1.1 * MM
